#ifndef tenogen_output_snapshots_h
#define tenogen_output_snapshots_h

#include "tenogen/fields/state.h"

#include <deal.II/base/data_out_base.h>

#include <array>
#include <filesystem>
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

/**
 * The field snapshots: fields/mesh.h5 once, fields/solution_NNNN.h5 at each visit, fields/fields.xdmf for
 * ParaView and fields/snapshots.json for programs. Every dataset has an attribute `unit`. All ranks take
 * part.
 */
class Snapshots
{
public:
  Snapshots(const fields::Spaces &spaces, const std::filesystem::path &folder);

  /// Writes one snapshot at the state's time. @throws FileSystemError
  void write(const fields::State &state, const std::vector<NamedField> &scalars,
             const std::vector<NamedVectorField> &vectors);

private:
  void        publish_list() const;
  static void write_units(const std::filesystem::path &file, const std::vector<NamedField> &scalars,
                          const std::vector<NamedVectorField> &vectors);

  const fields::Spaces          &spaces;
  std::filesystem::path          folder;
  std::vector<dealii::XDMFEntry> entries;
  std::vector<std::string>       files;
  std::vector<double>            times;
};
} // namespace tenogen::output

#endif
