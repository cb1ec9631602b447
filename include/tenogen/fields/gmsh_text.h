#ifndef tenogen_fields_gmsh_text_h
#define tenogen_fields_gmsh_text_h

#include <deal.II/base/point.h>
#include <deal.II/base/types.h>

#include <array>
#include <map>
#include <string>
#include <vector>

namespace tenogen::fields
{
/// @throws InputError with the file, what is wrong with its mesh and what to do
[[noreturn]] void refuse(const std::string &file, const std::string &problem, const std::string &advice);

/// The content of a Gmsh file as numbers, before it is checked whether they form a body.
struct GmshText
{
  /// A quadrilateral.
  struct Face
  {
    std::array<unsigned int, 4> nodes;
    dealii::types::boundary_id  surface = 0; ///< tag of the named physical surface; 0 if there is none
    unsigned int                line    = 0; ///< of the file
  };

  /// Nodes by their place in `nodes`, in Gmsh's order: around the bottom, then around the top.
  struct Hexahedron
  {
    std::array<unsigned int, 8> nodes;
    unsigned int                line = 0; ///< of the file
  };

  std::map<std::string, dealii::types::boundary_id> surfaces; ///< tags of the physical surfaces by name
  std::map<std::string, unsigned long> other_groups;          ///< dimension (0, 1, 3) of other groups by name
  std::vector<dealii::Point<3>>        nodes;                 ///< mm
  std::vector<Face>                    faces;
  std::vector<Hexahedron>              hexahedra; ///< at least one
};

/**
 * Reads the text of a Gmsh mesh in ASCII format 2 or 4.1. Everything that the file announces must be present;
 * memory is allocated only for what is found.
 * @param file  its name, for messages
 * @throws InputError with the line, if it is not such a text
 */
GmshText parse_gmsh(const std::string &file, const std::string &text);
} // namespace tenogen::fields

#endif
