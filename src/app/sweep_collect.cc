#include "tenogen/app/sweep_collect.h"

#include "tenogen/app/provenance.h"
#include "tenogen/app/study_folder.h"
#include "tenogen/core/checksum.h"
#include "tenogen/core/errors.h"
#include "tenogen/output/atomic_file.h"
#include "tenogen/output/hdf5_image.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/study/csv.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <limits>

namespace tenogen
{
namespace
{
namespace fs = std::filesystem;
using study::TaskState;

constexpr double schema  = 1.;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

constexpr const char *help_text =
    "Usage: tenogen sweep collect DIR\n\n"
    "Gathers what is done of a study into DIR/results.csv, a row for each point, and DIR/results.h5 "
    "(docs/studies.md).\nMay be repeated at any time; what is not done has an empty field and its state.\n";

/// One arm, point by point.
struct ArmResults
{
  std::vector<std::string>         states, reasons;
  std::vector<double>              seconds, attempts;
  std::vector<std::vector<double>> outcomes; ///< of each outcome, values at its months of all points
};

/// The value of an observable at a visit; NaN where there is none.
double value_at(const nlohmann::json &visits, const std::string &name, const double month)
{
  for (const auto &visit : visits)
    if (std::abs(visit.value("month", nothing) - month) < 1e-6)
      return visit.contains(name) && visit[name].is_number() ? visit[name].get<double>() : nothing;
  return nothing;
}

/// Appends the values of one run; where it says nothing, NaN.
void add_outcomes(const study::Study &study, const std::string &summary, ArmResults &results)
{
  const auto json = nlohmann::json::parse(summary, nullptr, false);
  const auto visits =
      json.is_object() ? json.value("visits", nlohmann::json::array()) : nlohmann::json::array();
  for (std::size_t o = 0; o < study.outcomes.size(); ++o)
    for (const double month : study.outcomes[o].months)
      results.outcomes[o].push_back(value_at(visits, study.outcomes[o].name, month));
}

void add_task(const StudyFolder &folder, const StudyTask &task, ArmResults &results)
{
  study::TaskStatus status = folder.status(task);
  if (status.key != task.key)
    status = {};
  const fs::path summary = task.run / "summary.json";
  if (status.state == TaskState::done && !fs::exists(summary))
  {
    status.state  = TaskState::crashed;
    status.reason = "its summary is gone";
  }
  results.states.push_back(to_text(status.state));
  results.reasons.push_back(status.reason);
  results.seconds.push_back(status.seconds);
  results.attempts.push_back(status.attempts);
  add_outcomes(folder.study(), status.state == TaskState::done ? output::read_file(summary) : "", results);
}

std::vector<ArmResults> read_results(const StudyFolder &folder)
{
  std::vector<ArmResults> arms(folder.study().arms.size());
  for (ArmResults &arm : arms)
    arm.outcomes.resize(folder.study().outcomes.size());
  for (std::size_t number = 0; number < folder.n_tasks(); ++number)
  {
    const StudyTask task = folder.task(number);
    add_task(folder, task, arms[task.arm]);
  }
  return arms;
}

std::vector<std::string> header(const study::Study &study)
{
  std::vector<std::string> names = {"point"};
  for (const auto &parameter : study.parameters)
    names.push_back(parameter.name);
  for (const auto &arm : study.arms)
  {
    for (const char *const name : {"state", "reason", "attempts", "seconds [s]"})
      names.push_back(arm.name + ": " + name);
    for (const auto &outcome : study.outcomes)
      for (const double month : outcome.months)
        names.push_back(arm.name + ": " + outcome.name + " at month " + parameters::to_text(month));
  }
  return names;
}

std::string number_field(const double value)
{
  return std::isnan(value) ? "" : parameters::to_text(value);
}

std::string csv_text(const StudyFolder &folder, const std::vector<ArmResults> &arms)
{
  const study::Study &study = folder.study();
  std::string         text  = study::csv_line(header(study)) + "\n";
  for (std::size_t point = 0; point < folder.n_points(); ++point)
  {
    std::vector<std::string> row = {std::to_string(point)};
    for (const std::string &value : folder.values(point))
      row.push_back(value);
    for (const ArmResults &arm : arms)
    {
      row.insert(row.end(), {arm.states[point], arm.reasons[point], number_field(arm.attempts[point]),
                             number_field(arm.seconds[point])});
      for (std::size_t o = 0; o < study.outcomes.size(); ++o)
      {
        const std::size_t n = study.outcomes[o].months.size();
        for (std::size_t m = 0; m < n; ++m)
          row.push_back(number_field(arm.outcomes[o][point * n + m]));
      }
    }
    text += study::csv_line(row) + "\n";
  }
  return text;
}

/// HDF5 takes a stroke for a level.
std::string dataset_name(std::string name)
{
  for (std::size_t place = name.find('/'); place != std::string::npos; place = name.find('/'))
    name.replace(place, 1, " per ");
  return name;
}

std::string unit_of(const std::string &name)
{
  const auto begin = name.rfind('['), end = name.rfind(']');
  return begin == std::string::npos || end == std::string::npos || end < begin
             ? "-"
             : name.substr(begin + 1, end - begin - 1);
}

void write_parameters(output::Hdf5Image &file, const StudyFolder &folder)
{
  const auto &parameters = folder.study().parameters;
  file.make_group("parameters");
  for (std::size_t p = 0; p < parameters.size(); ++p)
  {
    std::vector<std::string> texts;
    std::vector<double>      numbers;
    bool                     all_numbers = true;
    for (std::size_t point = 0; point < folder.n_points(); ++point)
    {
      texts.push_back(folder.values(point)[p]);
      char *end = nullptr;
      numbers.push_back(std::strtod(texts.back().c_str(), &end));
      all_numbers = all_numbers && !texts.back().empty() && *end == '\0';
    }
    const std::string dataset = "parameters/" + dataset_name(parameters[p].name);
    if (all_numbers)
      file.write(dataset, numbers, unit_of(parameters[p].name));
    else
      file.write(dataset, texts);
    file.set_attribute(dataset, "name", parameters[p].name);
  }
}

void write_arm(output::Hdf5Image &file, const study::Study &study, const std::string &name,
               const ArmResults &arm)
{
  const std::string group = "arms/" + name;
  file.make_group(group);
  file.write(group + "/state", arm.states);
  file.write(group + "/reason", arm.reasons);
  file.write(group + "/seconds", arm.seconds, "s");
  file.write(group + "/attempts", arm.attempts, "-");
  file.make_group(group + "/outcomes");
  for (std::size_t o = 0; o < study.outcomes.size(); ++o)
  {
    const auto       &outcome = study.outcomes[o];
    const std::string dataset = group + "/outcomes/" + dataset_name(outcome.name);
    file.write_rows(dataset, arm.outcomes[o], static_cast<unsigned int>(outcome.months.size()),
                    unit_of(outcome.name));
    file.set_attribute(dataset, "name", outcome.name);
  }
}

std::string hdf5_bytes(const StudyFolder &folder, const std::vector<ArmResults> &arms)
{
  const study::Study &study = folder.study();
  output::Hdf5Image   file;
  file.set_attribute("/", "schema", schema);
  file.set_attribute("/", "title", study.title);
  file.set_attribute("/", "program", program_name());
  file.set_attribute("/", "design crc64", checksum(output::read_file(folder.path() / "design.csv")));
  file.set_attribute("/", "note", "Simulated outcomes of a model with assumed parameters.");
  write_parameters(file, folder);
  file.make_group("months");
  for (const auto &outcome : study.outcomes)
    file.write("months/" + dataset_name(outcome.name), outcome.months, "month");
  file.make_group("arms");
  for (std::size_t a = 0; a < arms.size(); ++a)
    write_arm(file, study, study.arms[a].name, arms[a]);
  return file.bytes();
}
} // namespace

int sweep_collect(const std::vector<std::string> &arguments)
{
  if (arguments.size() == 1 && (arguments[0] == "--help" || arguments[0] == "-h"))
  {
    std::cout << help_text;
    return 0;
  }
  if (arguments.size() != 1 || arguments[0].empty() || arguments[0][0] == '-')
    throw InputError("sweep collect: give the folder of the study alone, as in `tenogen sweep collect "
                     "results/study`.");
  const StudyFolder folder(arguments[0]);
  const auto        arms = read_results(folder);
  output::write_file(folder.path() / "results.csv", csv_text(folder, arms));
  output::write_file(folder.path() / "results.h5", hdf5_bytes(folder, arms));
  std::size_t n_done = 0;
  for (const ArmResults &arm : arms)
    n_done += std::size_t(std::count(arm.states.begin(), arm.states.end(), to_text(TaskState::done)));
  std::cout << (folder.path() / "results.csv").string() << ", results.h5: " << n_done << " of "
            << folder.n_tasks() << " runs are done.\n";
  return 0;
}
} // namespace tenogen
