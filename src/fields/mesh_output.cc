#include "tenogen/fields/mesh_output.h"

#include "tenogen/core/errors.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/mesh_quality.h"

#include <deal.II/base/function.h>
#include <deal.II/base/mpi.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/fe/fe_system.h>
#include <deal.II/lac/la_parallel_vector.h>
#include <deal.II/lac/vector.h>
#include <deal.II/numerics/data_out.h>
#include <deal.II/numerics/vector_tools_interpolate.h>

#include <fstream>

namespace tenogen::fields
{
namespace
{
/// Fibre direction (components 0 to 2) and tissue indicator (3).
class Anatomy : public dealii::Function<3>
{
public:
  explicit Anatomy(const parameters::Geometry &geometry)
    : dealii::Function<3>(4)
    , fibre(fibre_field(geometry))
    , indicator(tissue_indicator(geometry))
  {
  }

  double value(const dealii::Point<3> &point, const unsigned int component) const override
  {
    return component < 3 ? fibre(point)[component] : indicator(point);
  }

private:
  std::function<dealii::Tensor<1, 3>(const dealii::Point<3> &)> fibre;
  std::function<double(const dealii::Point<3> &)>               indicator;
};

dealii::Vector<float> scaled_jacobians(const Mesh &mesh)
{
  dealii::Vector<float> jacobians(mesh.triangulation->n_active_cells());
  for (const auto &cell : mesh.triangulation->active_cell_iterators())
    if (cell->is_locally_owned())
      jacobians[cell->active_cell_index()] = scaled_jacobian(cell);
  return jacobians;
}

/// Tells all ranks whether rank 0 can write.
void require_writable(const std::string &file, const MPI_Comm communicator)
{
  bool writable = true;
  if (dealii::Utilities::MPI::this_mpi_process(communicator) == 0)
    writable = bool(std::ofstream(file));
  if (!dealii::Utilities::MPI::broadcast(communicator, writable))
    throw FileSystemError(
        file +
        ": the mesh cannot be written. Check that the folder exists and that you have write permission.");
}
} // namespace

void write_vtu(const Mesh &mesh, const parameters::Geometry &geometry, const std::string &file)
{
  const MPI_Comm communicator = mesh.triangulation->get_communicator();
  require_writable(file, communicator);

  const dealii::FESystem<3> element(dealii::FE_Q<3>(1), 4);
  dealii::DoFHandler<3>     dofs(*mesh.triangulation);
  dofs.distribute_dofs(element);
  dealii::IndexSet relevant;
  dealii::DoFTools::extract_locally_relevant_dofs(dofs, relevant);
  dealii::LinearAlgebra::distributed::Vector<double> values(dofs.locally_owned_dofs(), relevant,
                                                            communicator);
  dealii::VectorTools::interpolate(dofs, Anatomy(geometry), values);
  values.update_ghost_values();

  using dealii::DataComponentInterpretation::component_is_part_of_vector;
  using dealii::DataComponentInterpretation::component_is_scalar;
  const auto         jacobians = scaled_jacobians(mesh);
  dealii::DataOut<3> output;
  output.attach_dof_handler(dofs);
  output.add_data_vector(values,
                         {"fibre_direction", "fibre_direction", "fibre_direction", "tissue_indicator"},
                         dealii::DataOut<3>::type_dof_data,
                         {component_is_part_of_vector, component_is_part_of_vector,
                          component_is_part_of_vector, component_is_scalar});
  output.add_data_vector(jacobians, "scaled_jacobian", dealii::DataOut<3>::type_cell_data);
  output.build_patches();
  output.write_vtu_in_parallel(file, communicator);
}
} // namespace tenogen::fields
