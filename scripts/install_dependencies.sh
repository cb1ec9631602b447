#!/usr/bin/env bash
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/install_dependencies.sh [--test] [--package]

Installs the missing packages of Debian 12 or 13 that tenogen needs. If you cannot install packages (as
root, or with sudo without a password), it lists them and stops with exit code 1.

  --test      also install what only the tests need
  --package   also install what only scripts/make_deb.sh needs
END
}

run_packages=(
  mold # the linker that Debian 13's deal.II asks for
  g++ cmake ninja-build ccache git
  libdeal.ii-dev # brings MPI, PETSc, p4est and parallel HDF5 along
  libboost-program-options-dev nlohmann-json3-dev
  libnifti-dev # reads the grid of a scan
  openmpi-bin
  python3-numpy python3-h5py python3-matplotlib # pictures
  python3-pandas # import tenogen
  python3-nibabel python3-scipy # tenogen mri
  python3-openturns # tenogen sensitivity
)
test_packages=(
  slurm-wlm slurm-client munge libpmix-dev # tenogen sweep submit
  libgtest-dev libgmock-dev clang-format clang-tidy gcovr
  chromium # opens the page of tenogen report
  python3-meshio # Fields.to_meshio
)

packages=("${run_packages[@]}")
for argument in "$@"; do
  case $argument in
    --test) packages+=("${test_packages[@]}") ;;
    --package) packages+=(dpkg-dev file) ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

if ! command -v dpkg-query >/dev/null; then
  echo "This is not Debian. tenogen needs the software in these packages of Debian 12 or 13:" >&2
  echo "  ${packages[*]}" >&2
  exit 1
fi

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  exit 0
fi

echo "Missing packages: ${missing[*]}"
if [ "$(id -u)" -eq 0 ]; then
  as_root=(env)
elif command -v sudo >/dev/null && sudo --non-interactive true 2>/dev/null; then
  as_root=(sudo --non-interactive env)
else
  echo "You are not allowed to install packages here. Ask an administrator to run:" >&2
  echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi

"${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get update
"${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}"
