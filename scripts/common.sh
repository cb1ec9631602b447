# shellcheck shell=bash
# What the scripts here share. Sourced, not run: it leaves the shell in the project folder.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

# One thread per rank.
# nproc obeys OMP_NUM_THREADS, which is about the threads of one process.
jobs=$(env --unset=OMP_NUM_THREADS nproc)
export OMP_NUM_THREADS=1

# OpenMPI refuses root unless told twice; containers know no other user.
if [ "$(id -u)" -eq 0 ]; then
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi

say() {
  printf '\n== %s\n' "$*"
}

# The message for the person, then exit code 2 (bad input).
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
