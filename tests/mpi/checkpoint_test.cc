#include "tenogen/core/errors.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/state_members.h"
#include "tenogen/healing/initial_state.h"
#include "tenogen/output/checkpoint.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

// A state is unchanged by a checkpoint, for any numbers of ranks that write and read it.

namespace
{
using namespace tenogen;

parameters::ParameterSet small_block()
{
  parameters::ParameterSet p;
  p.geometry.type          = parameters::GeometryType::block;
  p.geometry.block_cells_x = 3;
  p.geometry.block_cells_y = 2;
  p.geometry.block_cells_z = 4;
  p.mechanics.degree       = 2; // unknowns on edges and faces too
  p.initial_state.relax    = false;
  return p;
}

/// The spaces of the block on the ranks of a communicator.
struct Body
{
  explicit Body(const MPI_Comm communicator, const parameters::ParameterSet &p = small_block())
    : parameters(p)
    , mesh(fields::make_mesh(p.geometry, communicator))
    , spaces(mesh, p.mechanics.degree, p.geometry)
    , state(healing::initial_state(spaces, healing::initial_tissues(p), p))
  {
  }

  parameters::ParameterSet parameters;
  fields::Mesh             mesh;
  fields::Spaces           spaces;
  fields::State            state;
};

/// Gives every member a different value, and every field values that depend only on the position.
struct Fill
{
  const fields::Spaces &spaces;
  double                n = 1.;

