#!/usr/bin/env bash
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'END'
Usage: scripts/test.sh [--all]

Installs missing dependencies, checks the formatting, builds Release with its tests and runs them.

  --all   also the long tests, the unit tests in Debug (deal.II's assertions), unit and robustness
          tests under the address and undefined-behaviour sanitizers, clang-tidy, and a check that
          the tests notice faults in the files that the program writes (tests/mutation)
END
}

all=false
for argument in "$@"; do
  case $argument in
    --all) all=true ;;
    --help | -h) usage; exit 0 ;;
    *) refuse "there is no option '$argument'. See --help." ;;
  esac
done

say "Installing missing dependencies"
./scripts/install_dependencies.sh --test

say "Formatting"
# Every version of clang-format formats differently.
if clang-format --version | grep --quiet 'version 14\.'; then
  find benchmarks cmake include src tests \( -name "*.h" -o -name "*.cc" \) -exec clang-format --dry-run -Werror {} +
else
  echo "Not checked: the sources are formatted with clang-format 14 of Debian 12; this is $(clang-format --version)."
fi

say "Building Release"
started=$SECONDS
build_preset release
built=$((SECONDS - started))

if $all; then
  say "clang-tidy"
  build_preset tidy version_header
  printf '%s\0' src/*.cc src/*/*.cc |
    xargs --null --max-args=1 --max-procs="$jobs" clang-tidy -p build/tidy --quiet

  say "Unit tests in Debug"
  build_preset debug tests_unit
  ctest --preset debug --label-regex '^unit$' --parallel "$jobs"

  say "Unit and robustness tests under sanitizers"
  build_preset sanitize tests_unit tests_robustness
  ctest --preset sanitize --label-regex '^(unit|robustness)$' --parallel "$jobs"
fi

say "Tests"
started=$SECONDS
if $all; then
  ctest --preset release-long --parallel "$jobs"

  say "Faults in what the program writes, and the tests that notice them"
  ./tests/mutation/run.py
else
  ctest --preset release --parallel "$jobs"
fi

say "Time"
in_minutes() { printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); }
echo "Build: $(in_minutes "$built"). Tests: $(in_minutes $((SECONDS - started)))."
