#ifndef tenogen_app_sweep_status_h
#define tenogen_app_sweep_status_h

#include <string>
#include <vector>

namespace tenogen
{
/// `tenogen sweep status DIR`: the number of tasks in each state, by arm, and an estimate of the remaining
/// time.
int sweep_status(const std::vector<std::string> &arguments);
} // namespace tenogen

#endif
