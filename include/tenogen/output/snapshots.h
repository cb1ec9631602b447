#ifndef tenogen_output_snapshots_h
#define tenogen_output_snapshots_h

#include "tenogen/fields/canonical_order.h"
#include "tenogen/fields/state.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tenogen::output
{
/// A field at the vertices, with its name in the files.
struct NamedField
{
  std::string           name;
  std::string           unit;
  const fields::Vector *values;
};

/// A vector field given by three component fields.
struct NamedVectorField
{
  std::string                           name;
  std::string                           unit;
  std::array<const fields::Vector *, 3> components;
};

/// A dataset of a snapshot.
struct Dataset
{
  unsigned int n_components = 1;
  std::string  unit;
};

/// One snapshot, with the information that ParaView needs.
struct Snapshot
{
  std::string                    file;         ///< name in the folder
  double                         time    = 0.; ///< day
  std::uint64_t                  n_nodes = 0, n_cells = 0;
  std::map<std::string, Dataset> datasets; ///< by name
};

/**
 * The field snapshots: fields/mesh.h5 once, fields/solution_NNNN.h5 for each day that is written,
 * fields/fields.xdmf for ParaView and fields/snapshots.json for programs. Every dataset has an attribute
 * `unit`. ParaView does not read units from XDMF, so the names of the fields there end with the unit:
 * `collagen_I [mg/mm^3]`. Rows are in the order of fields::CanonicalOrder, which does not depend on the
 * number of ranks. Fields are gathered on rank 0, which writes every file completely or not at all; all ranks
 * take part.
 */
class Snapshots
{
public:
  Snapshots(const fields::Spaces &spaces, const std::filesystem::path &folder);

  /// Writes one snapshot at the state's time. @throws FileSystemError
  void write(const fields::State &state, const std::vector<NamedField> &scalars,
             const std::vector<NamedVectorField> &vectors);

  /// Writes a failed state to fields/failed.h5 and failed.xdmf, for inspection.
  /// @throws FileSystemError
  void write_failed(const fields::State &state, const std::vector<NamedField> &scalars);

  /// The snapshots written so far, as JSON.
  std::string records() const;

  /// Continues after these records. A missing mesh file is written again.
  void restore(const std::string &records);

  /// The file of the newest snapshot, in the folder.
  const std::string &newest_file() const
  {
    return snapshots.back().file;
  }

private:
  Snapshot write_file(const std::string &name, const fields::State &state,
                      const std::vector<NamedField> &scalars, const std::vector<NamedVectorField> &vectors);
  void     write_mesh();
  void     write_index(const std::string &xdmf, const std::vector<Snapshot> &listed) const;
  std::array<fields::Vector, 3> displacement_at_vertices(const fields::State &state) const;

  const fields::Spaces  &spaces;
  fields::CanonicalOrder vertices;
  std::filesystem::path  folder;
  std::vector<Snapshot>  snapshots;
  bool                   mesh_is_written = false;
};
} // namespace tenogen::output

#endif
