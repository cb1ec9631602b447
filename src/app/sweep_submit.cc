#include "tenogen/app/sweep_submit.h"

#include "tenogen/app/child_process.h"
#include "tenogen/app/command_line.h"
#include "tenogen/app/study_folder.h"
#include "tenogen/app/sweep_options.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/read_file.h"
#include "tenogen/output/atomic_file.h"
#include "tenogen/output/claim.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <sstream>

namespace tenogen
{
namespace
{
namespace fs      = std::filesystem;
namespace options = boost::program_options;
using sweep::whole_number;

constexpr const char *help_text =
    R"(Usage: tenogen sweep submit DIR --time-limit MINUTES [--workers N] [--concurrent N] [--ranks N]
                            [--launcher WORDS] [--grace SECONDS] [--sbatch WORDS] [--dry-run]
                            [WORKER OPTIONS]

Submits a Slurm job array whose jobs compute the runs of the study in DIR, and a job that collects the
results at the end. Shortly before its time limit, a job stops its run with a checkpoint and is queued
again. Scripts and logs are in DIR/slurm/. While the array is queued or running, submitting again does
nothing.
)";

constexpr const char *example_text = R"(
Example:
  tenogen sweep submit results/uncertain --workers 16 --time-limit 240 --sbatch "--partition=long --mem-per-cpu=2G"
)";

constexpr unsigned int most = 1000000;

options::options_description described_options()
{
  options::options_description description("Options");
  const auto                   text = [](const char *const value)
  { return options::value<std::string>()->default_value(value); };
  auto add = description.add_options();
  add("help,h", "print this help");
  add("folder", options::value<std::string>(), "the folder of the study");
  add("time-limit", options::value<std::string>(), "time limit of each job, in minutes");
  add("workers", text("1"), "number of jobs in the array");
  add("concurrent", text("0"), "largest number of jobs that run at the same time; 0: no limit");
  add("ranks", text("1"), "number of MPI ranks per run");
  add("launcher", options::value<std::string>(),
      "command that starts the ranks of a run (default for more than one: `srun --mpi=pmix -n RANKS`)");
  add("grace", text("120"), "seconds before its time limit at which a job receives the signal to stop");
  add("sbatch", text(""), "further options for sbatch, quoted as in a shell");
  add("dry-run", "write the scripts and submit nothing");
  sweep::add_worker_options(description);
  return description;
}

/// sbatch would take a word that belongs to no option for the script to run.
void refuse_script(const std::vector<std::string> &words)
{
  const auto takes_value = [](const std::string &word)
  {
    const bool is_long  = word.size() > 2 && word.rfind("--", 0) == 0 && word.find('=') == std::string::npos;
    const bool is_short = word.size() == 2 && word[0] == '-';
    return is_long || is_short;
  };
  for (std::size_t i = 0; i < words.size(); ++i)
    if (const bool belongs = i > 0 && takes_value(words[i - 1]); words[i].rfind('-', 0) != 0 && !belongs)
      throw InputError("sweep submit: --sbatch: '" + words[i] +
                       "' does not belong to an option, so sbatch would take it for the script. Put values "
                       "with spaces in quotation marks, as in --sbatch \"--comment='two words'\".");
}

void check(const options::variables_map &values)
{
  if (values.count("time-limit") == 0)
    throw InputError("sweep submit: --time-limit, the time limit of each job in minutes, is missing.");
  if (60 * whole_number(values, "time-limit", 1, most) <= whole_number(values, "grace", 1, most))
    throw InputError("sweep submit: --grace is as long as --time-limit or longer. Give fewer seconds.");
  refuse_script(sweep::words_of(values, "sbatch"));
  if (values.count("launcher") > 0)
    sweep::words_of(values, "launcher");
}

/// The text in single quotes, for a shell.
std::string quoted(const std::string &word)
{
  std::string result = "'";
  for (const char letter : word)
    result += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return result + "'";
}

/// Slurm replaces patterns that begin with a percent sign.
std::string without_patterns(std::string path)
{
  for (auto at = path.find('%'); at != std::string::npos; at = path.find('%', at + 2))
    path.insert(at, 1, '%');
  return path;
}

