#ifndef tenogen_output_checkpoint_folder_h
#define tenogen_output_checkpoint_folder_h

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tenogen::output
{
/// A checkpoint read from disk, with its bytes verified against its marker.
struct StoredCheckpoint
{
  std::filesystem::path file;
  std::string           bytes;
  unsigned int          step = 0;
  double                time = 0.; ///< day
};

/**
 * The folder checkpoint/ of a run, on rank 0. It contains slots that are written in turn, slot_0.h5,
 * slot_1.h5, ..., and named checkpoints that are kept. A marker NAME.json with size and checksum, written
 * last, belongs to each; a file without a matching marker is not used. Even if the process or the machine
 * dies, the newest complete checkpoint survives.
 */
class CheckpointFolder
{
public:
  /// @param n_slots  at least two, so that one is complete while another is being written
  CheckpointFolder(const std::filesystem::path &folder, unsigned int n_slots);

  /// Writes the next slot. @throws FileSystemError; the other slots are unchanged
  void write(unsigned int step, double time, const std::string &bytes);

  /// Writes a checkpoint that later ones do not replace. @throws FileSystemError
  void keep(const std::string &name, unsigned int step, double time, const std::string &bytes) const;

  /// Makes the next slot the one after that of this checkpoint, so that this checkpoint is overwritten last.
  void continue_after(const std::filesystem::path &file);

private:
  std::filesystem::path folder;
  unsigned int          n_slots;
  unsigned int          next_slot = 0;
};

/**
 * The newest intact checkpoint in a folder, if there is one.
 * @param problems  receives messages about newer checkpoints that are damaged or have no valid marker
 * @throws FileSystemError if the folder exists but cannot be listed
 */
std::optional<StoredCheckpoint> newest_checkpoint(const std::filesystem::path &folder,
                                                  std::vector<std::string>    &problems);

/// Reads one checkpoint, `something.h5`. @throws FileSystemError if it or its marker is damaged
StoredCheckpoint read_checkpoint(const std::filesystem::path &file);
} // namespace tenogen::output

#endif
