# shellcheck shell=bash
# A private Redis: unix socket only, nothing kept on disk (Redis may be lost at any moment).

redis_socket() { printf '%s/redis/redis.sock' "$1"; }

redis_answers() { [[ $(redis-cli -s "$(redis_socket "$1")" ping 2>/dev/null) == PONG ]]; }

redis_start() {
  local home=$1
  process_pid "$home" redis >/dev/null && return 0
  mkdir -p "$home/redis"
  rm -f "$(redis_socket "$home")"
  process_start "$home" redis redis-server --port 0 --unixsocket "$(redis_socket "$home")" \
    --unixsocketperm 700 --dir "$home/redis" --save '' --appendonly no --maxmemory 512mb \
    --maxmemory-policy noeviction
  process_wait "$home" redis 20 redis_answers "$home"
}

redis_stop() { process_stop "$1" redis TERM 20; }
