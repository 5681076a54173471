# shellcheck shell=bash
# shellcheck disable=SC2154  # build, home, results, rounds, seconds, accounts: of tools/bench/run
# Loads on the suite, each beside pgbench's.

# One number of mainstay-load's report: load_number NAME <<<JSON
load_number() { sed -n "s/.*\"$1\":\([0-9.e+-]*\).*/\1/p"; }

# load ROLE MODE IN_FLIGHT [FLAG...]: one run; a request that fails ends the benchmark.
load() {
  local role=$1 mode=$2 in_flight=$3 server report ids=$home/bench/ids
  shift 3
  case $mode in
    *_grpc) server=127.0.0.1:$(port_of "$home" accounts_grpc) ;;
    *_http) server=127.0.0.1:$(port_of "$home" gateway_http) ;;
  esac
  [[ $mode == list50_http ]] && ids=$home/bench/industries
  report=$(suite_plain "$build/bin/mainstay-load" --mode "$mode" --server "$server" \
    --token-file "$home/bench/$role.token" --ids "$ids" --in-flight "$in_flight" "$@") || exit 1
  [[ $(load_number errors <<<"$report") == 0 || $mode == pages_http ]] ||
    die "the load $mode met errors: $report"
  printf '%s' "$report"
}

# pgbench_rate SCRIPT CLIENTS SECONDS PLAN: transactions a second, as the service's own role. PLAN:
# PostgreSQL's plan_cache_mode.
pgbench_rate() {
  local rate
  PGOPTIONS="-c plan_cache_mode=$4" \
    PGPASSWORD=$(secret_read "$home" accounts-service.password) "$(postgres_bin)/pgbench" -n \
    -M prepared -c "$2" -j 2 -T "$3" -f "$home/bench/$1.sql" \
    -h "$(postgres_socket "$home")" -U accounts_service accounts \
    >"$home/bench/pgbench.out" 2>&1 9>&- || {
    tail -n 5 "$home/bench/pgbench.out" >&2
    die "pgbench could not run $1.sql."
  }
  rate=$(sed -n 's/^tps = \([0-9][0-9.]*\).*/\1/p' "$home/bench/pgbench.out")
  awk "BEGIN {exit !(${rate:-0} > 0)}" || die "pgbench finished nothing of $1.sql in $3 s."
  printf '%s\n' "$rate"
}

# pgbench_plan SCRIPT: how pgbench runs it faster, with plans made once (force_generic_plan) or as
# PostgreSQL decides (auto): a statement over arrays is planned anew each time by itself, which may
# cost more than running it.
pgbench_plan() {
  local once auto
  once=$(pgbench_rate "$1" 16 "$((seconds / 2))" force_generic_plan) || exit 1
  auto=$(pgbench_rate "$1" 16 "$((seconds / 2))" auto) || exit 1
  say "    pgbench $1: $once/s planned once, $auto/s as PostgreSQL decides"
  awk "BEGIN {print ($once > $auto ? \"force_generic_plan\" : \"auto\")}" >"$home/bench/$1.plan"
}

median() { sort -g | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

# beside SCRIPT ROLE IN_FLIGHT KEY...: pgbench and then each key's load, in alternating rounds. A key
# is the mode and the number in flight: get_grpc_64.
beside() {
  local script=$1 role=$2 in_flight=$3 round key report
  shift 3
  rm -f "$home"/bench/round.*
  for ((round = 1; round <= rounds; round++)); do
    pgbench_rate "$script" "$in_flight" "$seconds" "$(<"$home/bench/$script.plan")" \
      >>"$home/bench/round.pgbench"
    for key in "$@"; do
      report=$(load "$role" "${key%_*}" "$in_flight" --seconds "$seconds") || exit 1
      for number in per_second p50_ms p99_ms; do
        load_number "$number" <<<"$report" >>"$home/bench/round.$key.$number"
      done
    done
  done
  for key in "$@"; do
    result_ratio "$key${suffix:-}" "$(median <"$home/bench/round.$key.per_second")" \
      "$(median <"$home/bench/round.pgbench")" "$(median <"$home/bench/round.$key.p50_ms")" \
      "$(median <"$home/bench/round.$key.p99_ms")"
  done
}

measure_reads() { beside get manager "$1" "get_grpc_$1" "get_http_$1"; }
measure_lists() { beside list director 64 list50_http_64; }
measure_creates() { beside create manager 64 create_grpc_64 create_http_64; }

measure_pages() {
  local report depth=1000
  ((accounts >= 60000)) || depth=200
  report=$(load director pages_http 1 --depth "$depth") || exit 1
  result_value page_1000_over_page_1 "$(load_number ratio <<<"$report")" 2 \
    "page 1: $(load_number page_1_ms <<<"$report") ms, page $depth: $(
    )$(load_number page_n_ms <<<"$report") ms"
}

