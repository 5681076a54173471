-- Service policies (SLA) and the clocks of cases that run by them.

CREATE TABLE sla_policies (
  policy_id    uuid PRIMARY KEY,
  version      bigint NOT NULL CHECK (version > 0),
  display_name text NOT NULL,
  in_force     boolean NOT NULL,
  create_time  timestamptz NOT NULL,
  update_time  timestamptz NOT NULL
);
-- One at most is in force.
CREATE UNIQUE INDEX sla_policies_in_force ON sla_policies (in_force) WHERE in_force;

-- The rules of every version: clocks say by which version they run.
CREATE TABLE sla_rules (
  policy_id            uuid NOT NULL REFERENCES sla_policies,
  policy_version       bigint NOT NULL,
  position             int NOT NULL,  -- from 0
  tiers                text[] NOT NULL,
  kinds                text[] NOT NULL,
  severities           text[] NOT NULL,
  scopes               text[] NOT NULL,
  route                text NOT NULL CHECK (route IN ('urgent', 'quarterly_plan')),
  calendar             text NOT NULL,
  acknowledge_minutes  int,
  first_answer_minutes int,
  resolve_minutes      int,
  at_risk_percent      int NOT NULL,
  at_risk_minutes      int NOT NULL,
  count_reopened       boolean NOT NULL,
  PRIMARY KEY (policy_id, policy_version, position)
);
CREATE TABLE sla_levels (
  policy_id         uuid NOT NULL,
  policy_version    bigint NOT NULL,
  position          int NOT NULL,
  level             int NOT NULL CHECK (level BETWEEN 1 AND 3),
  due               text NOT NULL CHECK (due IN ('at_risk', 'at_due', 'after_due')),
  minutes_after_due int NOT NULL,
  roles             text[] NOT NULL,
  users             text[] NOT NULL,
  PRIMARY KEY (policy_id, policy_version, position, level),
  FOREIGN KEY (policy_id, policy_version, position) REFERENCES sla_rules
);

CREATE TABLE sla_policy_changes (
  policy_id   uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (policy_id, version, position)
);

-- Every version of a calendar since clocks run: those that ended keep the one they ended under, and
-- the history of a change has both.
CREATE TABLE sla_calendars (
  name    text NOT NULL,
  version bigint NOT NULL,
  content bytea NOT NULL,  -- as in calendar_replica
  PRIMARY KEY (name, version)
);
INSERT INTO sla_calendars SELECT name, version, content FROM calendar_replica;

-- A clock of a case. What happened (the facts) and what was promised (the terms, and where they come
-- from) say all; the times below are computed from them, for finding clocks.
CREATE TABLE case_clocks (
  clock_id         uuid PRIMARY KEY,
  case_id          uuid NOT NULL REFERENCES cases,
  account_id       uuid NOT NULL,  -- of the case
  kind             text NOT NULL CHECK (kind IN ('acknowledge', 'first_answer', 'resolve')),
  version          bigint NOT NULL CHECK (version >= 0),  -- counts what was published of it
  start_time       timestamptz NOT NULL,
  pause_from       timestamptz[] NOT NULL,
  pause_to         timestamptz[] NOT NULL,  -- of each; infinity: still
  undone_from      timestamptz[] NOT NULL,
  undone_to        timestamptz[] NOT NULL,
  met_time         timestamptz,
  withdraw_time    timestamptz,
  -- What the plan was made of; policy_id is NULL until there is one.
  tier             text NOT NULL,
  policy_id        uuid,
  policy_version   bigint NOT NULL,
  rule             int NOT NULL,     -- its position; -1: no rule is about the case
  calendar         text NOT NULL,    -- empty: the clock has no terms
  calendar_version bigint NOT NULL,  -- 0: it is not known yet
  -- The terms, in microseconds; NULL: there is no such clock.
  target           bigint,
  at_risk_after    bigint,
  count_reopened   boolean NOT NULL,
  -- As far as known when it was last looked at.
  at_risk_time     timestamptz,
  due_time         timestamptz,
  -- When somebody has to look next; NULL: when something happens to the case.
  next_check_time  timestamptz,
  -- What was told.
  at_risk_told     boolean NOT NULL,
  breach_told      timestamptz,
  level            int NOT NULL,
  UNIQUE (case_id, kind),
  CHECK ((target IS NULL) = (calendar = '')),
  CHECK ((target IS NULL) = (at_risk_after IS NULL))
);
CREATE INDEX case_clocks_next_check ON case_clocks (next_check_time)
  WHERE next_check_time IS NOT NULL;
