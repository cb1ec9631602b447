#include "parameters_fixture.h"

#include "tenogen/parameters/boundary_condition.h"
#include "tenogen/parameters/check.h"

#include <cmath>
#include <sstream>

namespace
{
using namespace tenogen;
using namespace tenogen::parameters;
using namespace tenogen::tests;

class Parameters : public ParameterFiles
{
};

// --- one mistake ------------------------------------------------------------------------------------

TEST_F(Parameters, RefusesValueOutsideItsRange)
{
  const auto text =
      mistakes("# a comment\nsubsection Geometry\n  subsection Gap\n    set Gap length [mm] = -3\n"
               "  end\nend\n");
  EXPECT_EQ(text,
            (folder / "a.prm").string() +
                ":4: Geometry/Gap/Gap length [mm] = -3: the value is outside the allowed range; allowed: "
                "0.01 to 1000; the default is 25");
}

TEST_F(Parameters, RefusesWrongTypes)
{
  const auto in_time = [&](const std::string &line)
  { return mistakes("subsection Time\n" + line + "\nend\n"); };
  EXPECT_TRUE(
      contains(in_time("set End [day] = long"), "a.prm:2: Time/End [day] = long: 'long' is not a number"));
  EXPECT_TRUE(contains(in_time("set End [day] = 5 days"), "has unexpected text after the number: ' days'"));
  EXPECT_TRUE(contains(in_time("set End [day] = nan"), "'nan' is not a finite number"));
  EXPECT_TRUE(contains(in_time("set End [day] = -inf"), "'-inf' is not a finite number"));
  EXPECT_TRUE(contains(in_time("set End [day] = 1e999"), "'1e999' is too large"));
  EXPECT_TRUE(contains(in_time("set End [day] ="), "a number is missing"));
  EXPECT_TRUE(contains(in_time("set Visits [month] = 0, x"), "'x' is not a number"));
  EXPECT_TRUE(contains(mistakes_of({"Mechanics/Polynomial degree [-]=1.5"}), "'1.5' is not a whole number"));
  EXPECT_TRUE(
      contains(mistakes_of({"Mechanics/Polynomial degree [-]=-1"}), "allowed: a whole number, 1 to 2"));
  EXPECT_TRUE(contains(mistakes_of({"Output/Fields=yes"}), "allowed: true or false"));
  EXPECT_TRUE(contains(mistakes_of({"Mechanics/Type=finit"}),
                       "allowed: finite strain, prescribed strain or surrogate"));
  EXPECT_TRUE(contains(mistakes_of({"Load/Programme [day: N]=0: 5, 0: 6"}), "the times do not increase"));
  EXPECT_TRUE(
      contains(mistakes_of({"Load/Programme [day: N]=0: -5"}), "the value -5 at time 0 is not allowed"));
  EXPECT_TRUE(contains(mistakes_of({"Load/Programme [day: N]=7"}), "not of the form `time: value`"));
  EXPECT_TRUE(contains(mistakes_of({"Treatment/Depots [mm, mm, mm, mm, -]=0, 0, 0, 4"}),
                       "has 4 numbers instead of five"));
  EXPECT_TRUE(
      contains(mistakes_of({"Treatment/Depots [mm, mm, mm, mm, -]=0, 0, 0, 0, 1"}), "has a width of 0"));
  EXPECT_TRUE(contains(mistakes_of({"Geometry/Block/Fibre direction [-]=0, 0, 0"}), "the direction is zero"));
}

TEST_F(Parameters, SuggestsTheEntryThatWasMeant)
{
  const auto in_gap = [&](const std::string &line)
  { return mistakes("subsection Geometry\nsubsection Gap\n" + line + "\nend\nend\n"); };
  EXPECT_TRUE(contains(in_gap("set Gap lenght [mm] = 3"),
                       "a.prm:3: Geometry/Gap/Gap lenght [mm] = 3: there is no "
                       "such entry; the nearest entry is "
                       "Geometry/Gap/Gap length [mm]"));
  EXPECT_TRUE(
      contains(in_gap("set Gap length = 3"), "the name lacks its unit; write Geometry/Gap/Gap length [mm]"));
  for (const char *unit : {"[cm]", "(mm)", "[mm^2]"})
    EXPECT_TRUE(contains(in_gap("set Gap length " + std::string(unit) + " = 3"),
                         "the unit in the name must be [mm]; write Geometry/Gap/Gap length [mm] and "
                         "give the value in this unit"));
  EXPECT_TRUE(
      contains(in_gap("set gap length [mm] = 3"), "the correct spelling is Geometry/Gap/Gap length [mm]"));
  EXPECT_TRUE(contains(in_gap("set Dose [cells] = 3"),
                       "the entry belongs to another section; write Treatment/Dose [cells]"));
  EXPECT_TRUE(contains(mistakes_of({"Treatment/Dose=3"}),
                       "--set: Treatment/Dose = 3: there is no such entry; the "
                       "name lacks its unit; write Treatment/Dose [cells]"));
  EXPECT_TRUE(
      contains(mistakes_of({"Treatment/Dose [cells]"}), "is not of the form \"Section/Entry [unit]=value\""));
}

TEST_F(Parameters, SuggestsTheSubsectionAndContinues)
{
  const auto text = mistakes("subsection Geometri\n subsection Gap\n  set Gap area [mm^2] = 0\n end\nend\n");
  EXPECT_TRUE(contains(
      text, "a.prm:1: `subsection Geometri` (Geometri) is unknown; the nearest section is Geometry"));
  EXPECT_TRUE(contains(text, "a.prm:3: Geometri/Gap/Gap area [mm^2] = 0: the value is outside"));
  EXPECT_EQ(count(text, "\n"), 1U);
}

TEST_F(Parameters, RefusesBrokenStructure)
{
  EXPECT_TRUE(contains(mistakes("\nsubsection Load\n"), "a.prm:2: `subsection Load` is not closed"));
  EXPECT_TRUE(contains(mistakes("subsection Load\nend\nend\n"), "a.prm:3: this `end` closes no subsection"));
  EXPECT_TRUE(contains(mistakes("Title = x\n"), "a.prm:1: 'Title = x' is not understood"));
  EXPECT_TRUE(
      contains(mistakes("set Title\n"), "a.prm:1: `set Title` is not of the form `set NAME = VALUE`"));
  EXPECT_TRUE(contains(mistakes(std::string("set Title = \0", 13)), "this is not a text file"));
  const auto twice = mistakes("set Title = x\nset Title = y\n");
  EXPECT_TRUE(contains(twice, "a.prm:2: Title = y: the entry is already set at"));
  EXPECT_TRUE(contains(twice, "a.prm:1; keep one"));
}

TEST_F(Parameters, ReportsAllMistakesAtOnceInOrderOfLines)
{
  const auto text = mistakes("subsection Time\n  set End [day] = x\n  set Ende [day] = 1\nend\nend\n"
                             "subsection Output\n  set Fields = 2\nend\n",
                             {"Treatment/Retention [-]=2"});
  std::vector<std::string> lines;
  std::istringstream       stream(text);
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  ASSERT_EQ(lines.size(), 5U) << text;
  EXPECT_TRUE(contains(lines[0], "--set: Treatment/Retention [-] = 2"));
  EXPECT_TRUE(contains(lines[0], "allowed: 0 to 1"));
  EXPECT_TRUE(contains(lines[1], "a.prm:2: Time/End [day] = x"));
  EXPECT_TRUE(contains(lines[2], "a.prm:3: Time/Ende [day] = 1"));
  EXPECT_TRUE(contains(lines[3], "a.prm:5: this `end`"));
  EXPECT_TRUE(contains(lines[4], "a.prm:7: Output/Fields = 2"));
}

TEST_F(Parameters, UnreadableFileIsAFileSystemError)
{
  EXPECT_THROW(read_parameters((folder / "none.prm").string()), FileSystemError);
  EXPECT_THROW(read_parameters(folder.string()), FileSystemError);
}

// --- files, includes, overrides ---------------------------------------------------------------------

TEST_F(Parameters, ReadsContinuationsCommentsAndOverrides)
{
  const auto file = write("a.prm", "SUBSECTION Load\r\n set Programme [day: N] = 0: 40, \\ # then\r\n"
                                   "    56.5:   200 # end\r\nEND\n");
  const auto p    = read_parameters(file, {"Treatment/Dose [cells]=3", "Treatment/Dose [cells] = +2e7",
                                           "Biology/Stem cells/Motility [mm^2/day]=0.07",
                                           "Mechanics/Type=prescribed_strain"});
  ASSERT_EQ(p.load.programme.size(), 2U);
  EXPECT_EQ(p.load.programme[0].value, 40.);
  EXPECT_EQ(p.load.programme[1].time, 56.5);
  EXPECT_EQ(p.load.programme[1].value, 200.);
  EXPECT_EQ(p.treatment.dose, 2e7);
  EXPECT_EQ(p.biology.msc_motility, 0.07);
  EXPECT_EQ(p.mechanics.type, MechanicsType::prescribed_strain);
  EXPECT_EQ(p.geometry.gap_length, 25.); // untouched
}

TEST_F(Parameters, IncludesAreRelativeAndLaterSettingsCount)
{
  std::filesystem::create_directories(folder / "parts");
  write("parts/common.prm",
        "set Title = common\nsubsection Time\n set End [day] = 800\nend\ninclude deeper.prm\n");
  write("parts/deeper.prm", "subsection Output\n set Directory = deep\nend\n");
  const auto p = read_parameters(write("a.prm", "include parts/common.prm\nset Title = mine\n"));
  EXPECT_EQ(p.title, "mine");
  EXPECT_EQ(p.time.end, 800.);
  EXPECT_EQ(p.output.directory, "deep");
  const auto text = mistakes("set Title = mine\ninclude parts/common.prm\n");
  EXPECT_TRUE(contains(text, "a.prm:1: Title: the file included below sets the entry again, at "));
  EXPECT_TRUE(contains(text, "common.prm:1; move the include above this line"));
}

TEST_F(Parameters, RefusesCirclesAndMissingIncludes)
{
  write("b.prm", "# back\ninclude a.prm\n");
  EXPECT_TRUE(contains(mistakes("include b.prm\n"),
                       "b.prm:2: `include a.prm` makes files include each other in a circle"));
  EXPECT_TRUE(contains(mistakes("\ninclude none.prm\n"), "a.prm:2: `include none.prm`: the file"));
  EXPECT_TRUE(contains(mistakes("subsection Time\ninclude b.prm\nend\n"), "is inside `subsection Time`"));
  write("c.prm", "set Titel = x\n");
  EXPECT_TRUE(contains(mistakes("include c.prm\n"), "c.prm:1: Titel = x: there is no such entry"));
}

// --- contradictions ---------------------------------------------------------------------------------

TEST_F(Parameters, NamesBothSidesOfAContradiction)
{
  const auto text =
      mistakes("subsection Biology\n subsection Strain window\n  set Low strain [-] = 0.15\n end\nend\n");
  EXPECT_EQ(text,
            (folder / "a.prm").string() +
                ":3: Biology/Strain window/Low strain [-] = 0.15: it must be below "
                "Biology/Strain window/High strain [-] = 0.095 (default); choose a low strain below the "
                "high strain");
}

TEST_F(Parameters, RefusesContradictions)
{
  const std::string gap = "Geometry/Gap/Gap length [mm]=", dose = "Treatment/Dose [cells]=2e7";
  const std::string depots = "Treatment/Depots [mm, mm, mm, mm, -]=";
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{gap + "100"}, "must be shorter than the tendon, Geometry/Tendon/Length [mm] = 100 (default)"},
      {{gap + "90"}, "from 13.6 to 103.6 mm, outside the tendon"},
      {{gap + "3"}, "the transition must not be longer than the gap"},
      {{"Geometry/Gap/Indicator width [mm]=13"},
       "more than half of Geometry/Gap/Gap length [mm] = 25 (default)"},
      {{gap + "80"}, "the transition must be shorter than the shorter stump, 1.4 mm"},
      {{"Time/Visits [month]=0, 25"}, "month 25 is day 760.938, after Time/End [day] = 730.5 (default)"},
      {{"Time/Visits [month]=0, 6, 4"}, "month 4 does not come after month 6"},
      {{"Time/Visits [month]=-1, 4"}, "month -1 is before the start"},
      {{dose, depots}, "there is no depot for Treatment/Dose [cells] = 2e7 (--set)"},
      {{dose, depots + "0, 0, 0, 4, 0"}, "all shares are 0"},
      {{dose, depots + "0, 0, 50, 4, 1"}, "z is allowed from -62.6 to 45.4"},
      {{dose, "Treatment/Injection start [day]=730.49"}, "the injection ends after Time/End [day] = 730.5"},
      {{dose, "Treatment/Injection start [day]=730.5"}, "the injection must start before Time/End [day]"},
      {{dose, "Time/End [day]=30", "Time/Visits [month]=0", "Treatment/Injection start [day]=31"},
       "--set: Treatment/Injection start [day] = 31: the injection must start before Time/End [day] = "
       "30"},
      {{"Time/Smallest step [day]=6"}, "it must not exceed Time/Largest step [day] = 5"},
      {{"Time/First step [day]=6"}, "it must not exceed Time/Largest step [day] = 5"},
      {{"Time/First step [day]=1e-8"}, "it must be at least Time/Smallest step [day] = 1e-7"},
      {{"Initial state/Intact/Collagen I [mg/mm^3]=0.295"},
       "Biology/Collagen/Maximal density [mg/mm^3] = 0.3"},
      {{"Initial state/Scar/Alignment [-]=1.1"}, "allowed: 0 to 1"},
      {{"Geometry/Type=file"}, "no mesh file is given"},
      {{"Geometry/Type=file", "Geometry/Mesh file=/none.msh"}, "/none.msh: the mesh file cannot be read"},
      {{"Geometry/Type=block"}, "the boundary 'insertion' does not exist with Geometry/Type = block (--set)"},
      {{"Mechanics/Boundary conditions=proximal: plate z = load"}, "no condition supports the body"},
      {{"Mechanics/Type=prescribed strain", "Mechanics/Prescribed strain [day: -]="}, "the table is empty"},
      {{"Load/Programme [day: N]="}, "the table is empty"},
      {{"Initial state/Fluid pocket/Fluid pocket=true", "Geometry/Gap/Gap=false"}, "there is no gap"},
      {{"Mechanics/Coupling/Shortest interval [day]=31"},
       "it must not exceed Mechanics/Coupling/Longest interval"},
  };
  for (const auto &one : cases)
    EXPECT_TRUE(contains(mistakes_of(one.first), one.second)) << one.first.front();
  EXPECT_EQ(mistakes_of({dose, depots + "0, 0, 45, 4, 1"}), ""); // half outside, but within its width
}

