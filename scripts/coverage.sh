#!/usr/bin/env bash
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'END'
Usage: scripts/coverage.sh [LABEL...]

Builds the tests with these labels for coverage (preset coverage), runs them and prints the share of lines
in src/ and include/ that were executed, by file. The labels are unit, verification, mpi, robustness, restart and
regression; the default is unit and robustness.
END
}

labels=()
for argument in "$@"; do
  case $argument in
    --help | -h) usage; exit 0 ;;
    -*) refuse "there is no option '$argument'. See --help." ;;
    unit | verification | mpi | robustness | restart | regression) labels+=("$argument") ;;
    *) refuse "there is no label '$argument'. See --help." ;;
  esac
done
[ ${#labels[@]} -gt 0 ] || labels=(unit robustness)

say "Installing missing dependencies"
./scripts/install_dependencies.sh --test

say "Building with coverage counters"
build_preset coverage "${labels[@]/#/tests_}"

say "Tests"
# The counts of an earlier run would be added.
find build/coverage -name '*.gcda' -delete
ctest --preset coverage --label-regex "^($(IFS='|'; echo "${labels[*]}"))$" --parallel "$jobs"

say "Executed lines"
gcovr --root . --object-directory build/coverage --filter src/ --filter include/ --exclude-throw-branches
