#ifndef tenogen_output_snapshots_h
#define tenogen_output_snapshots_h

#include "tenogen/fields/state.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tenogen::output
{
/// A field at the vertices under its name in the files.
struct NamedField
{
  std::string           name;
  std::string           unit;
  const fields::Vector *values;
};

/// Three fields that are the components of one.
struct NamedVectorField
{
  std::string                           name;
  std::string                           unit;
  std::array<const fields::Vector *, 3> components;
};

/// One snapshot, and what ParaView has to know of it.
struct Snapshot
{
  std::string                         file, mesh;   ///< names in the folder
  double                              time    = 0.; ///< day
  std::uint64_t                       n_nodes = 0, n_cells = 0;
  std::map<std::string, unsigned int> datasets; ///< components by name
};

/**
 * The field snapshots: fields/mesh.h5 once, fields/solution_NNNN.h5 at each visit, fields/fields.xdmf for
 * ParaView and fields/snapshots.json for programs. Every dataset has an attribute `unit`. The rows of the
 * files belong to a number of ranks: a run that goes on on another one writes its mesh anew, mesh_NNNN.h5.
 * All ranks take part.
 */
class Snapshots
{
public:
  Snapshots(const fields::Spaces &spaces, const std::filesystem::path &folder);

  /// Writes one snapshot at the state's time. @throws FileSystemError
  void write(const fields::State &state, const std::vector<NamedField> &scalars,
             const std::vector<NamedVectorField> &vectors);

  /// Writes a state that no run goes on from, fields/failed.h5 and failed.xdmf, for inspection.
  /// @throws FileSystemError
  void write_failed(const fields::State &state, const std::vector<NamedField> &scalars);

  /// What was written so far, as JSON.
  std::string records() const;

  /// Goes on after these records, of as many ranks as there are now or not.
  void restore(const std::string &records, bool same_ranks);

private:
  Snapshot write_file(const std::string &name, const fields::State &state,
                      const std::vector<NamedField> &scalars, const std::vector<NamedVectorField> &vectors);
  void     write_index(const std::string &xdmf, const std::vector<Snapshot> &listed) const;

  const fields::Spaces &spaces;
  std::filesystem::path folder;
  std::vector<Snapshot> snapshots;
  std::string           mesh            = "mesh.h5"; ///< file of the mesh as these ranks number it
  bool                  mesh_is_written = false;
};
} // namespace tenogen::output

#endif
