#ifndef tenogen_app_mesh_picture_h
#define tenogen_app_mesh_picture_h

#include "tenogen/fields/mesh.h"
#include "tenogen/parameters/parameter_set.h"

#include <string>

/// The picture of a mesh before a run, `tenogen mesh --picture`. Python draws it; this writes what is drawn.
namespace tenogen
{
/// The tool that draws, without the prefix of its executable.
constexpr const char *mesh_picture_tool = "mesh-picture";

/**
 * Draws mesh, named boundaries, fibres, tissues and the depots of the injection into a PNG file. One rank.
 * @throws InputError on more than one rank
 * @throws FileSystemError where the picture cannot be drawn or written; the tool says why
 */
void draw_mesh(const fields::Mesh &mesh, const parameters::ParameterSet &parameters, const std::string &file);
} // namespace tenogen

#endif
