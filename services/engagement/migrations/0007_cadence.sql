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

-- Where accounts are, for days on which one is in a region anyway.
ALTER TABLE account_directory ADD COLUMN region text NOT NULL DEFAULT '';

-- When accounts last ordered, as accounts tells.
CREATE TABLE last_orders (
  account_id uuid PRIMARY KEY,
  order_time timestamptz NOT NULL
);

CREATE TABLE return_visit_plans (
  plan_id      uuid PRIMARY KEY,
  version      bigint NOT NULL CHECK (version > 0),
  display_name text NOT NULL,
  first_day    date NOT NULL,
  last_day     date NOT NULL,
  user_id      text NOT NULL,  -- whose accounts; empty: all that the creator sees
  creator      text NOT NULL,
  team_user    text NOT NULL,  -- on whose teams the accounts are; empty: every account
  calendar     text NOT NULL,  -- the name of the working calendar
  daily_limit  int NOT NULL CHECK (daily_limit > 0),
  state        text NOT NULL CHECK (state IN ('draft', 'approved', 'discarded')),
  approver     text NOT NULL,
  approve_time timestamptz,
  create_time  timestamptz NOT NULL,
  update_time  timestamptz NOT NULL,
  CHECK (last_day >= first_day),
  CHECK ((state = 'approved') = (approve_time IS NOT NULL))
);
CREATE INDEX return_visit_plans_create_time ON return_visit_plans (create_time DESC, plan_id DESC);
-- What a tier change re-plans.
CREATE INDEX return_visit_plans_draft ON return_visit_plans (last_day) WHERE state = 'draft';

-- An item keeps the account it was planned for, also when that account is merged into another.
CREATE TABLE return_visit_plan_items (
  item_id     uuid PRIMARY KEY,
  plan_id     uuid NOT NULL REFERENCES return_visit_plans,
  account_id  uuid NOT NULL,
  version     bigint NOT NULL CHECK (version > 0),
  state       text NOT NULL CHECK (state IN ('proposed', 'skipped', 'planned')),
  edited      boolean NOT NULL,  -- by somebody; re-planning leaves it alone
  reasons     text[] NOT NULL,   -- one a line: plan_item.h
  due_day     date NOT NULL,
  user_id     text NOT NULL,     -- empty: nobody yet
  start_time  timestamptz NOT NULL,
  end_time    timestamptz NOT NULL,
  visit_kind  text NOT NULL,
  visit_mode  text NOT NULL,
  purpose     text NOT NULL,
  priority    text NOT NULL,
  warnings    text[] NOT NULL,
  skip_reason text NOT NULL,
  visit_id    uuid,              -- of the visit, once the plan is approved
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  CHECK (end_time > start_time),
  CHECK ((state = 'planned') = (visit_id IS NOT NULL))
);
CREATE INDEX return_visit_plan_items_plan ON return_visit_plan_items
  (plan_id, start_time, item_id);
CREATE INDEX return_visit_plan_items_account ON return_visit_plan_items (account_id, plan_id);

CREATE TABLE return_visit_plan_changes (
  plan_id     uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (plan_id, version, position)
);
