#include "tenogen/app/check_input.h"
#include "tenogen/core/collective.h"
#include "tenogen/fields/make_mesh.h"

#include <gtest/gtest.h>

#include <algorithm>

// Every rank refuses the same input with the same message, so that none is left waiting.

namespace
{
using namespace tenogen;

/// The message of an action that is refused; empty if it is accepted.
template <typename Action>
std::string refusal(const Action &action)
{
  try
  {
    action();
  }
  catch (const Error &error)
  {
    EXPECT_EQ(error.exit_code, ExitCode::bad_input);
    return error.what();
  }
  return "";
}

/// The text of rank 0, after checking that all ranks have the same text.
std::string same_on_all_ranks(const std::string &text)
{
  const std::string first = dealii::Utilities::MPI::broadcast(MPI_COMM_WORLD, text, 0);
  EXPECT_EQ(text, first);
  return first;
}

TEST(CheckInput, RanksReportParameterMistakesTogether)
{
  const auto text = same_on_all_ranks(refusal(
      [] {
        read_input("", {"Time/Ende [day]=5", "Time/First step [day]=9"}, MPI_COMM_WORLD);
      }));
  EXPECT_NE(text.find("--set: Time/Ende [day] = 5: there is no such entry"), std::string::npos) << text;
  EXPECT_NE(text.find("--set: Time/First step [day] = 9: it must not exceed Time/Largest step [day] = 5"),
            std::string::npos)
      << text;
}

TEST(CheckInput, RanksReportMeshMistakesTogether)
{
  const std::vector<std::string> overrides = {
      "Geometry/Type=block", "Geometry/Block/Cells z [-]=4", "Treatment/Dose [cells]=1",
      "Treatment/Depots [mm, mm, mm, mm, -]=0, 0, 30, 1, 1; 0, 0, -30, 1, 1",
      "Mechanics/Boundary conditions=bottom: displacement z = 0; right: displacement z = 1; top: plate z = "
      "load"};
  const Input          input = read_input("", overrides, MPI_COMM_WORLD);
  const fields::Mesh   mesh  = fields::make_mesh(input.parameters.geometry, MPI_COMM_WORLD);
  const fields::Spaces spaces(mesh, input.parameters.mechanics.degree, input.parameters.geometry);
  const auto           text = same_on_all_ranks(refusal([&] { check_on_mesh(spaces, input); }));
  for (const char *part : {"z = 30 mm with width 1 mm", "z = -30 mm with width 1 mm",
                           "'bottom: displacement z = 0' and 'right: displacement z = 1'",
                           "'top: plate z' shares nodes", "nothing prevents the body from"})
    EXPECT_NE(text.find(part), std::string::npos) << part << " is not in " << text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4) << text;
}
} // namespace
