#include "parameters_fixture.h"

#include "tenogen/app/parameters_command.h"
#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/write_parameters.h"

#include <deal.II/base/parameter_handler.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <sstream>

namespace
{
using namespace tenogen;
using namespace tenogen::parameters;
using namespace tenogen::tests;

class PrintedParameters : public ParameterFiles
{
};

std::string printed(const ParameterSet &parameters, const Format format)
{
  std::ostringstream stream;
  write_parameters(stream, parameters, format);
  return stream.str();
}

// --- printing ---------------------------------------------------------------------------------------

/// Defaults with values that have no short decimal form, and an entry of every kind changed.
ParameterSet awkward()
{
  ParameterSet p;
  p.title                         = "a title: 1 = 1; 50 %";
  p.geometry.gap_length           = 100. / 3.;
  p.geometry.has_gap              = false;
  p.geometry.resolution           = Resolution::custom;
  p.geometry.cells_gap            = 23;
  p.material.fibre_law            = FibreLaw::goh;
  p.mechanics.prescribed_strain   = {{0., 0.1 + 0.2}, {1. / 3., 1.0000000000000002e-20}};
  p.load.programme                = {{-1., 0.}, {1e20, 9.999999999999998e19}};
  p.treatment.depots              = {{1. / 7., -0.1, 2e-9, 4., 1. / 3.}};
  p.time.visits                   = {0., 1. / 3.};
  p.initial_state.relaxation_time = 1.0000000000000002;
  return p;
}

TEST_F(PrintedParameters, PrintedSetReadsBackExactly)
{
  const auto before = awkward();
  const auto after  = read_parameters(write("a.prm", printed(before, Format::prm)));
  EXPECT_EQ(after.title, before.title);
  EXPECT_EQ(after.geometry.gap_length, 100. / 3.);
  EXPECT_FALSE(after.geometry.has_gap);
  EXPECT_EQ(after.geometry.resolution, Resolution::custom);
  EXPECT_EQ(after.geometry.cells_gap, 23U);
  EXPECT_EQ(after.material.fibre_law, FibreLaw::goh);
  ASSERT_EQ(after.mechanics.prescribed_strain.size(), 2U);
  EXPECT_EQ(after.mechanics.prescribed_strain[0].value, 0.1 + 0.2);
  EXPECT_EQ(after.mechanics.prescribed_strain[1].time, 1. / 3.);
  EXPECT_EQ(after.mechanics.prescribed_strain[1].value, 1.0000000000000002e-20);
  EXPECT_EQ(after.load.programme[1].value, 9.999999999999998e19);
  EXPECT_EQ(after.treatment.depots[0].x, 1. / 7.);
  EXPECT_EQ(after.treatment.depots[0].share, 1. / 3.);
  EXPECT_EQ(after.time.visits[1], 1. / 3.);
  EXPECT_EQ(after.initial_state.relaxation_time, 1.0000000000000002);
  EXPECT_EQ(printed(after, Format::prm), printed(before, Format::prm));
}

TEST_F(PrintedParameters, NumbersArePrintedShort)
{
  const auto text = printed(ParameterSet(), Format::prm);
  EXPECT_TRUE(contains(text, "    set Motility [mm^2/day] = 0.05\n"));
  EXPECT_TRUE(contains(text, "set Collagen I from tenocytes [mg/cell/day] = 9e-8\n"));
  EXPECT_TRUE(contains(text, "set Visits [month] = 0, 1, 4, 6, 12, 24\n"));
  EXPECT_TRUE(contains(text, "set Maximal cell density [cells/mm^3] = 30000\n"));
}

/// The pattern with which deal.II's own parameter handler reads an entry of this type.
std::unique_ptr<dealii::Patterns::PatternBase> pattern_of(const Entry &entry)
{
  using namespace dealii::Patterns;
  const List numbers{Double()};
  switch (entry.type)
  {
  case ValueType::number:
    return Double(std::isfinite(entry.range.minimum) ? entry.range.minimum : Double::min_double_value,
                  std::isfinite(entry.range.maximum) ? entry.range.maximum : Double::max_double_value)
        .clone();
  case ValueType::integer:
    return Integer(0).clone();
  case ValueType::boolean:
    return Bool().clone();
  case ValueType::word:
  {
    std::string words;
    for (const auto &word : entry.words)
      words += (words.empty() ? "" : "|") + word;
    return Selection(words).clone();
  }
  case ValueType::table:
    return Map(Double(), Double(), 0, Map::max_int_value, ",", ":").clone();
  case ValueType::numbers:
    return numbers.clone();
  case ValueType::depots:
    return List(numbers, 0, List::max_int_value, ";").clone();
  default:
    return Anything().clone();
  }
}

TEST_F(PrintedParameters, PrintedFileIsUnderstoodByDealII)
{
  ParameterSet values;
  Binder       binder;
  bind(binder, values);
  dealii::ParameterHandler handler;
  const auto               enter = [&](const Entry &entry)
  {
    for (const auto &section : entry.sections)
      handler.enter_subsection(section);
  };
  const auto leave = [&](const Entry &entry)
  {
    for (std::size_t i = 0; i < entry.sections.size(); ++i)
      handler.leave_subsection();
  };
  for (const auto &entry : binder.entries())
  {
    enter(entry);
    handler.declare_entry(entry.name, entry.default_text, *pattern_of(entry));
    leave(entry);
  }
  handler.parse_input_from_string(printed(awkward(), Format::prm));

  values = awkward();
  for (const auto &entry : binder.entries())
  {
    enter(entry);
    EXPECT_EQ(handler.get(entry.name), entry.text()) << entry.path();
    leave(entry);
  }
}

TEST_F(PrintedParameters, EveryEntryIsDocumented)
{
  ParameterSet values;
  Binder       binder;
  bind(binder, values);
  EXPECT_GT(binder.entries().size(), 180U);
  std::vector<std::string> paths;
  for (const auto &entry : binder.entries())
  {
    paths.push_back(entry.path());
    const bool has_number =
        entry.type != ValueType::boolean && entry.type != ValueType::word && entry.type != ValueType::text;
    EXPECT_GT(entry.description.meaning.size(), 4U) << entry.path();
    EXPECT_EQ(entry.description.meaning.back(), '.') << entry.path();
    EXPECT_GT(entry.description.source.size(), 3U) << entry.path();
    EXPECT_FALSE(has_number && entry.unit().empty()) << entry.path();
    EXPECT_LE(entry.description.plausible.minimum, entry.description.plausible.maximum) << entry.path();
  }
  std::sort(paths.begin(), paths.end());
  EXPECT_TRUE(std::adjacent_find(paths.begin(), paths.end()) == paths.end());

  const auto number = binder.entries().size();
  EXPECT_EQ(count(printed(values, Format::prm), "# Confidence: "), number);
  EXPECT_EQ(count(printed(values, Format::json), "\"confidence\": "), number);
  const auto manual = printed(values, Format::markdown);
  EXPECT_EQ(count(manual, "| measured |\n") + count(manual, "| modelled |\n") +
                count(manual, "| assumed |\n"),
            number);
}

TEST_F(PrintedParameters, CommandPrintsOrRefuses)
{
  testing::internal::CaptureStdout();
  EXPECT_EQ(parameters_command({"--format", "json", "--set", "Treatment/Dose [cells]=5"}), 0);
  EXPECT_TRUE(contains(testing::internal::GetCapturedStdout(),
                       "\"Treatment/Dose [cells]\": {\n    \"value\": 5,\n    \"default\": 0,"));
  testing::internal::CaptureStdout();
  EXPECT_EQ(parameters_command({"--help"}), 0);
  EXPECT_TRUE(contains(testing::internal::GetCapturedStdout(), "Examples:\n  tenogen parameters"));
  EXPECT_THROW(parameters_command({"--format", "xml"}), InputError);
  EXPECT_THROW(parameters_command({"--frmat", "prm"}), InputError);
  EXPECT_THROW(parameters_command({"a.prm", "b.prm"}), InputError);
  EXPECT_THROW(parameters_command({(folder / "none.prm").string()}), FileSystemError);
}

// --- the files that come with the program -----------------------------------------------------------

TEST_F(PrintedParameters, EveryShippedFileReads)
{
  const std::filesystem::path shipped = std::filesystem::path(TENOGEN_SOURCE_DIR) / "params";
  unsigned int                number  = 0;
  for (const auto &file : std::filesystem::recursive_directory_iterator(shipped))
    if (file.path().extension() == ".prm")
    {
      std::vector<std::string> warnings;
      EXPECT_NO_THROW(read_parameters(file.path().string(), {}, warnings)) << file.path();
      EXPECT_TRUE(warnings.empty()) << file.path() << ": " << warnings.front();
      ++number;
    }
  EXPECT_GE(number, 7U);
}

TEST_F(PrintedParameters, ShippedArmsAreWhatTheirNamesSay)
{
  const auto arm = [](const std::string &name)
  { return read_parameters(TENOGEN_SOURCE_DIR "/params/achilles_" + name + ".prm"); };
  EXPECT_EQ(arm("untreated").treatment.dose, 0.);
  EXPECT_EQ(arm("untreated").load.programme.back().value, 1800.);
  EXPECT_EQ(arm("rehabilitation_only").treatment.dose, 0.);
  EXPECT_EQ(arm("rehabilitation_only").load.programme.back().value, 3000.);
  EXPECT_EQ(arm("treated").treatment.dose, 2e7);
  EXPECT_EQ(arm("treated").treatment.depots.size(), 5U);
  EXPECT_EQ(arm("treated").load.programme.front().value, 200.);
  EXPECT_EQ(arm("treated_unprotected").load.programme.front().value, 1800.);
  EXPECT_EQ(arm("treated_immobilised").load.programme[1].time, 56.);
  EXPECT_EQ(arm("treated_immobilised").load.programme[1].value, 40.);
  EXPECT_FALSE(arm("intact").geometry.has_gap);
}
} // namespace
