-- The commitment ledger and its change history.

-- A commitment keeps the account it was made under, also when that account is merged into another.
CREATE TABLE commitments (
  commitment_id       uuid PRIMARY KEY,
  account_id          uuid NOT NULL,
  version             bigint NOT NULL CHECK (version > 0),
  subject             text NOT NULL,
  body                text NOT NULL,
  party               text NOT NULL CHECK (party IN ('ours', 'customer')),
  promiser            text NOT NULL,  -- a user id, a contact's name, or empty: the customer as such
  beneficiary         text NOT NULL,
  due_time            timestamptz NOT NULL,  -- agreed last
  original_due_time   timestamptz NOT NULL,  -- agreed first
  time_zone           text NOT NULL,
  source              text NOT NULL,
  state               text NOT NULL CHECK (state IN ('open', 'kept', 'broken', 'cancelled')),
  renegotiation_count int NOT NULL,
  kept_time           timestamptz,
  punctuality         text NOT NULL CHECK (punctuality IN
    ('', 'on_time', 'after_renegotiation', 'late')),
  proof               text NOT NULL,
  evidence_uris       text[] NOT NULL,
  close_reason        text NOT NULL,
  create_time         timestamptz NOT NULL,
  update_time         timestamptz NOT NULL,
  CHECK ((state = 'kept') = (kept_time IS NOT NULL)),
  CHECK ((state = 'kept') = (punctuality <> ''))
);
-- Lists of one account.
CREATE INDEX commitments_account ON commitments (account_id, due_time, commitment_id);
-- Lists of all accounts, and statistics over a period.
CREATE INDEX commitments_due_time ON commitments (due_time, commitment_id);
CREATE INDEX commitments_update_time ON commitments (update_time, commitment_id);
-- What is due soon or overdue.
CREATE INDEX commitments_open ON commitments (due_time, commitment_id) WHERE state = 'open';
-- What somebody promised.
CREATE INDEX commitments_promiser ON commitments (promiser, due_time, commitment_id);

CREATE TABLE commitment_changes (
  commitment_id uuid NOT NULL,
  version       bigint NOT NULL,
  position      int NOT NULL,
  field         text NOT NULL,
  action        text NOT NULL,
  old_value     text NOT NULL,
  new_value     text NOT NULL,
  actor         text NOT NULL,
  reason        text NOT NULL,
  change_time   timestamptz NOT NULL,
  PRIMARY KEY (commitment_id, version, position)
);
