#include "tenogen/output/checkpoint_folder.h"

#include "tenogen/core/checksum.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/read_file.h"
#include "tenogen/output/atomic_file.h"
#include "tenogen/output/strict_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tenogen::output
{
namespace fs = std::filesystem;

namespace
{
fs::path marker_of(fs::path file)
{
  return file.replace_extension(".json");
}

std::string slot_name(const unsigned int slot)
{
  return "slot_" + std::to_string(slot);
}

/// The content of a marker.
struct Marker
{
  std::uint64_t bytes = 0;
  std::string   crc64;
  unsigned int  step = 0;
  double        time = 0.; ///< day
};

/// Includes its own checksum, so that a damaged marker cannot make an old checkpoint the newest.
nlohmann::ordered_json to_json(const Marker &marker)
{
  nlohmann::ordered_json json = {
      {"bytes", marker.bytes}, {"crc64", marker.crc64}, {"step", marker.step}, {"time_day", marker.time}};
  json["marker crc64"] = checksum(json.dump());
  return json;
}

/// Removes the old checkpoint with this name before writing the new one, and writes the marker last.
void write_checkpoint(const fs::path &file, const unsigned int step, const double time,
                      const std::string &bytes)
{
  const fs::path temporary = file.string() + ".new";
  write_file(temporary, bytes);
  remove_file(marker_of(file));
  publish(temporary, file);
  write_file(marker_of(file), to_json({bytes.size(), checksum(bytes), step, time}).dump(2) + "\n");
}

/// All checkpoints in a folder, intact or not.
std::vector<fs::path> files_in(const fs::path &folder)
{
  std::vector<fs::path> files;
  std::error_code       error;
  if (fs::status(folder, error).type() == fs::file_type::not_found)
    return files;
  for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error))
    if (entry->path().extension() == ".h5")
      files.push_back(entry->path());
  if (error)
    throw FileSystemError("The checkpoints in '" + folder.string() +
                          "' cannot be listed: " + error.message() + ".");
  std::sort(files.begin(), files.end());
  return files;
}
Marker read_marker(const fs::path &file)
{
  const std::string quoted = "'" + file.string() + "'";
  std::error_code   error;
  if (!fs::exists(file, error))
    throw FileSystemError("The checkpoint " + quoted + " does not exist.");
  if (!fs::exists(marker_of(file), error))
    throw FileSystemError("The checkpoint " + quoted + " has no marker " +
                          marker_of(file).filename().string() + ": it was never finished.");
  try
  {
    const auto json = parse_json(read_file(marker_of(file)));
    Marker marker   = {json.at("bytes").get_ref<const std::uint64_t &>(), json.at("crc64").get<std::string>(),
                       whole_number(json.at("step")), json.at("time_day").get_ref<const double &>()};
    if (json != to_json(marker))
      throw FileSystemError("The marker of the checkpoint " + quoted +
                            " is damaged: its own checksum differs.");
    return marker;
  }
  catch (const nlohmann::json::exception &failure)
  {
    throw FileSystemError("The marker of the checkpoint " + quoted + " is damaged: " + failure.what() + ".");
  }
}
} // namespace

StoredCheckpoint read_checkpoint(const fs::path &file)
{
  const std::string quoted = "'" + file.string() + "'";
  const Marker      marker = read_marker(file);
  StoredCheckpoint  result = {file, read_file(file), marker.step, marker.time};
  if (result.bytes.size() != marker.bytes)
    throw FileSystemError("The checkpoint " + quoted + " has " + std::to_string(result.bytes.size()) +
                          " bytes; its marker says " + std::to_string(marker.bytes) + ".");
  if (checksum(result.bytes) != marker.crc64)
    throw FileSystemError("The checkpoint " + quoted + " is damaged: its checksum is " +
                          checksum(result.bytes) + ", its marker says " + marker.crc64 + ".");
  return result;
}

CheckpointFolder::CheckpointFolder(const fs::path &folder, const unsigned int n_slots)
  : folder(folder)
  , n_slots(n_slots)
{
}

void CheckpointFolder::write(const unsigned int step, const double time, const std::string &bytes)
{
  keep(slot_name(next_slot), step, time, bytes);
  next_slot = (next_slot + 1) % n_slots;
}

void CheckpointFolder::keep(const std::string &name, const unsigned int step, const double time,
                            const std::string &bytes) const
{
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    throw FileSystemError("'" + folder.string() + "' cannot be created: " + error.message() + ".");
  write_checkpoint(folder / (name + ".h5"), step, time, bytes);
}

void CheckpointFolder::continue_after(const fs::path &file)
{
  for (unsigned int slot = 0; slot < n_slots; ++slot)
    if (file.stem() == slot_name(slot))
      next_slot = (slot + 1) % n_slots;
}

std::optional<StoredCheckpoint> newest_checkpoint(const fs::path &folder, std::vector<std::string> &problems)
{
  const auto attempt = [&problems](const auto &action)
  {
    try
    {
      action();
    }
    catch (const Error &error)
    {
      problems.emplace_back(error.what());
    }
  };
  std::vector<std::pair<unsigned int, fs::path>> by_step;
  for (const fs::path &file : files_in(folder))
    attempt([&]() { by_step.emplace_back(read_marker(file).step, file); });
  std::sort(by_step.rbegin(), by_step.rend());
  std::optional<StoredCheckpoint> newest;
  for (const auto &candidate : by_step)
    if (!newest)
      attempt([&]() { newest = read_checkpoint(candidate.second); });
  return newest;
}
} // namespace tenogen::output
