#ifndef tenogen_app_sweep_submit_h
#define tenogen_app_sweep_submit_h

#include <string>
#include <vector>

namespace tenogen
{
/// `tenogen sweep submit DIR`: submits a Slurm job array of workers, and a job that collects the results when
/// they have ended.
int sweep_submit(const std::vector<std::string> &arguments);
} // namespace tenogen

#endif
