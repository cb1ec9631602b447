#include "tenogen/solvers/tissue_elements.h"

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_dgp.h>
#include <deal.II/fe/fe_values.h>

namespace tenogen::solvers
{
using namespace dealii;

TissueElements::TissueElements(const fields::Spaces &spaces, const parameters::ParameterSet &parameters)
  : kernel(spaces.displacement_element.n_dofs_per_cell() / 3)
  , spaces(spaces)
  , parameters(parameters)
{
  const FESystem<3> &element = spaces.displacement_element;
  const QGauss<3>    quadrature(element.degree + 1);
  FEValues<3>        values(element.base_element(0), quadrature,
                            update_gradients | update_JxW_values | update_quadrature_points);
  const FE_DGP<3>    pressure_element(element.degree - 1);
  const unsigned int n_nodes = element.base_element(0).n_dofs_per_cell();

  point_shapes.resize(8 * quadrature.size());
  for (unsigned int q = 0; q < quadrature.size(); ++q)
    for (unsigned int v = 0; v < 8; ++v)
      point_shapes[8 * q + v] = spaces.biology_element.shape_value(v, quadrature.point(q));

  std::vector<types::global_dof_index> cell_indices(element.n_dofs_per_cell()), vertex_indices(8);
  for (const auto &cell : spaces.displacement_dofs.active_cell_iterators())
  {
    if (!cell->is_locally_owned())
      continue;
    values.reinit(Triangulation<3>::active_cell_iterator(cell));
    CellGeometry geometry;
    geometry.n_nodes     = n_nodes;
    geometry.n_points    = quadrature.size();
    geometry.n_pressures = pressure_element.n_dofs_per_cell();
    for (unsigned int q = 0; q < quadrature.size(); ++q)
    {
      for (unsigned int a = 0; a < n_nodes; ++a)
        geometry.gradients.push_back(values.shape_grad(a, q));
      for (unsigned int k = 0; k < geometry.n_pressures; ++k)
        geometry.pressure_shapes.push_back(pressure_element.shape_value(k, quadrature.point(q)));
      geometry.volumes.push_back(values.JxW(q));
      point_axes.push_back(spaces.fibre_field(values.quadrature_point(q)));
    }
    cells.push_back(std::move(geometry));

    // Node by node: the three components of a node are consecutive.
    cell->get_dof_indices(cell_indices);
    std::vector<types::global_dof_index> by_node(cell_indices.size());
    std::vector<unsigned int>            local(cell_indices.size());
    for (unsigned int i = 0; i < cell_indices.size(); ++i)
    {
      const auto         component = element.system_to_component_index(i);
      const unsigned int position  = 3 * component.second + component.first;
      by_node[position]            = cell_indices[i];
      local[position]              = spaces.displacement_layout->global_to_local(cell_indices[i]);
    }
    indices.push_back(by_node);
    local_indices.push_back(local);

    const auto biology_cell = DoFHandler<3>::active_cell_iterator(&cell->get_triangulation(), cell->level(),
                                                                  cell->index(), &spaces.biology_dofs);
    biology_cell->get_dof_indices(vertex_indices);
    std::array<unsigned int, 8> corners;
    for (unsigned int v = 0; v < 8; ++v)
      corners[v] = spaces.biology_layout->global_to_local(vertex_indices[v]);
    vertices.push_back(corners);
  }
  tissue.resize(point_axes.size());
}

void TissueElements::set_tissue(const fields::State &state)
{
  const bool                  constant = parameters.material.source == parameters::MaterialSource::constants;
  const model::TissueMaterial constant_material = model::material_from_constants(parameters.material);

  std::size_t point = 0;
  for (std::size_t cell = 0; cell < cells.size(); ++cell)
    for (unsigned int q = 0; q < cells[cell].n_points; ++q, ++point)
    {
      const double *const shapes   = &point_shapes[8 * q];
      const auto          at_point = [&](const fields::Vector &field)
      {
        double value = 0.;
        for (unsigned int v = 0; v < 8; ++v)
          value += shapes[v] * field.local_element(vertices[cell][v]);
        return value;
      };
      QuadraturePointTissue &t = tissue[point];
      t.excess_water           = at_point(state.concentrations[model::water]);
      if (constant)
      {
        t.material         = constant_material;
        t.structure_tensor = model::transversely_isotropic_orientation(parameters.material.constant_alignment,
                                                                       point_axes[point]);
        continue;
      }
      SymmetricTensor<2, 3> orientation;
      for (unsigned int c = 0; c < 6; ++c)
        orientation.access_raw_entry(c) = at_point(state.orientation[c]);
      t.structure_tensor = orientation;
      t.material = model::material_from_composition({at_point(state.concentrations[model::collagen_I]),
                                                     at_point(state.concentrations[model::collagen_III]),
                                                     at_point(state.concentrations[model::crosslinks]),
                                                     model::nematic_order(orientation)},
                                                    parameters.material, parameters.biology);
    }
  scale_swelling(1.);
}

void TissueElements::scale_swelling(const double share)
{
  for (std::size_t point = 0; point < tissue.size(); ++point)
  {
    QuadraturePointTissue &t = tissue[point];
    t.growth                 = 1. + share * t.excess_water;
    t.inverse_growth         = model::inverse_growth(point_axes[point], share * t.excess_water);
  }
}
} // namespace tenogen::solvers