/// The messages about a file with these settings, one per line, in one section.
class MistakesTogether : public ParameterFiles
{
protected:
  std::string in_section(const std::string &section, const std::string &lines,
                         const std::vector<std::string> &overrides = {}) const
  {
    return mistakes("subsection " + section + "\n" + lines + "end\n", overrides);
  }
};

TEST_F(MistakesTogether, AContradictionStandsBesideAMisspeltName)
{
  const auto text = in_section("Time", "  set Ende [day] = 60\n  set Smallest step [day] = 6\n");
  EXPECT_EQ(count(text, "\n"), 1U) << text;
  EXPECT_TRUE(contains(text, "a.prm:2: Time/Ende [day] = 60: there is no such entry"));
  EXPECT_TRUE(contains(
      text, "a.prm:3: Time/Smallest step [day] = 6: it must not exceed Time/Largest step [day] = 5"));
}

TEST_F(MistakesTogether, NothingIsConcludedFromTheDefaultOfAnEntryThatFailed)
{
  // There is no contradiction with the intended value, but there would be one with the default.
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"Time", "set Visits [month] = 0, 48\nset End [day] = 1500 days\n"},
      {"Time", "set Visits [month] = 0, 48\nset End = 1500\n"},
      {"Time", "set Visits [month] = 0, 48\nset Ent [day] = 1500\n"},
      {"Treatment", "set Dose [cells] = 1e6\nset Injection start [day] = 800\nend\n"
                    "subsection Time\nset End [day] = 90O\n"},
      {"Biology", "subsection Strain window\nset Low strain [-] = 0.2\nset High strain [%] = 30\nend\n"},
      {"Geometry",
       "set Typ = block\nend\n"
       "subsection Mechanics\nset Boundary conditions = bottom: displacement xyz = 0; top: plate z = "
       "load\n"},
      {"Initial state",
       "subsection Fluid pocket\nset Fluid pocket = true\nset Collagen [mg/mm^3] = 0.5\nend\n"
       "end\nsubsection Biology\nsubsection Collagen\nset Maximal density [mg/mm^3] = 0..6\nend\n"},
  };
  for (const auto &[section, lines] : cases)
  {
    const auto text = in_section(section, lines);
    EXPECT_FALSE(text.empty()) << lines;
    EXPECT_EQ(count(text, "\n"), 0U) << text;
  }
}

