-- Who of us works on an account. A row is access: the scope ACCOUNT_TEAM asks this table, in the
-- same statement that reads.
CREATE TABLE team_members (
  account_id          uuid NOT NULL REFERENCES accounts,
  user_id             text COLLATE "C" NOT NULL,
  role                text NOT NULL CHECK (role IN
    ('account_manager', 'service', 'technical', 'finance', 'sponsor')),
  raci                text NOT NULL CHECK (raci IN
    ('responsible', 'accountable', 'consulted', 'informed')),
  -- Set on the survivor's rows that came with a merge: the account merged away.
  inherited_from      uuid REFERENCES accounts,
  -- The account's own create_time, which never changes: a user's accounts, newest first, are one
  -- range of the index below however many there are.
  account_create_time timestamptz NOT NULL,
  create_time         timestamptz NOT NULL,
  update_time         timestamptz NOT NULL,
  PRIMARY KEY (account_id, user_id)
);
CREATE INDEX team_members_user
  ON team_members (user_id, account_create_time DESC, account_id DESC);
