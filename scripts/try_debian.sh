#!/usr/bin/env bash
set -euo pipefail
invoked_from=$PWD # also used by enter_own_namespace
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source scripts/debian_root.sh

usage() {
  cat <<END
Usage: scripts/try_debian.sh ${releases[0]}|${releases[1]} [--root FOLDER] [--mirror URL] [--fresh] [-- TEST_OPTIONS...]

Tries the two commands of README.md on another release of Debian: makes its root file system with debootstrap, clones
the committed state of this project into it, and runs scripts/quickstart.sh and scripts/test.sh there in a chroot.
Needs root, debootstrap, a network, 7 GB of disk, and about an hour on two cores.

  --root FOLDER   the root file system (default build/debian-RELEASE). If it exists, it is reused together with its
                  packages and compiler cache; the clone is always new
  --mirror URL    Debian mirror (default: that of this machine's apt sources)
  --fresh         delete the root file system first
  --              pass the remaining arguments to scripts/test.sh, as in -- --all

Exit code: 0 if both commands end with 0.
END
}

[ $# -gt 0 ] || { usage >&2; exit 2; }
case $1 in --help | -h) usage; exit 0 ;; esac
original=("$@")
summary=()
release=$1
shift
root=$PWD/build/debian-$release
mirror=
fresh=false
while [ $# -gt 0 ]; do
  case $1 in
    --root | --mirror)
      [ $# -ge 2 ] || refuse "$1 needs a value. See --help."
      case $1 in
        --root) root=$(cd "$invoked_from" && realpath --canonicalize-missing "$2") ;;
        --mirror) mirror=$2 ;;
      esac
      shift 2
      ;;
    --fresh) fresh=true; shift ;;
    --) shift; break ;;
    *) refuse "there is no option '$1'. See --help." ;;
  esac
done
require_debian_root "$release"
choose_mirror "$mirror"
make_build_folder
mkdir -p "$(dirname "$root")"
enter_own_namespace "${original[@]}"
lock_root "$root"

if $fresh; then
  remove_root "$root"
fi
if [ -e "$root" ]; then
  require_own_root "$root"
  say "Reusing $root (--fresh would delete it first)"
else
  say "Making the root file system of Debian $release in $root"
  make_root "$release" "$root" "$mirror"
fi
mount_system "$root"
clone_into "$root"

# Records the time and exit code of each command; the second is tried even if the first fails.
failed=false
for command in "scripts/quickstart.sh" "scripts/test.sh $*"; do
  say "Debian $release: ./$command"
  SECONDS=0
  outcome=0
  # shellcheck disable=SC2086 # split into words
  in_root "$root" sh -c 'cd /opt/tenogen && exec "$@"' sh ./$command || outcome=$?
  summary+=("./${command% }: exit code $outcome after $((SECONDS / 60)) min $((SECONDS % 60)) s")
  [ "$outcome" -eq 0 ] || failed=true
done

say "Debian $release"
printf '%s\n' "${summary[@]}"
echo "Results of the quick start: $root/opt/tenogen/results/quickstart"
! $failed
