-- What a service keeps of the accounts, for existence, access and display; copied word for word
-- into its migrations, as outbox.sql and inbox.sql.
CREATE TABLE account_directory (
  account_id   uuid PRIMARY KEY,
  -- Of the account, that this row stands at; 0 for one of which only the merge is known.
  version      bigint NOT NULL,
  display_name text NOT NULL DEFAULT '',
  owner        text NOT NULL DEFAULT '',
  tier         text NOT NULL DEFAULT '',
  state        text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'deleted', 'merged')),
  merged_into  uuid,
  -- Everything of it is known, the whole team too.
  complete     boolean NOT NULL,
  update_time  timestamptz NOT NULL
);
-- The teams: who sees what.
CREATE TABLE directory_members (
  account_id uuid NOT NULL,
  user_id    text NOT NULL,
  PRIMARY KEY (account_id, user_id)
);
CREATE INDEX directory_members_user ON directory_members (user_id, account_id);
