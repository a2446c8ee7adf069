#!/usr/bin/env bash
# Makes build/venv, where the real httpbin and the OAuth 2.0 server of the tests live, from the pinned list; says
# nothing when it is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

pinned=tests/support/packages/venv.txt
venv=build/venv
# The stamp is the list itself, so a changed pin makes a new environment.
cmp -s "$pinned" "$venv/made_from.txt" && exit 0

echo "make_venv.sh: making $venv"
rm -rf "$venv"
mkdir -p build
/usr/bin/python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$pinned"
cp "$pinned" "$venv/made_from.txt"
