#ifndef tenogen_core_floating_point_traps_h
#define tenogen_core_floating_point_traps_h

#include <cfenv>

/**
 * In Debug builds, an operation that gives NaN or infinity ends the program at once (SIGFPE), so that a
 * debugger shows the line rather than a NaN much later. In Release builds, nothing in this file has any
 * effect.
 */
namespace tenogen::floating_point
{
#if defined(__GLIBC__) && !defined(NDEBUG)
constexpr bool has_traps = true;
#else
constexpr bool has_traps = false;
#endif

constexpr int trapped_errors = FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW;

/// Switches the traps on. Call it after MPI and PETSc have been initialised, because they change the traps.
inline void set_traps()
{
  if (!has_traps)
    return;
  std::feclearexcept(FE_ALL_EXCEPT);
  feenableexcept(trapped_errors);
}

/// Switches the traps on or off during its lifetime and restores the previous state afterwards.
class TrapScope
{
public:
  explicit TrapScope(const bool on)
    : before(fegetexcept())
  {
    if (has_traps)
      change_to(on ? before | trapped_errors : 0);
  }
  ~TrapScope()
  {
    if (has_traps)
      change_to(before);
  }
  TrapScope(const TrapScope &)            = delete;
  TrapScope &operator=(const TrapScope &) = delete;

private:
  static void change_to(const int traps)
  {
    std::feclearexcept(FE_ALL_EXCEPT); // earlier exceptions must not trap now
    fedisableexcept(FE_ALL_EXCEPT);
    feenableexcept(traps);
  }

  int before;
};

/// For code that may overflow or give NaN and checks its result afterwards.
struct TrapsOff : TrapScope
{
  TrapsOff()
    : TrapScope(false)
  {
  }
};

/// For code within TrapsOff that must stay finite.
struct TrapsOn : TrapScope
{
  TrapsOn()
    : TrapScope(true)
  {
  }
};
} // namespace tenogen::floating_point

#endif
