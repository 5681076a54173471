# shellcheck shell=bash
# A private PostgreSQL cluster: unix socket only, UTF-8, passwords for roles, peer for its owner.

# PostgreSQL refuses to run as root: then it runs as `postgres`, the user of Debian's package.
postgres_user() {
  if ((EUID == 0)); then printf postgres; else id -un; fi
}

# postgres_exec COMMAND...: becomes it as that user (setpriv replaces itself: the pid stays known).
# postgres_as COMMAND...: runs it.
postgres_exec() {
  if ((EUID == 0)); then
    local home
    home=$(getent passwd postgres | cut -d: -f6)
    exec setpriv --reuid=postgres --regid=postgres --init-groups env HOME="$home" "$@"
  fi
  exec "$@"
}
postgres_as() { (cd / && postgres_exec "$@"); }

postgres_bin() {
  local folders=(/usr/lib/postgresql/*/bin)
  [[ -x ${folders[-1]}/initdb ]] || die "PostgreSQL is not installed (package postgresql)."
  printf '%s' "${folders[-1]}"
}

# The folder of the cluster: HOME/pg. Where its user cannot get there (a checkout under /root),
# HOME/pg is a link to a folder of our own under /var/lib/mainstay.
postgres_folder() { readlink -m "$1/pg"; }
# What clients put into host=.
postgres_socket() { printf '%s/socket' "$(postgres_folder "$1")"; }

postgres_make_folder() {
  local home=$1 folder
  [[ -d $(postgres_folder "$home") ]] && return 0
  rm -f "$home/pg"
  if postgres_as test -x "$home"; then
    mkdir "$home/pg"
  else
    folder=/var/lib/mainstay/$(printf '%s' "$home" | cksum | cut -d' ' -f1)
    say "    $(postgres_user) cannot reach $home; the database's files go to $folder"
    mkdir -p "$folder"
    ln -s "$folder" "$home/pg"
  fi
  chmod 700 "$home/pg"
  ((EUID != 0)) || chown postgres "$home/pg/"
}

# A cluster appears under its name only when complete: what an interrupted initdb left is removed
# (one whose parent was killed may still be at work on its own folder, and fails by itself).
postgres_create() {
  local home=$1 folder new
  postgres_make_folder "$home"
  folder=$(postgres_folder "$home")
  [[ -d $folder/data ]] && return 0
  preflight_disk "$home" 512 "a new database cluster"
  postgres_remove_unfinished "$home"
  new=$folder/data.new.$$
  postgres_as "$(postgres_bin)/initdb" --pgdata="$new" --encoding=UTF8 --locale=C \
    --lc-ctype=C.UTF-8 --auth-local=peer --auth-host=reject --username=postgres --no-instructions \
    >>"$home/log/postgres.log" 2>&1 9>&- ||
    die "creating the database cluster failed; see $home/log/postgres.log"
  postgres_configure "$new"
  postgres_as mkdir -p -m 700 "$folder/socket"
  postgres_as mv "$new" "$folder/data"
}

postgres_remove_unfinished() {
  rm -rf "$(postgres_folder "$1")"/data.new.* 2>/dev/null || true
}

postgres_configure() {
  local data=$1 memory shared
  memory=$(awk '/^MemTotal:/ {print int($2 / 1024)}' /proc/meminfo)
  shared=$((memory / 8 > 1024 ? 1024 : memory / 8))
  cat >>"$data/postgresql.conf" <<CONF
# Mainstay: reached through the unix socket only.
listen_addresses = ''
unix_socket_directories = '../socket'
max_connections = 100
shared_buffers = ${shared}MB
effective_cache_size = $((memory / 2))MB
work_mem = 16MB
maintenance_work_mem = 256MB
max_wal_size = 2GB
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %u@%d '
password_encryption = 'scram-sha-256'
CONF
  # The operating system's user that owns the cluster is its superuser; everybody else needs a
  # password.
  printf 'owner %s postgres\n' "$(postgres_user)" >>"$data/pg_ident.conf"
  cat >"$data/pg_hba.conf" <<'CONF'
local all postgres peer map=owner
local all all scram-sha-256
CONF
}

# postgres_start HOME: creates the cluster when there is none, starts it, waits until it answers.
postgres_start() {
  local home=$1 folder
  postgres_create "$home"
  process_pid "$home" postgres >/dev/null && return 0
  folder=$(postgres_folder "$home")
  process_start "$home" postgres bash -c "$(declare -f postgres_exec)
    cd '$folder/data' && postgres_exec '$(postgres_bin)/postgres' -D '$folder/data'"
  process_wait "$home" postgres 60 "$(postgres_bin)/pg_isready" -q -h "$folder/socket"
}

# Fast shutdown: open transactions are rolled back, the data is flushed.
postgres_stop() { process_stop "$1" postgres INT 60; }

# postgres_psql HOME DATABASE [ARGUMENT...]: psql as the superuser.
postgres_psql() {
  local home=$1 database=$2
  shift 2
  postgres_as "$(postgres_bin)/psql" -X -q -v ON_ERROR_STOP=1 -h "$(postgres_socket "$home")" \
    -U postgres -d "$database" "$@"
}

# postgres_database HOME SERVICE: the service's database and its two roles (owner: migrations;
# service: no DDL), their passwords in HOME/secrets. What is already there is kept.
postgres_database() {
  local home=$1 service=$2 role
  for role in owner service; do
    secret_make "$home" "$service-$role.password"
    secret_write "$home" "$service-$role.dsn" "host=$(postgres_socket "$home") dbname=$service$(
    ) user=${service}_$role password=$(secret_read "$home" "$service-$role.password")"
  done
  {
    for role in owner service; do
      printf "SELECT 'CREATE ROLE %s_%s LOGIN' WHERE NOT EXISTS" "$service" "$role"
      printf " (SELECT FROM pg_roles WHERE rolname = '%s_%s') \\\\gexec\n" "$service" "$role"
      printf "ALTER ROLE %s_%s PASSWORD '%s';\n" "$service" "$role" \
        "$(secret_read "$home" "$service-$role.password")"
    done
    printf "SELECT 'CREATE DATABASE %s OWNER %s_owner' WHERE NOT EXISTS" "$service" "$service"
    printf " (SELECT FROM pg_database WHERE datname = '%s') \\\\gexec\n" "$service"
    printf 'REVOKE ALL ON DATABASE %s FROM PUBLIC;\n' "$service"
    printf 'GRANT CONNECT ON DATABASE %s TO %s_service;\n' "$service" "$service"
  } | postgres_psql "$home" postgres 9>&- || die "creating the database $service failed (see above)."
}
