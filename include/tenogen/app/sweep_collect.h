#ifndef tenogen_app_sweep_collect_h
#define tenogen_app_sweep_collect_h

#include <string>
#include <vector>

namespace tenogen
{
/// `tenogen sweep collect DIR`: writes results.csv and results.h5 from the runs that are done.
int sweep_collect(const std::vector<std::string> &arguments);
} // namespace tenogen

#endif
