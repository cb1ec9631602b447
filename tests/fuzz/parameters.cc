#include "fuzz/harness.h"
#include "fuzz/reference_reader.h"
#include "fuzz/scratch_folder.h"
#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/differences.h"
#include "tenogen/parameters/read_parameters.h"
#include "tenogen/parameters/write_parameters.h"

#include <cmath>

namespace tenogen::fuzz
{
namespace
{
namespace fs = std::filesystem;
using namespace parameters;

/// Each of 40 files includes the next one twice: reading all would take years.
void write_doubling_includes(const ScratchFolder &folder)
{
  for (unsigned int i = 0; i < 40; ++i)
  {
    const std::string next = "include doubling_" + std::to_string(i + 1) + ".prm\n";
    folder.write("doubling_" + std::to_string(i) + ".prm", next + next);
  }
  folder.write("doubling_40.prm", "# the end\n");
}

/// A folder with the shipped parameter files, which the input may include.
const ScratchFolder &folder_with_shipped_files()
{
  static const ScratchFolder folder("parameters");
  static const bool          filled = []
  {
    fs::copy(fs::path(TENOGEN_SOURCE_DIR) / "params", folder.path, fs::copy_options::recursive);
    write_doubling_includes(folder);
    return true;
  }();
  (void)filled;
  return folder;
}

template <typename Member>
const Member &value_of(const Entry &entry)
{
  return *static_cast<const Member *>(entry.member);
}

/// Checks the members themselves, not what the reader reports.
bool is_finite_and_in_range(const Entry &entry)
{
  switch (entry.type)
  {
  case ValueType::number:
    return std::isfinite(value_of<double>(entry)) && entry.range.contains(value_of<double>(entry));
  case ValueType::integer:
    return entry.range.contains(value_of<unsigned int>(entry));
  case ValueType::table:
    for (const TablePoint &point : value_of<Table>(entry))
      if (!std::isfinite(point.time) || !std::isfinite(point.value))
        return false;
    return true;
  case ValueType::numbers:
    for (const double number : value_of<std::vector<double>>(entry))
      if (!std::isfinite(number))
        return false;
    return true;
  case ValueType::depots:
    for (const Depot &d : value_of<std::vector<Depot>>(entry))
      if (!std::isfinite(d.x + d.y + d.z) || !std::isfinite(d.width) || !(d.width > 0.) || !(d.share >= 0.))
        return false;
    return true;
  default:
    return true;
  }
}

void require_good_values(ParameterSet parameters)
{
  Binder binder;
  bind(binder, parameters);
  for (const Entry &entry : binder.entries())
    require(is_finite_and_in_range(entry), "accepted: " + entry.path() + " = " + entry.text());
}

/// Checks that all settings of an accepted file have been read.
void require_all_arrived(const std::string &file, const ParameterSet &parameters)
{
  const auto values = values_by_path(parameters);
  for (const auto &[path, value] : settings_in(file))
  {
    const auto found = values.find(path);
    require(found != values.end(), "accepted: the unknown entry " + path);
    require(is_same_value(found->second, value),
            "accepted and lost: " + path + " = " + value + ", which became " + found->second);
  }
}

std::string resolved(const ParameterSet &parameters)
{
  std::ostringstream text;
  write_parameters(text, parameters, Format::prm);
  return text.str();
}
} // namespace

void fuzz_parameters(const std::uint8_t *data, const std::size_t size)
{
  const ScratchFolder &folder = folder_with_shipped_files();
  const std::string    file   = folder.write("input.prm", text_of(data, size));
  ParameterSet         parameters;
  try
  {
    parameters = read_parameters(file);
  }
  catch (const Error &refusal)
  {
    return require_proper_refusal(refusal, folder.path.string());
  }
  require_good_values(parameters);
  require_all_arrived(file, parameters);
  const std::string first = resolved(parameters);
  try
  {
    const std::string second = resolved(read_parameters(folder.write("resolved.prm", first)));
    require(second == first, "the resolved file reads back to another");
  }
  catch (const Error &refusal)
  {
    throw Violation(std::string("the resolved file is refused: ") + refusal.what());
  }
}
} // namespace tenogen::fuzz
