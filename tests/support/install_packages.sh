#!/usr/bin/env bash
# Installs what is missing of the package lists in tests/support/packages, and nothing else.
#
#   tests/support/install_packages.sh [build] [test]      (without an argument: both)
#
# Says nothing and needs no rights when everything is there. Otherwise it uses apt as root, or with sudo.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lists=$here/packages

# Debian 12 has no libmysqlcppconn-dev that can stand beside Boost 1.81, so its headers are unpacked
# here; core/cmake/dependencies.cmake looks into the same folder.
unpack_folder=/usr/local/lib/veriload-deps

usage() { sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

# The list of a kind for the running distribution.
list_of() {
  local kind=$1 id version
  # shellcheck source=/dev/null
  id=$(. /etc/os-release && echo "${ID:-unknown}")
  # shellcheck source=/dev/null
  version=$(. /etc/os-release && echo "${VERSION_ID:-unknown}")
  if [[ $id-$version == debian-12 ]]; then
    echo "$lists/$kind.txt"
  elif [[ -f $lists/$kind.$id-$version.txt ]]; then
    echo "$lists/$kind.$id-$version.txt"
  else
    echo "install_packages.sh: no package list for $id $version, known are debian 12 and ubuntu 24.04;" \
      "install what $lists/$kind.txt names by hand" >&2
    return 1
  fi
}

installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }
unpacked() { [[ -f $unpack_folder/.unpacked/$1 ]]; }

as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "install_packages.sh: needs root or sudo to run: $*" >&2
    return 1
  fi
}

# What apt and dpkg tell of their progress goes nowhere; errors are on stderr and stay.
apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o=Dpkg::Use-Pty=0 "$@" >/dev/null; }

# Package indexes are fetched only when apt does not know a wanted package (a fresh image has none), or
# when its knowledge proved too old to install from.
refresh() {
  echo "install_packages.sh: refreshing the package index"
  apt update
}

known() {
  local package
  for package in "$@"; do
    # Not a pipe: under pipefail an early reader would make apt-cache fail.
    [[ -n $(apt-cache show "$package" 2>/dev/null) ]] || return 1
  done
}

unpack() {
  local package=$1 folder
  echo "install_packages.sh: unpacking $package into $unpack_folder"
  folder=$(mktemp -d)
  (cd "$folder" && apt-get -qq download "$package" 2>/dev/null) ||
    { refresh && (cd "$folder" && apt-get -qq download "$package"); }
  as_root mkdir -p "$unpack_folder/.unpacked"
  as_root dpkg -x "$folder"/"$package"_*.deb "$unpack_folder"
  as_root touch "$unpack_folder/.unpacked/$package"
  rm -rf "$folder"
}

main() {
  local kinds=("$@") kind list package missing=() to_unpack=()
  [[ ${#kinds[@]} -gt 0 ]] || kinds=(build test)
  for kind in "${kinds[@]}"; do
    case $kind in
      build | test) ;;
      -h | --help) usage && return 0 ;;
      *)
        echo "install_packages.sh: unknown list '$kind', expected build or test" >&2
        return 2
        ;;
    esac
    list=$(list_of "$kind")
    while read -r package _; do
      case $package in
        '' | '#'*) ;;
        unpack:*) unpacked "${package#unpack:}" || to_unpack+=("${package#unpack:}") ;;
        *) installed "$package" || missing+=("$package") ;;
      esac
    done <"$list"
  done

  if [[ ${#missing[@]} -gt 0 ]]; then
    echo "install_packages.sh: installing ${missing[*]}"
    known "${missing[@]}" || refresh
    apt install -y --no-install-recommends "${missing[@]}" ||
      { refresh && apt install -y --no-install-recommends "${missing[@]}"; }
  fi
  for package in "${to_unpack[@]}"; do
    unpack "$package"
  done
}

main "$@"
