#!/usr/bin/env bash
set -euo pipefail
invoked_from=$PWD # also used by enter_own_namespace
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source scripts/debian_root.sh

usage() {
  cat <<END
Usage: scripts/make_image.sh ${releases[0]}|${releases[1]} [--deb FILE] [--output FILE] [--mirror URL]

Makes one file with tenogen and everything it needs, for machines without root access: a tarball of the root file
system of a Debian release with tenogen's Debian package installed. docs/install.md explains how to use it. Before
packing, the script tests it as an ordinary user: a run on one and on two ranks, a report and a study.
Needs root, debootstrap, a network, 12 GB of disk, and half an hour on two cores.

  --deb FILE      tenogen's package for this Debian release, from scripts/make_deb.sh. By default it is built from the
                  committed state of this project, in the root file system build/debian-RELEASE
  --output FILE   the tarball (default build/tenogen-RELEASE.tar.gz)
  --mirror URL    Debian mirror (default: that of this machine's apt sources)
END
}

[ $# -gt 0 ] || { usage >&2; exit 2; }
case $1 in --help | -h) usage; exit 0 ;; esac
original=("$@")
release=$1
shift
package=
output=$PWD/build/tenogen-$release.tar.gz
mirror=
while [ $# -gt 0 ]; do
  case $1 in
    --deb | --output | --mirror)
      [ $# -ge 2 ] || refuse "$1 needs a value. See --help."
      case $1 in
        --deb) package=$(cd "$invoked_from" && realpath --canonicalize-missing "$2") ;;
        --output) output=$(cd "$invoked_from" && realpath --canonicalize-missing "$2") ;;
        --mirror) mirror=$2 ;;
      esac
      shift 2
      ;;
    *) refuse "there is no option '$1'. See --help." ;;
  esac
done
[ -z "$package" ] || [ -f "$package" ] || refuse "--deb: there is no file $package."
require_debian_root "$release"
make_build_folder
[ -d "$(dirname "$output")" ] || refuse "--output: there is no folder $(dirname "$output")."
choose_mirror "$mirror"
enter_own_namespace "${original[@]}"

if [ -z "$package" ]; then
  build_root=$PWD/build/debian-$release
  lock_root "$build_root"
  if [ -e "$build_root" ]; then
    require_own_root "$build_root"
  else
    say "Making the root file system for the build"
    make_root "$release" "$build_root" "$mirror"
  fi
  mount_system "$build_root"
  clone_into "$build_root"
  in_root "$build_root" /opt/tenogen/scripts/make_deb.sh
  package=$(echo "$build_root"/opt/tenogen/build/package/*.deb)
fi

root=$PWD/build/image-$release
say "Making the root file system of the image"
remove_root "$root"
make_root "$release" "$root" "$mirror"
# Of the documentation, only tenogen's is useful in the image.
printf '%s\n' 'path-exclude=/usr/share/doc/*' 'path-include=/usr/share/doc/tenogen/*' 'path-exclude=/usr/share/man/*' \
  'path-exclude=/usr/share/locale/*' >"$root/etc/dpkg/dpkg.cfg.d/documentation"

say "Installing $(basename "$package")"
cp "$package" "$root/opt/tenogen.deb"
mount_system "$root"
in_root "$root" apt-get update
in_root "$root" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends /opt/tenogen.deb \
  ibverbs-providers # for clusters with InfiniBand

say "Testing it as an ordinary user"
install --mode=755 packaging/try_installed.sh "$root/tmp/"
in_root "$root" useradd --create-home --shell /bin/bash trial
in_root "$root" su --login --whitelist-environment=OPENBLAS_CORETYPE trial --command "bash /tmp/try_installed.sh trial"
in_root "$root" userdel --remove trial
install --mode=755 packaging/enter_image.sh "$root/enter"

say "Packing"
trap 'rm -f "$output.part"' EXIT
in_root "$root" apt-get clean
# debootstrap has copied the host name of this machine.
echo "127.0.0.1 localhost" >"$root/etc/hosts"
echo localhost >"$root/etc/hostname"
: >"$root/etc/resolv.conf"
rm -rf "$root"/var/lib/apt/lists/* "$root"/opt/tenogen.deb "$root"/tmp/*
# Without device nodes, which ordinary users cannot create; /dev, /proc and /sys are mounted when the image is started.
tar --create --gzip --one-file-system --numeric-owner --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' \
  --exclude="./$root_mark" \
  --directory "$root" --file "$output.part" .
mv "$output.part" "$output"

say "Done"
echo "Image: $output ($(du --human-readable "$output" | cut -f1); docs/install.md explains how to use it)"
