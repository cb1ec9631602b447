#ifndef tenogen_app_sweep_status_h
#define tenogen_app_sweep_status_h

#include <string>
#include <vector>

namespace tenogen
{
/// `tenogen sweep status DIR`: how many tasks are in which state, arm by arm, and how long the rest may take.
int sweep_status(const std::vector<std::string> &arguments);
} // namespace tenogen

#endif
