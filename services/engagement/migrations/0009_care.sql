-- What is remembered of customers, and whom nobody has met for too long.

CREATE TABLE care_rules (
  festival    text PRIMARY KEY,
  rule_id     uuid NOT NULL UNIQUE,  -- in events
  version     bigint NOT NULL CHECK (version > 0),
  tiers       text[] NOT NULL,       -- 'none': accounts that are not graded
  days_ahead  int NOT NULL CHECK (days_ahead BETWEEN 0 AND 60),
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL
);

CREATE TABLE care_rule_changes (
  rule_id     uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (rule_id, version, position)
);

-- What came up, each with its task: a contact's day, or a festival of an account. It keeps the
-- account it was made under, also when that account is merged into another.
CREATE TABLE care_items (
  care_id     uuid PRIMARY KEY,
  account_id  uuid NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('birthday', 'anniversary', 'festival', 'other')),
  contact_id  uuid,
  festival    text NOT NULL,
  day         date NOT NULL,
  task_id     uuid NOT NULL REFERENCES tasks,
  create_time timestamptz NOT NULL,
  CHECK ((contact_id IS NULL) = (festival <> '')),
  UNIQUE (contact_id, kind, day)
);
CREATE UNIQUE INDEX care_items_festival ON care_items (account_id, festival, day)
  WHERE festival <> '';
CREATE INDEX care_items_day ON care_items (day, care_id);
CREATE INDEX care_items_account ON care_items (account_id, day, care_id);

-- How late the contact of an account is, in steps; the account is the one that survived merges.
CREATE TABLE contact_ladders (
  account_id  uuid PRIMARY KEY,
  ladder_id   uuid NOT NULL UNIQUE,    -- in events
  version     bigint NOT NULL CHECK (version >= 0),  -- counts its events
  watch_since timestamptz NOT NULL,    -- what counts for one that was never contacted
  step        int NOT NULL CHECK (step BETWEEN 0 AND 3),
  due_day     date,                    -- of the contact that was missed; NULL at step 0
  look_at     timestamptz NOT NULL,    -- when it is to be looked at again
  CHECK ((step = 0) = (due_day IS NULL))
);
CREATE INDEX contact_ladders_look_at ON contact_ladders (look_at);
