-- Cases, their timeline and their change history.

-- Told on the telephone, so short; a number that a failed write took stays unused.
CREATE SEQUENCE case_numbers;

-- A case keeps the account it was made under, also when that account is merged into another.
CREATE TABLE cases (
  case_id           uuid PRIMARY KEY,
  account_id        uuid NOT NULL,
  version           bigint NOT NULL CHECK (version > 0),
  number            bigint NOT NULL UNIQUE DEFAULT nextval('case_numbers'),
  kind              text NOT NULL CHECK (kind IN ('complaint', 'question', 'suggestion', 'praise')),
  channel           text NOT NULL CHECK (channel IN ('', 'phone', 'email', 'web', 'chat', 'in_person',
    'social', 'letter', 'survey')),
  category          text NOT NULL,  -- code, such as product.defect
  subject           text NOT NULL,
  facts             text NOT NULL,
  cause             text NOT NULL,
  customer_position text NOT NULL,
  severity          text NOT NULL CHECK (severity IN ('minor', 'moderate', 'major', 'critical')),
  scope             text NOT NULL CHECK (scope IN ('single', 'several', 'widespread')),
  contact           text NOT NULL,  -- resource name
  products          text[] NOT NULL,
  orders            text[] NOT NULL,  -- resource names
  source            text NOT NULL,    -- resource name
  occur_time        timestamptz,
  receive_time      timestamptz NOT NULL,
  assignee          text NOT NULL,
  watchers          text[] NOT NULL,
  compensation      numeric,
  currency          text,
  compensation_note text NOT NULL,
  state             text NOT NULL CHECK (state IN ('new', 'acknowledged', 'in_progress',
    'waiting_for_customer', 'resolved', 'closed', 'withdrawn')),
  resolution        text NOT NULL,
  acknowledge_time  timestamptz,
  first_answer_time timestamptz,
  resolve_time      timestamptz,
  close_time        timestamptz,
  confirmed_by      text NOT NULL,  -- contact's resource name
  reopen_count      int NOT NULL,
  create_time       timestamptz NOT NULL,
  update_time       timestamptz NOT NULL,
  CHECK ((compensation IS NULL) = (currency IS NULL)),
  CHECK ((state = 'closed') = (close_time IS NOT NULL)),
  CHECK (state NOT IN ('resolved', 'closed') OR resolve_time IS NOT NULL)
);
-- Lists of one account.
CREATE INDEX cases_account ON cases (account_id, receive_time, case_id);
-- Lists of all accounts.
CREATE INDEX cases_receive_time ON cases (receive_time, case_id);
CREATE INDEX cases_update_time ON cases (update_time, case_id);
-- What is still to be done, and by whom.
CREATE INDEX cases_open ON cases (receive_time, case_id) WHERE state NOT IN ('closed', 'withdrawn');
CREATE INDEX cases_assignee ON cases (assignee, receive_time, case_id);

-- What was done, said and noted: at most one entry a version.
CREATE TABLE case_entries (
  case_id     uuid NOT NULL REFERENCES cases,
  version     bigint NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('note', 'told', 'verb')),
  verb        text NOT NULL,
  body        text NOT NULL,
  contact     text NOT NULL,
  channel     text NOT NULL,
  author      text NOT NULL,
  create_time timestamptz NOT NULL,
  PRIMARY KEY (case_id, version)
);

CREATE TABLE case_changes (
  case_id     uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (case_id, version, position)
);
