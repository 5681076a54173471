# shellcheck shell=bash
# The Debian packages the project needs (tools/packages.txt) and their installation.

# packages_missing GROUP...: those of the groups that are not installed, one a line.
packages_missing() {
  type -P dpkg-query apt-get >/dev/null ||
    die "apt-get and dpkg-query are not here: Mainstay sets itself up on Debian 12 or 13 only." \
      "Elsewhere, install what tools/packages.txt lists by hand and use cmake directly."
  local installed group package command
  installed=$'\n'$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' |
    sed -n 's/^installed //p')$'\n'
  while read -r group package command; do
    [[ " $* " == *" $group "* ]] || continue
    [[ $installed == *$'\n'"$package"$'\n'* ]] && continue
    [[ -n $command ]] && command -v "$command" >/dev/null && continue
    printf '%s\n' "$package"
  done < <(grep -v '^#' "$MAINSTAY_ROOT/tools/packages.txt")
}

# packages_install GROUP...: installs what is missing in one apt-get, and says which. Never calls
# apt-get when all are there.
packages_install() {
  local list missing prefix=()
  list=$(packages_missing "$@") || exit 1
  [[ -n $list ]] || return 0
  mapfile -t missing <<<"$list"
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      die "packages are missing and neither root nor sudo is at hand. As root, run:" \
        "apt-get install ${missing[*]}"
    prefix=(sudo)
  fi
  step "Installing ${#missing[@]} packages (a few minutes when many): ${missing[*]}"
  local log=$MAINSTAY_ROOT/build/packages.log
  mkdir -p "${log%/*}"
  packages_apt "$log" "${prefix[@]}" update
  packages_apt "$log" "${prefix[@]}" install -y --no-install-recommends "${missing[@]}"
  # A command looked up and not found before the installation may be remembered as missing.
  hash -r
}

# packages_apt LOG [sudo] ARGUMENT...: one apt-get, its output in LOG.
packages_apt() {
  local log=$1 prefix=()
  shift
  [[ $1 == sudo ]] && prefix=(sudo) && shift
  "${prefix[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" </dev/null >"$log" 2>&1 9>&- &&
    return 0
  grep -E '^(E|W|Err)' "$log" | tail -n 5 >&2
  die "apt-get $1 failed; its output is in $log." \
    "Is the network there, and /etc/apt/sources.list right?"
}
