#ifndef tenogen_core_errors_h
#define tenogen_core_errors_h

#include <stdexcept>
#include <string>

namespace tenogen
{
/// Exit codes of the program (docs/usage.md).
enum class ExitCode : int
{
  done          = 0, ///< everything that was requested was done
  defect        = 1, ///< a defect of tenogen itself
  bad_input     = 2, ///< parameters, command line or mesh
  solver_failed = 3, ///< the solver gave up; the state is kept
  file_system   = 4, ///< something could not be read or written
  stopped       = 75 ///< stopped on request
};

/// An error that ends the program with a message for the user. The message says what is wrong, where, the
/// value, what is allowed and what to do.
class Error : public std::runtime_error
{
public:
  Error(const ExitCode exit_code, const std::string &message)
    : std::runtime_error(message)
    , exit_code(exit_code)
  {
  }

  ExitCode exit_code;
};

/// The input is wrong: exit code 2.
class InputError : public Error
{
public:
  explicit InputError(const std::string &message)
    : Error(ExitCode::bad_input, message)
  {
  }
};

/// The solver failed even with the smallest step: exit code 3.
class SolverError : public Error
{
public:
  explicit SolverError(const std::string &message)
    : Error(ExitCode::solver_failed, message)
  {
  }
};

/// A file or folder cannot be read or written: exit code 4.
class FileSystemError : public Error
{
public:
  explicit FileSystemError(const std::string &message)
    : Error(ExitCode::file_system, message)
  {
  }
};
} // namespace tenogen

#endif
