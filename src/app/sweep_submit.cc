#include "tenogen/app/sweep_submit.h"

#include "tenogen/app/child_process.h"
#include "tenogen/app/command_line.h"
#include "tenogen/app/study_folder.h"
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

constexpr const char *help_text =
    "Usage: tenogen sweep submit DIR --minutes N [--workers N] [--concurrent N] [--ranks N] [--launcher "
    "WORDS]\n"
    "                            [--run-limit MINUTES] [--sbatch WORDS] [--dry-run]\n\n"
    "Submits a Slurm job array of workers for the study in DIR, and a job that collects the results when "
    "they "
    "have\n"
    "ended. A worker that meets its time limit stops its run with a checkpoint and is queued again. Scripts "
    "and "
    "logs\n"
    "are in DIR/slurm/. While the array is queued or running, submitting again does nothing.\n";

constexpr const char *example_text =
    "\nExample:\n"
    "  tenogen sweep submit results/uncertain --workers 16 --minutes 240 --sbatch \"--partition=long "
    "--mem-per-cpu=2G\"\n";

options::options_description described_options()
{
  options::options_description description("Options");
  auto                         add = description.add_options();
  add("help,h", "this text");
  add("folder", options::value<std::string>(), "the folder of the study");
  add("minutes", options::value<unsigned int>(), "time limit of each job");
  add("workers", options::value<unsigned int>()->default_value(1), "jobs of the array");
  add("concurrent", options::value<unsigned int>()->default_value(0),
      "of which run at a time; 0: as many as fit");
  add("ranks", options::value<unsigned int>()->default_value(1), "MPI ranks of each run");
  add("launcher", options::value<std::string>(),
      "what starts the ranks; by default `srun --mpi=pmix -n RANKS` for more than one, nothing for one");
  add("run-limit", options::value<double>(), "minutes that one run may take at a time");
  add("grace", options::value<unsigned int>()->default_value(120),
      "seconds before the limit at which a worker is told to stop");
  add("sbatch", options::value<std::string>()->default_value(""), "further words for sbatch");
  add("dry-run", "write the scripts and submit nothing");
  return description;
}

options::variables_map parsed(const std::vector<std::string>     &arguments,
                              const options::options_description &description)
{
  auto values = parse_command_line("sweep submit", arguments, description, {"folder"});
  if (values.count("help") > 0)
    return values;
  if (values.count("folder") == 0 || values.count("minutes") == 0)
    throw InputError(
        "sweep submit: the folder of the study and --minutes are needed. `tenogen sweep submit --help` "
        "shows an example.");
  if (values["minutes"].as<unsigned int>() < 1 || values["workers"].as<unsigned int>() < 1 ||
      values["ranks"].as<unsigned int>() < 1)
    throw InputError("sweep submit: --minutes, --workers and --ranks are 1 or more.");
  if (60 * values["minutes"].as<unsigned int>() <= values["grace"].as<unsigned int>())
    throw InputError("sweep submit: --grace takes all of --minutes. Give fewer seconds.");
  return values;
}

/// In single quotes for a shell.
std::string quoted(const std::string &word)
{
  std::string result = "'";
  for (const char letter : word)
    result += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return result + "'";
}

std::string worker_script(const options::variables_map &values, const fs::path &folder,
                          const std::string &executable)
{
  const auto  number = [&](const char *const name) { return values[name].as<unsigned int>(); };
  const auto  ranks = number("ranks"), workers = number("workers"), concurrent = number("concurrent");
  std::string launcher = ranks > 1 ? "srun --mpi=pmix -n " + std::to_string(ranks) : "";
  if (values.count("launcher") > 0)
    launcher = values["launcher"].as<std::string>();

  std::ostringstream script;
  script << "#!/bin/bash\n"
         << "#SBATCH --job-name=tenogen\n"
         << "#SBATCH --array=0-" << workers - 1 << (concurrent > 0 ? "%" + std::to_string(concurrent) : "")
         << "\n#SBATCH --ntasks=" << ranks << "\n#SBATCH --time=" << number("minutes")
         << "\n#SBATCH --signal=B:USR2@" << number("grace") << "\n#SBATCH --requeue\n"
         << "#SBATCH --open-mode=append\n#SBATCH --output=" << (folder / "slurm" / "worker_%a.log").string()
         << "\n\n# The worker is told to stop before the limit, keeps a checkpoint and is queued again.\n"
         << "export OMP_NUM_THREADS=1\n"
         << quoted(executable) << " sweep run " << quoted(folder.string())
         << " --share $((SLURM_ARRAY_TASK_ID + 1))/" << workers << " --ranks " << ranks;
  if (!launcher.empty())
    script << " --launcher " << quoted(launcher);
  if (values.count("run-limit") > 0)
    script << " --run-limit " << values["run-limit"].as<double>();
  script << " &\nworker=$!\n"
         << "again=\n"
         << "trap 'again=yes; kill -USR2 $worker 2>/dev/null' USR2\n"
         << "trap 'kill -USR2 $worker 2>/dev/null' TERM # the job was cancelled\n"
         << "code=143\n"
         << "while wait $worker; code=$?; kill -0 $worker 2>/dev/null; do :; done\n"
         << "# Killed: others do its tasks, but it may have been the last. Not for ever.\n"
         << "if [ \"$again\" ] && [ $code -eq 75 ] || { [ $code -gt 128 ] && [ ${SLURM_RESTART_COUNT:-0} -lt "
            "3 ]; }; then\n"
         << "  scontrol requeue ${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}\n"
         << "fi\nexit $code\n";
  return script.str();
}

