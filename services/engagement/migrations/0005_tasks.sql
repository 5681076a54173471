-- The task list, its change history and the stream of its changes.

-- A task keeps the account it was made under, also when that account is merged into another.
CREATE TABLE tasks (
  task_id      uuid PRIMARY KEY,
  account_id   uuid,           -- NULL: about no account
  version      bigint NOT NULL CHECK (version > 0),
  subject      text NOT NULL,
  subject_zh   text NOT NULL,
  body         text NOT NULL,
  assignee     text NOT NULL,  -- empty: nobody yet
  due_time     timestamptz NOT NULL,
  priority     text NOT NULL CHECK (priority IN ('low', 'normal', 'high')),
  source_kind  text NOT NULL,
  source       text NOT NULL,
  state        text NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
  creator      text NOT NULL,  -- empty: a rule
  close_time   timestamptz,
  -- Of a task that an event asked for: the area that published it, and its key there.
  request_area text,
  request_key  text,
  create_time  timestamptz NOT NULL,
  update_time  timestamptz NOT NULL,
  UNIQUE (request_area, request_key),
  CHECK ((request_area IS NULL) = (request_key IS NULL)),
  CHECK ((state = 'open') = (close_time IS NULL))
);
-- Lists of everything.
CREATE INDEX tasks_due_time ON tasks (due_time, task_id);
CREATE INDEX tasks_update_time ON tasks (update_time, task_id);
-- One's own, which are those that are open most of the time.
CREATE INDEX tasks_assignee ON tasks (assignee, due_time, task_id);
CREATE INDEX tasks_creator ON tasks (creator, due_time, task_id);
CREATE INDEX tasks_account ON tasks (account_id, due_time, task_id);
CREATE INDEX tasks_open ON tasks (due_time, task_id) WHERE state = 'open';

CREATE TABLE task_changes (
  task_id     uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (task_id, version, position)
);

-- What watchers are told. Whoever adds to it holds an advisory lock until the end of the
-- transaction, so that the order of seq is the order of commits and nobody passes over a row that
-- is not committed yet.
CREATE TABLE task_feed (
  seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  task_id      uuid NOT NULL,
  action       text NOT NULL,
  actor        text NOT NULL,
  old_assignee text NOT NULL,  -- of a reassignment; empty otherwise
  change_time  timestamptz NOT NULL
);
