# shellcheck shell=bash
# The table of `tools/mainstay status`.

STATUS_FORMAT='%-10s %8s  %-38s %-22s %-10s %8s\n'

# status_health HOME NAME: ready, or why not, for a process that lives.
status_health() {
  local home=$1 name=$2 code
  case $name in
    postgres) "$(postgres_bin)/pg_isready" -q -h "$(postgres_socket "$home")" && printf ready ||
      printf 'not answering' ;;
    redis) redis_answers "$home" && printf ready || printf 'not answering' ;;
    *)
      code=$(port_http_status "$(port_of "$home" "${name}_ops")" /readyz)
      if [[ $code == 200 ]]; then printf ready; else printf 'not ready (%s)' "$code"; fi
      ;;
  esac
}

# status_ports HOME NAME: where it listens.
status_ports() {
  local home=$1 name=$2
  case $name in
    postgres) printf 'pg/socket' ;;
    redis) printf 'redis/redis.sock' ;;
    *) sed -n "s/^${name}_\(.*\)=\(.*\)/\1 \2/p" "$home/run/ports" | paste -sd, | sed 's/,/, /g' ;;
  esac
}

# status_version PID NAME: the version of what runs, not of what lies in the build folder.
status_version() {
  case $2 in
    redis) redis-server --version | sed 's/.* v=\([^ ]*\).*/\1/' ;;
    postgres) "$(postgres_bin)/postgres" --version | awk '{print $3}' ;;
    *) suite_plain "/proc/$1/exe" --version 2>/dev/null | awk 'NR == 1 {print $NF}' ;;
  esac
}

# status_print HOME: one line a process; fails unless every one is ready.
status_print() {
  local home=$1 name pid health all=0
  # shellcheck disable=SC2059  # the format is ours
  printf "$STATUS_FORMAT" process pid listens health version memory
  for name in postgres redis "${SUITE_SERVICES[@]}" gateway; do
    if pid=$(process_pid "$home" "$name"); then
      health=$(status_health "$home" "$name")
      [[ $health == ready ]] || all=1
      # shellcheck disable=SC2059
      printf "$STATUS_FORMAT" "$name" "$pid" "$(status_ports "$home" "$name")" "$health" \
        "$(status_version "$pid" "$name")" "$(process_memory_mib "$pid") MiB"
    else
      all=1
      # shellcheck disable=SC2059
      printf "$STATUS_FORMAT" "$name" - - stopped - -
    fi
  done
  return "$all"
}
