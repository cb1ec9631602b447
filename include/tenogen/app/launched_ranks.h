#ifndef tenogen_app_launched_ranks_h
#define tenogen_app_launched_ranks_h

#include <string>

namespace tenogen
{
/// How the launcher of this process (mpirun, srun) describes it in environment variables.
struct LaunchedRanks
{
  std::string  launcher;    ///< `mpirun` or `srun`; empty if there is none
  std::string  variable;    ///< the environment variable with the number
  unsigned int number  = 1; ///< at least this many processes were started together
  unsigned int my_rank = 0; ///< rank of this process
};

/// Detects Open MPI, a PMI or Slurm, whichever started this process most directly. An interactive shell in a
/// Slurm step (`srun --pty`) does not count as a launcher.
LaunchedRanks launched_ranks();

/// The first words of the message of require_all_ranks().
constexpr const char *separate_ranks = "The MPI ranks cannot see each other: ";

/// Checks that all processes of the launcher belong to one MPI communicator. Otherwise each process would try
/// to compute the whole run, and all but one would find the folder in use.
/// @param n_ranks  size of the communicator of all ranks
/// @throws InputError if the launcher has started more processes; the message begins with separate_ranks
void require_all_ranks(unsigned int n_ranks);
} // namespace tenogen

#endif