-- The running ones, the one due first in front.
CREATE INDEX case_clocks_open ON case_clocks (due_time, clock_id)
  WHERE met_time IS NULL AND withdraw_time IS NULL;

-- What became of clocks: changes of their plans, and what was told of them. Like the table after it
-- without a reference to cases: who writes it holds clocks, and must not wait for a case whose writer
-- waits for them.
CREATE TABLE case_clock_entries (
  entry_id       uuid PRIMARY KEY,
  case_id        uuid NOT NULL,
  clock          text NOT NULL,
  kind           text NOT NULL CHECK (kind IN ('replanned', 'at_risk', 'breached', 'breach_moved',
    'breach_revoked', 'escalated')),
  entry_time     timestamptz NOT NULL,
  -- Of a change of plan. Targets in microseconds.
  reason         text NOT NULL,
  target_before  bigint,
  target_after   bigint,
  due_before     timestamptz,
  due_after      timestamptz,
  state_before   text NOT NULL,
  state_after    text NOT NULL,
  -- Of what was told: the instant it is about; of an escalation also the level and who was told.
  happen_time    timestamptz,
  level          int NOT NULL,
  told           boolean NOT NULL,
  recipients     text[] NOT NULL
);
CREATE INDEX case_clock_entries_case ON case_clock_entries (case_id, entry_time, entry_id);
-- Each level of a clock once.
CREATE UNIQUE INDEX case_clock_entries_level ON case_clock_entries (case_id, clock, level)
  WHERE kind = 'escalated';

-- Cases that go to the improvement plan of a quarter instead of an urgent clock.
CREATE TABLE quarterly_plan_cases (
  case_id    uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  year       int NOT NULL,
  quarter    int NOT NULL CHECK (quarter BETWEEN 1 AND 4)
);
CREATE INDEX quarterly_plan_cases_quarter ON quarterly_plan_cases (year, quarter, case_id);

-- Something that clocks are planned by has changed: while there is a row, those that are out of date
-- are looked for.
CREATE TABLE sla_replans (
  replan_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_time timestamptz NOT NULL
);
CREATE INDEX sla_replans_time ON sla_replans (request_time);

-- Cases from before clocks: what is known happened to them. They are planned with the first policy.
INSERT INTO case_clocks (clock_id, case_id, account_id, kind, version, start_time, pause_from,
  pause_to, undone_from, undone_to, met_time, withdraw_time, tier, policy_version, rule, calendar,
  calendar_version, count_reopened, at_risk_told, level)
SELECT gen_random_uuid(), c.case_id, c.account_id, k.kind, 0, c.receive_time,
  CASE WHEN c.state = 'waiting_for_customer' AND k.met IS NULL THEN ARRAY[c.update_time]
    ELSE '{}' END,
  CASE WHEN c.state = 'waiting_for_customer' AND k.met IS NULL
    THEN ARRAY['infinity'::timestamptz] ELSE '{}' END,
  '{}', '{}', k.met, CASE WHEN c.state = 'withdrawn' THEN c.update_time END, '', 0, -1, '', 0, true,
  false, 0
FROM cases c CROSS JOIN LATERAL (VALUES
  ('acknowledge', c.acknowledge_time), ('first_answer', c.first_answer_time),
  ('resolve', c.resolve_time)) k (kind, met);
INSERT INTO sla_replans (request_time) SELECT now() WHERE EXISTS (SELECT FROM case_clocks);
