#include "tenogen/fields/spaces.h"

#include "tenogen/core/errors.h"

#include "tenogen/fields/make_mesh.h"

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>

namespace tenogen::fields
{
using namespace dealii;

namespace
{
std::shared_ptr<const Utilities::MPI::Partitioner> make_layout(const DoFHandler<3> &dofs, const MPI_Comm comm)
{
  IndexSet relevant;
  DoFTools::extract_locally_relevant_dofs(dofs, relevant);
  return std::make_shared<const Utilities::MPI::Partitioner>(dofs.locally_owned_dofs(), relevant, comm);
}
} // namespace

Spaces::Spaces(const Mesh &mesh, const unsigned int degree, const parameters::Geometry &geometry)
  : mesh(mesh)
  , communicator(mesh.triangulation->get_communicator())
  , biology_element(1)
  , displacement_element(FE_Q<3>(degree), 3)
  , biology_dofs(*mesh.triangulation)
  , displacement_dofs(*mesh.triangulation)
  , fibre_field(fields::fibre_field(geometry))
  , has_gap(geometry.has_gap)
{
  biology_dofs.distribute_dofs(biology_element);
  displacement_dofs.distribute_dofs(displacement_element);
  biology_layout      = make_layout(biology_dofs, communicator);
  displacement_layout = make_layout(displacement_dofs, communicator);

  volume                        = make_biology_vector();
  tissue_indicator              = make_biology_vector();
  const unsigned int n_relevant = biology_layout->locally_owned_size() + biology_layout->n_ghost_indices();
  positions.resize(n_relevant);
  fibre_axes.resize(n_relevant);

  // The shape functions are integrated with the vertices as quadrature points, as is the transport.
  const QTrapezoid<3>                  quadrature;
  FEValues<3>                          values(biology_element, quadrature, update_JxW_values);
  std::vector<types::global_dof_index> indices(8);
  const auto                           indicator = fields::tissue_indicator(geometry);
  for (const auto &cell : biology_dofs.active_cell_iterators())
    if (!cell->is_artificial())
    {
      cell->get_dof_indices(indices);
      for (unsigned int v = 0; v < 8; ++v)
        if (biology_layout->in_local_range(indices[v]) || biology_layout->is_ghost_entry(indices[v]))
        {
          const unsigned int local              = biology_layout->global_to_local(indices[v]);
          positions[local]                      = cell->vertex(v);
          fibre_axes[local]                     = fibre_field(cell->vertex(v));
          tissue_indicator.local_element(local) = indicator(cell->vertex(v));
        }
      if (cell->is_locally_owned())
      {
        values.reinit(cell);
        for (unsigned int v = 0; v < 8; ++v)
          volume.local_element(biology_layout->global_to_local(indices[v])) += values.JxW(v);
      }
    }
  volume.compress(VectorOperation::add);
  volume.update_ghost_values();
  tissue_indicator.update_ghost_values();

  bool some = false;
  for (unsigned int i = 0; i < n_owned_vertices(); ++i)
    some = some || in_gap(i);
  if (Utilities::MPI::max(some ? 1 : 0, communicator) == 0)
    throw InputError("The mesh has no node inside the gap of " + std::to_string(geometry.gap_length) +
                     " mm (Geometry/Gap/Gap length [mm]), so the tissue of the gap cannot be evaluated; "
                     "refine the mesh, or set Geometry/Mesh/Cells along the gap [-] to at least 2.");
}

unsigned int Spaces::n_owned_vertices() const
{
  return biology_layout->locally_owned_size();
}

Vector Spaces::make_biology_vector() const
{
  return Vector(biology_layout);
}

Vector Spaces::make_displacement_vector() const
{
  return Vector(displacement_layout);
}

bool Spaces::in_gap(const unsigned int owned_vertex) const
{
  return !has_gap || tissue_indicator.local_element(owned_vertex) > 0.5 + 1e-6;
}

double Spaces::gap_share(const unsigned int owned_vertex) const
{
  return has_gap ? tissue_indicator.local_element(owned_vertex) : 1.;
}
} // namespace tenogen::fields