TEST_F(MistakesTogether, NothingIsConcludedFromDefaultsWhereSettingsAreLost)
{
  const std::string late_visit = "subsection Time\nset Visits [month] = 0, 48\nend\n";
  for (const char *lost : {"include none.prm\n", "Time/End [day] = 1500\n", "set Time End [day] 1500\n",
                           "subsection Tempus\nset End [day] = 1500\nend\n"})
    EXPECT_EQ(count(mistakes(late_visit + lost), "\n"), 0U) << mistakes(late_visit + lost);
  EXPECT_EQ(count(mistakes(late_visit, {"Time/End [day] 1500"}), "\n"), 0U);
  // The other settings still contradict each other.
  const auto text = mistakes("include none.prm\nsubsection Time\nset Visits [month] = 0, 48\n"
                             "set End [day] = 60\nend\n");
  EXPECT_TRUE(contains(text, "a.prm:1: `include none.prm`"));
  EXPECT_TRUE(contains(text, "a.prm:3: Time/Visits [month] = 0, 48: month 48 is day 1461, after Time/End"));
}

TEST_F(MistakesTogether, AValidOverrideRepairsAnEntryForLaterChecks)
{
  const auto text = in_section("Time", "set End [day] = x\n", {"Time/End [day]=30"});
  EXPECT_TRUE(contains(text, "a.prm:2: Time/End [day] = x: 'x' is not a number"));
  EXPECT_TRUE(contains(text, "default: Time/Visits [month] = 0, 1, 4, 6, 12, 24: month 1 is day 30.4375, "
                             "after Time/End [day] = 30 (--set)"));
}

