#ifndef tenogen_app_launched_ranks_h
#define tenogen_app_launched_ranks_h

#include <string>

namespace tenogen
{
/// How the launcher of this process (mpirun, srun) describes it in environment variables.
struct LaunchedRanks
{
  std::string  launcher;    ///< `mpirun` or `srun`; empty where none says anything
  std::string  variable;    ///< that gives the number
  unsigned int number  = 1; ///< processes that it started together, at least
  unsigned int my_rank = 0; ///< of this process among them
};

/// By Open MPI, a PMI or Slurm, whichever is nearest to this process. An interactive shell in a Slurm step
/// (`srun --pty`) counts as no launcher.
LaunchedRanks launched_ranks();

/// Beginning of the message of require_all_ranks().
constexpr const char *separate_ranks = "The MPI ranks cannot see each other: ";

/// Whatever a launcher has started is one run, or none: otherwise each process would compute the run alone
/// and the others would find the folder taken.
/// @param n_ranks  in the communicator of all ranks
/// @throws InputError where the launcher has started more; its message begins with separate_ranks
void require_all_ranks(unsigned int n_ranks);
} // namespace tenogen

#endif
