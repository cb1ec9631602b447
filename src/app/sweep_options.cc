#include "tenogen/app/sweep_options.h"

#include "tenogen/core/errors.h"
#include "tenogen/core/shell_words.h"
#include "tenogen/parameters/number_text.h"

namespace tenogen::sweep
{
namespace options = boost::program_options;

void add_worker_options(options::options_description &description)
{
  auto add = description.add_options();
  add("run-limit", options::value<double>(), "time limit of one attempt, in minutes");
  add("retry", options::value<std::string>()->default_value("crashed,disk"),
      "failures to try again, separated by commas: crashed, disk, gave up, refused, timed out; or none");
  add("attempts", options::value<std::string>()->default_value("3"),
      "largest number of attempts per run, including earlier ones");
  add("only-share", "compute only the runs of the given share, without locking them");
  add("any-version", "continue with a version of tenogen other than the one that designed the study");
}

std::vector<std::string> given_worker_options(const options::variables_map &values)
{
  retry_policy(values);
  minutes(values, "run-limit");
  std::vector<std::string> words;
  if (values.count("run-limit") > 0)
    words.insert(words.end(), {"--run-limit", parameters::to_text(values["run-limit"].as<double>())});
  for (const char *const name : {"retry", "attempts"})
    if (!values[name].defaulted())
      words.insert(words.end(), {"--" + std::string(name), values[name].as<std::string>()});
  for (const char *const name : {"only-share", "any-version"})
    if (values.count(name) > 0)
      words.push_back("--" + std::string(name));
  return words;
}

study::RetryPolicy retry_policy(const options::variables_map &values)
{
  study::RetryPolicy policy;
  policy.max_attempts = whole_number(values, "attempts", 1, 1000);
  policy.states.clear();
  const auto text = values["retry"].as<std::string>();
  try
  {
    if (text != "none")
      for (const std::string &name : parameters::split(text, ','))
        policy.states.push_back(study::task_state(name));
  }
  catch (const InputError &error)
  {
    throw InputError("sweep: --retry " + text + ": " + error.what());
  }
  return policy;
}

unsigned int whole_number(const options::variables_map &values, const std::string &name,
                          const unsigned int least, const unsigned int most)
{
  const auto text = values[name].as<std::string>();
  const bool is_number =
      !text.empty() && text.size() < 9 && text.find_first_not_of("0123456789") == std::string::npos;
  const unsigned long value = is_number ? std::stoul(text) : 0;
  if (!is_number || value < least || value > most)
    throw InputError("sweep: --" + name + " " + text + ": allowed is " + std::to_string(least) + " to " +
                     std::to_string(most) + ".");
  return static_cast<unsigned int>(value);
}

double minutes(const options::variables_map &values, const std::string &name)
{
  if (values.count(name) == 0)
    return 0.;
  const double value = values[name].as<double>();
  if (!(value > 0. && value <= 1e6))
    throw InputError("sweep: --" + name + ": allowed are minutes above 0, up to 1e6.");
  return value;
}

std::vector<std::string> words_of(const options::variables_map &values, const std::string &name)
{
  const auto text = values[name].as<std::string>();
  try
  {
    return shell_words(text);
  }
  catch (const InputError &error)
  {
    throw InputError("sweep: --" + name + " " + text + ": " + error.what() + ".");
  }
}

std::string study_folder(const options::variables_map &values, const std::string &command)
{
  if (values.count("folder") == 0)
    throw InputError(command + ": the folder of the study is missing, as in `tenogen " + command +
                     " results/study`.");
  return values["folder"].as<std::string>();
}
} // namespace tenogen::sweep
