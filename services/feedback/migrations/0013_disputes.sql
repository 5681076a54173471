-- Disputes of cases, their steps and concessions, and their change history.

CREATE TABLE disputes (
  dispute_id    uuid PRIMARY KEY,
  case_id       uuid NOT NULL REFERENCES cases,
  version       bigint NOT NULL CHECK (version > 0),
  subject       text NOT NULL,
  demand        text NOT NULL,
  strategy      text NOT NULL CHECK (strategy IN ('', 'collaborate', 'compromise', 'accommodate',
    'insist', 'postpone')),
  strategy_note text NOT NULL,
  lead          text NOT NULL,
  team          text[] NOT NULL,
  state         text NOT NULL CHECK (state IN ('open', 'negotiating', 'escalated', 'settled',
    'lost')),
  result        text NOT NULL,
  end_time      timestamptz,
  create_time   timestamptz NOT NULL,
  update_time   timestamptz NOT NULL,
  CHECK ((state IN ('settled', 'lost')) = (end_time IS NOT NULL))
);
CREATE INDEX disputes_case ON disputes (case_id);
CREATE INDEX disputes_create_time ON disputes (create_time, dispute_id);

CREATE TABLE dispute_steps (
  dispute_id uuid NOT NULL REFERENCES disputes,
  position   int NOT NULL,
  body       text NOT NULL,
  owner      text NOT NULL,
  due_time   timestamptz,
  done       boolean NOT NULL,
  PRIMARY KEY (dispute_id, position)
);

CREATE TABLE dispute_concessions (
  dispute_id  uuid NOT NULL REFERENCES disputes,
  position    int NOT NULL,
  party       text NOT NULL CHECK (party IN ('ours', 'customer')),
  body        text NOT NULL,
  amount      numeric,
  currency    text,
  author      text NOT NULL,
  create_time timestamptz NOT NULL,
  PRIMARY KEY (dispute_id, position),
  CHECK ((amount IS NULL) = (currency IS NULL))
);

CREATE TABLE dispute_changes (
  dispute_id  uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (dispute_id, version, position)
);
