-- What a service keeps of the accounts, for existence, access and display; copied word for word
-- into its migrations, as outbox.sql and inbox.sql.
CREATE TABLE account_directory (
  account_id   uuid PRIMARY KEY,
  -- Of the account, that this row stands at; 0 for one of which only the merge is known.
  version      bigint NOT NULL,
  display_name text NOT NULL DEFAULT '',
  owner        text NOT NULL DEFAULT '',
  tier         text NOT NULL DEFAULT '',
  region       text NOT NULL DEFAULT '',
  state        text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'deleted', 'merged')),
  -- The account that it was merged into, which may itself have been merged.
  merged_into  uuid,
  -- The account at the end of that chain; itself when it was not merged. What hangs on an account is
  -- seen under its survivor.
  survivor_id  uuid NOT NULL,
  -- Everything of it is known, the whole team too.
  complete     boolean NOT NULL,
  update_time  timestamptz NOT NULL
);
CREATE INDEX account_directory_survivor ON account_directory (survivor_id);
CREATE INDEX account_directory_merged_into ON account_directory (merged_into)
  WHERE merged_into IS NOT NULL;

-- The teams: who sees what.
CREATE TABLE directory_members (
  account_id uuid NOT NULL,
  user_id    text NOT NULL,
  PRIMARY KEY (account_id, user_id)
);
CREATE INDEX directory_members_user ON directory_members (user_id, account_id);
