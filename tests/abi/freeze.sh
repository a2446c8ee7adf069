#!/usr/bin/env bash
# Keeps a copy of today's ABI headers for ever: sdk/abi/history/MAJOR.MINOR/*.h, once per minor.
#
#   tests/abi/freeze.sh [--replace]
#
# Call it when a minor of the ABI is done, before the first plugin is published that was built with it. From then on
# tests/abi builds a plugin from the copy, which every later host must list and run, and holds today's headers to
# what the copy declares. A copy that differs is kept unless --replace says that nobody has built with it yet.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
case ${1-} in
  '' | --replace) ;;
  -h | --help) sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 0 ;;
  *) echo "freeze.sh: unknown word \"$1\", expected --replace or nothing" >&2 && exit 2 ;;
esac
header=sdk/abi/veriload_abi.h
headers=(sdk/abi/*.h)
number() { sed -n "s/^#define VL_ABI_$1 \([0-9]*\)$/\1/p" "$header"; }
version=$(number MAJOR).$(number MINOR)
folder=sdk/abi/history/$version
for one in "${headers[@]}"; do
  copy=$folder/${one##*/}
  if [[ -e $copy ]] && ! cmp -s "$one" "$copy" && [[ ${1-} != --replace ]]; then
    echo "freeze.sh: $copy differs from $one; raise VL_ABI_MINOR, or give --replace if nobody has built with it" >&2
    exit 1
  fi
done
mkdir -p "$folder"
cp "${headers[@]}" "$folder"
echo "$folder has the frozen headers of ABI $version"
