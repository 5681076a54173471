# shellcheck shell=bash
# TCP ports of a suite: chosen once, kept in HOME/run/ports ("name=port" lines).

# Every port somebody listens on, one a line, asked of the kernel.
ports_listening() {
  # In /proc/net/tcp the second column is the local address in hexadecimal, the fourth the state
  # (0A: listening).
  local address state
  while read -r _ address _ state _; do
    [[ $state == 0A ]] && printf '%d\n' "$((16#${address##*:}))"
  done < <(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null)
  return 0
}

port_is_free() { [[ " $(ports_listening | tr '\n' ' ')" != *" $1 "* ]]; }

# A port nobody listens on, below the range the kernel hands to outgoing connections.
port_pick() {
  local taken port
  taken=" $(ports_listening | tr '\n' ' ') $(sed 's/.*=//' "$1/run/ports" 2>/dev/null |
    tr '\n' ' ')"
  while :; do
    port=$((20000 + RANDOM % 12000))
    [[ $taken == *" $port "* ]] || break
  done
  printf '%d' "$port"
}

# port_of HOME NAME: the port chosen for NAME; fails when there is none yet.
port_of() {
  local line
  line=$(grep "^$2=" "$1/run/ports" 2>/dev/null) || return 1
  printf '%s' "${line#*=}"
}

# port_reserve HOME NAME [PREFERRED]: keeps the port chosen earlier, or takes PREFERRED, or another
# free one; says so when it is not the expected one.
port_reserve() {
  local home=$1 name=$2 preferred=${3:-} kept port
  kept=$(port_of "$home" "$name") || kept=''
  [[ $kept != "$preferred" ]] || preferred=''
  for port in $kept $preferred $(port_pick "$home"); do
    port_is_free "$port" && break
    warn "port $port ($name) is in use by another program; taking another one."
  done
  [[ $port == "$kept" ]] && return 0
  {
    grep -v "^$name=" "$home/run/ports" 2>/dev/null || true
    printf '%s=%s\n' "$name" "$port"
  } >"$home/run/ports.new"
  mv "$home/run/ports.new" "$home/run/ports"
}

# port_http_ok PORT PATH: an HTTP GET on 127.0.0.1 answered by 200.
port_http_ok() { [[ $(port_http_status "$1" "$2") == 200 ]]; }

# port_http_status PORT PATH: the status code, or "none" when nobody answers.
port_http_status() {
  local line=''
  {
    exec 8<>"/dev/tcp/127.0.0.1/$1" || { printf none; return 0; }
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&8
    read -r -t 3 line <&8 || true
    exec 8>&- 8<&-
  } 2>/dev/null
  line=${line#* }
  printf '%s' "${line%% *}" | grep -E '^[0-9]{3}$' || printf none
}
