-- What follows from answers: rules, what they fired, closed cases that were followed up, and what KANO
-- studies told of requirements.

CREATE TABLE loop_rules (
  rule_id       uuid PRIMARY KEY,
  campaign_id   uuid NOT NULL REFERENCES campaigns,
  version       bigint NOT NULL CHECK (version > 0),
  display_name  text NOT NULL,
  condition     text NOT NULL,
  action        text NOT NULL CHECK (action IN ('case', 'referral', 'task', 'notice')),
  -- Of a case, as feedback calls them.
  case_kind     text NOT NULL,
  case_severity text NOT NULL,
  case_category text NOT NULL,
  due_days      int NOT NULL CHECK ((due_days = 0) = (action = 'case')),
  assignee      text NOT NULL,
  disabled      boolean NOT NULL,
  create_time   timestamptz NOT NULL,
  update_time   timestamptz NOT NULL
);
CREATE INDEX loop_rules_campaign ON loop_rules (campaign_id, create_time, rule_id);

CREATE TABLE loop_rule_changes (
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

-- One row a rule and response. A firing that asked for a case has the case's id; of confidential
-- campaigns it does not say who answered.
CREATE TABLE loop_firings (
  firing_id   uuid PRIMARY KEY,
  rule_id     uuid NOT NULL REFERENCES loop_rules,
  campaign_id uuid NOT NULL,
  response_id uuid NOT NULL,
  account_id  uuid NOT NULL,
  contact_id  uuid,
  action      text NOT NULL,
  outcome     text NOT NULL,  -- resource name of the case or task; empty: not there yet
  state       text NOT NULL CHECK (state IN ('requested', 'open', 'done', 'cancelled')),
  fire_time   timestamptz NOT NULL,
  state_time  timestamptz NOT NULL,
  UNIQUE (rule_id, response_id)
);
CREATE INDEX loop_firings_campaign ON loop_firings (campaign_id, fire_time, firing_id);

-- Closed cases whose customers were asked: once a case, however often it is closed.
CREATE TABLE case_follow_ups (
  case_id       uuid PRIMARY KEY,
  account_id    uuid NOT NULL,
  campaign_id   uuid NOT NULL REFERENCES campaigns,
  contact_id    uuid,
  invitation_id uuid,
  state         text NOT NULL CHECK (state IN ('invited', 'no_contact')),
  close_time    timestamptz NOT NULL
);
CREATE INDEX case_follow_ups_campaign ON case_follow_ups (campaign_id, close_time, case_id);

-- What was told last of a study's question, in the order M, O, A, I, R, Q.
CREATE TABLE kano_results (
  result_id      uuid PRIMARY KEY,
  campaign_id    uuid NOT NULL REFERENCES campaigns,
  question       text NOT NULL,
  requirement_id uuid NOT NULL,
  version        bigint NOT NULL CHECK (version > 0),  -- counts its events
  counts         bigint[] NOT NULL CHECK (cardinality(counts) = 6),
  measure_time   timestamptz NOT NULL,
  UNIQUE (campaign_id, question)
);

-- When studies told last, whether there was anything new or not.
CREATE TABLE kano_publications (
  campaign_id  uuid PRIMARY KEY REFERENCES campaigns,
  publish_time timestamptz NOT NULL
);
