# shellcheck shell=bash
# shellcheck disable=SC2154  # results: of tools/bench/run
# Results: lines of "key|value|floor|per second|pgbench per second|p50 ms|p99 ms|remark" in the file
# $results. A floor with "<" before it is a ceiling.

declare -A RESULT_FLOORS=(
  [get_grpc_64]=0.45 [get_http_64]=0.25 [get_http_16]=0.18 [list50_http_64]=0.20
  [create_grpc_64]=0.45 [create_http_64]=0.35 [events]=0.3
)

# result_ratio KEY PER_SECOND PGBENCH_PER_SECOND P50 P99
result_ratio() {
  local ratio
  ratio=$(awk "BEGIN {printf \"%.3f\", $2 / $3}")
  printf '%s|%s|%s|%.0f|%.0f|%s|%s|\n' "$1" "$ratio" "${RESULT_FLOORS[$1]:-}" "$2" "$3" "$4" "$5" \
    >>"$results"
  say "    $1: $ratio"
}

# result_value KEY VALUE CEILING REMARK
result_value() {
  printf '%s|%.2f|<%s|||||%s\n' "$1" "$2" "$3" "$4" >>"$results"
  say "    $1: $(printf '%.2f' "$2") ($4)"
}

result_table() {
  printf '\n%-24s %9s %9s %8s %7s %8s %8s  %s\n' key ours/s pgbench/s ratio floor p50 p99 ''
  awk -F'|' '{
    met = $3 == "" ? "" : (substr($3, 1, 1) == "<" ? $2 + 0 <= substr($3, 2) + 0 : $2 + 0 >= $3 + 0)
    printf "%-24s %9s %9s %8s %7s %8s %8s  %s%s\n", $1, $4, $5, $2, $3, $6, $7,
      (met == "0" ? "BELOW THE FLOOR " : ""), $8
  }' "$results"
}

# result_json: everything the table says, and of what run.
result_json() {
  awk -F'|' -v accounts="$accounts" -v rounds="$rounds" -v seconds="$seconds" -v cores="$(nproc)" \
    -v version="$(git -C "$MAINSTAY_ROOT" describe --always --dirty 2>/dev/null)" '
    function number(name, value) { if (value != "") printf ", \"%s\": %s", name, value }
    BEGIN {
      printf "{\n  \"run\": {\"version\": \"%s\", \"accounts\": %d, \"rounds\": %d, ", version,
        accounts, rounds
      printf "\"seconds\": %d, \"cores\": %d}", seconds, cores
    }
    {
      ceiling = substr($3, 1, 1) == "<"
      limit = ceiling ? substr($3, 2) : $3
      printf ",\n  \"%s\": {\"value\": %s", $1, $2
      number(ceiling ? "ceiling" : "floor", limit)
      if (limit != "") {
        met = ceiling ? $2 + 0 <= limit + 0 : $2 + 0 >= limit + 0
        printf ", \"met\": %s", met ? "true" : "false"
      }
      number("per_second", $4); number("pgbench_per_second", $5)
      number("p50_ms", $6); number("p99_ms", $7)
      gsub(/["\\]/, "\\\\&", $8)
      if ($8 != "") printf ", \"remark\": \"%s\"", $8
      printf "}"
    }
    END { print "\n}" }' "$results"
}