TEST_F(Parameters, RefusesAbsurdNumbers)
{
  EXPECT_TRUE(contains(mistakes_of({"Load/Habitual force [N]=1e300"}), "'1e300' is too large"));
  EXPECT_TRUE(contains(mistakes_of({"Load/Programme [day: N]=0: 1e300"}), "'1e300' is too large"));
  EXPECT_TRUE(contains(mistakes_of({"Biology/Collagen/Reference density [mg/mm^3]=1e-310"}), "too "));
  EXPECT_TRUE(contains(mistakes_of({"Biology/Collagen/Reference density [mg/mm^3]=1e-300"}),
                       "'1e-300' is too close to zero"));
  EXPECT_EQ(std::signbit(read_parameters("", {"Treatment/Dose [cells]=-0"}).treatment.dose), false);
  EXPECT_TRUE(contains(mistakes_of({"Geometry/Tendon/Length [mm]=-0.0"}), "outside the allowed range"));
}

TEST_F(Parameters, WarnsOfDepotsWithoutADose)
{
  std::vector<std::string> warnings;
  const std::string        depots = "Treatment/Depots [mm, mm, mm, mm, -]=0, 0, 0, 4, 1";
  read_parameters("", {depots, "Treatment/Dose [cells]=1e6"}, warnings);
  EXPECT_TRUE(warnings.empty());
  read_parameters("", {depots}, warnings);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_TRUE(contains(warnings[0], "the depots are not used, because Treatment/Dose [cells] = 0 (default)"));
}

