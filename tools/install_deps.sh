#!/bin/sh
# Installs the Debian packages of the named sections of tools/packages.txt, and nothing where nothing is missing.
# Usage: tools/install_deps.sh build [test]
set -eu
cd "$(dirname "$0")/.."

wanted=
for section in "$@"; do
    wanted="$wanted $(sed -n "/^\[$section\]/,/^\[/p" tools/packages.txt | grep -v '^[[#]' || :)"
done

node_is_recent() {
    command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1 &&
        node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)'
}

missing=
for package in $wanted; do
    case $package in
    nodejs | npm) node_is_recent && continue ;;
    esac
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || :)
    [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "installing:$missing"
root=
[ "$(id -u)" = 0 ] || root=sudo
export DEBIAN_FRONTEND=noninteractive
$root apt-get update -q
# shellcheck disable=SC2086 # a list of words on purpose
$root apt-get install -q -y --no-install-recommends $missing
