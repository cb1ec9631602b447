#include "tenogen/output/checkpoint_folder.h"

#include "tenogen/core/checksum.h"
#include "tenogen/core/errors.h"
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

/// The old checkpoint of this name is gone before the new one stands there, and the marker comes last.
void write_checkpoint(const fs::path &file, const unsigned int step, const double time,
                      const std::string &bytes)
{
  const nlohmann::ordered_json marker = {{"file", file.filename().string()},
                                         {"bytes", bytes.size()},
                                         {"crc64", checksum(bytes)},
                                         {"step", step},
                                         {"time_day", time}};
  const fs::path               aside  = file.string() + ".new";
  write_file(aside, bytes);
  remove_file(marker_of(file));
  publish(aside, file);
  write_file(marker_of(file), marker.dump(2) + "\n");
}

/// Checkpoints in a folder, whole or not.
std::vector<fs::path> files_in(const fs::path &folder)
{
  std::vector<fs::path> files;
  std::error_code       error;
  for (const auto &entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".h5")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}
} // namespace

StoredCheckpoint read_checkpoint(const fs::path &file)
{
  const std::string quoted = "'" + file.string() + "'";
  StoredCheckpoint  result;
  result.file = file;
  std::error_code unreachable; // is as if it did not exist
  if (!fs::exists(file, unreachable))
    throw FileSystemError("The checkpoint " + quoted + " does not exist.");
  if (!fs::exists(marker_of(file), unreachable))
    throw FileSystemError("The checkpoint " + quoted + " has no marker " +
                          marker_of(file).filename().string() + ": it was never finished.");
  std::string crc;
  std::size_t size = 0;
  try
  {
    const auto marker = parse_json(read_file(marker_of(file)));
    size              = marker.at("bytes").get_ref<const std::uint64_t &>();
    crc               = marker.at("crc64").get<std::string>();
    result.step       = whole_number(marker.at("step"));
    result.time       = marker.at("time_day").get_ref<const double &>();
  }
  catch (const nlohmann::json::exception &error)
  {
    throw FileSystemError("The marker of the checkpoint " + quoted + " is damaged: " + error.what() + ".");
  }
  result.bytes = read_file(file);
  if (result.bytes.size() != size)
    throw FileSystemError("The checkpoint " + quoted + " has " + std::to_string(result.bytes.size()) +
                          " bytes; its marker says " + std::to_string(size) + ".");
  if (checksum(result.bytes) != crc)
    throw FileSystemError("The checkpoint " + quoted + " is damaged: its checksum is " +
                          checksum(result.bytes) + ", its marker says " + crc + ".");
  return result;
}

CheckpointFolder::CheckpointFolder(const fs::path &folder, const unsigned int n_slots)
  : folder(folder)
  , n_slots(n_slots)
{
}

void CheckpointFolder::write(const unsigned int step, const double time, const std::string &bytes)
{
  std::error_code error;
  fs::create_directories(folder, error);
  write_checkpoint(folder / (slot_name(next_slot) + ".h5"), step, time, bytes);
  next_slot = (next_slot + 1) % n_slots;
}

void CheckpointFolder::keep(const std::string &name, const unsigned int step, const double time,
                            const std::string &bytes) const
{
  std::error_code error;
  fs::create_directories(folder, error);
  write_checkpoint(folder / (name + ".h5"), step, time, bytes);
}

std::optional<StoredCheckpoint> CheckpointFolder::newest(std::vector<std::string> &problems)
{
  std::optional<StoredCheckpoint> best;
  for (const fs::path &file : files_in(folder))
    try
    {
      StoredCheckpoint found = read_checkpoint(file);
      if (!best || found.step >= best->step)
        best = std::move(found);
    }
    catch (const Error &error)
    {
      problems.emplace_back(error.what());
    }
  for (unsigned int slot = 0; best && slot < n_slots; ++slot)
    if (best->file.stem() == slot_name(slot))
      next_slot = (slot + 1) % n_slots;
  return best;
}

bool CheckpointFolder::is_empty() const
{
  return files_in(folder).empty();
}
} // namespace tenogen::output
