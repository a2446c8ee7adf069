#!/usr/bin/env bash
# Builds and runs the tests.
#
#   tests/run.sh [--preset NAME]... [--label LABEL] [--no-install]
#
#   --preset NAME   release (unless said otherwise), dev, asan or tsan; may be given more than once
#   --label LABEL   only tests whose label matches this regular expression: unit, abi, plugin_check, structure, e2e, kit, lint ...
#                   `long` are tests of minutes, such as ten million inputs for the response parser: they run
#                   only when LABEL says so
#   --no-install    do not install missing packages
#   --help          print this text
#
# The last line says `N passed, N failed` over all presets. Fails when a test fails and when no test ran.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() { sed -n '2,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }
needs_value() {
  [[ $# -gt 1 ]] || { echo "run.sh: $1 needs a value" >&2; exit 2; }
}

presets=()
label=
install=yes
while [[ $# -gt 0 ]]; do
  case $1 in
    --preset) needs_value "$@" && presets+=("$2") && shift ;;
    --label) needs_value "$@" && label=$2 && shift ;;
    --no-install) install=no ;;
    -h | --help) usage && exit 0 ;;
    *)
      echo "run.sh: unknown option '$1' (try --help)" >&2
      exit 2
      ;;
  esac
  shift
done
[[ ${#presets[@]} -gt 0 ]] || presets=(release)

if [[ $install == yes ]]; then
  tests/support/install_packages.sh build test
  tests/support/make_venv.sh
fi

passed=0
failed=0
for preset in "${presets[@]}"; do
  echo "run.sh: $preset: configuring and building"
  # In CI the sanitizers build from nothing: with common headers compiled once, which makes g++ warn of what it inlines
  # from them. The release build, as users build it, has warnings as errors.
  quicker=()
  if [[ -n ${VERILOAD_CI:-} && $preset != release ]]; then
    quicker=(-DVERILOAD_PRECOMPILE=ON -DVERILOAD_WERROR=OFF)
  fi
  if ! { cmake --preset "$preset" --log-level=WARNING "${quicker[@]}" && cmake --build --preset "$preset"; }; then
    echo "run.sh: $preset: does not build, which counts as one failure"
    failed=$((failed + 1))
    continue
  fi

  echo "run.sh: $preset: testing"
  results=$PWD/build/$preset/results.xml
  rm -f "$results"
  # The presets leave `long` out, also where a label is asked for.
  which=(--preset "$preset")
  [[ $label == *long* ]] && which=(--test-dir "build/$preset" --output-on-failure)
  ctest "${which[@]}" --parallel "$(nproc)" --no-tests=ignore --output-junit "$results" \
    ${label:+--label-regex "$label"} || true
  # Counted from the results and not from the exit code of ctest, which cannot tell no test from good ones.
  counts=$(tests/support/count_results.py "$results")
  read -r here_passed here_failed <<<"$counts"
  passed=$((passed + here_passed))
  failed=$((failed + here_failed))
done

echo "$passed passed, $failed failed"
[[ $failed == 0 && $passed -gt 0 ]]
