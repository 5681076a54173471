# shellcheck shell=bash
# A running suite in a folder of its own (HOME): PostgreSQL, Redis, every service, the gateway.
#
#   HOME/{pg,redis}   data        HOME/run      pids, ports, lock
#   HOME/secrets      0700        HOME/issuer   keys of the development issuer
#   HOME/log          one file a process
#   HOME/mail         the mails that surveys sent, a file each
#
# Every function takes HOME first and may be called again: what is there is kept.

# The services behind the gateway; accounts first, which the others know. To add one: its name here;
# its folder is services/NAME, its binary mainstay-NAME, its database NAME.
SUITE_SERVICES=(accounts engagement feedback survey)
# Who receives whose events: nothing leaves a stream before they have it.
declare -A SUITE_RECEIVERS=([accounts]="engagement,feedback,survey" [engagement]="feedback,survey"
  [feedback]="engagement,survey" [survey]="accounts,engagement,feedback")
SUITE_ISSUER=https://issuer.mainstay.local
SUITE_AUDIENCE=mainstay

# suite_folder HOME: makes it. Unix sockets limit how long its path may be.
suite_folder() {
  local home=$1
  ((${#home} <= 80)) ||
    die "the path $home is too long for unix sockets (${#home} > 80 characters);" \
      "set MAINSTAY_HOME to a shorter one."
  [[ $home != *[[:space:]\'\"\\]* ]] ||
    die "the path $home has a space, a quote or a backslash in it, which connection strings do not" \
      "take; set MAINSTAY_HOME to another one."
  # What an interrupted start left is gone on with.
  [[ ! -e $home ]] || suite_is_ours "$home" ||
    [[ -z $(find "$home" -mindepth 1 -maxdepth 1 ! -name log ! -name run ! -name redis \
      ! -name secrets ! -name issuer) ]] ||
    die "$home has other things in it; set MAINSTAY_HOME to a folder of its own."
  preflight_disk "$home" 256 "a running suite"
  mkdir -p "$home"/{log,run,redis,secrets,issuer}
  chmod 700 "$home"/{secrets,issuer}
}

# suite_is_ours HOME: the folder is one that suite_folder made.
suite_is_ours() { [[ -d $1/run && -d $1/secrets && -d $1/issuer ]]; }

# suite_lock HOME: one command at a time changes a suite; held until this process ends.
suite_lock() {
  exec 9>>"$1/run/lock"
  flock -n 9 || die "another tools/mainstay is at work on $1 (pid $(cat "$1/run/lock.pid"))."
  printf '%s' $$ >"$1/run/lock.pid"
}

# suite_start BUILD HOME [GATEWAY_FLAG...]: everything up and ready, with the binaries in
# BUILD/bin. What runs already is kept, unless its binary or its neighbours' ports are newer.
suite_start() {
  local build=$1 home=$2 service
  shift 2
  printf '%s\n' "$build" >"$home/run/build"
  step "Starting PostgreSQL and Redis"
  postgres_start "$home"
  redis_start "$home"
  suite_secrets "$build" "$home"
  step "Migrating"
  for service in "${SUITE_SERVICES[@]}"; do suite_migrate "$build" "$home" "$service"; done
  step "Starting ${SUITE_SERVICES[*]} and the gateway"
  for service in "${SUITE_SERVICES[@]}"; do
    suite_reserve "$build" "$home" "$service" grpc ops
  done
  suite_reserve "$build" "$home" gateway http grpc ops
  for service in "${SUITE_SERVICES[@]}"; do suite_start_service "$build" "$home" "$service"; done
  suite_start_gateway "$build" "$home" "$@"
  for service in "${SUITE_SERVICES[@]}" gateway; do
    process_wait "$home" "$service" 60 port_http_ok "$(port_of "$home" "${service}_ops")" /readyz
  done
}

suite_stop() {
  local home=$1 service
  process_stop "$home" gateway
  for service in "${SUITE_SERVICES[@]}"; do process_stop "$home" "$service"; done
  redis_stop "$home"
  postgres_stop "$home"
}

# Removes all of HOME, the database's folder elsewhere too. Only for a stopped suite.
suite_remove() {
  local home=$1 folder
  folder=$(postgres_folder "$home")
  [[ ! -L $home/pg || $folder != /var/lib/mainstay/* ]] || {
    rm -rf "$folder" && rmdir --ignore-fail-on-non-empty /var/lib/mainstay
  }
  # Renamed first, so that what an interruption leaves is no half suite.
  rm -rf "$home.deleted"
  mv "$home" "$home.deleted"
  rm -rf "$home.deleted"
}

suite_secrets() {
  local build=$1 home=$2
  secret_make "$home" page-token.key
  "$build/bin/mainstay-issuer" init --dir "$home/issuer" >/dev/null 9>&- ||
    die "the development issuer's keys could not be made in $home/issuer."
  suite_service_token "$build" "$home" survey
}

suite_migrate() {
  local build=$1 home=$2 service=$3
  postgres_database "$home" "$service"
  suite_plain "$build/bin/mainstay-migrate" --dsn-file "$home/secrets/$service-owner.dsn" \
    --dir "$MAINSTAY_ROOT/services/$service/migrations" --service-role "${service}_service" \
    >>"$home/log/migrate.log" 2>&1 || {
    tail -n 3 "$home/log/migrate.log" >&2
    die "migrating $service failed (see above)."
  }
}

# Runs one of our binaries here, without the MAINSTAY_* variables it does not know.
suite_plain() {
  (
    for variable in "${!MAINSTAY_@}"; do unset "$variable"; done
    exec "$@" 9>&-
  )
}

# suite_is_current HOME NAME BINARY: it runs, and neither its binary nor a port changed since.
suite_is_current() {
  process_pid "$1" "$2" >/dev/null &&
    [[ ! $3 -nt $1/run/$2.pid && ! $1/run/ports -nt $1/run/$2.pid ]]
}

# suite_reserve BUILD HOME NAME PORT...: stops it when it is outdated, and makes sure of its ports.
# All ports are settled before anything starts: who starts knows its neighbours'.
suite_reserve() {
  local build=$1 home=$2 name=$3 port
  shift 3
  suite_is_current "$home" "$name" "$build/bin/mainstay-$name" && return 0
  process_stop "$home" "$name"
  for port in "$@"; do
    port_reserve "$home" "${name}_$port" "$([[ $port != http ]] || printf 8080)"
  done
}

# suite_receivers NAME: of this suite's services, those that receive its events: "engagement,feedback".
suite_receivers() {
  local name receivers=''
  for name in "${SUITE_SERVICES[@]}"; do
    [[ ,${SUITE_RECEIVERS[$1]-}, != *,$name,* ]] || receivers+=${receivers:+,}$name
  done
  printf '%s' "$receivers"
}

suite_start_service() {
  local build=$1 home=$2 name=$3 flags=()
  suite_is_current "$home" "$name" "$build/bin/mainstay-$name" && return 0
  process_stop "$home" "$name"
  flags=(--event-groups "$(suite_receivers "$name")")
  [[ $name == accounts ]] ||
    flags+=(--accounts-address "127.0.0.1:$(port_of "$home" accounts_grpc)")
  [[ $name != engagement ]] || flags+=(--director demo
    --public-url "http://127.0.0.1:$(port_of "$home" gateway_http)")
  [[ $name != feedback ]] ||
    flags+=(--public-url "http://127.0.0.1:$(port_of "$home" gateway_http)")
  # Mails of surveys are files, for people to read.
  [[ $name != survey ]] ||
    flags+=(--public-url "http://127.0.0.1:$(port_of "$home" gateway_http)"
      --engagement-address "127.0.0.1:$(port_of "$home" engagement_grpc)"
      --service-token-file "$home/secrets/$name.token"
      --mail-folder "$home/mail" --mail-from survey@mainstay.local)
  process_start "$home" "$name" "$build/bin/mainstay-$name" "${flags[@]}" \
    --listen "127.0.0.1:$(port_of "$home" "${name}_grpc")" \
    --ops-listen "127.0.0.1:$(port_of "$home" "${name}_ops")" \
    --pg-dsn-file "$home/secrets/$name-service.dsn" \
    --page-token-key-file "$home/secrets/page-token.key" \
    --auth-issuer "$SUITE_ISSUER" --auth-audience "$SUITE_AUDIENCE" \
    --auth-jwks "$home/issuer/jwks.json" --reflection --drain-delay 0s \
    --redis-address "unix:$(redis_socket "$home")"
}

suite_start_gateway() {
  local build=$1 home=$2 service backends=''
  shift 2
  suite_is_current "$home" gateway "$build/bin/mainstay-gateway" && return 0
  process_stop "$home" gateway
  for service in "${SUITE_SERVICES[@]}"; do
    backends+=${backends:+,}$service=127.0.0.1:$(port_of "$home" "${service}_grpc")
  done
  process_start "$home" gateway "$build/bin/mainstay-gateway" \
    --http-listen "127.0.0.1:$(port_of "$home" gateway_http)" \
    --grpc-listen "127.0.0.1:$(port_of "$home" gateway_grpc)" \
    --ops-listen "127.0.0.1:$(port_of "$home" gateway_ops)" \
    --backends "$backends" --redis-address "unix:$(redis_socket "$home")" \
    --auth-issuer "$SUITE_ISSUER" --auth-audience "$SUITE_AUDIENCE" \
    --auth-jwks "$home/issuer/jwks.json" --drain-delay 0s "$@"
}

# suite_token BUILD HOME USER ROLE [FLAG...]: a bearer token of the development issuer.
suite_token() {
  local build=$1 home=$2 user=$3 role=$4
  shift 4
  suite_plain "$build/bin/mainstay-issuer" token --dir "$home/issuer" --issuer "$SUITE_ISSUER" \
    --audience "$SUITE_AUDIENCE" --user "$user" --role "$role" "$@"
}

# suite_service_token BUILD HOME NAME: the service's own token, good for a month from each start of
# the suite; a service that runs reads the new one.
suite_service_token() {
  local build=$1 home=$2 name=$3
  (umask 077 && suite_token "$build" "$home" "$name" integration --ttl 744h \
    >"$home/secrets/$name.token.new") || die "the token of $name could not be made."
  mv "$home/secrets/$name.token.new" "$home/secrets/$name.token"
}

# The addresses of a running suite, for people's eyes.
suite_http() { printf 'http://127.0.0.1:%s' "$(port_of "$1" gateway_http)"; }
suite_grpc() { printf '127.0.0.1:%s' "$(port_of "$1" gateway_grpc)"; }
