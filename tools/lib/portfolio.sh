# shellcheck shell=bash
# The demo company and the first look at the portfolio, both through the gateway.

# portfolio_load BUILD HOME: loads the demo company, once in a suite's life.
portfolio_load() {
  local build=$1 home=$2 token
  [[ -e $home/run/demo-loaded ]] && return 0
  step "Loading the demo company through $(suite_http "$home")"
  token=$(suite_token "$build" "$home" demo admin) || die "no token could be minted."
  MAINSTAY_TOKEN=$token portfolio_client "$build/bin/mainstay-demo" \
    --server "$(suite_grpc "$home")" ||
    die "loading the demo company failed (see above); run tools/mainstay up to go on."
  : >"$home/run/demo-loaded"
}

# Runs a client of the gateway: of MAINSTAY_*, it gets the token only.
portfolio_client() {
  local token=$MAINSTAY_TOKEN
  (
    for variable in "${!MAINSTAY_@}"; do unset "$variable"; done
    MAINSTAY_TOKEN=$token exec "$@" 9>&-
  )
}

# portfolio_print BUILD HOME: accounts by tier and the head of the ABC table.
portfolio_print() {
  local build=$1 home=$2 token
  token=$(suite_token "$build" "$home" demo director) || die "no token could be minted."
  MAINSTAY_TOKEN=$token portfolio_client "$build/bin/mainstayctl" --server "$(suite_grpc "$home")" \
    abc --limit 10
}
