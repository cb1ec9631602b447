#ifndef tenogen_output_checkpoint_h
#define tenogen_output_checkpoint_h

#include "tenogen/fields/state.h"
#include "tenogen/model/point_model.h"

#include <map>
#include <string>

/**
 * A checkpoint is an HDF5 file with everything that determines the future of a run: `header`, a JSON text,
 * and under `state/` a dataset of doubles for each field of fields::State. The numbering does not depend on
 * the number of ranks. No state of a random number generator is needed: random values depend only on the seed
 * and the position.
 */
namespace tenogen::output
{
/// The part of a checkpoint that can be read without the mesh.
struct CheckpointHeader
{
  std::string                        program;       ///< version and revision that wrote it
  double                             time = 0.;     ///< day
  unsigned int                       step = 0;      ///< coupled steps since the start
  std::map<std::string, std::string> parameters;    ///< value by path, of every entry
  std::string                        petsc_options; ///< given by the user
  model::PointState                  scar, intact;  ///< tissues at day 0
  std::string                        records;       ///< records of the run so far, JSON
  std::string                        mesh = "{}";   ///< identifies the mesh, JSON
};

/// Writes header and state; `time`, `step` and `mesh` are the state's. Collective.
/// @returns the bytes of the file on rank 0, nothing on other ranks.
std::string checkpoint_bytes(const CheckpointHeader &header, const fields::State &state,
                             const fields::Spaces &spaces);

/// The text of the header in the bytes of the file `name`. @throws FileSystemError if there is none
std::string header_text(const std::string &bytes, const std::string &name);

/// Parses the text of a header. @throws FileSystemError if something is missing
CheckpointHeader parse_header(const std::string &text, const std::string &name);

/// @throws InputError if the checkpoint `name` belongs to another mesh. Collective.
void require_same_mesh(const CheckpointHeader &header, const std::string &name, const fields::Spaces &spaces);

/**
 * Reads the state from the bytes of a checkpoint, which only rank 0 needs, on the same mesh and any number of
 * ranks. Collective.
 * @param state  of the right sizes, to be overwritten
 * @throws FileSystemError if something is missing
 */
void read_state(const std::string &bytes, const std::string &name, const fields::Spaces &spaces,
                fields::State &state);
} // namespace tenogen::output

#endif
