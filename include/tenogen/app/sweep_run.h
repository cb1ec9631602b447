#ifndef tenogen_app_sweep_run_h
#define tenogen_app_sweep_run_h

#include <string>
#include <vector>

namespace tenogen
{
/**
 * `tenogen sweep run DIR`: works on a study until no task is left. MPI must be initialised if the ranks work
 * in groups, and only then: otherwise each run initialises it.
 * @returns the exit code: 75 if it was stopped and tasks are left, 3 if not a single task is done
 */
int sweep_run(const std::vector<std::string> &arguments);
} // namespace tenogen

#endif
