#!/usr/bin/env bash
# tools/lint/includes must catch each kind of violation, name its line, and pass a clean tree.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0

# source FILE LINE...: writes a file of the tree.
source_file() {
  mkdir -p "$tree/$(dirname "$1")"
  printf '%s\n' "${@:2}" >"$tree/$1"
}

# violates FILE LINE EXPECTED: a file with that second line is refused, naming line and rule.
violates() {
  rm -rf "${tree:?}"/*
  source_file "$1" '#include <string>' "$2"
  local output
  if output=$("$root/tools/lint/includes" "$tree" 2>&1); then
    printf 'not caught: %s in %s\n' "$2" "$1"
    failed=1
  elif [[ $output != *"$1:2: "*"$3"* ]]; then
    printf 'wrong message for %s in %s: %s\n' "$2" "$1" "$output"
    failed=1
  fi
}

domain=services/accounts/grading/abc.cc
store=services/accounts/grading/grading_store.cc
service=services/accounts/grading/grading_service.cc
violates $domain '#include "mainstay/accounts/v1/events.pb.h"' 'no proto'
violates $domain '#include <pqxx/pqxx>' 'libpqxx'
violates $domain '#include "common/pg/session.h"' 'cannot include common/pg'
violates $domain '#include "services/accounts/grading/grading_store.h"' 'cannot include stores'
violates $domain '  auto now = absl::Now();' 'clock'
violates $domain '  const auto t = std::chrono::system_clock::now();' 'clock'
violates $domain '  const char* sql = "SELECT 1";' 'SQL lives in stores'
violates $store '#include "mainstay/accounts/v1/account_service.pb.h"' 'no proto'
violates $store '#include "common/rpc/router.h"' 'cannot include common/rpc'
violates $store '#include "common/auth/roles.h"' 'cannot include common/auth'
violates $store '#include "services/accounts/grading/grading_service.h"' "a service's code"
violates $service '#include <pqxx/pqxx>' 'libpqxx'
violates $service '  tx.Exec("INSERT INTO t VALUES (1)");' 'SQL lives in stores'
violates $service '  grpc::ChannelArguments arguments;' 'common/rpc'
violates $service '#include "services/survey/wave/wave.h"' 'by its proto only'
violates services/accounts/a_test.cc '#include "services/survey/wave/wave.h"' 'by its proto only'
violates services/gateway/http/server.cc '#include "common/pg/session.h"' 'no database'
violates services/gateway/http/limit.cc '#include <hiredis/hiredis.h>' 'hiredis'
violates common/pg/session.h '#include "common/rpc/router.h"' 'stands below'
violates common/status/status.h '#include "common/log/log.h"' 'stands below'
violates common/api/page.cc '#include "services/accounts/profile/account.h"' 'never includes services'
violates common/utils/string.h '#include "common/status/status.h"' 'has no rank'

rm -rf "${tree:?}"/*
source_file $domain '#include "absl/time/time.h"' '#include "common/status/status.h"'
source_file $store '#include "common/pg/session.h"' '#include "common/auth/scope.h"' \
  '#include "services/accounts/grading/abc.h"' 'const char* kSql = "SELECT 1";'
source_file $service '#include "common/rpc/router.h"' '#include "mainstay/accounts/v1/events.pb.h"'
source_file common/pg/session.cc '#include <pqxx/pqxx>' '#include "common/status/status.h"'
source_file services/accounts/grading/abc_test.cc '#include "common/testing/postgres.h"'
"$root/tools/lint/includes" "$tree" || { printf 'a clean tree is refused\n'; failed=1; }

exit "$failed"
