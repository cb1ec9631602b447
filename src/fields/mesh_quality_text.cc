#include "tenogen/fields/mesh_quality.h"

#include <iomanip>
#include <ostream>
#include <sstream>

namespace tenogen::fields
{
namespace
{
constexpr int name_width = 38;

template <typename Value>
void print_row(std::ostream &output, const std::string &name, const Value &value)
{
  output << "  " << std::left << std::setw(name_width) << name << value << '\n';
}

std::string range_text(const EdgeRange &edges)
{
  std::ostringstream text;
  text << std::setprecision(4) << edges.shortest << " to " << edges.longest;
  return text.str();
}

/// Three numbers with a text between them.
template <typename Numbers>
std::string listed(const Numbers &numbers, const char *const separator)
{
  std::ostringstream text;
  text << std::setprecision(7) << numbers[0] << separator << numbers[1] << separator << numbers[2];
  return text.str();
}

/// A name as a JSON string; control characters cannot occur in a boundary's name.
std::string json_string(const std::string &text)
{
  std::ostringstream quoted;
  quoted << std::quoted(text);
  return quoted.str();
}

void print_edges(std::ostream &output, const std::string &name, const EdgeRange &edges)
{
  output << ",\n  \"shortest edge" << name << " [mm]\": " << edges.shortest << ",\n  \"longest edge" << name
         << " [mm]\": " << edges.longest;
}
} // namespace

void print_table(const MeshQuality &quality, std::ostream &output)
{
  std::ostringstream place;
  place << std::setprecision(4) << quality.smallest_scaled_jacobian << " at ("
        << quality.smallest_scaled_jacobian_at << ")";

  std::ostringstream table;
  table << std::setprecision(7) << "Mesh\n";
  print_row(table, "cells", quality.n_cells);
  print_row(table, "cells of the coarsest mesh", quality.n_coarse_cells);
  print_row(table, "vertices", quality.n_vertices);
  print_row(table, "parts", quality.n_parts);
  print_row(table, "extent along x, y, z [mm]", listed(quality.extent, " x "));
  print_row(table, "smallest scaled Jacobian [-], at [mm]", place.str());
  print_row(table, "edges [mm]", range_text(quality.edges));
  print_row(table, "volume [mm^3]", quality.volume);
  if (quality.n_gap_cells > 0)
  {
    table << "In the gap\n";
    print_row(table, "cells", quality.n_gap_cells);
    print_row(table, "smallest scaled Jacobian [-]", quality.smallest_scaled_jacobian_gap);
    print_row(table, "edges [mm]", range_text(quality.edges_gap));
    print_row(table, "volume [mm^3]", quality.volume_gap);
  }
  table << "Boundary area [mm^2]\n";
  for (const auto &[name, area] : quality.boundary_areas)
    print_row(table, name, area);
  table << "Section across (" << listed(quality.axis, ", ") << "): position along it [mm], area [mm^2]\n";
  for (const auto &section : quality.profile)
    table << "  " << std::right << std::fixed << std::setprecision(2) << std::setw(8) << section.position
          << std::setw(10) << section.area << '\n';
  output << table.str();
}

void print_json(const MeshQuality &quality, std::ostream &output)
{
  const auto        &place = quality.smallest_scaled_jacobian_at;
  std::ostringstream json;
  json << std::setprecision(12) << "{\n  \"cells\": " << quality.n_cells
       << ",\n  \"cells of the coarsest mesh\": " << quality.n_coarse_cells
       << ",\n  \"vertices\": " << quality.n_vertices << ",\n  \"parts\": " << quality.n_parts
       << ",\n  \"extent along x, y, z [mm]\": [" << listed(quality.extent, ", ") << ']'
       << ",\n  \"smallest scaled Jacobian [-]\": " << quality.smallest_scaled_jacobian
       << ",\n  \"smallest scaled Jacobian at [mm]\": [" << place[0] << ", " << place[1] << ", " << place[2]
       << "],\n  \"volume [mm^3]\": " << quality.volume
       << ",\n  \"cells in the gap\": " << quality.n_gap_cells;
  print_edges(json, "", quality.edges);
  if (quality.n_gap_cells > 0)
  {
    print_edges(json, " in the gap", quality.edges_gap);
    json << ",\n  \"smallest scaled Jacobian in the gap [-]\": " << quality.smallest_scaled_jacobian_gap
         << ",\n  \"volume of the gap [mm^3]\": " << quality.volume_gap;
  }
  json << ",\n  \"boundary area [mm^2]\": {";
  std::string separator;
  for (const auto &[name, area] : quality.boundary_areas)
  {
    json << separator << json_string(name) << ": " << area;
    separator = ", ";
  }
  json << "},\n  \"section axis\": [" << listed(quality.axis, ", ")
       << "],\n  \"section position [mm], area [mm^2]\": [";
  separator.clear();
  for (const auto &section : quality.profile)
  {
    json << separator << '[' << section.position << ", " << section.area << ']';
    separator = ", ";
  }
  json << "]\n}\n";
  output << json.str();
}
} // namespace tenogen::fields
