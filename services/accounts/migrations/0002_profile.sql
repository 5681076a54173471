-- The account master and its change history.

-- An account. Empty text means "not said"; enums are the lower-case tail of the proto's value names.
CREATE TABLE accounts (
  account_id        uuid PRIMARY KEY,
  version           bigint NOT NULL CHECK (version > 0),
  state             text NOT NULL CHECK (state IN ('active', 'deleted', 'merged')),
  display_name      text NOT NULL,
  short_name        text NOT NULL DEFAULT '',
  aliases           text[] NOT NULL DEFAULT '{}',
  tax_id            text NOT NULL DEFAULT '',
  external_id       text,
  type              text NOT NULL DEFAULT '' CHECK (type IN
    ('', 'end_customer', 'distributor', 'manufacturer', 'partner', 'government')),
  industry          text NOT NULL DEFAULT '',
  region            text NOT NULL DEFAULT '',
  size              text NOT NULL DEFAULT '' CHECK (size IN
    ('', 'micro', 'small', 'medium', 'large', 'enterprise')),
  market_position   text NOT NULL DEFAULT '' CHECK (market_position IN
    ('', 'leader', 'challenger', 'follower', 'niche')),
  website           text NOT NULL DEFAULT '',
  address           text NOT NULL DEFAULT '',
  currency_code     text NOT NULL DEFAULT '',
  attributes        text[] NOT NULL DEFAULT '{}',  -- key, value, key, value, … in key order
  parent_id         uuid REFERENCES accounts,
  owner             text NOT NULL DEFAULT '',
  overview          text NOT NULL DEFAULT '',
  operations        text NOT NULL DEFAULT '',
  transaction_state text NOT NULL DEFAULT '',
  credit_limit      numeric(19, 4),
  credit_currency   text NOT NULL DEFAULT '',
  payment_terms     text NOT NULL DEFAULT '',
  tier              text NOT NULL DEFAULT '' CHECK (tier IN ('', 'core', 'potential', 'general')),
  -- A merged account: the one it was merged into, and the one that survives at the end of the
  -- chain. merged_into is what reads follow (one hop); merged_direct is what unmerging restores from.
  merged_into       uuid REFERENCES accounts,
  merged_direct     uuid REFERENCES accounts,
  -- Derived, for the duplicate check, searching and sorting (profile/search_text.h).
  normal_name       text COLLATE "C" NOT NULL,
  domain            text COLLATE "C" NOT NULL DEFAULT '',
  sort_name         text COLLATE "C" NOT NULL,
  create_time       timestamptz NOT NULL,
  update_time       timestamptz NOT NULL,
  delete_time       timestamptz,
  CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
  CHECK ((merged_into IS NULL) = (merged_direct IS NULL)),
  CHECK ((state = 'deleted') = (delete_time IS NOT NULL))
);
-- A merged account keeps its external id, so that files still find it; a deleted one frees it.
CREATE UNIQUE INDEX accounts_external_id_key ON accounts (external_id)
  WHERE external_id IS NOT NULL AND state <> 'deleted';
-- Lists, each in its order (a page is one range of one of these).
CREATE INDEX accounts_newest ON accounts (create_time DESC, account_id DESC);
CREATE INDEX accounts_changed ON accounts (update_time DESC, account_id DESC);
CREATE INDEX accounts_by_name ON accounts (sort_name, account_id);
CREATE INDEX accounts_industry ON accounts (industry, create_time DESC, account_id DESC);
CREATE INDEX accounts_region ON accounts (region, create_time DESC, account_id DESC);
CREATE INDEX accounts_owner ON accounts (owner, create_time DESC, account_id DESC);
CREATE INDEX accounts_parent ON accounts (parent_id, create_time DESC, account_id DESC)
  WHERE parent_id IS NOT NULL;
-- The duplicate check; the first also finds names by their beginning.
CREATE INDEX accounts_normal_name ON accounts (normal_name, account_id);
CREATE INDEX accounts_tax_id ON accounts (tax_id) WHERE tax_id <> '';
CREATE INDEX accounts_domain ON accounts (domain) WHERE domain <> '';
-- What was merged into an account.
CREATE INDEX accounts_merged_into ON accounts (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX accounts_merged_direct ON accounts (merged_direct) WHERE merged_direct IS NOT NULL;

-- What an account is found by: folded text, and each of its single characters and pairs of
-- neighbours as a number (profile/search_text.h). Apart from accounts, so that a change of the card
-- that is not one of names leaves this index alone.
CREATE TABLE account_search (
  account_id uuid PRIMARY KEY REFERENCES accounts,
  text       text COLLATE "C" NOT NULL,
  grams      int[] NOT NULL
);
CREATE INDEX account_search_grams ON account_search USING gin (grams)
  WITH (gin_pending_list_limit = 512);

-- An account and those merged into it: whose contacts, orders and payments a read of it shows.
-- Inlined by the planner. Rows of merged accounts keep their own account_id, so that unmerging is
-- exact. For whole tables, group by coalesce(merged_into, account_id) instead.
CREATE FUNCTION account_family(root uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT root UNION ALL SELECT a.account_id FROM accounts a WHERE a.merged_into = root
$$;

-- Who changed what, when, why; field is empty for a verb. The card as of a past moment is the
-- present row with the later changes undone, newest first.
CREATE TABLE account_changes (
  account_id  uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (account_id, version, position)
);

-- The attributes that accounts of this installation have. One row holds the version.
CREATE TABLE attribute_schema (
  only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  version     bigint NOT NULL,
  update_time timestamptz NOT NULL
);
INSERT INTO attribute_schema (version, update_time) VALUES (1, now());
CREATE TABLE attribute_declarations (
  key      text PRIMARY KEY,
  position int NOT NULL,
  label    text NOT NULL,
  type     text NOT NULL CHECK (type IN ('text', 'number', 'date', 'bool', 'choice')),
  required boolean NOT NULL,
  choices  text[] NOT NULL
);
