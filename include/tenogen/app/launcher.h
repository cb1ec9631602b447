#ifndef tenogen_app_launcher_h
#define tenogen_app_launcher_h

#include <string>
#include <vector>

/// The command that starts the MPI ranks of a run: mpirun, srun, or a script of the user.
namespace tenogen::launcher
{
/// `mpirun --bind-to none -n RANKS`; nothing for one rank.
std::vector<std::string> default_command(unsigned int ranks);

/// Detects, before anything runs, problems that would make every run fail: the launcher does not exist, or
/// mpirun would refuse to start because there are more ranks than cores or the user is root.
/// @throws InputError
void check(const std::vector<std::string> &words, unsigned int ranks);

/// Why a run failed, according to its log.
struct Reason
{
  std::string text;                   ///< one paragraph; empty if the log gives no reason
  bool        is_of_launcher = false; ///< the launcher could not start the ranks
};

/// The message of tenogen, if there is one; otherwise the first paragraph that the launcher (Open MPI or
/// Slurm) printed; otherwise the first and last lines.
Reason reason_in(const std::string &log);
} // namespace tenogen::launcher

#endif
