#ifndef tenogen_output_checkpoint_h
#define tenogen_output_checkpoint_h

#include "tenogen/fields/state.h"
#include "tenogen/model/point_model.h"

#include <map>
#include <string>

/**
 * A checkpoint is an HDF5 file of all that decides the future of a run: `header`, a JSON text, and a dataset
 * of doubles for each field of fields::State under `state/`. Its numbering does not depend on the ranks.
 * There is nothing random in it: what is random depends on the seed and the place only.
 */
namespace tenogen::output
{
/// What a checkpoint says before the mesh is there.
struct CheckpointHeader
{
  std::string                        program;       ///< version and revision that wrote it
  double                             time = 0.;     ///< day
  unsigned int                       step = 0;      ///< coupled steps since the start
  std::map<std::string, std::string> parameters;    ///< value by path, of every entry
  std::string                        petsc_options; ///< that a person has given
  model::PointState                  scar, intact;  ///< tissues at day 0
  std::string                        records;       ///< what the run has reported so far, JSON
  std::string                        mesh = "{}";   ///< which mesh it is of, JSON
};

/// Writes header and state; `time`, `step` and `mesh` are the state's. Collective.
/// @returns the bytes of the file on rank 0, nothing elsewhere.
std::string checkpoint_bytes(const CheckpointHeader &header, const fields::State &state,
                             const fields::Spaces &spaces);

/// The header in these bytes of the file `name`, as text. @throws FileSystemError where they hold none.
std::string header_text(const std::string &bytes, const std::string &name);

/// The header from its text. @throws FileSystemError where something is missing
CheckpointHeader parse_header(const std::string &text, const std::string &name);

/// @throws InputError where the checkpoint `name` is of another mesh than this. Collective.
void require_same_mesh(const CheckpointHeader &header, const std::string &name, const fields::Spaces &spaces);

/**
 * The state in these bytes, which rank 0 has, on the same mesh and any number of ranks. Collective.
 * @param state  of the right sizes, to be overwritten
 * @throws FileSystemError where it lacks something
 */
void read_state(const std::string &bytes, const std::string &name, const fields::Spaces &spaces,
                fields::State &state);
} // namespace tenogen::output

#endif
