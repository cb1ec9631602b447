#include "tenogen/app/launched_ranks.h"

#include "tenogen/core/errors.h"

#include <mpi.h>

#include <array>
#include <cstdlib>
#include <optional>

namespace tenogen
{
namespace
{
/// The whole number in an environment variable.
std::optional<unsigned int> number_in(const std::string &variable)
{
  const char *const value = std::getenv(variable.c_str());
  const std::string text  = value == nullptr ? "" : value;
  if (text.empty() || text.size() > 8 || text.find_first_not_of("0123456789") != std::string::npos)
    return {};
  return static_cast<unsigned int>(std::stoul(text));
}

/// The version of the MPI library, such as `Open MPI v4.1.4`.
std::string mpi_name()
{
  std::array<char, MPI_MAX_LIBRARY_VERSION_STRING> text = {};
  int                                              length;
  MPI_Get_library_version(text.data(), &length);
  const std::string name(text.data());
  return name.substr(0, name.find_first_of(",\n"));
}
} // namespace

LaunchedRanks launched_ranks()
{
  if (const auto n = number_in("OMPI_COMM_WORLD_SIZE"))
    return {"mpirun", "OMPI_COMM_WORLD_SIZE", *n, number_in("OMPI_COMM_WORLD_RANK").value_or(0)};
  const bool        is_slurm = number_in("SLURM_STEP_ID") || number_in("SLURM_STEP_NUM_TASKS");
  const std::string launcher = is_slurm ? "srun" : "mpirun";
  if (const auto n = number_in("PMI_SIZE"))
    return {launcher, "PMI_SIZE", *n, number_in("PMI_RANK").value_or(0)};
  if (is_slurm && std::getenv("SLURM_PTY_PORT") == nullptr)
    for (const char *const variable : {"SLURM_STEP_NUM_TASKS", "SLURM_NTASKS"})
      if (const auto n = number_in(variable))
        return {launcher, variable, *n, number_in("SLURM_PROCID").value_or(0)};
  if (const auto rank = number_in("PMIX_RANK")) // PMIx does not give the number
    return {launcher, "PMIX_RANK", *rank + 1, *rank};
  return {};
}

void require_all_ranks(const unsigned int n_ranks)
{
  const LaunchedRanks launched = launched_ranks();
  if (launched.number <= n_ranks)
    return;
  const std::string n = std::to_string(launched.number);
  throw InputError(
      separate_ranks + launched.launcher + " started " +
      (launched.variable == "PMIX_RANK" ? "at least " : "") + n + " processes (" + launched.variable +
      "), but MPI sees only " + std::to_string(n_ranks) + ". " +
      (launched.launcher == "srun"
           ? "Use `srun --mpi=pmix` (`srun --mpi=list` shows what this Slurm offers), or `mpirun -n " + n +
                 "`."
           : "Use the mpirun that belongs to " + mpi_name() + ", with which tenogen was built.") +
      " If every process is meant to be a separate run, unset " + launched.variable +
      " before you start tenogen.");
}
} // namespace tenogen
