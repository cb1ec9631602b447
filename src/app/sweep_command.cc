#include "tenogen/app/sweep_command.h"

#include "tenogen/app/command_line.h"
#include "tenogen/app/provenance.h"
#include "tenogen/app/study_directory.h"
#include "tenogen/app/sweep_collect.h"
#include "tenogen/app/sweep_run.h"
#include "tenogen/app/sweep_status.h"
#include "tenogen/app/sweep_submit.h"
#include "tenogen/core/errors.h"
#include "tenogen/output/run_directory.h"
#include "tenogen/study/read_study.h"

#include <algorithm>
#include <iostream>

namespace tenogen
{
namespace
{
namespace options = boost::program_options;

constexpr const char *help_text =
    R"(Usage: tenogen sweep design STUDY.json --output DIR [--size N] [--overwrite]
       tenogen sweep run|status|collect|submit DIR ...

Parameter studies (docs/studies.md):

  design    generate the points of a study, check each of them in every arm, and write DIR/design.csv
            with copies of the study and its arms
  run       compute the runs that are not done yet
  submit    submit the runs to Slurm
  status    show the progress
  collect   write tables of the results

Repeating `design` changes nothing. With a larger size, it adds points to a design that can grow (sobol,
random, morris, saltelli). Each of the other commands has its own --help.

Options of `design`:
)";

constexpr const char *example_text =
    "\nExamples:\n"
    "  tenogen sweep design params/studies/uncertain_parameters.json --output results/uncertain\n"
    "  tenogen sweep design params/studies/uncertain_parameters.json --output results/uncertain --size 512\n";

options::options_description described_options()
{
  options::options_description description;
  auto                         add = description.add_options();
  add("help,h", "print this help");
  add("output,o", options::value<std::string>(), "folder of the study");
  add("size", options::value<std::string>(),
      "number of points (saltelli: base samples, morris: trajectories), instead of that in the study");
  add("overwrite", "replace another study in this folder");
  add("any-version", "extend a study that was designed with another version of tenogen");
  add("command", options::value<std::string>(), "design");
  add("file", options::value<std::string>(), "the study file");
  return description;
}

std::string required(const options::variables_map &values, const std::string &name, const std::string &what)
{
  if (values.count(name) == 0)
    throw InputError("sweep: " + what + " is not given. `tenogen sweep --help` shows an example.");
  return values[name].as<std::string>();
}

/// The size given on the command line, or otherwise that of the study.
std::size_t size_asked(const options::variables_map &values, const study::Study &study)
{
  if (values.count("size") == 0)
    return study.design.size;
  const auto kind = study::to_text(study.design.kind);
  if (study.design.kind == study::DesignKind::grid || study.design.kind == study::DesignKind::list)
    throw InputError("sweep: --size: the size of the design " + kind + " is set by its study file.");
  const auto text      = values["size"].as<std::string>();
  const bool is_number = !text.empty() && text.size() < 10 &&
                         text.find_first_not_of("0123456789") == std::string::npos && text[0] != '0';
  auto design = study.design;
  design.size = is_number ? std::stoul(text) : 0;
  if (design.size == 0 || study::number_of_points(design, study.levels()) > study::max_points)
    throw InputError("sweep: --size " + text + ": allowed is a whole number from 1, with at most " +
                     std::to_string(study::max_points) + " points in all.");
  return design.size;
}

/// @throws InputError listing the differences between the study in the folder and this one
void require_same(const study::Study &held, const study::Study &study)
{
  const auto differences = study::differences(held, study);
  if (differences.empty())
    return;
  std::string message = "sweep: the folder holds another study. Choose another with --output, or replace it "
                        "with --overwrite, which keeps the runs whose parameters stay the same.";
  const bool  is_resized = held.design.kind == study.design.kind && held.design.size != study.design.size;
  if (is_resized && !study.design.can_grow())
    message +=
        " A " + study::to_text(study.design.kind) + " cannot grow; sobol, random, morris and saltelli can.";
  constexpr std::size_t max_shown = 20;
  for (std::size_t i = 0; i < std::min(differences.size(), max_shown); ++i)
    message += "\n  " + differences[i];
  if (differences.size() > max_shown)
    message += "\n  and " + std::to_string(differences.size() - max_shown) + " more";
  throw InputError(message);
}

/// Whether the folder already contains the study. @throws InputError if it contains another study
bool is_there(const StudyDirectory &directory, const study::Study &study)
{
  const auto held = directory.held();
  if (!held)
  {
    directory.require_free(study);
    return false;
  }
  require_same(*held, study);
  return directory.is_whole() && held->design.size >= study.design.size;
}

/// Old and new results must come from the same version.
void require_this_program(const StudyDirectory &directory, const std::string &folder)
{
  if (const auto other = directory.program(); !other.empty() && other != program_name())
    throw InputError("sweep: '" + folder + "' was designed with " + directory.program() + "; this is " +
                     program_name() +
                     ". Results of two versions are not comparable: use the other version, or extend the "
                     "study with --any-version.");
}

void print_summary(const std::string &folder, const study::DesignTable &table)
{
  std::cout << folder << "/design.csv: " << table.n_points << " points";
  if (table.n_refused > 0)
    std::cout << ", " << table.n_refused << " of them refused (column `reason`)";
  std::cout << ".\n";
}

void design(const std::string &file, const std::string &folder, const options::variables_map &values)
{
  auto study        = study::read_study(file);
  study.design.size = size_asked(values, study);

  const output::FolderLock lock(folder);
  const StudyDirectory     directory(folder);
  const bool               overwrites = values.count("overwrite") > 0;
  if (!overwrites && is_there(directory, study))
  {
    std::cout << folder << " holds this study already: there is nothing to do.\n";
    return;
  }
  if (const auto held = directory.held(); held && !overwrites)
  {
    if (values.count("any-version") == 0)
      require_this_program(directory, folder);
    if (study.design.can_grow()) // it never shrinks, even if its table has to be rewritten
      study.design.size = std::max(study.design.size, held->design.size);
  }
  const auto table = study::make_design_table(study);
  if (table.n_refused == table.n_points)
    throw InputError(file + ": every point is refused, the first one because of\n  " + table.first_reason);
  if (overwrites)
    directory.clear();
  else
    directory.require_same_rows(table);
  directory.write(study, table);
  print_summary(folder, table);
}
} // namespace

bool sweep_needs_mpi(const std::vector<std::string> &arguments)
{
  return std::any_of(arguments.begin(), arguments.end(),
                     [](const std::string &word) { return word.rfind("--groups", 0) == 0; });
}

int sweep_command(const std::vector<std::string> &arguments)
{
  const std::string              word = arguments.empty() ? "" : arguments.front();
  const std::vector<std::string> rest(arguments.begin() + (arguments.empty() ? 0 : 1), arguments.end());
  if (word == "run")
    return sweep_run(rest);
  if (word == "status")
    return sweep_status(rest);
  if (word == "collect")
    return sweep_collect(rest);
  if (word == "submit")
    return sweep_submit(rest);
  const auto description = described_options();
  const auto values      = parse_command_line("sweep", arguments, description, {"command", "file"});
  if (values.count("help") > 0)
  {
    std::cout << help_text << '\n' << description << example_text;
    return static_cast<int>(ExitCode::done);
  }
  const auto command = required(values, "command", "what to do");
  if (command != "design")
    throw InputError("sweep: there is no `tenogen sweep " + command +
                     "`; allowed: design, run, status, collect, submit.");
  design(required(values, "file", "the study file"), required(values, "output", "the folder, --output DIR,"),
         values);
  return static_cast<int>(ExitCode::done);
}
} // namespace tenogen
