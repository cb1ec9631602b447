#ifndef tenogen_tests_robustness_study_fixture_h
#define tenogen_tests_robustness_study_fixture_h

#include "parameters_fixture.h"
#include "program.h"
#include "tenogen/study/read_study.h"

#include <sstream>

namespace tenogen::tests
{
/// A valid study, parts of which the tests replace.
const std::string good_study = R"({
  "schema": "tenogen study 1", // a comment
  "arms": [{"name": "treated", "file": "a.prm", "set": {"Treatment/Dose [cells]": 2e7}},
           {"name": "untreated", "file": "a.prm"}],
  "parameters": [
    {"entry": "Geometry/Gap/Gap length [mm]", "distribution": "triangular", "low": 10, "mode": 25, "high": 60},
    {"entry": "Treatment/Retention [-]", "arms": ["treated"], "distribution": "uniform", "low": 0.1, "high": 0.3}],
  "design": {"kind": "sobol", "size": 8, "seed": 3},
  "outcomes": [{"name": "gap modulus [MPa]", "months": [12, 24]}]
})";

class StudyFile : public ParameterFiles
{
protected:
  void SetUp() override
  {
    ParameterFiles::SetUp();
    write("a.prm", "set Title = A\n");
  }

  static std::string exchanged(const std::string &part, const std::string &by, std::string text = good_study)
  {
    const auto at = text.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    return text.replace(at, part.size(), by);
  }

  /// The message that refuses a study with this text; empty if the study is accepted.
  std::string refusal(const std::string &text) const
  {
    try
    {
      study::read_study(write("s.json", text));
    }
    catch (const InputError &error)
    {
      return error.what();
    }
    return "";
  }

  /// The same for the good study with one part replaced.
  std::string refusal_with(const std::string &part, const std::string &by) const
  {
    return refusal(exchanged(part, by));
  }

  program::Ending sweep(const std::vector<std::string> &arguments) const
  {
    std::vector<std::string> command = {TENOGEN_EXECUTABLE, "sweep", "design"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return program::Process(command).end();
  }

  std::string content(const std::string &name) const
  {
    std::ostringstream text;
    text << std::ifstream(folder / name).rdbuf();
    return text.str();
  }
};
} // namespace tenogen::tests

#endif
