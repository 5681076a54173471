#!/usr/bin/env bash
# replay.awk on a log with everything that it must cope with.
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
