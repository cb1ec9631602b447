#!/usr/bin/env bash
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'END'
Usage: scripts/coverage.sh [LABEL...]

Builds the tests of these labels with counters (preset coverage), runs them and prints which share of the
lines of src/ and include/ has run, file by file. Without a label: unit and robustness. Labels are the
folders below tests/.
END
}

labels=()
for argument in "$@"; do
  case $argument in
    --help | -h) usage; exit 0 ;;
    -*) refuse "there is no option '$argument'. See --help." ;;
    *)
      [ -d "tests/$argument" ] || refuse "there is no folder tests/$argument. See --help."
      labels+=("$argument")
      ;;
  esac
done
[ ${#labels[@]} -gt 0 ] || labels=(unit robustness)

say "Installing what is missing"
./scripts/install_dependencies.sh --test

say "Building with counters"
build_preset coverage "${labels[@]/#/tests_}"

say "Tests"
# Counts of an earlier run would add up.
find build/coverage -name '*.gcda' -delete
ctest --preset coverage --label-regex "^($(IFS='|'; echo "${labels[*]}"))$" --parallel "$jobs"

say "Lines that ran"
gcovr --root . --object-directory build/coverage --filter src/ --filter include/ --exclude-throw-branches
