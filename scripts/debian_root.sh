# shellcheck shell=bash
# Root file systems of a Debian release, for try_debian.sh and make_image.sh. Sourced, not run.

releases=(bookworm trixie)
umask 022 # others must be able to use the image
root_mark=.made-by-tenogen # marks root file systems made here: no others are used or deleted

# Refuses unsupported releases, and machines on which no root file system can be made.
require_debian_root() {
  local release=$1
  [[ " ${releases[*]} " == *" $release "* ]] ||
    refuse "'$release' is not a supported Debian release. Choose one of: ${releases[*]}."
  [ "$(id -u)" -eq 0 ] || refuse "debootstrap and chroot need root. Start this as root or with sudo."
  command -v debootstrap >/dev/null || refuse "debootstrap is missing. Install it: apt-get install debootstrap"
  git rev-parse --quiet --verify HEAD >/dev/null || refuse "$PWD is not a git repository with a commit."
}

# enter_own_namespace WORDS...: starts this script again with these arguments in its own mount namespace. Its mounts and
# processes end with it, so nothing stays mounted in a root file system, or is deleted together with one.
enter_own_namespace() {
  if [ -n "${TENOGEN_OWN_NAMESPACE-}" ]; then
    # The first process of a namespace ignores signals without a handler.
    trap 'exit 130' INT
    trap 'exit 143' TERM
    return 0
  fi
  local script
  script=$PWD/scripts/$(basename "$0")
  cd "$invoked_from" || exit 1
  TENOGEN_OWN_NAMESPACE=1 exec unshare --mount --pid --fork --kill-child --mount-proc "$script" "$@"
}

# machine_mirror LABEL: the mirror with this label (Debian, Debian-Security) in this machine's own apt sources.
machine_mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' "Label: $1" |
    awk 'NR == 1'
}

# choose_mirror [URL]: sets `mirror` to this address or, without one, to the mirror of this machine.
choose_mirror() {
  mirror=${1:-$(machine_mirror Debian)}
  [ -n "$mirror" ] ||
    refuse "apt on this machine names no Debian mirror. Give --mirror URL, or run apt-get update first."
}

# Makes the folder build/, for the user who called sudo if there is one.
make_build_folder() {
  [ -d build ] || install --directory --owner="${SUDO_UID:-0}" --group="${SUDO_GID:-0}" build
}

# lock_root FOLDER: refuses a root file system that another of these scripts is using.
lock_root() {
  exec 9>"$1.lock"
  flock --nonblock 9 || refuse "another script is using $1."
}

# make_root RELEASE FOLDER MIRROR: installs a minimal Debian in a new folder, with the updates of the release and, if
# this machine's apt sources name a mirror for them, its security updates.
make_root() {
  local release=$1 root=$2 mirror=$3 security
  rm -rf --one-file-system "$root.part"
  debootstrap --variant=minbase --include=ca-certificates "$release" "$root.part" "$mirror"
  printf 'deb %s %s main\n' "$mirror" "$release" "$mirror" "$release-updates" >"$root.part/etc/apt/sources.list"
  security=$(machine_mirror Debian-Security)
  if [ -n "$security" ]; then
    echo "deb $security $release-security main" >>"$root.part/etc/apt/sources.list"
  else
    echo "No security updates: apt on this machine names no mirror for them." >&2
  fi
  printf '127.0.0.1 localhost %s\n' "$(hostname)" >"$root.part/etc/hosts"
  # The folder can be made again after a power cut, so dpkg need not wait for the disk.
  echo force-unsafe-io >"$root.part/etc/dpkg/dpkg.cfg.d/unsafe-io"
  # No services may start in it.
  printf '#!/bin/sh\nexit 101\n' >"$root.part/usr/sbin/policy-rc.d"
  chmod +x "$root.part/usr/sbin/policy-rc.d"
  touch "$root.part/$root_mark"
  mv "$root.part" "$root"
}

# remove_root FOLDER: deletes a root file system made here, if there is one.
remove_root() {
  [ ! -e "$1" ] || require_own_root "$1"
  rm -rf --one-file-system "$1"
}

# Refuses a folder that was not made here.
require_own_root() {
  [ -e "$1/$root_mark" ] ||
    refuse "$1 exists, but these scripts did not make it as a root file system. Move it away or choose another folder."
}

# Mounts /dev, /proc and the like in a root file system.
mount_system() {
  local root=$1
  mount -t proc proc "$root/proc"
  mount --rbind /sys "$root/sys"
  mount --rbind /dev "$root/dev"
}

# in_root ROOT COMMAND...: runs a command in a root file system, as root, without this machine's environment variables.
in_root() {
  local root=$1 name
  shift
  local -a environment=(HOME=/root LANG=C.UTF-8 TERM="${TERM:-dumb}"
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
  for name in http_proxy https_proxy no_proxy OPENBLAS_CORETYPE; do
    [ -z "${!name-}" ] || environment+=("$name=${!name}")
  done
  chroot "$root" /usr/bin/env --ignore-environment "${environment[@]}" "$@"
}

# clone_into ROOT: the committed state of this project, in /opt/tenogen of a root file system.
clone_into() {
  local root=$1
  mountpoint --quiet "$root/proc" || refuse "$root is not mounted." # deletes nothing elsewhere
  rm -rf --one-file-system "$root/opt/tenogen"
  git clone --quiet --no-hardlinks . "$root/opt/tenogen"
}
