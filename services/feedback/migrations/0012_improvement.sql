-- Corrective actions with their effect, and their change history.

CREATE TABLE improvement_actions (
  action_id         uuid PRIMARY KEY,
  version           bigint NOT NULL CHECK (version > 0),
  title             text NOT NULL,
  problem           text NOT NULL,
  plan              text NOT NULL,
  owner             text NOT NULL,
  due_date          date,
  year              int,
  quarter           int CHECK (quarter BETWEEN 1 AND 4),
  case_ids          uuid[] NOT NULL,
  requirement_ids   uuid[] NOT NULL,
  -- What it is measured by.
  figure            text NOT NULL CHECK (figure IN ('', 'by_hand', 'received_count',
    'reopened_count', 'came_back_count', 'first_time_right_rate', 'median_settling_hours',
    'first_answer_attainment_rate', 'resolve_attainment_rate')),
  category          text NOT NULL,
  kind              text NOT NULL,
  unit              text NOT NULL,
  source            text NOT NULL,
  goal              double precision,
  state             text NOT NULL CHECK (state IN ('plan', 'do', 'check', 'act', 'cancelled')),
  before_value      double precision,
  before_first_day  date,
  before_last_day   date,
  before_time       timestamptz,
  after_value       double precision,
  after_first_day   date,
  after_last_day    date,
  after_time        timestamptz,
  turn              int NOT NULL,
  outcome           text NOT NULL,
  create_time       timestamptz NOT NULL,
  update_time       timestamptz NOT NULL,
  CHECK ((year IS NULL) = (quarter IS NULL))
);
CREATE INDEX improvement_actions_create_time ON improvement_actions (create_time, action_id);
CREATE INDEX improvement_actions_update_time ON improvement_actions (update_time, action_id);
CREATE INDEX improvement_actions_quarter ON improvement_actions (year, quarter);
-- Which cases something is done about.
CREATE INDEX improvement_actions_cases ON improvement_actions USING gin (case_ids);

CREATE TABLE improvement_action_changes (
  action_id   uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (action_id, version, position)
);

-- Solved cases from which others learn, and their change history.
CREATE TABLE benchmark_cases (
  benchmark_id uuid PRIMARY KEY,
  version      bigint NOT NULL CHECK (version > 0),
  case_id      uuid NOT NULL REFERENCES cases,
  title        text NOT NULL,
  situation    text NOT NULL,
  solution     text NOT NULL,
  lesson       text NOT NULL,
  tags         text[] NOT NULL,
  category     text NOT NULL,
  retired      boolean NOT NULL,
  author       text NOT NULL,
  search_text  text COLLATE "C" NOT NULL,  -- folded
  grams        int[] NOT NULL,             -- of it (common/text/search.h)
  create_time  timestamptz NOT NULL,
  update_time  timestamptz NOT NULL,
  CONSTRAINT benchmark_cases_case_key UNIQUE (case_id)
);
CREATE INDEX benchmark_cases_create_time ON benchmark_cases (create_time, benchmark_id);
CREATE INDEX benchmark_cases_update_time ON benchmark_cases (update_time, benchmark_id);
CREATE INDEX benchmark_cases_grams ON benchmark_cases USING gin (grams);

CREATE TABLE benchmark_case_changes (
  benchmark_id uuid NOT NULL,
  version      bigint NOT NULL,
  position     int NOT NULL,
  field        text NOT NULL,
  action       text NOT NULL,
  old_value    text NOT NULL,
  new_value    text NOT NULL,
  actor        text NOT NULL,
  reason       text NOT NULL,
  change_time  timestamptz NOT NULL,
  PRIMARY KEY (benchmark_id, version, position)
);
