#!/usr/bin/env bash
# freeze.sh keeps a copy once, takes the same header again, and refuses another one.
set -euo pipefail
freeze=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/tests/abi" "$tree/sdk/abi"
cp "$freeze" "$tree/tests/abi/"
cp "$(dirname "$freeze")"/../../sdk/abi/*.h "$tree/sdk/abi/"
cd "$tree"
tests/abi/freeze.sh
diff <(ls sdk/abi/*.h | xargs -n 1 basename) <(ls sdk/abi/history/*)
tests/abi/freeze.sh
for header in veriload_abi.h veriload_http.h; do
  echo '/* another */' >> "sdk/abi/$header"
  if tests/abi/freeze.sh; then echo "took another $header for the same minor" && exit 1; fi
  tests/abi/freeze.sh --replace
  cmp "sdk/abi/$header" sdk/abi/history/*/"$header"
done
