#ifndef tenogen_core_floating_point_traps_h
#define tenogen_core_floating_point_traps_h

#include <cfenv>

/**
 * In Debug, an operation that gives NaN or infinity ends the program where it happens (SIGFPE), so that a
 * debugger shows the line instead of a NaN some files later. In Release nothing of this does anything.
 */
namespace tenogen::floating_point
{
#if defined(__GLIBC__) && !defined(NDEBUG)
constexpr bool has_traps = true;
#else
constexpr bool has_traps = false;
#endif

constexpr int trapped_errors = FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW;

/// Begins to trap. After the start of MPI and PETSc, which change the traps.
inline void set_traps()
{
  if (!has_traps)
    return;
  std::feclearexcept(FE_ALL_EXCEPT);
  feenableexcept(trapped_errors);
}

/// Traps or does not for as long as it lives; then it is as before.
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
    std::feclearexcept(FE_ALL_EXCEPT); // what happened meanwhile must not trap now
    fedisableexcept(FE_ALL_EXCEPT);
    feenableexcept(traps);
  }

  int before;
};

/// Around what may leave the range of numbers and is looked at afterwards.
struct TrapsOff : TrapScope
{
  TrapsOff()
    : TrapScope(false)
  {
  }
};

/// Around what has to be finite, within such.
struct TrapsOn : TrapScope
{
  TrapsOn()
    : TrapScope(true)
  {
  }
};
} // namespace tenogen::floating_point

#endif
