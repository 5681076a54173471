# shellcheck shell=bash
# The demo company and the first look at the portfolio, both through the gateway.

# portfolio_client BUILD HOME PROGRAM [ARGUMENT...]: a client of the gateway, as a demo user.
portfolio_client() {
  local build=$1 home=$2 program=$3 token
  shift 3
  token=$(suite_token "$build" "$home" demo admin) || die "no token could be minted."
  suite_plain env MAINSTAY_TOKEN="$token" "$build/bin/$program" \
    --server "$(suite_grpc "$home")" "$@"
}

# portfolio_load BUILD HOME: loads the demo company and grades it, once in a suite's life. What an
# interrupted load wrote is found again by the next one: its writes carry the same request ids.
portfolio_load() {
  local build=$1 home=$2
  [[ -e $home/run/demo-loaded ]] && return 0
  step "Loading the demo company through the gateway"
  portfolio_client "$build" "$home" mainstay-demo ||
    die "loading the demo company failed (see above); run tools/mainstay up to go on."
  portfolio_client "$build" "$home" mainstayctl abc run \
    --currency CNY >/dev/null ||
    die "grading the demo company failed (see above); run tools/mainstay up to go on."
  : >"$home/run/demo-loaded"
}

# portfolio_print BUILD HOME: accounts by class and the head of the ABC table, of the newest analysis
# in the demo company's currency.
portfolio_print() {
  say
  # Instead of the client's word that there is more: how to see it.
  portfolio_client "$1" "$2" mainstayctl abc show --currency CNY --limit 10 \
    2> >(grep -v '^there are more' >&2)
  say "the whole table: mainstayctl abc show --currency CNY --all"
  say
}
