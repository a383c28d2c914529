#!/bin/sh
# tests/build-on-trixie.sh - compiles the project on Debian 13, whose GTK and compiler are newer than the floor's.
#
# usage: tests/build-on-trixie.sh [FOLDER]
#
# What is committed is compiled in a small Debian 13 of its own in FOLDER
# (default: $TMPDIR/folioscope-trixie; kept, so that the next time is quick),
# with warnings as errors.  Needs root, debootstrap and the network; it is not
# part of ./check.
set -eu
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
system=${1:-${TMPDIR:-/tmp}/folioscope-trixie}

if [ "$(id -u)" != 0 ]; then
  echo 'This makes a small Debian in a folder, for which it must be root.' >&2
  exit 1
fi
if ! command -v debootstrap >/dev/null; then
  echo 'debootstrap is missing: apt-get install debootstrap' >&2
  exit 1
fi

if [ ! -e "$system/made" ]; then
  echo "Making a Debian 13 in $system..."
  rm -rf -- "$system"
  mkdir -p "$system"
  debootstrap --variant=minbase trixie "$system" "$mirror" >"$system.log" 2>&1 || {
    tail -n 5 "$system.log" >&2
    exit 1
  }
  touch "$system/made"
fi
for settings in /etc/apt/apt.conf.d/*proxy*; do
  [ ! -e "$settings" ] || cp "$settings" "$system/etc/apt/apt.conf.d/"
done
cp -L /etc/resolv.conf "$system/etc/resolv.conf"

trap 'umount "$system/proc" "$system/dev" 2>/dev/null || true' EXIT
mount -t proc proc "$system/proc"
mount --bind /dev "$system/dev"

rm -rf -- "$system/project"
mkdir "$system/project"
git -C "$top" archive HEAD | tar -x -C "$system/project"
# shellcheck disable=SC2016 # expanded inside
chroot "$system" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LC_ALL=C.UTF-8 CI=true \
  ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} sh -euc '
    cd /project
    data/install-packages build run
    meson setup build >setup.log || { tail -n 20 setup.log; exit 1; }
    ninja -C build -k 0 >build.log || { grep -vE "^\[" build.log | head -n 100; exit 1; }
    echo "Compiled without a warning: $(gcc --version | head -n 1), GTK $(pkg-config --modversion gtk4), GLib $(pkg-config --modversion glib-2.0)"'
