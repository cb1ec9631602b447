#ifndef tenogen_fields_spaces_h
#define tenogen_fields_spaces_h

#include "tenogen/fields/mesh.h"

#include <deal.II/base/index_set.h>
#include <deal.II/base/partitioner.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/fe/fe_system.h>
#include <deal.II/lac/la_parallel_vector.h>

#include <functional>
#include <memory>
#include <vector>

namespace tenogen::fields
{
/// A distributed vector with ghost entries for the neighbours' degrees of freedom.
using Vector = dealii::LinearAlgebra::distributed::Vector<double>;

/**
 * The function spaces on a mesh: biological fields at the vertices (Q1) and the displacement of first or
 * second order. Also holds the patient's anatomy at the vertices.
 */
class Spaces
{
public:
  /// @param degree of the displacement, 1 or 2
  Spaces(const Mesh &mesh, unsigned int degree, const parameters::Geometry &geometry);

  const Mesh &mesh;
  MPI_Comm    communicator;

  dealii::FE_Q<3>       biology_element;
  dealii::FESystem<3>   displacement_element;
  dealii::DoFHandler<3> biology_dofs;
  dealii::DoFHandler<3> displacement_dofs;

  /// Layout of vectors of one value per vertex, and of displacements (mm).
  std::shared_ptr<const dealii::Utilities::MPI::Partitioner> biology_layout;
  std::shared_ptr<const dealii::Utilities::MPI::Partitioner> displacement_layout;

  /// Volume of each vertex, integral of its shape function (lumped mass), mm^3; with ghosts.
  Vector volume;

  /// Share of scar at each vertex: 1 in the gap, 0 in the stumps; with ghosts.
  Vector tissue_indicator;

  /// Position of each locally relevant vertex, by local index, mm.
  std::vector<dealii::Point<3>> positions;

  /// Reference fibre axis a_0 at each locally relevant vertex, by local index.
  std::vector<dealii::Tensor<1, 3>> fibre_axes;

  /// Reference fibre axis a_0 anywhere.
  std::function<dealii::Tensor<1, 3>(const dealii::Point<3> &)> fibre_field;

  /// Number of vertices this rank owns.
  unsigned int n_owned_vertices() const;

  /// A biological field of zeros.
  Vector make_biology_vector() const;

  /// A displacement of zeros.
  Vector make_displacement_vector() const;

  /// Whether a locally owned vertex is inside the evaluated region, which is the gap, or the whole body if
  /// there is no gap. The end planes of the gap, half scar and half stump, are not inside.
  bool in_gap(unsigned int owned_vertex) const;

  /// Share of that region in the volume of a locally owned vertex, 0 to 1: for volumes.
  double gap_share(unsigned int owned_vertex) const;

private:
  bool has_gap;
};
} // namespace tenogen::fields

#endif
