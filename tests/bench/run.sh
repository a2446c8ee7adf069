#!/usr/bin/env bash
# Measures what the product costs and compares it with other load generators.
#
#   tests/bench/run.sh [OUTPUT_FOLDER] [options of compare.py, such as --rounds 3 --connections 50]
#
# Prints the table, and writes table.md and chart.svg into the folder (build/bench). Wants a quiet machine with two
# processors, and takes some minutes; tools that are missing are installed where that is possible.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if [[ ${1:-} == -h || ${1:-} == --help ]]; then
  sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
  exit 0
fi
folder=build/bench
if [[ $# -gt 0 && $1 != --* ]]; then
  folder=$1
  shift
fi
mkdir -p "$folder"
tests/bench/count.py --markdown "$folder/counted.md" >/dev/null
tests/bench/compare.py --markdown "$folder/compared.md" --svg "$folder/chart.svg" "$@" >/dev/null
{ cat "$folder/counted.md"; echo; cat "$folder/compared.md"; } | tee "$folder/table.md"
rm "$folder/counted.md" "$folder/compared.md"
echo "run.sh: wrote $folder/table.md and $folder/chart.svg" >&2
