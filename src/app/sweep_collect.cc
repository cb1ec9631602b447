#include "tenogen/app/sweep_collect.h"

#include "tenogen/app/study_results.h"
#include "tenogen/core/errors.h"
#include "tenogen/output/atomic_file.h"
#include "tenogen/output/claim.h"

#include <iostream>

namespace tenogen
{
namespace
{
constexpr const char *help_text = R"(Usage: tenogen sweep collect DIR

Collects the results of the completed runs of a study in DIR/results.csv, with a row for each point, and in
DIR/results.h5, which also contains the time courses (docs/studies.md). Can be repeated at any time, even
while runs are in progress.
)";
} // namespace

int sweep_collect(const std::vector<std::string> &arguments)
{
  if (arguments.size() == 1 && (arguments[0] == "--help" || arguments[0] == "-h"))
  {
    std::cout << help_text;
    return 0;
  }
  if (arguments.size() != 1 || arguments[0].empty() || arguments[0][0] == '-')
    throw InputError("sweep collect: give only the folder of the study, as in `tenogen sweep collect "
                     "results/study`.");
  const StudyFolder   folder(arguments[0]);
  const output::Claim claim(folder.path() / "results.claim");
  if (!claim.is_held())
    throw InputError("sweep collect: another process is collecting the results of '" + arguments[0] + "'.");
  const StudyResults results = read_results(folder);
  output::write_file(folder.path() / "results.csv", results_csv(folder, results));
  output::write_file(folder.path() / "results.h5", results_hdf5(folder, results));
  std::cout << (folder.path() / "results.csv").string() << ", results.h5: " << results.n_done() << " of "
            << folder.n_tasks() << " runs are done.\n";
  if (results.n_done() > 0)
    return 0;
  std::cerr << "tenogen: there is no result yet. `tenogen sweep status --failed " << arguments[0]
            << "` shows what is running and what has failed.\n";
  return static_cast<int>(ExitCode::solver_failed);
}
} // namespace tenogen