TEST_F(Parameters, WarnsOfAHarmfulGuardStrain)
{
  std::vector<std::string> warnings;
  read_parameters("", {"Mechanics/Governor/Guard strain [-]=0.094"}, warnings);
  EXPECT_TRUE(warnings.empty());
  read_parameters("", {"Mechanics/Governor/Guard strain [-]=0.095"}, warnings);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_TRUE(contains(warnings[0], "--set: Mechanics/Governor/Guard strain [-] = 0.095"));
  EXPECT_TRUE(contains(warnings[0], "Biology/Strain window/High strain [-] = 0.095 (default)"));
}

TEST_F(Parameters, CheckCoversValuesThatNoFileSet)
{
  EXPECT_TRUE(check(ParameterSet()).errors.empty());
  ParameterSet p;
  p.treatment.retention = 1.5;
  ASSERT_EQ(check(p).errors.size(), 1U);
  EXPECT_TRUE(contains(check(p).errors[0], "Treatment/Retention [-] = 1.5"));
}

// --- boundary conditions ----------------------------------------------------------------------------

TEST_F(Parameters, ParsesBoundaryConditions)
{
  using Kind   = BoundaryCondition::Kind;
  const auto c = parse_boundary_conditions("heel: displacement xz = 0; top: plate z = load;left:force x=-3 ; "
                                           "skin: spring = 1e-4;");
  ASSERT_EQ(c.size(), 4U);
  EXPECT_EQ(c[0].boundary, "heel");
  EXPECT_EQ(c[0].kind, Kind::displacement);
  EXPECT_EQ(c[0].components, (std::array<bool, 3>{{true, false, true}}));
  EXPECT_EQ(c[1].kind, Kind::plate);
  EXPECT_TRUE(c[1].is_load);
  EXPECT_EQ(c[1].components, (std::array<bool, 3>{{false, false, true}}));
  EXPECT_EQ(c[2].kind, Kind::force);
  EXPECT_FALSE(c[2].is_load);
  EXPECT_EQ(c[2].value, -3.);
  EXPECT_EQ(c[3].kind, Kind::spring);
  EXPECT_EQ(c[3].value, 1e-4);
  EXPECT_TRUE(parse_boundary_conditions(" ").empty());
}

