#!/usr/bin/env bash
# Looks for what Python packages cannot bring, and installs it where it may: pdf, postgresql, browser, gettext.
# Never fails: what is missing is said in one line, and the work goes on without it.
set -uo pipefail
. "$(dirname "$0")/common.sh"

has_pdf() {
    .venv/bin/python - <<'PY' 2>/dev/null
import ctypes

for library in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"):
    ctypes.CDLL(library)
PY
}

has_postgresql() { .venv/bin/python -m tests.support.postgres >/dev/null 2>&1; }

has_browser() { .venv/bin/python -m tests.support.browser >/dev/null 2>&1; }

has_gettext() { command -v xgettext >/dev/null && command -v msgmerge >/dev/null; }

for need in "$@"; do
    case $need in
        pdf) has_pdf || install_packages "PDF documents" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 ;;
        postgresql) has_postgresql || install_packages "the tests on PostgreSQL" postgresql ;;
        browser) has_browser || install_packages "the tests in a browser" chromium libatomic1 ;;
        gettext) has_gettext || install_packages "finding what has to be translated" gettext ;;
    esac
done
exit 0
