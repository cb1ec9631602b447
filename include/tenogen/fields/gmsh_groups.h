#ifndef tenogen_fields_gmsh_groups_h
#define tenogen_fields_gmsh_groups_h

#include "tenogen/fields/gmsh_lines.h"

#include <deal.II/base/types.h>

#include <map>
#include <string>

namespace tenogen::fields
{
/**
 * The physical groups of a Gmsh file that have a name. Groups without a name are ignored.
 *
 * A minus sign in front of the group of a surface means that Gmsh has reversed its normals; the tag of the
 * group is the number without the sign.
 */
class GmshGroups
{
public:
  /// Reads $PhysicalNames, which may be missing, and of format 4.1 $Entities and $PartitionedEntities.
  /// @throws InputError with file and line
  GmshGroups(const std::string &file, const GmshParts &parts, bool is_format_4);

  /// Tags of the physical surfaces, by name.
  const std::map<std::string, dealii::types::boundary_id> &surfaces() const
  {
    return names;
  }

  /// Physical groups of other dimensions: the dimension (0 points, 1 curves, 3 volumes) by name.
  const std::map<std::string, unsigned long> &other_groups() const
  {
    return other_names;
  }

  /// The named physical surface with this tag, which may have a minus sign; 0 if there is none.
  dealii::types::boundary_id surface_with_tag(long tag) const;

  /// The named physical surface that a surface of the geometry belongs to; 0 if there is none. Format 4.1.
  dealii::types::boundary_id surface_of_entity(long entity) const;

private:
  void read_names(const std::string &file, const GmshParts &parts);
  void add_name(const GmshLines &lines, const std::string &name, long tag);
  void read_entities(const std::string &file, const GmshParts &parts);
  void read_partitioned_entities(const std::string &file, const GmshParts &parts);
  void read_groups(GmshLines &lines, unsigned int dimension, bool is_kept, long entity);

  const std::string &name_of(dealii::types::boundary_id surface) const;

  std::map<std::string, dealii::types::boundary_id> names;
  std::map<std::string, unsigned long>              other_names;
  std::map<long, dealii::types::boundary_id>        surface_groups; ///< by tag of the surface
};
} // namespace tenogen::fields

#endif