std::string collect_script(const fs::path &folder, const std::string &executable)
{
  return "#!/bin/bash\n#SBATCH --job-name=tenogen-collect\n#SBATCH --ntasks=1\n#SBATCH --output=" +
         (folder / "slurm" / "collect.log").string() + "\n" + quoted(executable) + " sweep collect " +
         quoted(folder.string()) + "\n";
}

struct Said
{
  int         exit_code = 0;
  std::string text;
};

/// Runs a program to its end and reads what it says.
Said ask(const std::vector<std::string> &command, const fs::path &folder)
{
  const fs::path  log = folder / "slurm" / "answer.txt";
  std::error_code error;
  fs::remove(log, error);
  ChildProcess program(command, log);
  if (!program.wait_for(std::chrono::minutes(2)))
    throw FileSystemError("sweep submit: `" + command.front() + "` does not answer. Is Slurm running?");
  std::string text = read_file(log);
  fs::remove(log, error);
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  return {program.signal() != 0 ? 128 + program.signal() : program.exit_code(), text};
}

std::string submit(const std::vector<std::string> &words, const std::string &script, const fs::path &folder)
{
  std::vector<std::string> command = {"sbatch", "--parsable"};
  command.insert(command.end(), words.begin(), words.end());
  command.push_back(script);
  const Said said = ask(command, folder);
  if (said.exit_code == 127)
    throw FileSystemError(
        "sweep submit: there is no sbatch here. Submit on a machine that has Slurm, or use `tenogen "
        "sweep run`.");
  if (said.exit_code != 0)
    throw FileSystemError("sweep submit: Slurm does not take the job: " + said.text);
  return said.text.substr(0, said.text.find(';'));
}

/// Whether the array that was submitted before is still queued or running.
bool is_active(const std::string &job, const fs::path &folder)
{
  const Said said = ask({"squeue", "--noheader", "--format=%i", "--jobs", job}, folder);
  return said.exit_code == 0 && !said.text.empty();
}

std::vector<std::string> words_of(const std::string &text)
{
  std::istringstream       stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;)
    words.push_back(word);
  return words;
}
} // namespace

int sweep_submit(const std::vector<std::string> &arguments)
{
  const auto description = described_options();
  const auto values      = parsed(arguments, description);
  if (values.count("help") > 0)
  {
    std::cout << help_text << '\n' << description << example_text;
    return 0;
  }
  const fs::path    folder     = fs::absolute(values["folder"].as<std::string>());
  const std::string executable = fs::read_symlink("/proc/self/exe").string();
  StudyFolder(folder).require_this_program();
  fs::create_directories(folder / "slurm");
  const output::Claim claim(folder / "slurm" / "submit.claim");
  if (!claim.is_held())
    throw InputError("sweep submit: the study is being submitted by another process.");
  const fs::path worker = folder / "slurm" / "worker.sh", collect = folder / "slurm" / "collect.sh",
                 record = folder / "slurm" / "job.json";
  if (fs::exists(record))
  {
    const auto json = nlohmann::json::parse(read_file(record), nullptr, false);
    const auto job  = json.is_object() ? json.value("workers", std::string()) : std::string();
    if (!job.empty() && is_active(job, folder))
    {
      std::cout << "The study is already submitted as job " << job
                << ", which has not ended: nothing to do.\n";
      return 0;
    }
  }
  output::write_file(worker, worker_script(values, folder, executable));
  output::write_file(collect, collect_script(folder, executable));
  if (values.count("dry-run") > 0)
  {
    std::cout << worker.string() << "\n" << collect.string() << "\n";
    return 0;
  }
  const auto        words     = words_of(values["sbatch"].as<std::string>());
  const std::string array     = submit(words, worker.string(), folder);
  auto              dependent = words;
  dependent.push_back("--dependency=afterany:" + array);
  const std::string collector = submit(dependent, collect.string(), folder);
  output::write_file(record,
                     nlohmann::ordered_json({{"workers", array}, {"collector", collector}}).dump(2) + "\n");
  std::cout << "Submitted: workers " << array << ", collector " << collector << ". `tenogen sweep status "
            << folder.string() << "` shows how far they are.\n";
  return 0;
}
} // namespace tenogen
