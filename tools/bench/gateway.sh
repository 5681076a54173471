# shellcheck shell=bash
# shellcheck disable=SC2154  # home: of who sources it
# What benchmarks ask of the gateway beside the load.

# call METHOD PATH [FLAG...]: the answer of the gateway, to whom $home/bench/token is of.
call() {
  local method=$1 path=$2
  shift 2
  curl -sS -X "$method" -H "Authorization: Bearer $(<"$home/bench/token")" "$@" \
    "$(suite_http "$home")$path"
}
