#ifndef tenogen_app_mesh_picture_h
#define tenogen_app_mesh_picture_h

#include "tenogen/fields/mesh.h"
#include "tenogen/parameters/parameter_set.h"

#include <string>

/// The picture of a mesh, `tenogen mesh --picture`. This writes the data, and a Python tool draws them.
namespace tenogen
{
/// Name of the Python tool, without the prefix of its executable.
constexpr const char *mesh_picture_tool = "mesh-picture";

/**
 * Draws the mesh, its named boundaries, fibres, tissues and injection depots into a PNG file. Only on one
 * rank.
 * @throws InputError on more than one rank
 * @throws FileSystemError if the picture cannot be drawn or written; the tool prints the reason
 */
void draw_mesh(const fields::Mesh &mesh, const parameters::ParameterSet &parameters, const std::string &file);
} // namespace tenogen

#endif
