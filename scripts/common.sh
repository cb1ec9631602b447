# shellcheck shell=bash
# Functions and variables that the scripts share. Source this file; it changes to the project folder.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

# One thread per rank.
# nproc would obey OMP_NUM_THREADS, which limits the threads of one process, not the number of jobs.
jobs=$(env --unset=OMP_NUM_THREADS nproc)
export OMP_NUM_THREADS=1

# Open MPI refuses to run as root unless both variables are set; in containers, root is often the only user.
if [ "$(id -u)" -eq 0 ]; then
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi

say() {
  printf '\n== %s\n' "$*"
}

# Prints a message and exits with code 2 (bad input).
refuse() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 2
}

# Configures and builds the given targets (all by default) of a preset of CMakePresets.json.
build_preset() {
  local preset=$1
  shift
  cmake --preset "$preset"
  cmake --build --preset "$preset" --parallel "$jobs" ${1:+--target "$@"}
}