// After the time limit or a preemption the job is still listed as running, but not after a cancellation, when
// it must not be queued again.
constexpr const char *worker_tail = R"script(worker=$!
trap 'kill -USR2 $worker 2>/dev/null' USR2 TERM
# A signal ends `wait`, not the worker.
while wait $worker; kill -0 $worker 2>/dev/null; do :; done
wait $worker
code=$?
job=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID
again=
if [ $code -eq 75 ]; then
  if [ "${SLURM_RESTART_COUNT:-0}" -lt 1000 ]; then
    again=$(squeue --noheader --states=RUNNING --jobs="$job")
  else
    echo "stopped a thousand times: not queued again"
  fi
elif [ $code -gt 128 ]; then # killed: others do its tasks, but it may have been the last
  echo $code >> "$kills"
  [ "$(wc -l < "$kills")" -gt 3 ] || again=yes
fi
[ -z "$again" ] || scontrol requeue "$job"
exit $code
)script";

std::string worker_script(const options::variables_map &values, const fs::path &folder,
                          const std::string &executable)
{
  const auto ranks      = whole_number(values, "ranks", 1, most),
             workers    = whole_number(values, "workers", 1, most),
             concurrent = whole_number(values, "concurrent", 0, most);
  std::string launcher  = ranks > 1 ? "srun --mpi=pmix -n " + std::to_string(ranks) : "";
  if (values.count("launcher") > 0)
    launcher = values["launcher"].as<std::string>();

  std::ostringstream script;
  script << "#!/bin/bash\n"
         << "#SBATCH --job-name=tenogen\n"
         << "#SBATCH --array=0-" << workers - 1 << (concurrent > 0 ? "%" + std::to_string(concurrent) : "")
         << "\n#SBATCH --ntasks=" << ranks
         << "\n#SBATCH --time=" << whole_number(values, "time-limit", 1, most) << "\n#SBATCH --signal=B:USR2@"
         << whole_number(values, "grace", 1, most) << "\n#SBATCH --requeue\n"
         << "#SBATCH --open-mode=append\n\n"
         << "# The worker receives a signal before the limit, writes a checkpoint and is requeued.\n"
         << "export OMP_NUM_THREADS=1\n"
         << "kills=" << quoted((folder / "slurm" / "killed_").string()) << "$SLURM_ARRAY_TASK_ID\n"
         << quoted(executable) << " sweep run " << quoted(folder.string())
         << " --share $((SLURM_ARRAY_TASK_ID + 1))/" << workers << " --ranks " << ranks;
  if (!launcher.empty())
    script << " --launcher " << quoted(launcher);
  for (const std::string &word : sweep::given_worker_options(values))
    script << " " << quoted(word);
  script << " &\n" << worker_tail;
  return script.str();
}

std::string collect_script(const fs::path &folder, const std::string &executable)
{
  return "#!/bin/bash\n#SBATCH --job-name=tenogen-collect\n#SBATCH --ntasks=1\n" + quoted(executable) +
         " sweep collect " + quoted(folder.string()) + "\n";
}

struct Answer
{
  int         exit_code = 0;
  std::string text;
};

/// Runs a program and reads its output.
Answer ask(const std::vector<std::string> &command, const fs::path &folder)
{
  const fs::path log = folder / "slurm" / "answer.txt";
  output::remove_file(log);
  ChildProcess program(command, log);
  if (!program.wait_for(std::chrono::minutes(2)))
    throw FileSystemError("sweep submit: `" + command.front() +
                          "` did not answer within two minutes. Is Slurm running?");
  std::string text = read_file(log);
  output::remove_file(log);
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  return {program.signal() != 0 ? 128 + program.signal() : program.exit_code(), text};
}

/// The last line that is a number, possibly followed by the name of a cluster; some sites print other lines
/// as well.
std::string job_number(const std::string &text)
{
  std::istringstream lines(text);
  std::string        number;
  for (std::string line; std::getline(lines, line);)
  {
    const std::string first = line.substr(0, line.find(';'));
    if (!first.empty() && first.find_first_not_of("0123456789") == std::string::npos)
      number = first;
  }
  return number;
}

