#include "tenogen/fields/body_parts.h"

#include "tenogen/core/errors.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <sstream>

namespace tenogen::fields
{
namespace
{
using dealii::Point;
using Cell          = dealii::Triangulation<3>::cell_iterator;
using Triangulation = dealii::Triangulation<3>;

constexpr const char *how_to_merge = "merge duplicate nodes, in Gmsh with `Coherence;` in the .geo file "
                                     "before meshing or `Coherence Mesh;` after it";

/// The number of the part of each coarse cell, by the index of the cell.
std::vector<unsigned int> number_parts(const Triangulation &triangulation)
{
  constexpr unsigned int    none = std::numeric_limits<unsigned int>::max();
  std::vector<unsigned int> parts(triangulation.n_cells(0), none);
  unsigned int              n_parts = 0;
  for (const Cell &first : triangulation.cell_iterators_on_level(0))
  {
    if (parts[first->index()] != none)
      continue;
    std::vector<Cell> open = {first};
    parts[first->index()]  = n_parts;
    while (!open.empty())
    {
      const Cell cell = open.back();
      open.pop_back();
      for (const unsigned int face : cell->face_indices())
        if (!cell->at_boundary(face) && parts[cell->neighbor(face)->index()] == none)
        {
          parts[cell->neighbor(face)->index()] = n_parts;
          open.push_back(cell->neighbor(face));
        }
    }
    ++n_parts;
  }
  return parts;
}

/// The boundary vertices of the coarse mesh, and the shortest edge, mm.
std::pair<std::vector<Point<3>>, double> boundary_vertices(const Triangulation &triangulation)
{
  std::map<unsigned int, Point<3>> vertices;
  double                           shortest = std::numeric_limits<double>::max();
  for (const Cell &cell : triangulation.cell_iterators_on_level(0))
  {
    for (const unsigned int line : cell->line_indices())
      shortest = std::min(shortest, cell->line(line)->vertex(0).distance(cell->line(line)->vertex(1)));
    for (const unsigned int face : cell->face_indices())
      if (cell->at_boundary(face))
        for (const unsigned int corner : cell->face(face)->vertex_indices())
          vertices[cell->face(face)->vertex_index(corner)] = cell->face(face)->vertex(corner);
  }
  std::vector<Point<3>> places;
  for (const auto &vertex : vertices)
    places.push_back(vertex.second);
  return {places, shortest};
}

/// `part 1 with 8 cells and 1200 mm^3 around (5 3 10) mm`
void describe(std::ostream &output, const BodyPart &part, const std::size_t number)
{
  output << "part " << number << " with " << part.n_cells
         << (part.n_cells == 1 ? " cell and " : " cells and ") << part.volume << " mm^3 around ("
         << part.centre << ") mm";
}
} // namespace

std::vector<BodyPart> body_parts(const Triangulation &triangulation)
{
  const auto            numbers = number_parts(triangulation);
  std::vector<BodyPart> parts(*std::max_element(numbers.begin(), numbers.end()) + 1);
  for (const Cell &cell : triangulation.cell_iterators_on_level(0))
  {
    BodyPart    &part   = parts[numbers[cell->index()]];
    const double volume = cell->measure();
    ++part.n_cells;
    part.volume += volume;
    part.centre += volume * cell->center();
  }
  for (BodyPart &part : parts)
    part.centre /= part.volume;
  std::stable_sort(parts.begin(), parts.end(),
                   [](const BodyPart &a, const BodyPart &b) { return a.volume > b.volume; });
  return parts;
}

std::vector<Point<3>> duplicate_vertices(const Triangulation &triangulation)
{
  auto [places, shortest_edge] = boundary_vertices(triangulation);
  const double tolerance       = 0.01 * shortest_edge;

  // Sorted along a direction in which few vertices of a regular mesh coincide.
  const Point<3> direction(0.5257, 0.3717, 0.7651);
  const auto     along = [&direction](const Point<3> &place) { return direction * place; };
  std::sort(places.begin(), places.end(),
            [&along](const auto &a, const auto &b) { return along(a) < along(b); });
  std::vector<Point<3>> duplicates;
  for (auto place = places.begin(); place != places.end(); ++place)
    for (auto other = std::next(place); other != places.end() && along(*other) - along(*place) <= tolerance;
         ++other)
      if (place->distance(*other) <= tolerance)
      {
        duplicates.push_back(*place);
        break;
      }
  return duplicates;
}

unsigned int n_shared_vertices(const Triangulation &triangulation)
{
  const auto                           numbers = number_parts(triangulation);
  std::map<unsigned int, unsigned int> part_of_vertex;
  std::set<unsigned int>               shared;
  for (const Cell &cell : triangulation.cell_iterators_on_level(0))
    for (const unsigned int corner : cell->vertex_indices())
    {
      const auto [known, is_new] = part_of_vertex.emplace(cell->vertex_index(corner), numbers[cell->index()]);
      if (!is_new && known->second != numbers[cell->index()])
        shared.insert(cell->vertex_index(corner));
    }
  return shared.size();
}

void require_one_part(const std::string &file, const Triangulation &triangulation)
{
  constexpr std::size_t max_described = 5;
  const auto            parts         = body_parts(triangulation);
  if (parts.size() == 1)
    return;
  std::ostringstream message;
  message << file << ": the mesh has " << parts.size() << " parts that are not connected through faces: ";
  for (std::size_t i = 0; i < std::min(parts.size(), max_described); ++i)
    describe(message << (i > 0 ? ", " : ""), parts[i], i + 1);
  message << (parts.size() > max_described ? ", and more. " : ". ");

  const auto n_duplicates = duplicate_vertices(triangulation).size();
  const auto n_shared     = n_shared_vertices(triangulation);
  if (n_duplicates > 0)
    message << n_duplicates << (n_duplicates == 1 ? " node is a duplicate" : " nodes are duplicates")
            << ". To join the parts, " << how_to_merge << '.';
  else if (n_shared > 0)
    message << "They share " << n_shared << (n_shared == 1 ? " node" : " nodes")
            << " but no face, which forms a hinge. Join the parts through faces.";
  else
    message << "They share no nodes. Mesh them as one body, or save only one of them.";
  throw InputError(message.str());
}

std::string slit_warning(const Triangulation &triangulation)
{
  const auto duplicates = duplicate_vertices(triangulation);
  if (duplicates.empty())
    return {};
  std::ostringstream text;
  text << duplicates.size() << (duplicates.size() == 1 ? " node is a duplicate" : " nodes are duplicates")
       << ", the first at (" << duplicates.front()
       << ") mm: the body has a slit there. If this is not intended, " << how_to_merge;
  return text.str();
}
} // namespace tenogen::fields
