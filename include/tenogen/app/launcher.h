#ifndef tenogen_app_launcher_h
#define tenogen_app_launcher_h

#include <string>
#include <vector>

/// What starts the MPI ranks of a run: mpirun, srun, or a script of the user.
namespace tenogen::launcher
{
/// `mpirun --bind-to none -n RANKS`; nothing for one rank.
std::vector<std::string> usual(unsigned int ranks);

/// Refuses, before anything runs, what the launcher would refuse run after run: it is not there, mpirun is to
/// start more ranks than there are cores, or is started as root.
/// @throws InputError
void check(const std::vector<std::string> &words, unsigned int ranks);

/// Why a run failed, as its log has it.
struct Reason
{
  std::string text;                   ///< one paragraph; empty where the log says nothing
  bool        is_of_launcher = false; ///< that it could not start the ranks
};

/// The message of tenogen where there is one; otherwise the first paragraph of what the launcher (Open MPI or
/// Slurm) reports; otherwise the first and the last line.
Reason reason_in(const std::string &log);
} // namespace tenogen::launcher

#endif
