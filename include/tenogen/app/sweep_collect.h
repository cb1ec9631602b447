#ifndef tenogen_app_sweep_collect_h
#define tenogen_app_sweep_collect_h

#include <string>
#include <vector>

namespace tenogen
{
/// `tenogen sweep collect DIR`: results.csv and results.h5 of what is done so far.
int sweep_collect(const std::vector<std::string> &arguments);
} // namespace tenogen

#endif
