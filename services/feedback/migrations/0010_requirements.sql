-- Requirements, who asks for them, their change history, and the meetings that decide on them.

CREATE TABLE requirements (
  requirement_id  uuid PRIMARY KEY,
  version         bigint NOT NULL CHECK (version > 0),
  title           text NOT NULL,
  asked_who       text NOT NULL,
  asked_what      text NOT NULL,
  asked_when      text NOT NULL,
  asked_where     text NOT NULL,
  asked_why       text NOT NULL,
  asked_how       text NOT NULL,
  parent_id       uuid REFERENCES requirements,
  state           text NOT NULL CHECK (state IN ('collected', 'screened', 'assessed', 'planned',
    'delivering', 'delivered', 'validated', 'rejected')),
  reject_reason   text NOT NULL,
  responsible     text NOT NULL,
  accountable     text NOT NULL,
  consulted       text[] NOT NULL,
  informed        text[] NOT NULL,
  urgency         int NOT NULL CHECK (urgency BETWEEN 0 AND 5),
  importance      int NOT NULL CHECK (importance BETWEEN 0 AND 5),
  due_date        date,
  kano_class      text NOT NULL CHECK (kano_class IN ('', 'must_be', 'one_dimensional', 'attractive',
    'indifferent', 'reverse')),
  kano_source     text NOT NULL,
  -- What it was merged into itself, and the one at the end of that chain: itself when it was not
  -- merged. Askers keep the requirement that they asked for, and count for its survivor.
  merged_into     uuid REFERENCES requirements,
  survivor_id     uuid NOT NULL REFERENCES requirements,
  score_time      timestamptz,
  scored_accounts int NOT NULL,
  scored_value    bigint NOT NULL,
  deliver_time    timestamptz,
  validate_time   timestamptz,
  create_time     timestamptz NOT NULL,
  update_time     timestamptz NOT NULL,
  CHECK ((state = 'rejected') = (reject_reason <> '')),
  CHECK (merged_into IS NOT NULL OR survivor_id = requirement_id)
);
CREATE INDEX requirements_create_time ON requirements (create_time, requirement_id);
CREATE INDEX requirements_update_time ON requirements (update_time, requirement_id);
CREATE INDEX requirements_survivor ON requirements (survivor_id);
CREATE INDEX requirements_merged_into ON requirements (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX requirements_parent ON requirements (parent_id) WHERE parent_id IS NOT NULL;

-- An asker keeps the account that it was entered for, also when that is merged into another.
CREATE TABLE requirement_askers (
  asker_id       uuid PRIMARY KEY,
  requirement_id uuid NOT NULL REFERENCES requirements,
  account_id     uuid NOT NULL,
  source         text NOT NULL,
  say_time       timestamptz NOT NULL,
  words          text NOT NULL,
  author         text NOT NULL,
  create_time    timestamptz NOT NULL,
  ordinal        bigint GENERATED ALWAYS AS IDENTITY  -- in which order they are told
);
CREATE INDEX requirement_askers_requirement ON requirement_askers (requirement_id);
CREATE INDEX requirement_askers_account ON requirement_askers (account_id);

CREATE TABLE requirement_changes (
  requirement_id uuid NOT NULL,
  version        bigint NOT NULL,
  position       int NOT NULL,
  field          text NOT NULL,
  action         text NOT NULL,
  old_value      text NOT NULL,
  new_value      text NOT NULL,
  actor          text NOT NULL,
  reason         text NOT NULL,
  change_time    timestamptz NOT NULL,
  PRIMARY KEY (requirement_id, version, position)
);

CREATE TABLE requirement_reviews (
  review_id   uuid PRIMARY KEY,
  date        date NOT NULL,
  attendees   text[] NOT NULL,
  minutes     text NOT NULL,
  author      text NOT NULL,
  create_time timestamptz NOT NULL
);
CREATE INDEX requirement_reviews_date ON requirement_reviews (date, review_id);

CREATE TABLE requirement_review_items (
  review_id      uuid NOT NULL REFERENCES requirement_reviews,
  position       int NOT NULL,
  requirement_id uuid NOT NULL REFERENCES requirements,
  decision       text NOT NULL CHECK (decision IN ('keep', 'screen', 'assess', 'plan', 'start',
    'deliver', 'validate', 'reject', 'reconsider')),
  note           text NOT NULL,
  old_state      text NOT NULL,
  state          text NOT NULL,
  PRIMARY KEY (review_id, position),
  UNIQUE (review_id, requirement_id)
);
CREATE INDEX requirement_review_items_requirement ON requirement_review_items (requirement_id);
