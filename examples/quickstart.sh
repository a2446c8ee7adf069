#!/usr/bin/env bash
# Builds the product and runs the first example, without a network and with nothing to configure.
#
#   examples/quickstart.sh [--no-install] [--url URL]
#
#   --no-install   do not install missing packages
#   --url URL      use the server at URL instead of the one that comes along
#   --help         print this text
#
# The exit code is that of `veriload run`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() { sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

install=yes
url=
while [[ $# -gt 0 ]]; do
  case $1 in
    --no-install) install=no ;;
    --url)
      [[ $# -gt 1 ]] || { echo "quickstart.sh: --url needs a URL" >&2; exit 2; }
      url=$2
      shift
      ;;
    -h | --help) usage && exit 0 ;;
    *)
      echo "quickstart.sh: unknown option '$1' (try --help)" >&2
      exit 2
      ;;
  esac
  shift
done

[[ $install == no ]] || tests/support/install_packages.sh build

echo "quickstart.sh: building (a first build takes some minutes)"
cmake --preset release --log-level=WARNING
cmake --build --preset release --target product veriload_target

target=
folder=$(mktemp -d)
stop() {
  if [[ -n $target ]]; then
    kill "$target" 2>/dev/null || true
    wait "$target" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap stop EXIT

if [[ -z $url ]]; then
  build/release/bin/veriload-target --quiet --ready-file "$folder/port" &
  target=$!
  for _ in {1..100}; do
    [[ -f $folder/port ]] && break
    kill -0 "$target" 2>/dev/null || break
    sleep 0.05
  done
  [[ -f $folder/port ]] || { echo "quickstart.sh: the target did not start" >&2; exit 6; }
  url=http://127.0.0.1:$(<"$folder/port")
fi

echo "quickstart.sh: running examples/httpbin against $url"
code=0
build/release/bin/veriload run --config examples/httpbin/veriload.yaml --set "run.base_url=$url" || code=$?
exit "$code"
