#include "parameters_fixture.h"

#include <array>
#include <cstdio>
#include <sstream>

// `tenogen run --validate` as a user starts it: exit code and output.

namespace
{
namespace fs = std::filesystem;
using namespace tenogen;
using namespace tenogen::tests;

/// A cube of edge 20 mm with the boundaries bottom, the top and side; `ghost` is a name without faces.
const std::string cube =
    "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n"
    "$PhysicalNames\n5\n2 11 \"bottom\"\n2 12 \"the top\"\n2 13 \"side\"\n2 14 \"ghost\"\n3 1 \"body\"\n"
    "$EndPhysicalNames\n"
    "$Nodes\n8\n1 0 0 0\n2 20 0 0\n3 20 20 0\n4 0 20 0\n5 0 0 20\n6 20 0 20\n7 20 20 20\n8 0 20 "
    "20\n$EndNodes\n"
    "$Elements\n7\n1 3 2 11 1 1 2 3 4\n2 3 2 12 2 5 6 7 8\n3 3 2 13 3 1 2 6 5\n4 3 2 13 4 2 3 7 6\n"
    "5 3 2 13 5 3 4 8 7\n6 3 2 13 6 4 1 5 8\n7 5 2 1 1 1 2 3 4 5 6 7 8\n$EndElements\n";

std::string replaced(std::string text, const std::string &part, const std::string &by)
{
  return text.replace(text.find(part), part.size(), by);
}

class Validate : public ParameterFiles
{
protected:
  struct Outcome
  {
    int                      exit_code = -1;
    std::string              text; ///< from both streams
    std::vector<std::string> lines;
  };

  /// @param before  words in front of the program on the command line
  Outcome validate(const std::string &file, const std::vector<std::string> &overrides = {},
                   const std::string &before = "") const
  {
    std::string command = before + " '" TENOGEN_EXECUTABLE "' run '" + file + "' --validate";
    for (const auto &text : overrides)
      command += " --set '" + text + "'";
    FILE                 *pipe = popen((command + " 2>&1").c_str(), "r");
    Outcome               outcome;
    std::array<char, 512> buffer;
    while (fgets(buffer.data(), buffer.size(), pipe) != nullptr)
      outcome.text += buffer.data();
    const int status  = pclose(pipe);
    outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    std::istringstream stream(outcome.text);
    for (std::string line; std::getline(stream, line);)
      outcome.lines.push_back(line);
    return outcome;
  }