  void number(const std::string &, double &value)
  {
    value = 0.1 * ++n;
  }
  void number(const std::string &, unsigned int &value)
  {
    value = static_cast<unsigned int>(++n);
  }
  void field(const std::string &, fields::Vector &vector)
  {
    ++n;
    for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
      vector.local_element(i) =
          n + spaces.positions[i][0] + spaces.positions[i][1] / 3. + spaces.positions[i][2] / 7.;
  }
  void displacement(const std::string &, fields::Vector &vector)
  {
    ++n;
    for (const auto &cell : spaces.displacement_dofs.active_cell_iterators())
      if (cell->is_locally_owned())
      {
        std::vector<dealii::types::global_dof_index> indices(spaces.displacement_element.n_dofs_per_cell());
        cell->get_dof_indices(indices);
        const auto &points = spaces.displacement_element.get_unit_support_points();
        for (unsigned int i = 0; i < indices.size(); ++i)
          if (vector.in_local_range(indices[i]))
          {
            dealii::Point<3> place; // in a box
            for (unsigned int d = 0; d < 3; ++d)
              place[d] = cell->vertex(0)[d] + points[i][d] * (cell->vertex(7)[d] - cell->vertex(0)[d]);
            vector(indices[i]) = n + place[0] + place[1] / 3. + place[2] / 7. +
                                 100. * spaces.displacement_element.system_to_component_index(i).first;
          }
      }
  }
};

/// Compares a state with that of Fill, member by member.
struct Expect : Fill
{
  void number(const std::string &name, const double value)
  {
    EXPECT_EQ(value, 0.1 * ++n) << name;
  }
  void number(const std::string &name, const unsigned int value)
  {
    EXPECT_EQ(value, static_cast<unsigned int>(++n)) << name;
  }
  void field(const std::string &name, const fields::Vector &vector)
  {
    fields::Vector expected = spaces.make_biology_vector();
    Fill::field(name, expected);
    expect_equal(name, vector, expected);
  }
  void displacement(const std::string &name, const fields::Vector &vector)
  {
    fields::Vector expected = spaces.make_displacement_vector();
    Fill::displacement(name, expected);
    expect_equal(name, vector, expected);
  }
  static void expect_equal(const std::string &name, const fields::Vector &found,
                           const fields::Vector &expected)
  {
    for (unsigned int i = 0; i < expected.locally_owned_size(); ++i)
      EXPECT_NEAR(found.local_element(i), expected.local_element(i), 1e-13) << name; // positions are rounded
  }
};

output::CheckpointHeader some_header()
{
  output::CheckpointHeader header;
  header.program       = "a program";
  header.parameters    = {{"A/B [mm]", "1"}};
  header.petsc_options = "-x 1";
  header.records       = R"({"rows": 3})";
  return header;
}

TEST(Checkpoint, RestoresEveryMemberOfTheStateOnAnyNumberOfRanks)
{
  const Body writer(MPI_COMM_WORLD);
  Body       filled(MPI_COMM_WORLD);
  fields::visit_members(filled.state, Fill{filled.spaces});
  std::string bytes = output::checkpoint_bytes(some_header(), filled.state, filled.spaces);

  Body same(MPI_COMM_WORLD);
  output::read_state(bytes, "the test", same.spaces, same.state);
  fields::visit_members(same.state, Expect{{same.spaces}});

  // Every rank separately.
  bytes = dealii::Utilities::MPI::broadcast(MPI_COMM_WORLD, bytes, 0);
  Body alone(MPI_COMM_SELF);
  output::read_state(bytes, "the test", alone.spaces, alone.state);
  fields::visit_members(alone.state, Expect{{alone.spaces}});

  const auto header = output::parse_header(output::header_text(bytes, "the test"), "the test");
  EXPECT_EQ(header.program, "a program");
  EXPECT_EQ(header.parameters, some_header().parameters);
  EXPECT_EQ(header.petsc_options, "-x 1");
  EXPECT_EQ(header.step, filled.state.step);
  EXPECT_EQ(header.time, filled.state.time);
}

TEST(Checkpoint, KnowsAllMembers)
{
  // A member that is added to one of these must also be added to visit_members(); then change the number
  // here.
  constexpr std::size_t vector = sizeof(fields::Vector), number = sizeof(double);
  EXPECT_EQ(sizeof(fields::Stimulus), number + 4 * vector);
  EXPECT_EQ(sizeof(fields::Guard), 10 * number + 2 * vector);
  EXPECT_EQ(sizeof(fields::CellBudget), 5 * number);
  EXPECT_EQ(sizeof(fields::State), 2 * number + (model::n_species + 6 + 2) * vector + number +
                                       sizeof(fields::Guard) + 2 * sizeof(fields::Stimulus) + vector +
                                       number + sizeof(fields::CellBudget) + 3 * number);
}

TEST(Checkpoint, IsNotMuchLargerThanTheState)
{
  const Body body(MPI_COMM_WORLD);
  const auto bytes = output::checkpoint_bytes(some_header(), body.state, body.spaces);
  const auto size  = 8. * (25. * double(body.spaces.biology_dofs.n_dofs()) +
                          4. * double(body.spaces.displacement_dofs.n_dofs()));
  if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
  {
    EXPECT_GT(double(bytes.size()), size);
    EXPECT_LT(double(bytes.size()), 3. * size);
  }
}

TEST(Checkpoint, IsRefusedOnAnotherMesh)
{
  const Body        body(MPI_COMM_WORLD);
  const std::string bytes = output::checkpoint_bytes(some_header(), body.state, body.spaces);
  // The same numbers of cells and vertices, but at other positions.
  parameters::ParameterSet other = small_block();
  other.geometry.block_size_x    = 1.5;
  Body longer(MPI_COMM_WORLD, other);
  try
  {
    std::string text;
    if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
      text = output::header_text(bytes, "the test");
    text = dealii::Utilities::MPI::broadcast(MPI_COMM_WORLD, text, 0);
    output::require_same_mesh(output::parse_header(text, "the test"), "the test", longer.spaces);
    FAIL() << "the state of another mesh was taken";
  }
  catch (const Error &error)
  {
    EXPECT_EQ(error.exit_code, ExitCode::bad_input);
    EXPECT_NE(std::string(error.what()).find("another mesh"), std::string::npos);
  }
}

TEST(Checkpoint, IsNotWrittenForAnUnusableState)
{
  for (const double bad : {std::nan(""), -1.})
  {
    Body body(MPI_COMM_WORLD);
    body.state.concentrations[model::water].local_element(0) = bad;
    EXPECT_THROW(output::checkpoint_bytes(some_header(), body.state, body.spaces), Error);
  }
}
} // namespace
