#include "body.h"

#include "tenogen/app/run_command.h"
#include "tenogen/fields/gmsh_file.h"
#include "tenogen/healing/observables.h"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

/// A body need not be aligned with z: the same bar has the same outcomes in any orientation.
namespace
{
namespace fs = std::filesystem;
using namespace tenogen;
using namespace tenogen::verification;

using Settings = std::vector<std::string>;

/// Outcomes at day 0 of a bar of 10 x 6 x 40 mm under 300 N.
nlohmann::json outcomes(const std::string &name, Settings settings)
{
  const fs::path folder =
      fs::temp_directory_path() / ("tenogen_axis_" + name + "_" + std::to_string(getpid()));
  for (const char *const setting :
       {"Load/Habitual force [N]=300", "Load/Programme [day: N]=0: 300", "Mechanics/Governor/Governor=false",
        "Mechanics/Residual tolerance [-]=1e-7", "Initial state/Relax=false", "MRI/Write=false",
        "Output/Fields=false", "Treatment/Dose [cells]=0", "Time/End [day]=0.1", "Time/Visits [month]=0"})
    settings.emplace_back(setting);
  std::vector<std::string> arguments = {"", "--quiet", "--output", folder.string()};
  std::ofstream(arguments[0] = folder.string() + ".prm") << "";
  for (const std::string &setting : settings)
    arguments.insert(arguments.end(), {"--set", setting});
  nlohmann::json summary;
  EXPECT_EQ(run_command(arguments, MPI_COMM_WORLD), 0) << name;
  std::ifstream(folder / "summary.json") >> summary;
  fs::remove_all(folder);
  fs::remove(arguments[0]);
  return summary["visits"][0];
}

Settings block_settings(const std::string &sizes_and_cells, const std::string &fibres,
                        const std::string &conditions)
{
  Settings          settings  = {"Geometry/Type=block", "Geometry/Block/Fibre direction [-]=" + fibres,
                                 "Mechanics/Boundary conditions=" + conditions};
  const std::string lengths[] = {"10", "6", "40"}, cells[] = {"1", "1", "4"};
  for (unsigned int d = 0; d < 3; ++d) // which edge is along x, y, z
  {
    const auto edge = std::string("xyz").find(sizes_and_cells[d]);
    settings.push_back(std::string("Geometry/Block/Size ") + "xyz"[d] + " [mm]=" + lengths[edge]);
    settings.push_back(std::string("Geometry/Block/Cells ") + "xyz"[d] + " [-]=" + cells[edge]);
  }
  return settings;
}

void expect_same(const nlohmann::json &bar, const nlohmann::json &reference, const double tolerance)
{
  EXPECT_NEAR(reference.at("gap stiffness EA [kN]").get<double>(),
              1e-3 * 60. * reference.at("gap modulus [MPa]").get<double>(), 1e-9);
  EXPECT_GT(reference.at("largest axial displacement [mm]").get<double>(), 0.5);
  for (const auto &[name, value] : reference.items())
    EXPECT_NEAR(bar.at(name).get<double>(), value.get<double>(),
                tolerance * std::abs(value.get<double>()) + 1e-12)
        << name;
}

TEST(BodyAxis, ABarHasTheSameOutcomesAlongXYAndZ)
{
  const auto along_z =
      outcomes("z", block_settings("xyz", "0, 0, 1", "bottom: displacement xyz = 0; top: plate z = load"));
  expect_same(
      outcomes("x", block_settings("zxy", "1, 0, 0", "left: displacement xyz = 0; right: plate x = load")),
      along_z, 1e-4);
  expect_same(
      outcomes("y", block_settings("yzx", "0, 3, 0", "front: displacement xyz = 0; back: plate y = load")),
      along_z, 1e-4);
  // Fixed at the other end, so that the load pulls towards -x; fibres have no sign.
  expect_same(outcomes("against_x", block_settings("zxy", "-1, 0, 0",
                                                   "right: displacement xyz = 0; left: plate x = -300")),
              along_z, 1e-4);
}

/// The bar from a mesh file, with its axis rotated from z to this direction in the plane of x and z, and
/// pulled along it.
nlohmann::json oblique_bar(const std::string &name, const double x, const double z)
{
  const fs::path file = fs::temp_directory_path() / ("tenogen_" + name + std::to_string(getpid()) + ".msh");
  {
    const Body body(block({10., 6., 40.}, {1, 1, 4}), [x, z](const dealii::Point<3> &p)
                    { return dealii::Point<3>(z * p[0] + x * p[2], p[1], z * p[2] - x * p[0]); });
    fields::write_gmsh(body.mesh, file.string());
  }
  const auto number = [](const double value) { return std::to_string(value); };
  const auto visit =
      outcomes(name, {"Geometry/Type=file", "Geometry/Mesh file=" + file.string(),
                      "Geometry/Block/Fibre direction [-]=" + number(x) + ", 0, " + number(z),
                      "Mechanics/Boundary conditions=bottom: displacement xyz = 0; top: force x = " +
                          number(300. * x) + "; top: force z = " + number(300. * z)});
  fs::remove(file);
  return visit;
}

TEST(BodyAxis, AnObliqueBarHasTheOutcomesOfAStraightOne)
{
  expect_same(oblique_bar("oblique", 0.6, 0.8), oblique_bar("straight", 0., 1.), 1e-4);
}

TEST(BodyAxis, StiffnessIsTheModulusTimesTheSectionAcrossTheFibres)
{
  for (const char *const direction : {"0, 0, 1", "1, 0, 0", "0, -1, 0"})
  {
    parameters::ParameterSet p       = {};
    p.geometry                       = block({10., 6., 40.}, {1, 1, 2});
    p.geometry.block_fibre_direction = direction;
    p.initial_state.relax            = false;
    p.mechanics.boundary_conditions  = "bottom: displacement xyz = 0; top: plate z = load";
    const Body              body(p.geometry);
    const healing::PeakLoad peak_load(body.spaces, p);
    const auto              state       = healing::initial_state(body.spaces, healing::initial_tissues(p), p);
    const auto              observables = healing::observe(body.spaces, state, peak_load, p);
    const double            section     = direction[0] == '1' ? 240. : direction[3] == '-' ? 400. : 60.;
    EXPECT_NEAR(healing::value_of(observables, "gap stiffness EA"),
                1e-3 * section * healing::value_of(observables, "gap modulus"), 1e-9)
        << direction;
  }
}
} // namespace
