-- The rules by which customers are contacted, and the plans of return visits made by them.

CREATE TABLE cadence_rules (
  rule_id          uuid PRIMARY KEY,
  version          bigint NOT NULL CHECK (version > 0),
  display_name     text NOT NULL,
  tiers            text[] NOT NULL,  -- 'none': accounts that are not graded
  account_ids      uuid[] NOT NULL,  -- besides those of the tiers
  kind             text NOT NULL CHECK (kind IN ('periodic', 'after_order', 'before_festival')),
  days             int NOT NULL CHECK (days >= 0),
  festivals        text[] NOT NULL,
  visit_kind       text NOT NULL CHECK (visit_kind IN
    ('visit', 'return_visit', 'review', 'executive_exchange')),
  visit_mode       text NOT NULL CHECK (visit_mode IN ('on_site', 'phone', 'video')),
  purpose          text NOT NULL,
  duration_minutes int NOT NULL CHECK (duration_minutes > 0),
  user_id          text NOT NULL,    -- empty: the account's owner
  priority         text NOT NULL CHECK (priority IN ('low', 'normal', 'high')),
  max_contacts     int NOT NULL CHECK (max_contacts >= 0),  -- an account and quarter; 0: no limit
  create_time      timestamptz NOT NULL,
  update_time      timestamptz NOT NULL,
  delete_time      timestamptz
);

CREATE TABLE cadence_rule_changes (
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
