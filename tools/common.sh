# Shared by the shell scripts in this folder: where we are, what we say, what we may install.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p .make

say() { printf '%s\n' "-- $*"; }

complain() { printf '%s\n' "!! $*" >&2; }

# The prefix that makes a command run as root; fails where that needs a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_install() {
    [ "${INSTALL_PACKAGES:-1}" = 1 ] && command -v apt-get >/dev/null && as_root true 2>/dev/null </dev/null
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a apt-get install \
        --yes --quiet --no-install-recommends -o DPkg::Lock::Timeout=120 "$@" </dev/null >>.make/apt.log 2>&1
}

# install_packages WHAT-FOR PACKAGE…: installs them where we may, else says in one line what to install.
# A failed attempt is not repeated until `make clean`: it would slow down every start.
install_packages() {
    local purpose=$1 tried
    shift
    tried=".make/tried-$(printf '%s' "$*" | tr -c 'a-z0-9' '-')"
    if may_install && [ ! -e "$tried" ]; then
        say "Installing for $purpose: $*"
        if apt_install "$@"; then return 0; fi
        as_root apt-get update --quiet </dev/null >>.make/apt.log 2>&1 || true
        if apt_install "$@"; then return 0; fi
        touch "$tried"
    fi
    complain "Not installed, needed for $purpose: sudo apt-get install $*"
    return 1
}
