#ifndef tenogen_app_parent_history_h
#define tenogen_app_parent_history_h

#include "tenogen/app/run_origin.h"
#include "tenogen/output/history.h"

#include <filesystem>
#include <string>
#include <vector>

/// The history that a branch starts with: that of its parent run, up to the checkpoint.
namespace tenogen
{
/// Rows of the parent's history.csv.
struct ParentHistory
{
  std::filesystem::path file;
  std::string           text;    ///< header and rows, each with its newline; empty if they cannot be used
  output::HistoryMark   mark;    ///< of this text
  std::string           problem; ///< why they cannot be used; the end of a sentence
};

/**
 * Reads the rows that the parent run had written by the time of the checkpoint. Called on rank 0 only.
 * @param checkpoint  PARENT/checkpoint/NAME.h5
 * @param mark        the mark of the history that the checkpoint contains
 */
ParentHistory read_parent_history(const std::filesystem::path &checkpoint, const output::HistoryMark &mark);

/// Whether a row has the same columns as these rows, in the same order.
bool has_same_columns(const ParentHistory &parent, const std::vector<output::HistoryEntry> &row);

/// Whether a folder holds a branch from this origin that was stopped before its first checkpoint. Such a
/// branch has no rows after the branch point and starts again.
bool is_unstarted_branch(const std::filesystem::path &folder, const RunOrigin &origin);
} // namespace tenogen

#endif
