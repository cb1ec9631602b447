#ifndef tenogen_app_sweep_options_h
#define tenogen_app_sweep_options_h

#include "tenogen/study/task_status.h"

#include <boost/program_options.hpp>

#include <string>
#include <vector>

/// Options that several commands of `tenogen sweep` share. Invalid values throw an InputError.
namespace tenogen::sweep
{
/// Adds --run-limit, --retry, --attempts, --only-share and --any-version.
void add_worker_options(boost::program_options::options_description &description);

/// The options as given, for the command line of a worker.
std::vector<std::string> given_worker_options(const boost::program_options::variables_map &values);

/// The policy that --retry and --attempts describe.
study::RetryPolicy retry_policy(const boost::program_options::variables_map &values);

/// A whole number from `least` to `most`.
unsigned int whole_number(const boost::program_options::variables_map &values, const std::string &name,
                          unsigned int least, unsigned int most);

/// The minutes of an option; 0 if it is not given.
double minutes(const boost::program_options::variables_map &values, const std::string &name);

/// The words of a command line in an option, as a shell splits them. @throws InputError
std::vector<std::string> words_of(const boost::program_options::variables_map &values,
                                  const std::string                           &name);

/// The folder of the study, the option `folder`.
std::string study_folder(const boost::program_options::variables_map &values, const std::string &command);
} // namespace tenogen::sweep

#endif