std::string submit(const std::vector<std::string> &words, const fs::path &log, const fs::path &script,
                   const fs::path &folder)
{
  std::vector<std::string> command = {"sbatch", "--parsable",
                                      "--output=" + without_patterns(folder / "slurm") + "/" + log.string()};
  command.insert(command.end(), words.begin(), words.end());
  command.push_back(script.string());
  const Answer answer = ask(command, folder);
  std::string  number = job_number(answer.text);
  if (answer.exit_code == 127)
    throw FileSystemError(
        "sweep submit: sbatch was not found. Submit on a machine with Slurm, or use `tenogen "
        "sweep run`.");
  if (answer.exit_code != 0 || number.empty())
    throw FileSystemError("sweep submit: Slurm rejected the job: " + answer.text);
  return number;
}

/// Whether the array that was submitted before is still queued or running.
bool is_active(const std::string &job, const fs::path &folder)
{
  const Answer answer = ask({"squeue", "--noheader", "--format=%i", "--jobs", job}, folder);
  if (answer.exit_code != 0 && answer.text.find("Invalid job id") == std::string::npos)
    throw FileSystemError("sweep submit: squeue does not report whether job " + job +
                          ", which was submitted before, has ended: " + answer.text);
  return answer.exit_code == 0 && !answer.text.empty();
}

void submit_jobs(const options::variables_map &values, const fs::path &folder, const fs::path &worker,
                 const fs::path &collect)
{
  std::cout << "Asking Slurm" << std::endl; // this may take a while
  const fs::path record = folder / "slurm" / "job.json";
  if (fs::exists(record))
  {
    const auto json = nlohmann::json::parse(read_file(record), nullptr, false);
    const auto job  = json.is_object() ? json.value("workers", std::string()) : std::string();
    if (!job.empty() && is_active(job, folder))
    {
      std::cout << "The study is already submitted as job " << job
                << ", which has not ended. Nothing to do.\n";
      return;
    }
  }
  const auto        words = sweep::words_of(values, "sbatch");
  const std::string array = submit(words, "worker_%a.log", worker, folder);
  const auto        keep  = [&](const std::string &collector)
  {
    output::write_file(record,
                       nlohmann::ordered_json({{"workers", array}, {"collector", collector}}).dump(2) + "\n");
  };
  keep("");
  auto dependent = words;
  dependent.push_back("--dependency=afterany:" + array);
  const std::string collector = submit(dependent, "collect.log", collect, folder);
  keep(collector);
  std::cout << "Submitted: workers " << array << ", collector " << collector << ". `tenogen sweep status "
            << folder.string() << "` shows the progress.\n";
}
} // namespace

int sweep_submit(const std::vector<std::string> &arguments)
{
  const auto description = described_options();
  const auto values      = parse_command_line("sweep submit", arguments, description, {"folder"});
  if (values.count("help") > 0)
  {
    std::cout << help_text << '\n' << description << example_text;
    return 0;
  }
  const fs::path folder = fs::absolute(sweep::study_folder(values, "sweep submit"));
  check(values);
  isolate_children();
  const std::string executable = fs::read_symlink("/proc/self/exe").string();
  const StudyFolder study(folder);
  if (values.count("any-version") == 0)
    study.require_this_program();
  fs::create_directories(folder / "slurm");
  const output::Claim claim(folder / "slurm" / "submit.claim");
  if (!claim.is_held())
    throw InputError("sweep submit: the study is being submitted by another process.");
  const fs::path worker = folder / "slurm" / "worker.sh", collect = folder / "slurm" / "collect.sh";
  const auto     worker_text = worker_script(values, folder, executable);
  if (values.count("dry-run") > 0)
    std::cout << worker.string() << "\n" << collect.string() << "\n";
  output::write_file(worker, worker_text);
  output::write_file(collect, collect_script(folder, executable));
  if (values.count("dry-run") == 0)
    submit_jobs(values, folder, worker, collect);
  return 0;
}
} // namespace tenogen
