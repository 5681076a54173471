-- Visits, their record forms and their change history.

-- A visit keeps the account it was made under, also when that account is merged into another.
CREATE TABLE visits (
  visit_id          uuid PRIMARY KEY,
  account_id        uuid NOT NULL,
  version           bigint NOT NULL CHECK (version > 0),
  kind              text NOT NULL CHECK (kind IN
    ('visit', 'return_visit', 'review', 'executive_exchange')),
  mode              text NOT NULL CHECK (mode IN ('on_site', 'phone', 'video')),
  purpose           text NOT NULL,
  planned_start     timestamptz NOT NULL,
  planned_end       timestamptz NOT NULL,
  time_zone         text NOT NULL,
  place             text NOT NULL,
  users             text[] NOT NULL,  -- our people; the first leads
  user_levels       text[] NOT NULL,  -- beside users
  contact_ids       uuid[] NOT NULL,  -- the customer's people
  contact_levels    text[] NOT NULL,  -- beside contact_ids
  host_id           uuid,             -- of contact_ids
  level_match       text NOT NULL CHECK (level_match IN ('', 'equal', 'ours_lower', 'ours_higher')),
  state             text NOT NULL CHECK (state IN
    ('planned', 'confirmed', 'prepared', 'checked_in', 'completed', 'cancelled', 'missed')),
  preparation       text NOT NULL,
  check_in_time     timestamptz,
  check_in_lat      double precision,
  check_in_lng      double precision,
  on_time           boolean,
  complete_time     timestamptz,
  content           text NOT NULL,
  progress          text NOT NULL,
  outcome           text NOT NULL CHECK (outcome IN ('', 'positive', 'neutral', 'negative')),
  customer_needs    text[] NOT NULL,
  next_visit_date   date,
  form_keys         text[] NOT NULL,
  form_values       text[] NOT NULL,  -- beside form_keys
  form_version      bigint NOT NULL,
  cancel_reason     text NOT NULL,
  create_time       timestamptz NOT NULL,
  update_time       timestamptz NOT NULL,
  CHECK (planned_end > planned_start),
  CHECK ((check_in_time IS NULL) = (on_time IS NULL)),
  CHECK ((state = 'completed') = (complete_time IS NOT NULL))
);
-- The history card, and lists of one account.
CREATE INDEX visits_account ON visits (account_id, planned_start DESC, visit_id DESC);
-- Lists of all accounts.
CREATE INDEX visits_planned_start ON visits (planned_start DESC, visit_id DESC);
CREATE INDEX visits_update_time ON visits (update_time DESC, visit_id DESC);
-- What one of our people has to do.
CREATE INDEX visits_users ON visits USING gin (users);
-- What may be missed.
CREATE INDEX visits_pending ON visits (planned_end)
  WHERE state IN ('planned', 'confirmed', 'prepared');

CREATE TABLE visit_changes (
  visit_id    uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (visit_id, version, position)
);

-- What is asked when a visit of a kind is recorded; each declaration stays on record.
CREATE TABLE visit_forms (
  kind        text NOT NULL CHECK (kind IN
    ('visit', 'return_visit', 'review', 'executive_exchange')),
  version     bigint NOT NULL CHECK (version > 0),
  -- The fields, one beside the other.
  keys        text[] NOT NULL,
  labels      text[] NOT NULL,
  labels_zh   text[] NOT NULL,
  types       text[] NOT NULL,
  choices     text[] NOT NULL,  -- one a line
  required    boolean[] NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  create_time timestamptz NOT NULL,
  PRIMARY KEY (kind, version)
);
