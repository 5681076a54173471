-- Accounts for a benchmark, set-based: psql -v first=1 -v last=100000. Their ids are
-- 01900000-0000-7000-8000- and the number in hexadecimal; user `bench` is on every team.
BEGIN;
CREATE TEMPORARY TABLE seeds ON COMMIT DROP AS
SELECT n,
  ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS account_id,
  'Seed ' || md5(n::text) AS display_name,
  'seed' || md5(n::text) AS folded,
  'Industry ' || n % 20 AS industry,
  timestamptz '2025-01-01 00:00:00Z' + n * interval '1 second' AS create_time
FROM generate_series(:first, :last) AS n;

INSERT INTO accounts (account_id, version, state, display_name, short_name, aliases, tax_id,
  external_id, type, industry, region, size, website, address, currency_code, owner, overview,
  operations, transaction_state, credit_limit, credit_currency, payment_terms, normal_name, domain,
  sort_name, create_time, update_time)
SELECT account_id, 1, 'active', display_name, 'S' || n, ARRAY['alias ' || n], '', 'SEED-' || n,
  'manufacturer', industry, 'Region ' || n % 7, 'medium', 'https://seed-' || n || '.example',
  n || ' Seed Street', 'CNY', 'bench', 'Makes what account ' || n || ' makes.', 'Steady.',
  'Orders every month.', 100000, 'CNY', 'net 30', folded, 'seed-' || n || '.example', folded,
  create_time, create_time
FROM seeds;

INSERT INTO account_search (account_id, text, grams)
SELECT account_id, folded, grams
FROM seeds, LATERAL (
  SELECT array_agg(DISTINCT ascii(substr(folded, i, 1)) << 16 | ascii(substr(folded, i + 1, 1)))
    AS grams
  FROM generate_series(1, length(folded) - 1) AS i) AS pairs;

INSERT INTO team_members (account_id, user_id, role, raci, account_create_time, create_time,
                          update_time)
SELECT account_id, 'bench', 'account_manager', 'accountable', create_time, create_time, create_time
FROM seeds;

INSERT INTO account_changes (account_id, version, position, field, action, old_value, new_value,
                             actor, reason, change_time)
SELECT account_id, 1, 0, '', 'create', '', '', 'bench', '', create_time
FROM seeds;
COMMIT;