TEST_F(Parameters, RefusesBadBoundaryConditions)
{
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a: displacment x = 0", "item 'a: displacment x = 0': the kind 'displacment' is unknown; allowed: "
                               "displacement, plate, force, spring; nearest: displacement"},
      {"a displacement x = 0", "not of the form"},
      {": spring = 1", "the boundary before `:` is missing"},
      {"a: displacement = 0", "needs a component"},
      {"a: displacement xw = 0", "allowed: the letters x, y, z"},
      {"a: displacement xx = 0", "each at most once"},
      {"a: displacement x y = 0", "before `=` is unexpected"},
      {"a: displacement x = load", "only plate and force may carry the load"},
      {"a: plate xz = 1", "takes one component"},
      {"a: spring x = 1", "takes no component"},
      {"a: spring = -1", "must not be negative"},
      {"a: force z = strong", "'strong' is not a number"},
      {"a: displacement xyz = 0; a: plate z = 1", "the z component of 'a' is already set by an earlier item"},
  };
  for (const auto &one : cases)
    EXPECT_TRUE(contains(mistakes_of({"Mechanics/Boundary conditions=" + one.first}), one.second))
        << one.first;
}

TEST_F(Parameters, RefusesWhatCannotBeObserved)
{
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"MRI/UTE/TE [ms]=1"}, "at least two echo times are needed"},
      {{"MRI/UTE/TE [ms]=1, 1"}, "in increasing order"},
      {{"MRI/UTE/TE [ms]=0, 1"}, "above 0"},
      {{"MRI/Grid/Front [-]=0, 0, 2"}, "it is parallel to MRI/Grid/Axis [-] = 0, 0, 1"},
      {{"MRI/Grid/Axis [-]=0, 0, 0"}, "the direction is zero"},
      {{"MRI/Grid/File=none.nii"}, "MRI/Grid/File = none.nii: the file cannot be read"},
      {{"MRI/Grid/Spacing x [mm]=0.01", "MRI/Grid/Spacing y [mm]=0.01"}, "voxels; the limit is"},
      {{"MRI/Protons/Collagen density [mg/mm^3]=0.3"}, "the solids leave no room for water"},
      {{"Clinical/VISA-A/Weight of pain [-]=0.4"}, "the weights of the score add up to 1.1, not 1"},
      {{"Clinical/Pain/Sensitisation [-]=0.2"},
       "it must be below Clinical/Pain/Strain of half effect [-] = 0.12"}};
  for (const auto &[overrides, part] : cases)
    EXPECT_TRUE(contains(mistakes_of(overrides), part)) << part;
}
} // namespace
