#!/bin/sh
# Starts a command in the root file system that contains this file, without root access:
#
#   mkdir FOLDER && tar --extract --file tenogen-bookworm.tar.gz --directory FOLDER
#   FOLDER/enter tenogen run ...
#
# The command sees /usr, /etc and /var of the image, and all other folders of this machine (/home, /tmp, /scratch,
# ...) under their usual names. It requires a kernel that allows user namespaces.
set -eu
image=$(cd "$(dirname "$0")" && pwd -P)
[ $# -gt 0 ] || { echo "Usage: $0 COMMAND [ARGUMENTS]" >&2; exit 2; }
unshare --user --map-root-user --mount true 2>/dev/null || {
  echo "$0: this machine does not allow user namespaces (unshare --user --map-root-user --mount true)." >&2
  echo "Ask its administrator to allow it, or use the image with Apptainer (docs/install.md)." >&2
  exit 1
}

# Use the programs and libraries of the image, not those of modules loaded outside.
PATH=/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin
unset LD_LIBRARY_PATH LD_PRELOAD PYTHONHOME PYTHONPATH OPAL_PREFIX
# Ranks that enter separately are in different namespaces and cannot read each other's memory.
export OMPI_MCA_btl_vader_single_copy_mechanism=none OMPI_MCA_smsc=^cma

# In the first namespace the user is root and mounts folders; in the second one the user has the usual identity.
# shellcheck disable=SC2016 # expanded by the inner shell
exec unshare --user --map-root-user --mount sh -c '
  set -eu
  image=$1 uid=$2 gid=$3 folder=$4 root=$1/mnt
  shift 4
  mount -t tmpfs tmpfs "$root"
  mount --make-unbindable "$root"
  for entry in "$image"/*; do
    name=${entry##*/}
    if [ -L "$entry" ]; then # bin, lib, sbin
      cp -P "$entry" "$root/$name"
    elif [ "$name" = usr ] || [ "$name" = etc ] || [ "$name" = var ]; then
      mkdir "$root/$name"
      mount --rbind "$entry" "$root/$name"
    fi
  done
  for entry in /*; do
    name=${entry##*/}
    if [ -d "$entry" ] && [ ! -e "$root/$name" ]; then
      mkdir "$root/$name"
      mount --rbind "$entry" "$root/$name"
    fi
  done
  for file in group hosts passwd resolv.conf; do
    if [ -e "/etc/$file" ]; then
      mount --bind "/etc/$file" "$root/etc/$file"
    fi
  done
  mkdir "$root/.outside"
  cd "$root"
  pivot_root . .outside
  umount --lazy /.outside
  rmdir /.outside
  cd "$folder" 2>/dev/null || {
    echo "enter: $folder is not visible here: /usr, /etc and /var are those of the image. Start in another folder." >&2
    exit 2
  }
  exec unshare --user --map-user="$uid" --map-group="$gid" -- "$@"
' sh "$image" "$(id -u)" "$(id -g)" "$PWD" "$@"
