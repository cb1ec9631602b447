#include "tenogen/app/study_results.h"

#include "tenogen/app/outcome_table.h"
#include "tenogen/app/provenance.h"
#include "tenogen/core/checksum.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/read_file.h"
#include "tenogen/core/units.h"
#include "tenogen/output/atomic_file.h"
#include "tenogen/output/hdf5_image.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/study/csv.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace tenogen
{
namespace
{
namespace fs = std::filesystem;
using study::TaskState;
using study::TaskStatus;

constexpr double schema = 1.;

std::vector<double> full_months(const study::Study &study)
{
  double end = 0.;
  for (const auto &arm : study.arms)
    end = std::max(end, arm.base.time.end / days_per_month);
  std::vector<double> months;
  for (double month = 0.; month <= end + 1e-9; month += 1.)
    months.push_back(month);
  return months;
}

/// The table of outcomes of a task that is done.
OutcomeTable read_outcomes(const StudyTask &task, const std::vector<study::Outcome> &outcomes)
{
  std::error_code error;
  if (fs::exists(task.outcomes, error))
  {
    auto table = parse_outcome_table(read_file(task.outcomes), outcomes);
    if (!table.months.empty())
      return table;
  }
  auto table = outcome_table(outcomes, task.run);
  output::write_file(task.outcomes, to_text(table, outcomes));
  return table;
}

void add(const StudyFolder &folder, const StudyTask &task, const std::vector<double> &months, ArmResults &arm)
{
  const auto  &outcomes = folder.study().outcomes;
  TaskStatus   status   = folder.status(task);
  OutcomeTable table;
  table.values.resize(outcomes.size());
  if (status.state == TaskState::done)
    try
    {
      table = read_outcomes(task, outcomes);
    }
    catch (const FileSystemError &error)
    {
      status.state  = TaskState::disk;
      status.reason = "the run was done, but its results are missing: " + std::string(error.what());
    }
  for (std::size_t o = 0; o < outcomes.size(); ++o)
  {
    for (const double month : outcomes[o].months)
      arm.outcomes[o].push_back(table.at(o, month));
    for (const double month : months)
      arm.courses[o].push_back(table.at(o, month));
  }
  arm.statuses.push_back(std::move(status));
}

std::vector<std::string> header(const study::Study &study)
{
  std::vector<std::string> names = {"point"};
  for (const auto &parameter : study.parameters)
    names.push_back(parameter.name);
  for (const auto &arm : study.arms)
  {
    for (const char *const name : {"state", "reason", "attempts [-]", "cost [s]"})
      names.push_back(arm.name + ": " + name);
    for (const auto &outcome : study.outcomes)
      for (const double month : outcome.months)
        names.push_back(arm.name + ": " + outcome.name + " at month " + parameters::to_text(month));
  }
  return names;
}

std::string field(const double value)
{
  return std::isnan(value) ? "" : parameters::to_text(value);
}

/// A name without its unit.
std::string without_unit(const std::string &name)
{
  return parameters::trimmed(name.substr(0, name.rfind('[')));
}

/// A name without its unit as one level of HDF5, in which a slash separates levels.
std::string flat_key(const std::string &name)
{
  std::string key = without_unit(name);
  std::replace(key.begin(), key.end(), '/', '_');
  return key;
}

/// The keys, numbered if a key occurs twice or would be a group containing another one.
std::vector<std::string> distinct(const std::vector<std::string> &keys)
{
  std::vector<std::string> taken;
  const auto               is_free = [&](const std::string &key)
  {
    return std::none_of(taken.begin(), taken.end(),
                        [&](const std::string &other) {
                          return (other + "/").rfind(key + "/", 0) == 0 ||
                                 (key + "/").rfind(other + "/", 0) == 0;
                        });
  };
  for (const std::string &key : keys)
  {
    std::string candidate = key;
    for (unsigned int number = 2; candidate.empty() || candidate == "." || !is_free(candidate); ++number)
      candidate = key + " (" + std::to_string(number) + ")";
    taken.push_back(candidate);
  }
  return taken;
}

/// Keys of the datasets of outcomes.
std::vector<std::string> keys_of(const std::vector<study::Outcome> &outcomes)
{
  std::vector<std::string> keys;
  for (const auto &outcome : outcomes)
    keys.push_back(flat_key(outcome.name));
  return distinct(keys);
}

/// Keys of the datasets of parameters: sections of an entry are levels.
std::vector<std::string> keys_of(const std::vector<study::VariedParameter> &parameters)
{
  std::vector<std::string> keys;
  for (const auto &parameter : parameters)
    keys.push_back(parameter.is_factor ? flat_key(parameter.name) : without_unit(parameter.name));
  return distinct(keys);
}

/// Names end with their unit.
std::string unit_of(const std::string &name)
{
  const auto begin = name.rfind('['), end = name.rfind(']');
  const bool has_unit = begin != std::string::npos && end != std::string::npos && begin < end;
  return has_unit ? name.substr(begin + 1, end - begin - 1) : "-";
}

void write_parameter(output::Hdf5Image &file, const std::string &dataset, const std::string &name,
                     const std::vector<std::string> &texts)
{
  try
  {
    std::vector<double> numbers;
    for (const std::string &text : texts)
      numbers.push_back(parameters::number_from_text(text));
    file.write(dataset, numbers, unit_of(name));
  }
  catch (const InputError &) // words
  {
    file.write(dataset, texts);
  }
  file.set_attribute(dataset, "name", name);
}

void write_parameters(output::Hdf5Image &file, const study::Study &study, const StudyResults &results)
{
  const auto keys = keys_of(study.parameters);
  file.make_group("parameters");
  for (std::size_t p = 0; p < study.parameters.size(); ++p)
  {
    std::vector<std::string> texts;
    for (const auto &row : results.values)
      texts.push_back(row[p]);
    write_parameter(file, "parameters/" + keys[p], study.parameters[p].name, texts);
  }
}

void write_statuses(output::Hdf5Image &file, const std::string &group,
                    const std::vector<TaskStatus> &statuses)
{
  const auto texts = [&](const char *const name, const std::function<std::string(const TaskStatus &)> &text)
  {
    std::vector<std::string> all;
    for (const TaskStatus &status : statuses)
      all.push_back(text(status));
    file.write(group + "/" + name, all);
  };
  const auto numbers = [&](const char *const name, const char *const unit,
                           const std::function<double(const TaskStatus &)> &number)
  {
    std::vector<double> all;
    for (const TaskStatus &status : statuses)
      all.push_back(number(status));
    file.write(group + "/" + name, all, unit);
  };
  texts("state", [](const TaskStatus &status) { return study::to_text(status.state); });
  texts("reason", [](const TaskStatus &status) { return status.reason; });
  texts("program", [](const TaskStatus &status) { return status.program; });
  texts("host", [](const TaskStatus &status) { return status.host; });
  numbers("attempts", "-", [](const TaskStatus &status) { return double(status.attempts); });
  numbers("cost", "s", [](const TaskStatus &status) { return status.seconds; });
  numbers("ranks", "-", [](const TaskStatus &status) { return double(status.ranks); });
  numbers("exit code", "-", [](const TaskStatus &status) { return double(status.exit_code); });
  numbers("signal", "-", [](const TaskStatus &status) { return double(status.signal); });
  numbers("ended", "s since 1970", [](const TaskStatus &status) { return status.ended; });
  texts("key", [](const TaskStatus &status) { return status.key; });
}

/// @param parameters  the file of the arm
void write_arm(output::Hdf5Image &file, const std::vector<study::Outcome> &outcomes, const std::string &name,
               const std::string &parameters, const ArmResults &arm, const unsigned int n_months)
{
  const std::string group = "arms/" + name;
  file.make_group(group);
  file.write(group + "/parameters", parameters);
  write_statuses(file, group, arm.statuses);
  file.make_group(group + "/outcomes");
  file.make_group(group + "/courses");
  const auto keys = keys_of(outcomes);
  for (std::size_t o = 0; o < outcomes.size(); ++o)
  {
    const auto         n    = static_cast<unsigned int>(outcomes[o].months.size());
    const std::string &full = outcomes[o].name;
    for (const auto &[part, values, width] :
         {std::tuple("/outcomes/", &arm.outcomes[o], n), std::tuple("/courses/", &arm.courses[o], n_months)})
    {
      const std::string dataset = group + part + keys[o];
      file.write_rows(dataset, *values, width, unit_of(full));
      file.set_attribute(dataset, "name", full);
    }
  }
}
} // namespace

std::size_t StudyResults::n_done() const
{
  std::size_t n = 0;
  for (const ArmResults &arm : arms)
    n += static_cast<std::size_t>(std::count_if(arm.statuses.begin(), arm.statuses.end(),
                                                [](const TaskStatus &status)
                                                { return status.state == TaskState::done; }));
  return n;
}

StudyResults read_results(const StudyFolder &folder)
{
  StudyResults results;
  results.months = full_months(folder.study());
  results.arms.resize(folder.study().arms.size());
  for (ArmResults &arm : results.arms)
  {
    arm.outcomes.resize(folder.study().outcomes.size());
    arm.courses.resize(folder.study().outcomes.size());
  }
  for (std::size_t point = 0; point < folder.n_points(); ++point)
    results.values.push_back(folder.values(point));
  for (std::size_t number = 0; number < folder.n_tasks(); ++number)
  {
    const StudyTask task = folder.task(number);
    add(folder, task, results.months, results.arms[task.arm]);
  }
  return results;
}

std::string results_csv(const StudyFolder &folder, const StudyResults &results)
{
  const study::Study &study = folder.study();
  std::string         text  = study::csv_line(header(study)) + "\n";
  for (std::size_t point = 0; point < results.values.size(); ++point)
  {
    std::vector<std::string> row = {std::to_string(point)};
    row.insert(row.end(), results.values[point].begin(), results.values[point].end());
    for (const ArmResults &arm : results.arms)
    {
      const TaskStatus &status = arm.statuses[point];
      row.insert(row.end(), {study::to_text(status.state), status.reason, std::to_string(status.attempts),
                             field(status.seconds)});
      for (std::size_t o = 0; o < study.outcomes.size(); ++o)
      {
        const std::size_t n = study.outcomes[o].months.size();
        for (std::size_t m = 0; m < n; ++m)
          row.push_back(field(arm.outcomes[o][point * n + m]));
      }
    }
    text += study::csv_line(row) + "\n";
  }
  return text;
}

std::string results_hdf5(const StudyFolder &folder, const StudyResults &results)
{
  const study::Study &study = folder.study();
  output::Hdf5Image   file;
  file.set_attribute("/", "schema", schema);
  file.set_attribute("/", "title", study.title);
  file.set_attribute("/", "program", program_name());
  file.set_attribute("/", "design crc64", checksum(read_file(folder.path() / "design.csv")));
  file.set_attribute("/", "note",
                     "Simulated outcomes of a model with assumed parameters; not clinical predictions.");
  file.write("study", read_file(folder.path() / "study.json"));
  write_parameters(file, study, results);
  file.write("course months", results.months, "month");
  file.make_group("outcome months");
  const auto keys = keys_of(study.outcomes);
  for (std::size_t o = 0; o < study.outcomes.size(); ++o)
  {
    file.write("outcome months/" + keys[o], study.outcomes[o].months, "month");
    file.set_attribute("outcome months/" + keys[o], "name", study.outcomes[o].name);
  }
  file.make_group("arms");
  for (std::size_t a = 0; a < results.arms.size(); ++a)
    write_arm(file, study.outcomes, study.arms[a].name, read_file(folder.arm_file(a)), results.arms[a],
              static_cast<unsigned int>(results.months.size()));
  return file.bytes();
}
} // namespace tenogen
