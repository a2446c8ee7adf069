#!/usr/bin/env bash
# Runs clang-tidy over the sources that the build knows.
#
#   tests/structure/lint.sh [--build FOLDER] [--jobs N] [--changed] [FILE...]
#
#   --build FOLDER   where compile_commands.json is (build/release unless said otherwise)
#   --jobs N         files at once (2)
#   --changed        only files that differ from the last commit
#   FILE...          only these
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

build=build/release
jobs=2
changed=no
files=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --build | --jobs)
      [[ $# -gt 1 ]] || { echo "lint.sh: $1 needs a value" >&2; exit 2; }
      if [[ $1 == --build ]]; then build=$2; else jobs=$2; fi
      shift
      ;;
    --changed) changed=yes ;;
    -h | --help) sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 0 ;;
    -*)
      echo "lint.sh: unknown option '$1' (try --help)" >&2
      exit 2
      ;;
    *) files+=("$1") ;;
  esac
  shift
done
[[ -f $build/compile_commands.json ]] || {
  echo "lint.sh: $build/compile_commands.json is missing: configure that folder first" >&2
  exit 2
}

# Only what the build compiles: clang-tidy can make nothing of a file without its flags.
if [[ ${#files[@]} -eq 0 ]]; then
  mapfile -t files < <(/usr/bin/python3 - "$build/compile_commands.json" "$PWD/" <<'PYTHON'
import json
import sys

root = sys.argv[2]
build = f"{root}build/"
files = {entry["file"] for entry in json.load(open(sys.argv[1]))}
own = sorted(file[len(root):] for file in files if file.startswith(root) and not file.startswith(build))
print(*(file for file in own if file.endswith(".cpp")), sep="\n")
PYTHON
  )
fi
if [[ $changed == yes ]]; then
  mapfile -t files < <(printf '%s\n' "${files[@]}" |
    grep -Fx -f <(git diff --name-only HEAD && git ls-files --others --exclude-standard) || true)
fi
[[ ${#files[@]} -gt 0 && -n ${files[0]} ]] || { echo "lint.sh: no file to look at"; exit 0; }

echo "lint.sh: ${#files[@]} files"
# Flags of g++ that clang does not know are taken out; its own opinions on warnings are not asked for.
commands=$(mktemp -d)
trap 'rm -rf "$commands"' EXIT
sed 's/ -fno-gnu-unique\b//g' "$build/compile_commands.json" >"$commands/compile_commands.json"
printf '%s\0' "${files[@]}" | xargs -0 -r -n 1 -P "$jobs" \
  clang-tidy-14 --quiet -p "$commands" --extra-arg=-Wno-everything --extra-arg=-Wno-unknown-warning-option
