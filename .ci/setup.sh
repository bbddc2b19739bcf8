#!/usr/bin/env bash
# Prepares everything that make needs: Python, .venv from the lock, the project in it, and the system libraries of Qt.
# Asks nothing. Installs Debian packages when root; otherwise names the one command that does. Uses pip as it is configured here.
set -euo pipefail
cd "$(dirname "$0")/.."
source .ci/debian.sh

venv=.venv
qt_packages=(libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0)

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  local candidate
  for candidate in ${PYTHON:+"$PYTHON"} python3 python3.11 python3.12 python3.13 python3.14 python; do
    if is_new_enough "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

make_venv() {
  local python
  if ! python=$(find_python); then
    echo "CAMI Desktop needs Python 3.11 or newer, and none was found." >&2
    echo "Install it, or name it: make PYTHON=/path/to/python3.11 ..." >&2
    exit 1
  fi
  if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    local version
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    debian_install "Python can make no virtual environment" "python$version-venv" "${qt_packages[@]}"
  fi
  echo "Making the virtual environment in $venv with $("$python" --version)."
  "$python" -m venv --clear "$venv"
}

qt_starts() {
  QT_QPA_PLATFORM=offscreen "$venv/bin/python" -c 'from PySide6.QtWidgets import QApplication; QApplication([])' 2>&1
}

check_qt() {
  local said
  if said=$(qt_starts); then
    return
  fi
  if [ "$(uname)" = Linux ]; then
    debian_install "Qt does not find its system libraries (${said##*ImportError: })" "${qt_packages[@]}"
    if said=$(qt_starts); then
      return
    fi
  fi
  echo "Qt does not start: $said" >&2
  exit 1
}

# A virtual environment that was moved or whose Python is gone is made anew.
if ! is_new_enough "$venv/bin/python" || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  make_venv
fi
if [ "${1:-}" = --venv-only ]; then
  exit 0
fi

pip=("$venv/bin/python" -m pip --disable-pip-version-check -qq)
echo "Installing the dependencies of requirements/dev.lock (the first time this takes a few minutes)."
"${pip[@]}" install --require-hashes -r requirements/dev.lock
"${pip[@]}" install --no-deps --no-build-isolation --no-index -e .
check_qt
echo "Ready."
