# shellcheck shell=bash
# Processes that outlive the terminal. A record HOME/run/NAME.pid holds "PID STARTTIME": a process
# counts as ours only while both match, so a stale record can never point at somebody else's.

# The start time of a process in clock ticks since boot; fails when there is none (or a zombie).
process_start_time() {
  local line fields
  { line=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  # The name in parentheses may hold anything; what follows the last one is regular.
  read -r -a fields <<<"${line##*) }"
  [[ ${fields[0]:-Z} != Z ]] || return 1
  printf '%s' "${fields[19]}"
}

# process_pid HOME NAME: prints the pid when that process is alive, else fails.
process_pid() {
  local pid start
  { read -r pid start <"$1/run/$2.pid"; } 2>/dev/null || return 1
  [[ $(process_start_time "$pid") == "$start" ]] || return 1
  printf '%s' "$pid"
}

# Names of the processes that this run started, in order: what an interrupted run has to stop.
PROCESS_STARTED=()

# process_start HOME NAME COMMAND...: starts in a session of its own, without a terminal, output
# appended to HOME/log/NAME.log. Of MAINSTAY_* nothing is handed down: binaries refuse what they
# do not know.
process_start() {
  local home=$1 name=$2 pid
  shift 2
  (
    for variable in "${!MAINSTAY_@}"; do unset "$variable"; done
    exec setsid "$@"
  ) </dev/null >>"$home/log/$name.log" 2>&1 9>&- &
  pid=$!
  printf '%s %s\n' "$pid" "$(process_start_time "$pid")" >"$home/run/$name.pid"
  PROCESS_STARTED+=("$name")
}

# process_stop HOME NAME [SIGNAL [SECONDS]]: ends it and waits; kills it when it takes longer.
process_stop() {
  local home=$1 name=$2 signal=${3:-TERM} seconds=${4:-30} pid i
  if pid=$(process_pid "$home" "$name"); then
    kill "-$signal" "$pid" 2>/dev/null || true
    for ((i = 0; i < seconds * 20; i++)); do
      process_pid "$home" "$name" >/dev/null || break
      sleep 0.05
    done
    if process_pid "$home" "$name" >/dev/null; then
      warn "$name did not stop within $seconds s and is killed."
      kill -KILL "$pid" 2>/dev/null || true
    fi
  fi
  rm -f "$home/run/$name.pid"
}

# process_wait HOME NAME SECONDS CHECK...: waits until the command CHECK succeeds; ends the
# command with the end of the log when the process dies or the time is up.
process_wait() {
  local home=$1 name=$2 seconds=$3 i
  shift 3
  for ((i = 0; i < seconds * 20; i++)); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    if ! process_pid "$home" "$name" >/dev/null; then
      tail -n 5 "$home/log/$name.log" >&2
      die "$name stopped while starting; its last words are above, the rest in $home/log/$name.log"
    fi
    sleep 0.05
  done
  tail -n 5 "$home/log/$name.log" >&2
  die "$name was not ready within $seconds s; see $home/log/$name.log"
}

# Memory of a process and its descendants in MiB, shared pages counted once.
process_memory_mib() {
  local kib=0 pid value
  for pid in $(process_family "$1"); do
    value=$(awk '/^Pss:/ {print $2}' "/proc/$pid/smaps_rollup" 2>/dev/null)
    kib=$((kib + ${value:-0}))
  done
  printf '%d' $((kib / 1024))
}

# A process and its children, one pid a line.
process_family() {
  local thread children
  printf '%s\n' "$1"
  for thread in "/proc/$1/task/"*; do
    { children=$(<"$thread/children"); } 2>/dev/null || continue
    # shellcheck disable=SC2086  # a list of numbers
    [[ -z $children ]] || printf '%s\n' $children
  done
}
