#!/usr/bin/env bash
# Makes .venv and installs the locked packages of requirements/<base|dev>.txt; quick when nothing changed.
set -euo pipefail
. "$(dirname "$0")/common.sh"

wanted=${1:-base}

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13 python3.14 /usr/bin/python3; do
        if [ -n "$candidate" ] && "$candidate" -c \
            'import sqlite3, ssl, sys; print(sys.executable); sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            return 0
        fi
    done
    complain "Python 3.11 or later is needed: sudo apt-get install python3"
    return 1
}

make_environment() {
    local python
    python=$(find_python | tail -n 1)
    [ -n "$python" ] || exit 1
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        install_packages "the virtual environment" \
            "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" || exit 1
    fi
    say "Making the virtual environment .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

# One line for each tenth package, or one line that is written over on a terminal.
show_progress() {
    awk -v total="$1" -v terminal="$([ -t 1 ] && echo 1)" '
        /^Collecting / {
            seen++
            if (terminal) { printf "\r\033[K   %d of %d: %s", seen, total, $2; fflush() }
            else if (seen % 10 == 0) { printf "   %d of %d packages\n", seen, total; fflush() }
        }
        /^Installing collected/ {
            if (terminal) printf "\r\033[K"
            print "   unpacking"; fflush()
        }'
}

# Two commands at once in one folder must not install over each other.
if command -v flock >/dev/null; then
    exec 9>.make/lock
    flock 9
fi

.venv/bin/python -c 'import pip' 2>/dev/null || make_environment

fingerprint() { cat "$@" <(.venv/bin/python --version) | sha256sum; }
base=$(fingerprint requirements/base.txt)
dev=$(fingerprint requirements/base.txt requirements/dev.txt)
installed() { [ "$(cat ".venv/installed-$1" 2>/dev/null)" = "$2" ]; }

if installed dev "$dev"; then exit 0; fi
if [ "$wanted" = base ] && installed base "$base"; then exit 0; fi

total=$(grep -c '==' "requirements/$wanted.txt")
say "Installing $total locked packages (requirements/$wanted.txt)"
rm -f .venv/installed-*
if ! PIP_USER=0 .venv/bin/python -m pip install --require-hashes --no-input --disable-pip-version-check \
    --progress-bar off -r "requirements/$wanted.txt" </dev/null 2>.make/pip.log | show_progress "$total"; then
    cat .make/pip.log >&2
    complain "The packages could not be installed: is the package index within reach?"
    exit 1
fi
if [ "$wanted" = dev ]; then echo "$dev" >.venv/installed-dev; else echo "$base" >.venv/installed-base; fi
