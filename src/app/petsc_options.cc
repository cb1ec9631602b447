#include "tenogen/app/petsc_options.h"

#include "tenogen/solvers/petsc_check.h"

#include <petscsys.h>

#include <algorithm>
#include <vector>

namespace tenogen
{
std::string given_petsc_options()
{
  char *text = nullptr;
  solvers::check(PetscOptionsGetAll(nullptr, &text));
  std::string options = text == nullptr ? "" : text;
  solvers::check(PetscFree(text));
  options.erase(options.find_last_not_of(' ') + 1);
  return options;
}

void warn_of_unused_petsc_options(Log &log)
{
  PetscInt n;
  char   **names, **values;
  solvers::check(PetscOptionsLeftGet(nullptr, &n, &names, &values));
  const std::vector<std::string> read_at_the_end = {"options_left", "malloc_dump", "malloc_view"};
  for (PetscInt i = 0; i < n; ++i)
    if (std::find(read_at_the_end.begin(), read_at_the_end.end(), names[i]) == read_at_the_end.end())
      log.line("warning: the PETSc option -" + std::string(names[i]) + " has no effect on this run.");
  solvers::check(PetscOptionsLeftRestore(nullptr, &n, &names, &values));
}
} // namespace tenogen
