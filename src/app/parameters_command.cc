#include "tenogen/app/parameters_command.h"

#include "tenogen/app/command_line.h"
#include "tenogen/core/errors.h"
#include "tenogen/parameters/read_parameters.h"
#include "tenogen/parameters/write_parameters.h"

#include <iostream>

namespace tenogen
{
namespace
{
namespace options = boost::program_options;

constexpr const char *help_text =
    R"(Usage: tenogen parameters [--format prm|json|markdown] [--set "Section/Entry [unit]=value"]... [FILE.prm]

Prints every parameter with its value, default, unit, range, meaning, source and confidence. With a
parameter file, all includes and overrides are resolved. All mistakes are reported at once.
)";

constexpr const char *example_text =
    "\nExamples:\n"
    "  tenogen parameters > template.prm\n"
    "  tenogen parameters --format markdown > docs/parameters.md\n"
    "  tenogen parameters --set \"Treatment/Dose [cells]=1e7\" params/achilles_treated.prm\n";

options::options_description described_options()
{
  options::options_description description("Options");
  auto                         add = description.add_options();
  add("help,h", "print this help");
  add("format", options::value<std::string>()->default_value("prm"), "prm, json or markdown");
  add("set", options::value<std::vector<std::string>>()->composing(),
      "\"Section/Entry [unit]=value\" overrides the file; may be repeated");
  add("file", options::value<std::string>(), "the parameter file");
  return description;
}

} // namespace

int parameters_command(const std::vector<std::string> &arguments)
{
  const auto description = described_options();
  const auto values      = parse_command_line("parameters", arguments, description, {"file"});
  if (values.count("help") > 0)
  {
    std::cout << help_text << '\n' << description << example_text;
    return static_cast<int>(ExitCode::done);
  }

  const auto format = parameters::format_from_text(values["format"].as<std::string>());
  const auto file   = values.count("file") > 0 ? values["file"].as<std::string>() : std::string();
  const auto overrides =
      values.count("set") > 0 ? values["set"].as<std::vector<std::string>>() : std::vector<std::string>();

  std::vector<std::string> warnings;
  const auto               resolved = parameters::read_parameters(file, overrides, warnings);
  for (const auto &warning : warnings)
    std::cerr << "warning: " << warning << '\n';
  parameters::write_parameters(std::cout, resolved, format);
  std::cout.flush();
  if (!std::cout)
    throw FileSystemError("parameters: the output cannot be written. Is the disk full?");
  return static_cast<int>(ExitCode::done);
}
} // namespace tenogen