measure_idle() {
  local service
  sleep 2
  for service in accounts gateway; do
    result_value "idle_mb_$service" "$(memory_mb "$service" VmRSS)" 40 "resident, after the start"
  done
}

# memory_mb NAME FIELD: a field of /proc/PID/status in MiB.
memory_mb() {
  awk -v field="$2:" '$1 == field {printf "%.1f", $2 / 1024}' \
    "/proc/$(process_pid "$home" "$1")/status"
}

# seed_accounts FIRST LAST: makes accounts by SQL, and the lists of what is read.
seed_accounts() {
  step "Making accounts $1 to $2"
  postgres_psql "$home" accounts -v first="$1" -v last="$2" \
    -f - <"$MAINSTAY_ROOT/tools/bench/seed.sql"
  postgres_psql "$home" accounts -c 'VACUUM ANALYZE'
  awk -v last="$2" 'BEGIN {for (n = 1; n <= last; n++) printf "01900000-0000-7000-8000-%012x\n", n}' \
    >"$home/bench/ids"
  awk 'BEGIN {for (n = 0; n < 20; n++) print "Industry " n}' >"$home/bench/industries"
  seeded=$2
}

# record_statements: lets the service do each request once and takes its statements, with their
# values, out of PostgreSQL's log; pgbench replays them. Only of the read, which the service makes
# for many callers at once, pgbench runs the form for one account
# (one_account.awk).
record_statements() {
  local script
  step "Recording the statements of a read, a list and a create"
  suite_token "$build" "$home" bench account_manager --ttl 12h >"$home/bench/manager.token"
  suite_token "$build" "$home" director director --ttl 12h >"$home/bench/director.token"
  record get manager get_grpc -v range="$seeded"
  awk -v range="$seeded" -v user=bench -f "$MAINSTAY_ROOT/tools/bench/one_account.awk" \
    "$home/bench/get.sql" >"$home/bench/one.sql" ||
    die "GetAccount's statement is not as tools/bench/one_account.awk knows it."
  mv "$home/bench/one.sql" "$home/bench/get.sql"
  record list director list50_http
  record create manager create_grpc -v transaction=1
  for script in get list create; do pgbench_plan "$script"; done
}

# record SCRIPT ROLE MODE [AWK_FLAG...]
record() {
  local script=$1 role=$2 mode=$3 log=$home/log/postgres.log size
  shift 3
  # Once to fill caches, which may take statements of their own.
  load "$role" "$mode" 1 --requests 20 >/dev/null
  postgres_psql "$home" accounts -c "ALTER SYSTEM SET log_statement = 'all'" \
    -c 'SELECT pg_reload_conf()' >/dev/null
  sleep 1
  size=$(stat -c %s "$log")
  load "$role" "$mode" 1 --requests 1 >/dev/null
  sleep 0.5
  tail -c +"$((size + 1))" "$log" >"$home/bench/$script.log"
  postgres_psql "$home" accounts -c 'ALTER SYSTEM RESET log_statement' \
    -c 'SELECT pg_reload_conf()' >/dev/null
  sleep 0.5
  awk -v user=accounts_service "$@" -f "$MAINSTAY_ROOT/tools/bench/replay.awk" \
    "$home/bench/$script.log" >"$home/bench/$script.sql" ||
    die "the statements of $script could not be read from PostgreSQL's log."
}

# The same at other sizes; the accounts made before stay.
measure_scale() {
  local size suffix
  for size in 10000 1000000; do
    if ((size < seeded)); then
      step "Removing accounts above $size"
      postgres_psql "$home" accounts -c "TRUNCATE accounts CASCADE" \
        -c "TRUNCATE account_changes, outbox, idempotency"
      seed_accounts 1 "$size"
    else
      seed_accounts "$((seeded + 1))" "$size"
    fi
    record_statements
    suffix=_at_$((size / 1000))k
    beside get manager 64 get_grpc_64 get_http_64
    beside list director 64 list50_http_64
    beside create manager 64 create_grpc_64
  done
}
