#!/bin/sh
# Starts a command in the root file system this file lies in, without root:
#
#   mkdir FOLDER && tar --extract --file tenogen-bookworm.tar.gz --directory FOLDER
#   FOLDER/enter tenogen run ...
#
# The command sees /usr, /etc and /var of the image, and all other folders of this machine (/home, /tmp, /scratch,
# ...) under their usual names. The user is called root inside; files belong to the user outside. It needs a kernel
# that lets users make namespaces.
set -eu
image=$(cd "$(dirname "$0")" && pwd -P)
[ $# -gt 0 ] || { echo "Usage: $0 COMMAND [ARGUMENTS]" >&2; exit 2; }
unshare --user --map-root-user --mount true 2>/dev/null || {
  echo "$0: this machine does not let users make namespaces (unshare --user --map-root-user --mount true)." >&2
  echo "Ask its administrator to allow it, or use the image with Apptainer (docs/install.md)." >&2
  exit 1
}

# Programs and libraries are those of the image, not of the modules loaded outside.
PATH=/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin
unset LD_LIBRARY_PATH LD_PRELOAD PYTHONHOME PYTHONPATH OPAL_PREFIX
# OpenMPI refuses root, and cannot copy directly between the memories of two namespaces.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_btl_vader_single_copy_mechanism=none OMPI_MCA_smsc=^cma

# shellcheck disable=SC2016 # expanded by the inner shells
exec unshare --user --map-root-user --mount sh -c '
  set -eu
  image=$1 folder=$2 root=$1/mnt
  shift 2
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
  for file in hosts resolv.conf; do
    if [ -e "/etc/$file" ]; then
      mount --bind "/etc/$file" "$root/etc/$file"
    fi
  done
  exec chroot "$root" /bin/sh -c "cd \"\$1\" && shift && exec \"\$@\"" sh "$folder" "$@"
' sh "$image" "$PWD" "$@"
