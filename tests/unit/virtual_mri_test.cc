// A block with a prescribed stretch, swelling and shift in the virtual scanner.

#include "tenogen/observe/virtual_mri.h"

#include "tenogen/fields/make_mesh.h"
#include "tenogen/parameters/parameter_set.h"

#include "block.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace
{
using namespace tenogen;
using dealii::Point;
using dealii::Tensor;

constexpr double collagen = 0.2, excess_water = 0.4; ///< mg/mm^3, -

class VirtualMriOfABlock : public ::testing::Test
{
protected:
  VirtualMriOfABlock()
    : geometry(block({6., 6., 8.}, {3, 2, 4})) // scar tissue, fibres along z
    , mesh(fields::make_mesh(geometry, MPI_COMM_WORLD))
    , spaces(mesh, 1, geometry)
    , displacement(spaces.make_displacement_vector())
  {
    const auto constant = [&](const double value)
    {
      fields::Vector field = spaces.make_biology_vector();
      field                = value;
      field.update_ghost_values();
      return field;
    };
    for (unsigned int s = 0; s < model::n_species; ++s)
      state.concentrations[s] = constant(0.);
    state.concentrations[model::collagen_I] = constant(collagen);
    state.concentrations[model::water]      = constant(excess_water);
    for (unsigned int c = 0; c < 6; ++c)
      state.orientation[c] = constant(c == 2 ? 1. : 0.);

    mri.grid.corner_x  = -9.7;
    mri.grid.corner_y  = -9.6;
    mri.grid.corner_z  = -4.;
    mri.grid.size_x    = 20.;
    mri.grid.size_y    = 20.;
    mri.grid.size_z    = 20.;
    mri.grid.spacing_x = 0.5;
    mri.grid.spacing_y = 0.4;
    mri.grid.spacing_z = 0.5;
    mri.grid.samples   = 5;
    deform(dealii::unit_symmetric_tensor<3>(), {});
  }

  /// x becomes F x + shift.
  void deform(const Tensor<2, 3> &F, const Tensor<1, 3> &shift)
  {
    for (const auto &cell : spaces.displacement_dofs.active_cell_iterators())
      for (unsigned int v = 0; v < 8; ++v)
      {
        const Tensor<1, 3> u = F * cell->vertex(v) + shift - cell->vertex(v);
        for (unsigned int d = 0; d < 3; ++d)
          displacement(cell->vertex_dof_index(v, d)) = u[d];
      }
    displacement.update_ghost_values();
  }

  observe::VirtualMri image(const double month = 4.) const
  {
    return observe::virtual_mri(spaces, state, displacement, mri, month);
  }

  static const std::vector<double> &values(const observe::VirtualMri &images, const std::string &name)
  {
    return std::find_if(images.volumes.begin(), images.volumes.end(),
                        [&](const auto &volume) { return volume.name == name; })
        ->values;
  }

  static double sum(const std::vector<double> &values)
  {
    return std::accumulate(values.begin(), values.end(), 0.);
  }

  /// Centroid in body coordinates.
  static Point<3> centroid(const observe::VirtualMri &images, const std::vector<double> &weights)
  {
    Point<3>     result;
    const double total = sum(weights);
    for (std::uint32_t i = 0; i < images.grid.size[0]; ++i)
      for (std::uint32_t j = 0; j < images.grid.size[1]; ++j)
        for (std::uint32_t k = 0; k < images.grid.size[2]; ++k)
          result += weights[images.grid.number(i, j, k)] / total *
                    Tensor<1, 3>(images.grid.to_body({double(i), double(j), double(k)}));
    return result;
  }

  /// Number of the voxel that contains a position in the body.
  static std::size_t voxel_at(const observe::VirtualMri &images, const Point<3> &place)
  {
    const Point<3> index = images.grid.from_body(place);
    return images.grid.number(std::lround(index[0]), std::lround(index[1]), std::lround(index[2]));
  }

  /// T2* [ms] of the block for a dipolar factor.
  double decay_time(const double dipolar_factor) const
  {
    const auto          protons = observe::protons({collagen, excess_water, 0.}, 1., mri);
    std::vector<double> signals;
    for (const double TE : mri.ute_echoes)
      signals.push_back(
          observe::gradient_echo(TE, mri).signal(protons, observe::bound_rate_share(dipolar_factor, mri)));
    return observe::fitted_decay_time(mri.ute_echoes, signals);
  }

  parameters::Geometry geometry;
  fields::Mesh         mesh;
  fields::Spaces       spaces;
  fields::State        state;
  fields::Vector       displacement;
  parameters::Mri      mri;
};

TEST_F(VirtualMriOfABlock, ProtonsMoveWithTheTissueAndAreConserved)
{
  const observe::VirtualMri rest   = image();
  const Point<3>            middle = centroid(rest, values(rest, "gap_fraction"));
  Tensor<2, 3>              F;
  F[0][0]              = 1.2;
  F[1][1]              = 1.1;
  F[2][2]              = 1.25;
  F[0][2]              = 0.1;
  const double       J = determinant(F);
  const Tensor<1, 3> shift({0.7, -1.3, 1.1});
  deform(F, shift);
  const observe::VirtualMri moved = image();

  const double volume = 6. * 6. * 8., voxel = rest.grid.voxel_volume();
  EXPECT_NEAR(sum(values(rest, "gap_fraction")) * voxel / volume, 1., 2e-3);
  EXPECT_NEAR(sum(values(moved, "gap_fraction")) * voxel / (J * volume), 1., 0.01);
  EXPECT_LT((centroid(moved, values(moved, "gap_fraction")) - (Point<3>(F * middle) + shift)).norm(), 0.02);
  const auto protons = observe::protons({collagen, excess_water, 0.}, 1., mri);
  const auto inside  = voxel_at(moved, Point<3>(F * middle) + shift);
  for (const auto &[name, density] :
       {std::pair("bound_water", protons.bound), std::pair("free_water", protons.free),
        std::pair("fluid", protons.fluid)})
  {
    EXPECT_NEAR(sum(values(moved, name)) * voxel / (density * volume), 1., 0.01) << name;
    EXPECT_NEAR(values(moved, name)[inside], density / J, 1e-12) << name;
  }
}

TEST_F(VirtualMriOfABlock, FibresAndFieldMeetInOneFrame)
{
  // The body is along the scanner's x axis, so the fibres are along x.
  mri.grid.axis      = "1, 0, 0";
  mri.grid.corner_x  = -4.;
  mri.grid.corner_z  = -9.7;
  const double magic = std::acos(std::sqrt(1. / 3.));
  for (const auto &[B0, factor] :
       {std::pair(std::string("1, 0, 0"), 1.), std::pair(std::string("0, 0, 1"), 0.25),
        std::pair(std::to_string(std::cos(magic)) + ", 0, " + std::to_string(std::sin(magic)), 0.)})
  {
    mri.grid.B0       = B0;
    const auto images = image();
    const auto inside = voxel_at(images, centroid(images, values(images, "gap_fraction")));
    EXPECT_NEAR(values(images, "t2star")[inside], decay_time(factor), 1e-5 * decay_time(factor)) << B0;
  }
  EXPECT_GT(decay_time(0.), 1.2 * decay_time(1.));
}

TEST_F(VirtualMriOfABlock, AVoxelIsTheMeanOfItsContents)
{
  // Voxels of 2 mm whose border is half a voxel above the upper end, which is in fat.
  mri.grid.spacing_x = mri.grid.spacing_y = mri.grid.spacing_z = 2.;
  mri.grid.corner_x = mri.grid.corner_y = -10.;
  mri.grid.corner_z                     = -3.;
  mri.grid.samples                      = 4;
  const auto images                     = image();
  const auto middle                     = centroid(images, values(images, "gap_fraction"));
  const auto half                       = voxel_at(images, {middle[0], middle[1], middle[2] + 4.}),
             whole                      = voxel_at(images, middle);
  const auto fat                        = observe::spin_echo(mri.pd, mri).fat * mri.fat_protons;
  ASSERT_NEAR(values(images, "gap_fraction")[half], 0.5, 1e-12);
  EXPECT_NEAR(values(images, "pd_fs")[half], 0.5 * values(images, "pd_fs")[whole] + 0.5 * fat, 1e-12);
  // Muscle begins in the middle of the voxels at z = 30 mm, which are half muscle, half fat.
  mri.grid.corner_z              = 7.;
  mri.grid.size_z                = 40.;
  mri.surroundings.muscle_depth  = 4.;
  mri.surroundings.muscle_height = 30.;
  const auto above               = image();
  const auto border = voxel_at(above, {0., 7., 30.}), muscle = voxel_at(above, {0., 7., 34.}),
             below = voxel_at(above, {0., 7., 26.});
  const auto pd    = values(above, "pd_fs");
  EXPECT_NEAR(pd[border], 0.5 * (pd[muscle] + pd[below]), 1e-7);
  EXPECT_GT(pd[muscle], 2. * pd[below]);
}

TEST_F(VirtualMriOfABlock, SwollenTissueIsLabelledFluid)
{
  for (const auto &[water, label] :
       {std::pair(0.19, observe::Label::gap), std::pair(0.21, observe::Label::fluid)})
  {
    state.concentrations[model::water] = water;
    state.concentrations[model::water].update_ghost_values();
    const auto images = image();
    EXPECT_EQ(images.labels[voxel_at(images, centroid(images, values(images, "gap_fraction")))],
              static_cast<std::uint8_t>(label))
        << water;
  }
}

TEST_F(VirtualMriOfABlock, NoiseDependsOnSeedMonthAndImage)
{
  mri.write_echoes    = true;
  const auto clean    = image();
  mri.snr             = 20.;
  const auto noise_of = [&](const observe::VirtualMri &images, const std::string &name)
  {
    std::vector<double> noise;
    for (std::size_t v = 0; v < images.labels.size(); ++v)
      if (clean.labels[v] == static_cast<std::uint8_t>(observe::Label::fluid))
        noise.push_back(values(images, name)[v] - values(clean, name)[v]);
    return noise;
  };
  const auto correlation = [](const std::vector<double> &a, const std::vector<double> &b)
  {
    const double n = double(a.size()), mean_a = sum(a) / n, mean_b = sum(b) / n;
    double       ab = 0., aa = 0., bb = 0.;
    for (std::size_t i = 0; i < a.size(); ++i)
    {
      ab += (a[i] - mean_a) * (b[i] - mean_b);
      aa += (a[i] - mean_a) * (a[i] - mean_a);
      bb += (b[i] - mean_b) * (b[i] - mean_b);
    }
    return ab / std::sqrt(aa * bb);
  };
  const auto one = image(), same = image(), later = image(6.);
  mri.seed           = 2;
  const auto   other = image();
  const auto   pd    = noise_of(one, "pd_fs");
  const double most  = 4. / std::sqrt(double(pd.size())); // four standard deviations
  ASSERT_GT(pd.size(), 2000U);
  EXPECT_EQ(values(one, "pd_fs"), values(same, "pd_fs"));
  EXPECT_LT(std::abs(correlation(pd, noise_of(later, "pd_fs"))), most);
  EXPECT_LT(std::abs(correlation(pd, noise_of(other, "pd_fs"))), most);
  EXPECT_LT(std::abs(correlation(pd, noise_of(one, "t2_fs"))), most);
  EXPECT_LT(std::abs(correlation(noise_of(one, "ute_0"), noise_of(one, "ute_1"))), most);

  // All echoes of a train have the same noise: the signal of muscle at the first echo divided by the SNR.
  const double sd = observe::gradient_echo(mri.ute_echoes.front(), mri).muscle / mri.snr;
  for (const char *const echo : {"ute_0", "ute_3"})
  {
    const auto   noise  = noise_of(one, echo);
    const double mean   = sum(noise) / double(noise.size());
    double       square = 0.;
    for (const double value : noise)
      square += (value - mean) * (value - mean);
    EXPECT_NEAR(std::sqrt(square / double(noise.size())) / sd, 1., 0.05) << echo;
  }
  // Air has no T2*, but muscle has.
  std::size_t of_air = 0, of_muscle = 0;
  mri.grid.corner_y              = -22.;
  mri.grid.size_y                = 44.;
  mri.surroundings.muscle_height = 0.;
  const auto wide                = image();
  for (std::size_t v = 0; v < wide.labels.size(); ++v)
  {
    const bool has_time = !std::isnan(values(wide, "t2star")[v]);
    of_air += wide.labels[v] == static_cast<std::uint8_t>(observe::Label::background) && has_time ? 1 : 0;
    of_muscle += wide.labels[v] == static_cast<std::uint8_t>(observe::Label::muscle) && has_time ? 1 : 0;
  }
  EXPECT_LT(double(of_air), 1e-3 * double(wide.labels.size()));
  EXPECT_GT(of_muscle, 1000U);
}
} // namespace
