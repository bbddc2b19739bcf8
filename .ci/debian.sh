# Installs Debian packages when root, else says how; sourced by setup.sh and outside_tools.sh.

# Newer releases rename some libraries to NAMEt64.
debian_has() {
  local found
  found=$(dpkg-query -W -f '${db:Status-Abbrev}\n' "$1" "$1t64" 2>/dev/null || true)
  case $found in *"ii "*) return 0 ;; *) return 1 ;; esac
}

# debian_install REASON PACKAGE...
# Returns once all are installed. Exits with a message where that cannot be done.
debian_install() {
  local reason=$1 package log=build/apt.log
  shift
  local missing=()
  for package in "$@"; do
    debian_has "$package" || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    return 0
  fi
  if ! command -v apt-get >/dev/null; then
    echo "$reason. Install what Debian calls: ${missing[*]}" >&2
    exit 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    echo "$reason. Run this once, then try again:" >&2
    echo "  sudo apt-get install -y ${missing[*]}" >&2
    exit 1
  fi
  mkdir -p build
  echo "$reason. Installing: ${missing[*]} (log: $log)"
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
    </dev/null >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "apt-get could not install ${missing[*]}; the whole story is in $log." >&2
    exit 1
  fi
}
