-- What people were asked to do for reminders to confirm: an aggregate a task.
CREATE TABLE confirmation_tasks (
  task_id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  version bigint NOT NULL CHECK (version IN (1, 2))  -- 1: asked for, 2: taken back
);
CREATE INDEX confirmation_tasks_case ON confirmation_tasks (case_id) WHERE version = 1;
