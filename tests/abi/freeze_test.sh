#!/usr/bin/env bash
# freeze.sh keeps a copy once, takes the same header again, and refuses another one.
set -euo pipefail
freeze=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/tests/abi" "$tree/sdk/abi"
cp "$freeze" "$tree/tests/abi/"
cp "$(dirname "$freeze")/../../sdk/abi/veriload_abi.h" "$tree/sdk/abi/"
cd "$tree"
tests/abi/freeze.sh
[[ $(find sdk/abi/history -type f | wc -l) == 1 ]]
tests/abi/freeze.sh
echo '/* another */' >> sdk/abi/veriload_abi.h
if tests/abi/freeze.sh; then echo "took another header for the same minor" && exit 1; fi
tests/abi/freeze.sh --replace
cmp sdk/abi/veriload_abi.h sdk/abi/history/*/veriload_abi.h
