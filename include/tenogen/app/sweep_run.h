#ifndef tenogen_app_sweep_run_h
#define tenogen_app_sweep_run_h

#include <string>
#include <vector>

namespace tenogen
{
/**
 * `tenogen sweep run DIR`: works on a study until nothing is left to do. MPI must have been started where the
 * ranks work in groups, and only there: otherwise the runs start it themselves.
 * @returns the exit code: 75 where it was stopped and there is more to do, 3 where no task at all is done
 */
int sweep_run(const std::vector<std::string> &arguments);
} // namespace tenogen

#endif
