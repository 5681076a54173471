#!/usr/bin/env bash
# replay.awk on a log with everything that it must cope with, one_account.awk on GetAccount's
# statement as its store has it, and the JSON of results.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")

script=$(awk -v user=svc -v transaction=1 -f "$here/replay.awk" <<'LOG'
2026-11-21 21:15:00.1 UTC [9] svc@db LOG:  statement: BEGIN; SET LOCAL statement_timeout = 100
2026-11-21 21:15:00.2 UTC [9] svc@db LOG:  execute insert: 
	WITH new AS (SELECT $1::uuid[], $2::text[],
	  $11::timestamptz[], $3, $4)
	SELECT 1;
2026-11-21 21:15:00.2 UTC [9] svc@db DETAIL:  parameters: $1 = '{01999999-1234-7abc-8def-0123456789ab}', $2 = '{"Load 0123456789abcdef01234567"}', $3 = 'it''s 5:15', $4 = NULL, $11 = '{"2026-11-21 21:15:00.5+00"}'
2026-11-21 21:15:00.3 UTC [8] other@db LOG:  execute theirs: SELECT 2
2026-11-21 21:15:00.3 UTC [7] svc@db LOG:  execute outbox_read_unpublished: 
	SELECT seq FROM outbox WHERE partition = $1
2026-11-21 21:15:00.3 UTC [7] svc@db DETAIL:  parameters: $1 = '5'
2026-11-21 21:15:00.4 UTC [9] svc@db LOG:  execute outbox: INSERT INTO o VALUES ($1, $2, $3, $4)
2026-11-21 21:15:00.4 UTC [9] svc@db DETAIL:  Parameters: $1 = '01999999-1234-7abc-8def-0123456789ab', $2 = '\x0a2d0123456789abcdef0123456789abcdef', $3 = '2026-11-21T21:15:00Z', $4 = '3'
LOG
)
expected=$(cat <<'SCRIPT'
\set u1 random(1, 281474976710655)
\set u2 random(1, 281474976710655)
BEGIN;

WITH new AS (SELECT ('{01999999-1234-7abc-8def-'||lpad(to_hex(:u1::bigint),12,'0')||'}')::uuid[]::uuid[], ('{"Load 0123456789ab'||lpad(to_hex(:u2::bigint),12,'0')||'"}')::text[],
  ARRAY[now()]::timestamptz[], ('it''s 5'||chr(58)||'15'), NULL)
SELECT 1;
INSERT INTO o VALUES (('01999999-1234-7abc-8def-'||lpad(to_hex(:u1::bigint),12,'0')||'')::uuid, '\x0a2d0123456789abcdef0123456789abcdef', now(), '3');
COMMIT;
SCRIPT
)
diff <(printf '%s\n' "$expected") <(printf '%s\n' "$script")

# The read is for one key, and has no arrays left.
cd "$here/../.."
script=$(sed -n '/kRead{/,/)sql"}/p' services/accounts/profile/account_store.cc |
  sed -e 's/)sql" MAINSTAY_ACCOUNT_COLUMNS R"sql(/a.account_id, a.version/' \
    -e 's/.*R"sql($//; s/^)sql"};//' | awk -v user=ann -v range=500 -f "$here/one_account.awk")
expected=$(cat <<'SCRIPT'
\set number random(1, 500)
SELECT a.account_id, a.version
FROM accounts asked
JOIN accounts a ON a.account_id = coalesce(asked.merged_into, asked.account_id)
WHERE asked.account_id =
    ('01900000-0000-7000-8000-' || lpad(to_hex(:number::bigint), 12, '0'))::uuid
  AND EXISTS (
  SELECT FROM team_members m WHERE m.account_id = a.account_id AND m.user_id = 'ann');
SCRIPT
)
diff <(printf '%s\n' "$expected") <(printf '%s\n' "$script")
if echo 'SELECT 1' | awk -f "$here/one_account.awk" 2>/dev/null; then exit 1; fi

export MAINSTAY_ROOT=$PWD
results=$(mktemp)
trap 'rm -f "$results"' EXIT
# shellcheck disable=SC2034  # result.sh reads them
accounts=10 rounds=1 seconds=2
say() { :; }
# shellcheck source=/dev/null
. "$here/result.sh"
result_ratio get_grpc_64 300 1000 1.5 2.5
result_value idle_mb_gateway 31 40 'resident, "now"'
result_json | node -e '
  const {run, get_grpc_64: get, idle_mb_gateway: idle} = JSON.parse(require("fs").readFileSync(0));
  require("assert").deepEqual([run.accounts, run.seconds, get.value, get.floor, get.met, get.p99_ms,
    get.pgbench_per_second, idle.ceiling, idle.met, idle.remark],
    [10, 2, 0.3, 0.45, false, 2.5, 1000, 40, true, "resident, \"now\""]);'
