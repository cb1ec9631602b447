#ifndef tenogen_core_timing_h
#define tenogen_core_timing_h

#include <chrono>

namespace tenogen
{
/// Wall-clock time since this moment, s.
inline double seconds_since(const std::chrono::steady_clock::time_point moment)
{
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - moment).count();
}

/// Wall-clock time, s.
inline double seconds_since_1970()
{
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}
} // namespace tenogen

#endif
