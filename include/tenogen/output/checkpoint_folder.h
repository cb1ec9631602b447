#ifndef tenogen_output_checkpoint_folder_h
#define tenogen_output_checkpoint_folder_h

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tenogen::output
{
/// A checkpoint as it was found on the disk, its bytes checked against its marker.
struct StoredCheckpoint
{
  std::filesystem::path file;
  std::string           bytes;
  unsigned int          step = 0;
  double                time = 0.; ///< day
};

/**
 * The folder checkpoint/ of a run, on rank 0: slots that are written in turn, slot_0.h5, slot_1.h5, ..., and
 * checkpoints under a name of their own that stay. Beside each stands a marker NAME.json with size and
 * checksum, written last of all: a file without a marker that fits is not trusted. Whenever the process or
 * the machine dies, the newest whole checkpoint is still there.
 */
class CheckpointFolder
{
public:
  /// @param n_slots  two at least, so that one is whole while another is written
  CheckpointFolder(const std::filesystem::path &folder, unsigned int n_slots);

  /// Writes the next slot. @throws FileSystemError; the other slots are as they were.
  void write(unsigned int step, double time, const std::string &bytes);

  /// Writes a checkpoint that no later one replaces. @throws FileSystemError
  void keep(const std::string &name, unsigned int step, double time, const std::string &bytes) const;

  /// The next slot is the one after this checkpoint's, if it is in a slot: it will be written last.
  void continue_after(const std::filesystem::path &file);

private:
  std::filesystem::path folder;
  unsigned int          n_slots;
  unsigned int          next_slot = 0;
};

/**
 * The newest whole checkpoint in a folder; none where there is none.
 * @param problems  gets what is wrong with those that are newer, or without a good marker
 * @throws FileSystemError where the folder is there and cannot be listed
 */
std::optional<StoredCheckpoint> newest_checkpoint(const std::filesystem::path &folder,
                                                  std::vector<std::string>    &problems);

/// One checkpoint, `something.h5`. @throws FileSystemError where it, or its marker, is not whole.
StoredCheckpoint read_checkpoint(const std::filesystem::path &file);
} // namespace tenogen::output

#endif
