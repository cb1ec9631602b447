#include "tenogen/app/run_writer.h"

#include "tenogen/app/clinical_observables.h"
#include "tenogen/app/mri_writer.h"
#include "tenogen/app/run_estimate.h"
#include "tenogen/core/collective.h"
#include "tenogen/core/timing.h"
#include "tenogen/core/units.h"
#include "tenogen/fields/statistics.h"
#include "tenogen/model/constitutive.h"
#include "tenogen/output/atomic_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace tenogen
{
namespace
{
using healing::value_of;

using clock = std::chrono::steady_clock;

std::vector<output::NamedField> species_fields(const fields::State &state)
{
  std::vector<output::NamedField> fields;
  for (unsigned int s = 0; s < model::n_species; ++s)
    fields.push_back(
        {model::species_names()[s].name, model::species_names()[s].unit, &state.concentrations[s]});
  return fields;
}

output::HistoryMark history_mark(const nlohmann::json &records)
{
  const auto &mark = records.at("history");
  return {mark.at("bytes").get<std::uintmax_t>(), mark.at("crc64").get<std::string>(),
          mark.at("columns").get<std::size_t>()};
}
} // namespace

RunWriter::RunWriter(const fields::Spaces &spaces, const parameters::ParameterSet &parameters,
                     const output::RunDirectory *const directory, Log &log)
  : spaces(spaces)
  , parameters(parameters)
  , directory(directory)
  , log(log)
  , snapshots(spaces, std::filesystem::path(parameters.output.directory) / "fields")
  , files(parameters.output.directory)
  , begin(clock::now())
  , last_step(begin)
{
  if (directory != nullptr && std::filesystem::exists(*directory / "mesh.msh"))
    files.add("mesh.msh");
}

std::string RunWriter::records() const
{
  nlohmann::json records;
  on_root(spaces.communicator,
          [&]()
          {
            RunCosts so_far = costs;
            so_far.run_seconds += seconds_since(begin);
            const output::HistoryMark mark = history->synchronise();
            records = {{"history", {{"bytes", mark.bytes}, {"crc64", mark.crc64}, {"columns", mark.columns}}},
                       {"snapshots", nlohmann::json::parse(snapshots.records())},
                       {"files", files.checksums()},
                       {"newest", newest},
                       {"visit months", visit_months},
                       {"at visits", at_visits},
                       {"time of fields", time_of_fields},
                       {"seconds per interval", seconds_per_interval},
                       {"costs", so_far},
                       {"clinical course", course},
                       {"largest balance error", largest_balance_error},
                       {"smallest concentration", smallest_concentration},
                       {"failures", failures},
                       {"failure counts", failure_counts}};
          });
  return records.dump();
}

void RunWriter::restore(const std::string &text, const std::string &file)
try
{
  const auto records   = nlohmann::json::parse(text);
  const auto checksums = records.at("files").get<std::map<std::string, std::string>>();
  on_root(spaces.communicator,
          [&]()
          {
            for (const auto &missing : files.restore(checksums))
              log.line("warning: '" + missing.string() + "', which this run wrote, is missing.");
          });
  snapshots.restore(records.at("snapshots").dump());
  restore_course(records);
  records.at("newest").get_to(newest);
  records.at("time of fields").get_to(time_of_fields);
  records.at("seconds per interval").get_to(seconds_per_interval);
  records.at("costs").get_to(costs);
  records.at("failures").get_to(failures);
  records.at("failure counts").get_to(failure_counts);
  const auto mark = history_mark(records);
  on_root(spaces.communicator, [&]() { history.emplace(*directory / "history.csv", mark); });
}
catch (const nlohmann::json::exception &error) // on all ranks
{
  throw FileSystemError("'" + file + "' is not a complete checkpoint: " + error.what() + ".");
}

/// Restores the records that belong to the tendon rather than to the run that computed them.
void RunWriter::restore_course(const nlohmann::json &records)
{
  records.at("visit months").get_to(visit_months);
  records.at("at visits").get_to(at_visits);
  records.at("clinical course").get_to(course);
  records.at("largest balance error").get_to(largest_balance_error);
  records.at("smallest concentration").get_to(smallest_concentration);
}

void RunWriter::branch(const std::string &text, const std::string &file, const double day)
try
{
  const auto records = nlohmann::json::parse(text);
  restore_course(records);
  // The branch repeats a visit on its first day, under its own parameters.
  while (!visit_months.empty() && visit_months.back() * days_per_month > day - 1e-9)
  {
    visit_months.pop_back();
    at_visits.pop_back();
  }
  const auto mark = history_mark(records);
  on_root(spaces.communicator, [&]() { parent = read_parent_history(file, mark); });
}
catch (const nlohmann::json::exception &error) // on all ranks
{
  throw FileSystemError("'" + file + "' is not a complete checkpoint: " + error.what() + ".");
}

/// On rank 0: opens a new history, which starts with that of the parent of a branch.
void RunWriter::open_history(const std::vector<output::HistoryEntry> &first_row)
{
  const auto file = *directory / "history.csv";
  if (!parent.text.empty() && !has_same_columns(parent, first_row))
    parent = {parent.file, "", {}, "'" + parent.file.string() + "' has other columns than this run"};
  if (!parent.problem.empty())
    log.line("warning: the history begins at the branch point, because " + parent.problem + ".");
  if (parent.text.empty())
  {
    history.emplace(file);
    return;
  }
  output::write_file(file, parent.text);
  history.emplace(file, parent.mark);
  log.line("The history begins with the rows of '" + parent.file.string() + "' up to the branch point.");
  parent = {};
}

void RunWriter::checkpoint_written(const double seconds)
{
  ++n_checkpoints;
  costs.checkpoint_seconds += seconds;
}

void RunWriter::step(const fields::State &state, const healing::StepReport &report,
                     healing::PeakLoad &peak_load)
{
  newest = healing::observe(spaces, state, peak_load, parameters);
  if (report.number == 0 && !peak_load.knows_strain_of_forces())
    log.line(
        "There are no clinical scores: without the load governor, the strain under other forces is unknown.");
  add_clinical_observables(spaces, state, peak_load, parameters, newest, course);
  for (const healing::Observable &observable : newest)
    if (!std::isfinite(observable.value))
      throw SolverError("At day " + std::to_string(state.time) + " the " + observable.name +
                        " is not finite.");
  if (report.strain_is_inaccurate)
  {
    ++failure_counts["strain error at the shortest interval"];
    log.line("  at day " + std::to_string(state.time) + " the strain is resolved to " +
             std::to_string(report.strain_error) + " only, because the interval is the shortest allowed");
  }

  costs.add(report);
  largest_balance_error  = std::max(largest_balance_error, value_of(newest, "cell balance error"));
  smallest_concentration = std::min(smallest_concentration, value_of(newest, "smallest concentration"));
  record_failures(state, report);

  on_root(spaces.communicator,
          [&]()
          {
            std::vector<output::HistoryEntry> row;
            for (const healing::Observable &observable : newest)
              row.push_back({observable.name, observable.unit, observable.value});
            for (const output::HistoryEntry &entry : std::vector<output::HistoryEntry>{
                     {"step", "day", report.interval},
                     {"biology steps", "-", double(report.biology_steps)},
                     {"largest biology step", "day", report.largest_biology_step},
                     {"rejected biology steps", "-", double(report.rejected_steps)},
                     {"rejected intervals", "-", double(report.rejected_intervals)},
                     {"strain extrapolation error", "-", report.strain_error}})
              row.push_back(entry);
            if (!history)
              open_history(row);
            history->add(row);
          });
  show_progress(state, report);
}

void RunWriter::record_failures(const fields::State &state, const healing::StepReport &report)
{
  for (const healing::Failure &failure : report.failures)
  {
    failures.push_back(failure.reason);
    ++failure_counts[healing::to_text(failure.kind)];
    log.line("  rejected near day " + std::to_string(state.time) + ": " + failure.reason);
  }
}

/// Intervals become longer with the time since the start, up to about an eighth of it.
void RunWriter::show_progress(const fields::State &state, const healing::StepReport &report)
{
  const double seconds = report.number == 0 ? report.mechanics_seconds : seconds_since(last_step);
  seconds_per_interval = seconds_per_interval > 0. ? 0.7 * seconds_per_interval + 0.3 * seconds : seconds;
  last_step            = clock::now();
  const double left =
      seconds_per_interval * n_intervals(state.time, parameters.time.end * (1. - 1e-9), state.next_interval,
                                         parameters.mechanics.longest_interval);

  char text[256];
  std::snprintf(
      text, sizeof(text),
      "month %6.3f | step %4u of %8.4g d | load %6.1f N | biology %3u steps (%s), %5u iterations, %.1f s | "
      "mechanics %2u solves, %2u Newton, %4u CG, %.1f s | %s left",
      state.time / days_per_month, report.number, report.interval, state.applied_force, report.biology_steps,
      report.worst_field.c_str(), report.biology_iterations, report.biology_seconds,
      report.mechanics.solutions, report.mechanics.newton_iterations, report.mechanics.linear_iterations,
      report.mechanics_seconds, duration_text(left).c_str());
  log.progress(text);
}

void RunWriter::fields(const fields::State &state, healing::PeakLoad &peak_load)
{
  write_fields(state, peak_load);
}

void RunWriter::visit(const fields::State &state, const double month, healing::PeakLoad &peak_load)
{
  at_visits.push_back(newest);
  visit_months.push_back(month);
  char text[200];
  std::snprintf(
      text, sizeof(text),
      "visit at month %g: collagen I %.4f, III %.4f mg/mm^3, cytokine %.3f pg/mm^3, excess water %.3f, "
      "alignment %.3f, modulus %.1f MPa",
      month, value_of(newest, "gap mean collagen_I"), value_of(newest, "gap mean collagen_III"),
      value_of(newest, "gap mean cytokine"), value_of(newest, "gap mean water"),
      value_of(newest, "gap mean alignment"), value_of(newest, "gap modulus"));
  log.line(text);
  if (parameters.output.fields)
    write_fields(state, peak_load);
  if (!parameters.mri.write)
    return;
  const auto start = clock::now();
  if (const auto image =
          write_mri(spaces, state, peak_load, parameters.mri, parameters.output.directory, month, log))
    on_root(spaces.communicator, [&]() { files.add(*image); });
  else
    ++failure_counts["no image at a visit"];
  costs.mri_seconds += seconds_since(start);
}

void RunWriter::failure(const fields::State &state, const fields::State &failed,
                        const healing::StepReport &report, healing::PeakLoad &peak_load)
{
  costs.add(report);
  --costs.steps; // this step was not accepted
  record_failures(state, report);
  try
  {
    if (parameters.output.fields || !parameters.output.fields_at.empty())
    {
      write_fields(state, peak_load);
      snapshots.write_failed(failed, species_fields(failed));
      log.line("The failed state, for inspection only: " +
               (std::filesystem::path(parameters.output.directory) / "fields" / "failed.xdmf").string());
    }
  }
  catch (const Error &error)
  {
    log.line(std::string("The fields of the last good state and of the failed state could not be written: ") +
             error.what());
  }
}

void RunWriter::write_fields(const fields::State &state, healing::PeakLoad &peak_load)
{
  if (state.time == time_of_fields)
    return;
  time_of_fields = state.time;

  const solvers::MechanicalFields mechanical = peak_load.fields(state);
  const fields::Vector            stiffness  = peak_load.local_stiffness(state);
  const fields::Vector            alignment  = fields::alignment(spaces, state);
  std::array<fields::Vector, 3>   axis;
  axis.fill(spaces.make_biology_vector());
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
  {
    const auto           tensor  = fields::tensor_at(state.orientation, i);
    dealii::Tensor<1, 3> largest = dealii::eigenvectors(tensor)[0].second;
    if (largest * spaces.fibre_axes[i] < 0.)
      largest = -largest;
    for (unsigned int d = 0; d < 3; ++d)
      axis[d].local_element(i) = largest[d];
  }

  std::vector<output::NamedField> scalars = species_fields(state);
  for (const output::NamedField &field :
       std::vector<output::NamedField>{{"alignment", "-", &alignment},
                                       {"strain", "-", &mechanical.stimulus.strain},
                                       {"principal_strain", "-", &mechanical.principal_strain},
                                       {"fibre_stretch", "-", &mechanical.fibre_stretch},
                                       {"axial_stress", "MPa", &mechanical.fibre_stress},
                                       {"volume_change", "-", &mechanical.volume_change},
                                       {"local_stiffness", "MPa", &stiffness},
                                       {"region", "-", &spaces.tissue_indicator}})
    scalars.push_back(field);
  const auto &d = mechanical.stimulus.direction;
  const auto &e = mechanical.principal_direction;
  snapshots.write(state, scalars,
                  {{"fibre_direction", "-", {{&axis[0], &axis[1], &axis[2]}}},
                   {"strain_direction", "-", {{&d[0], &d[1], &d[2]}}},
                   {"principal_strain_direction", "-", {{&e[0], &e[1], &e[2]}}}});
  on_root(spaces.communicator, [&]() { files.add("fields/" + snapshots.newest_file()); });
}

/// Adds the intervals of one answer to the scores.
void RunWriter::add_predictions(nlohmann::ordered_json &visit) const
{
  const auto add = [&](const char *const name, const double noise, const double largest)
  {
    if (!visit.contains(name))
      return;
    const auto score         = observe::predicted(visit[name], noise, largest);
    visit["predicted"][name] = {{"value", score.value}, {"low 95 %", score.low}, {"high 95 %", score.high}};
  };
  add("vas [-]", parameters.clinical.vas_noise, 10.);
  add("vas sport [-]", parameters.clinical.vas_noise, 10.);
  add("visa-a [-]", parameters.clinical.visa_a_noise, 100.);
}

/// Adds milestones and adverse signs, if scores are modelled.
void RunWriter::add_course(nlohmann::ordered_json &summary) const
{
  if (course.least_inflamed < 0.)
    return;
  const auto month = [](const double value)
  { return value < 0. ? nlohmann::ordered_json() : nlohmann::ordered_json(value); };
  const auto add_milestone = [&](const char *const name, const observe::Milestone &milestone)
  {
    summary["milestones"][name]           = month(milestone.month);
    summary["milestones predicted"][name] = {{"low 95 %", month(milestone.low)},
                                             {"high 95 %", month(milestone.high)}};
  };
  add_milestone("daily activity [month]", course.daily_activity);
  add_milestone("recreational sport [month]", course.recreational_sport);

  const parameters::Clinical &clinical = parameters.clinical;
  const auto                  add_sign = [&](const char *const name, const double largest, const double limit)
  {
    const auto sign                          = observe::adverse_sign(largest, limit, clinical.limit_scatter);
    summary["adverse signs"][name]           = sign.shows();
    summary["adverse signs predicted"][name] = {{"largest [-]", sign.largest},
                                                {"limit [-]", sign.limit},
                                                {"limit low 95 % [-]", sign.low},
                                                {"limit high 95 % [-]", sign.high},
                                                {"chance [-]", sign.chance}};
  };
  add_sign("overload", course.largest_strain, parameters.biology.window_high_strain);
  add_sign("relapse of inflammation", course.largest_relapse, clinical.relapse_share);
  add_sign("fibre strain above caution", course.largest_strain, clinical.caution_strain);
  add_sign("fibre strain above failure", course.largest_strain, clinical.failure_strain);
  summary["adverse signs"]["largest strain in the gap, 95th percentile [-]"] = course.largest_strain;
  summary["clinical model"] = {{"vas noise [-]", clinical.vas_noise},
                               {"vas sport noise [-]", clinical.vas_noise},
                               {"visa-a noise [-]", clinical.visa_a_noise},
                               {"daily activity vas [-]", clinical.daily_activity_vas},
                               {"sport vas [-]", clinical.sport_vas},
                               {"sport force [N]", clinical.sport_force},
                               {"tolerable strain [-]", clinical.tolerable_strain}};
}

void RunWriter::summarise(const std::string &outcome, const double setup_seconds) const
{
  nlohmann::ordered_json summary;
  summary["title"]   = parameters.title;
  summary["outcome"] = outcome;
  summary["note"]    = "Simulated outcome of a model with assumed parameters; not a clinical prediction.";
  summary["visits"]  = nlohmann::json::array();
  for (std::size_t v = 0; v < at_visits.size(); ++v)
  {
    nlohmann::ordered_json visit = {{"month", visit_months[v]}, {"day", visit_months[v] * days_per_month}};
    for (const healing::Observable &observable : at_visits[v])
      if (observable.name != "time")
        visit[observable.name + " [" + observable.unit + "]"] = observable.value;
    add_predictions(visit);
    summary["visits"].push_back(visit);
  }
  add_course(summary);
  summary["conservation"] = {
      {"dose [cells]", parameters.treatment.dose},
      {"washed out [cells]", parameters.treatment.dose * (1. - parameters.treatment.retention)}};
  if (!newest.empty())
  {
    summary["conservation"]["largest cell balance error [-]"]  = largest_balance_error;
    summary["conservation"]["smallest concentration ever [-]"] = smallest_concentration;
    for (const char *name :
         {"deposited msc", "proliferated msc", "living msc", "died msc", "differentiated msc", "left msc"})
      summary["conservation"][std::string(name) + " [cells]"] = value_of(newest, name);
  }
  summary["cost"]           = {{"ranks", dealii::Utilities::MPI::n_mpi_processes(spaces.communicator)},
                               {"cells", spaces.mesh.triangulation->n_global_active_cells()},
                               {"vertices", spaces.biology_dofs.n_dofs()},
                               {"displacement unknowns", spaces.displacement_dofs.n_dofs()},
                               {"setup [s]", setup_seconds},
                               {"run [s]", costs.run_seconds + seconds_since(begin)},
                               {"mechanics [s]", costs.mechanics_seconds},
                               {"biology [s]", costs.biology_seconds},
                               {"checkpoints [s]", costs.checkpoint_seconds},
                               {"MRI [s]", costs.mri_seconds},
                               {"checkpoints", n_checkpoints},
                               {"steps", costs.steps},
                               {"biology steps", costs.biology_steps},
                               {"rejected biology steps", costs.rejected_biology_steps},
                               {"rejected intervals", costs.rejected_intervals},
                               {"equilibrium solutions", costs.equilibrium_solutions},
                               {"Newton iterations", costs.newton_iterations},
                               {"CG iterations", costs.cg_iterations},
                               {"biology iterations", costs.biology_iterations}};
  summary["failure counts"] = failure_counts;
  summary["failures"]       = failures;
  directory->write("summary.json", summary.dump(2) + "\n");
}
} // namespace tenogen