  /// The same for a body from a mesh file, with otherwise valid parameters.
  Outcome validate_mesh(const std::string &mesh, std::vector<std::string> overrides = {}) const
  {
    overrides.insert(overrides.begin(), "Geometry/Mesh file=" + write("body.msh", mesh));
    return validate(write("a.prm",
                          "subsection Geometry\n set Type = file\nend\nsubsection Mechanics\n"
                          " set Boundary conditions = bottom: displacement xyz = 0; the top: plate z = "
                          "load\nend\n"),
                    overrides);
  }
};

TEST_F(Validate, GoodInputIsValidAndNothingIsWritten)
{
  const auto outcome = validate(TENOGEN_SOURCE_DIR "/params/achilles_treated.prm",
                                {"Output/Directory=" + (folder / "results").string()});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.text;
  EXPECT_EQ(outcome.lines.size(), 2U) << outcome.text; // the first one is the estimated cost
  EXPECT_EQ(outcome.lines.back(), "The input is valid.");
  EXPECT_FALSE(fs::exists(folder / "results"));
}

TEST_F(Validate, ListsEveryMistakeOfAFile)
{
  const auto                                              file = write("bad.prm", "subsection Geometry\n" // 1
                                                                                  "  set Type = file\n"   // 2
                                                                                  "  set Mesh file = nowhere/tendon.msh\n" // 3: does not exist
                                                                                  "  subsection Gap\n" // 4
                                                                                  "    set Gap lenght [mm] = 30\n" // 5: misspelt
                                                                                  "    set Gap area [cm^2] = 2\n" // 6: wrong unit
                                                                                  "  end\n"             // 7
                                                                                  "  subsection Mesh\n" // 8
                                                                                  "    set Global refinements [-] = 1e9\n" // 9: out of range
                                                                                  "  end\n" // 10
                                                                                  "end\n"   // 11
                                                                                  "subsection Mechanics\n" // 12
                                                                                  "  set Boundary conditions = top: plat z = 1\n" // 13: kind
                                                                                  "  set Polynomial degree [-] = two\n" // 14: type
                                                                                  "end\n"             // 15
                                                                                  "subsection Load\n" // 16
                                                                                  "  set Programme [day: N] = 0: 5, 9: 7, 8: 9\n" // 17: order
                                                                                  "end\n" // 18
                                                                                  "subsection Treatment\n" // 19
                                                                                  "  set Dose = 2e7\n" // 20: unit missing
                                                                                  "end\n"              // 21
                                                                                  "subsection Time\n" // 22
                                                                                  "  set End [day] = 60\n" // 23
                                                                                  "  set Visits [month] = 0, 24\n" // 24: after the end
                                                                                  "  set Smallest step [day] = 10\n" // 25: above the largest
                                                                                  "end\n" // 26
                                                                                  "subsection Biologie\n" // 27: unknown
                                                                                  "end\n");
  const std::vector<std::pair<unsigned int, std::string>> wanted = {
      {3, "Geometry/Mesh file = nowhere/tendon.msh: the mesh file cannot be read"},
      {5, "Geometry/Gap/Gap lenght [mm] = 30: there is no such entry; the nearest entry is "
          "Geometry/Gap/Gap length [mm]"},
      {6, "the unit in the name must be [mm^2]; write Geometry/Gap/Gap area [mm^2]"},
      {9, "allowed: a whole number, 0 to 6"},
      {13, "the kind 'plat' is unknown; allowed: displacement, plate, force, spring; nearest: plate"},
      {14, "'two' is not a number"},
      {17, "the times do not increase: 8 comes after 9"},
      {20, "the name lacks its unit; write Treatment/Dose [cells]"},
      {24, "month 24 is day 730.5, after Time/End [day] = 60 (" + file + ":23)"},
      {25, "it must not exceed Time/Largest step [day] = 5 (default)"},
      {27, "`subsection Biologie` (Biologie) is unknown; the nearest section is Biology"}};
  const auto outcome = validate(file);
  EXPECT_EQ(outcome.exit_code, 2);
  ASSERT_EQ(outcome.lines.size(), wanted.size()) << outcome.text;
  for (std::size_t i = 0; i < wanted.size(); ++i)
  {
    EXPECT_TRUE(contains(outcome.lines[i], file + ":" + std::to_string(wanted[i].first) + ": "));
    EXPECT_TRUE(contains(outcome.lines[i], wanted[i].second));
  }
}

TEST_F(Validate, MeshFileIsCheckedBesideOtherMistakes)
{
  const auto outcome = validate_mesh(
      cube, {"Time/End [day]=soon",
             "Mechanics/Boundary conditions=botom: displacement xyz = 0; the top: plate z = load; "
             "ghost: spring = 1"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.lines.size(), 3U) << outcome.text;
  EXPECT_TRUE(contains(outcome.text, "Time/End [day] = soon: 'soon' is not a number"));
  EXPECT_TRUE(contains(outcome.text, "the boundary 'botom' does not exist in Geometry/Mesh file = "));
  EXPECT_TRUE(contains(outcome.text, "which has bottom, side, the top; the nearest is bottom"));
  EXPECT_TRUE(contains(outcome.text, "the boundary 'ghost' does not exist"));
}

TEST_F(Validate, AllMistakesThatNeedTheMeshAreReportedTogether)
{
  const auto outcome = validate_mesh(
      cube, {"Treatment/Dose [cells]=1e6",
             "Treatment/Depots [mm, mm, mm, mm, -]=1, 1, 1, 1, 1; 1, 1, 30, 1, 1; 40, 1, 1, 1, 1",
             "Mechanics/Boundary conditions=bottom: displacement z = 0; side: displacement z = 1; "
             "the top: plate z = load"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.lines.size(), 5U) << outcome.text;
  EXPECT_TRUE(
      contains(outcome.text, "less than 0.1 % of the depot at x = 1, y = 1, z = 30 mm with width 1 mm"));
  EXPECT_TRUE(
      contains(outcome.text, "less than 0.1 % of the depot at x = 40, y = 1, z = 1 mm with width 1 mm"));
  EXPECT_TRUE(
      contains(outcome.text, "'bottom: displacement z = 0' and 'side: displacement z = 1' prescribe"));
  EXPECT_TRUE(contains(outcome.text, "'the top: plate z' shares nodes with 'side: displacement z'"));
  EXPECT_TRUE(contains(outcome.text, "nothing prevents the body from moving along the axis"));
}

TEST_F(Validate, MeshFilesThatCannotBeUsedAreBadInput)
{
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "the mesh file is empty"},
      {"hello\n", "this is not a Gmsh mesh"},
      {replaced(cube, "$Nodes\n8", "$Nodes\n99999999999"),
       "$Nodes declares 99999999999 nodes but contains 8"},
      {replaced(cube, "$Elements\n7", "$Elements\n4000000000"),
       "$Elements declares 4000000000 elements but contains 7"},
      {replaced(cube, "7 5 2 1 1", "7 5 4000000000 1 1"), "the line of $Elements is too short"},
      {replaced(replaced(cube, "$Nodes\n8\n",
                         "$Nodes\n16\n9 0 0 50\n10 9 0 50\n11 9 9 50\n12 0 9 50\n13 0 0 59\n"
                         "14 9 0 59\n15 9 9 59\n16 0 9 59\n"),
                "$Elements\n7\n", "$Elements\n8\n8 5 2 1 1 9 10 11 12 13 14 15 16\n"),
       "the mesh has 2 parts that are not connected through faces: part 1 with 1 cell and 8000 mm^3 around "
       "(10 "
       "10 10) mm, "
       "part 2 with 1 cell and 729 mm^3 around (4.5 4.5 54.5) mm. They share no nodes."},
      {replaced(cube, "8 0 20 20", "8 0 nan 20"), "a coordinate is not within 1 km of the origin"},
      {replaced(cube, "8 0 20 20", "8 0 1e300 20"), "a coordinate is not within 1 km of the origin"},
      {replaced(cube, "8 0 20 20", "8 0 20 -20"), "scaled Jacobian"},
      {replaced(cube, "2 3 2 12 2 5 6 7 8", "2 3 2 77 2 5 6 7 8"), "1 of its boundary faces have no name"}};
  for (const auto &[mesh, part] : cases)
  {
    const auto outcome = validate_mesh(mesh);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.text;
    EXPECT_TRUE(contains(outcome.text, part));
  }
  EXPECT_EQ(validate_mesh(cube).lines.back(), "The input is valid.");
}

TEST_F(Validate, ABodyThatIsUnlikelyToBeATendonGivesWarnings)
{
  // In centimetres, and with fibres across the long axis.
  std::string bar = cube;
  for (const auto &[node, thinner] :
       std::vector<std::pair<std::string, std::string>>{{"2 20 0 0", "2 8 0 0"},
                                                        {"3 20 20 0", "3 8 2 0"},
                                                        {"4 0 20 0", "4 0 2 0"},
                                                        {"5 0 0 20", "5 0 0 2"},
                                                        {"6 20 0 20", "6 8 0 2"},
                                                        {"7 20 20 20", "7 8 2 2"},
                                                        {"8 0 20 20", "8 0 2 2"}})
    bar = replaced(bar, node, thinner);
  const auto outcome = validate_mesh(bar);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.text;
  ASSERT_EQ(outcome.lines.size(), 4U) << outcome.text;
  EXPECT_TRUE(contains(outcome.lines[0], "warning: --set: Geometry/Mesh file = "));
  EXPECT_TRUE(contains(outcome.lines[0], "the body measures 8 x 2 x 2 mm along x, y and z."));
  EXPECT_TRUE(contains(outcome.lines[0], "in centimetres, the body should measure 80 x 20 x 20 mm"));
  EXPECT_TRUE(contains(outcome.lines[1],
                       "warning: default: Geometry/Block/Fibre direction [-] = 0, 0, 1: the body is "
                       "long in the direction (1, 0, 0)"));
  EXPECT_EQ(outcome.lines.back(), "The input is valid.");

  const auto right = validate_mesh(bar, {"Geometry/Block/Fibre direction [-]=-1, 0, 0"});
  EXPECT_EQ(right.lines.size(), 3U) << right.text;
}

TEST_F(Validate, MeshesTooLargeForMemoryAreRefused)
{
  const auto        treated = std::string(TENOGEN_SOURCE_DIR "/params/achilles_treated.prm");
  const std::string mesh    = "Geometry/Mesh/";
  struct Case
  {
    std::vector<std::string> overrides;
    std::string              part;
  };
  const std::vector<Case> cases = {
      {{mesh + "Cells along the gap [-]=1e9"}, "allowed: a whole number, 1 to 10000"},
      {{mesh + "Resolution=custom", mesh + "Cells across width [-]=1e4", mesh + "Cells along the gap [-]=1e4",
        mesh + "Cells in the ring [-]=1e4"},
       "--set: Geometry/Mesh/Cells across width [-] = 10000: the mesh would have about 2.0"},
      {{mesh + "Resolution=fine", mesh + "Global refinements [-]=6"},
       "--set: Geometry/Mesh/Global refinements [-] = 6: the mesh would have about "},
      {{"Geometry/Type=block", "Geometry/Block/Cells x [-]=10000", "Geometry/Block/Cells y [-]=10000",
        "Geometry/Block/Cells z [-]=1000", "Mechanics/Type=surrogate"},
       "the mesh would have about 1e+11 cells and 3e+11 displacements"},
      {{"Geometry/Tendon/Length [mm]=1e300"}, "'1e300' is too large"},
      {{"Geometry/Gap/Gap length [mm]=1e-9"}, "allowed: 0.01 to 1000"},
      {{"Mechanics/Governor/Section thickness [mm]=1e-15"}, "allowed: 0.01 to 1000"}};
  for (const auto &one : cases)
  {
    const auto outcome = validate(treated, one.overrides, "timeout 60");
    EXPECT_EQ(outcome.exit_code, 2) << outcome.text;
    EXPECT_EQ(outcome.lines.size(), 1U) << outcome.text;
    EXPECT_TRUE(contains(outcome.text, one.part));
  }
}

TEST_F(Validate, AGapWithoutANodeInsideIsRefusedBesideOtherMistakes)
{
  const auto outcome = validate(
      TENOGEN_SOURCE_DIR "/params/achilles_treated.prm",
      {"Geometry/Mesh/Resolution=custom", "Geometry/Mesh/Cells along the gap [-]=1", "Output/Field=false"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.lines.size(), 2U) << outcome.text;
  EXPECT_TRUE(
      contains(outcome.text, "--set: Geometry/Mesh/Cells along the gap [-] = 1: the gap has only one layer"));
  EXPECT_TRUE(contains(outcome.text, "--set: Output/Field = false: there is no such entry"));
}

TEST_F(Validate, MissingParameterFileIsAFileSystemError)
{
  const auto outcome = validate((folder / "none.prm").string());
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_TRUE(contains(outcome.text, "none.prm cannot be read"));
}
} // namespace
