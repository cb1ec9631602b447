#!/usr/bin/env bash
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'END'
Usage: scripts/make_deb.sh

Installs missing dependencies, builds tenogen without its tests in build/package, and makes the Debian package there.
The package is for the Debian release on which it is built.
END
}

case ${1-} in
  --help | -h) usage; exit 0 ;;
  ?*) refuse "there is no option '$1'. See --help." ;;
esac

umask 022 # the permissions of the folders in the package

say "Installing missing dependencies"
./scripts/install_dependencies.sh --package

say "Building"
cmake --preset release -B build/package -D BUILD_TESTING=OFF
cmake --build build/package --parallel "$jobs"

say "Packaging"
rm -f build/package/*.deb
(cd build/package && cpack -G DEB)
