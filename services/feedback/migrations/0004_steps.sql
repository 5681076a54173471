-- Templates of steps over departments, the steps of cases, and their change histories.

CREATE TABLE step_templates (
  template_id  uuid PRIMARY KEY,
  version      bigint NOT NULL CHECK (version > 0),
  display_name text NOT NULL,
  category     text NOT NULL,  -- code; empty: all cases
  calendar     text NOT NULL,
  disabled     boolean NOT NULL,
  create_time  timestamptz NOT NULL,
  update_time  timestamptz NOT NULL
);

CREATE TABLE step_template_steps (
  template_id uuid NOT NULL REFERENCES step_templates,
  position    int NOT NULL,
  title       text NOT NULL,
  department  text NOT NULL,
  owner_role  text NOT NULL CHECK (owner_role IN ('', 'assignee', 'account_manager')),
  owner       text NOT NULL,
  due_minutes int NOT NULL CHECK (due_minutes > 0),
  optional    boolean NOT NULL,
  sort_order  int NOT NULL,
  PRIMARY KEY (template_id, position)
);

CREATE TABLE step_template_changes (
  template_id uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (template_id, version, position)
);

CREATE TABLE case_steps (
  step_id       uuid PRIMARY KEY,
  case_id       uuid NOT NULL REFERENCES cases,
  template_id   uuid NOT NULL REFERENCES step_templates,
  version       bigint NOT NULL CHECK (version > 0),
  title         text NOT NULL,
  department    text NOT NULL,
  owner_role    text NOT NULL CHECK (owner_role IN ('', 'assignee', 'account_manager')),
  owner         text NOT NULL,
  due_minutes   int NOT NULL,
  calendar      text NOT NULL,
  required      boolean NOT NULL,
  sort_order    int NOT NULL,
  state         text NOT NULL CHECK (state IN ('waiting', 'open', 'in_progress', 'done', 'skipped',
    'cancelled')),
  ready_time    timestamptz,
  due_time      timestamptz,
  start_time    timestamptz,
  close_time    timestamptz,  -- of one that is done or skipped
  closer        text NOT NULL,
  note          text NOT NULL,
  evidence_uris text[] NOT NULL,
  -- What engagement was asked for: how many tasks, whether the last is still wanted, and how many
  -- facts told of them.
  task_count    int NOT NULL,
  task_wanted   boolean NOT NULL,
  task_version  bigint NOT NULL,
  create_time   timestamptz NOT NULL,
  update_time   timestamptz NOT NULL,
  CHECK ((state IN ('done', 'skipped')) = (close_time IS NOT NULL)),
  UNIQUE (case_id, template_id, title)
);
-- What is to be done, by whom, and what is late.
CREATE INDEX case_steps_owner ON case_steps (owner, due_time)
  WHERE state IN ('waiting', 'open', 'in_progress');
CREATE INDEX case_steps_due ON case_steps (due_time)
  WHERE state IN ('waiting', 'open', 'in_progress');

CREATE TABLE case_step_changes (
  step_id     uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (step_id, version, position)
);
