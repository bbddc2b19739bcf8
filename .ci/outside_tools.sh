#!/usr/bin/env bash
# Installs the independent programs that tests/outside and the tests of the real window use, from Debian.
set -euo pipefail
cd "$(dirname "$0")/.."
source .ci/debian.sh

packages=(
  # signatures and certificates, checked by programs we did not write
  openssl xmlsec1 libnss3-tools
  # the report: pdfsig, pdftotext, pdftoppm; qpdf for its structure
  poppler-utils qpdf
  # the workbook: opened and its signature checked by LibreOffice
  libreoffice-calc python3-uno
  # meeting records in the format of Word, written by LibreOffice
  libreoffice-writer
  # the window on a real display, driven from outside
  xvfb xdotool
  libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0
  libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-xkb1
)
debian_install "The tests with independent programs need some of them" "${packages[@]}"
echo "All independent programs are there."
