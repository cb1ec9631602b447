#ifndef tenogen_app_parent_history_h
#define tenogen_app_parent_history_h

#include "tenogen/app/run_origin.h"
#include "tenogen/output/history.h"

#include <filesystem>
#include <string>
#include <vector>

/// The history that a branch begins with: that of the run it branches off from, up to the checkpoint.
namespace tenogen
{
/// Rows of the parent's history.csv.
struct ParentHistory
{
  std::filesystem::path file;
  std::string           text;    ///< header and rows, each with its newline; empty where they cannot be used
  output::HistoryMark   mark;    ///< of this text
  std::string           problem; ///< why they cannot be used; the end of a sentence
};

/**
 * Reads the rows that the parent had written when it wrote the checkpoint. Only rank 0 calls it.
 * @param checkpoint  PARENT/checkpoint/NAME.h5
 * @param mark        of the history, in the checkpoint
 */
ParentHistory read_parent_history(const std::filesystem::path &checkpoint, const output::HistoryMark &mark);

/// Whether a row has the columns of these rows, in their order.
bool has_same_columns(const ParentHistory &parent, const std::vector<output::HistoryEntry> &row);

/// Whether a folder holds a branch of this origin that was stopped before its first checkpoint: it has no
/// rows of its own after the branch point, and starts again.
bool is_unstarted_branch(const std::filesystem::path &folder, const RunOrigin &origin);
} // namespace tenogen

#endif
