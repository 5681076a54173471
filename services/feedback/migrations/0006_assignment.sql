-- Assignment: who takes cases, and what they carry.

CREATE TABLE agents (
  agent_id      uuid PRIMARY KEY,
  user_id       text NOT NULL,
  version       bigint NOT NULL CHECK (version > 0),
  skills        text[] NOT NULL,  -- codes of categories
  capacity      int NOT NULL CHECK (capacity >= 0),
  -- The absences by their beginning, the three arrays alike.
  absence_from  timestamptz[] NOT NULL,
  absence_to    timestamptz[] NOT NULL,  -- infinity: until further notice
  absence_notes text[] NOT NULL,
  create_time   timestamptz NOT NULL,
  update_time   timestamptz NOT NULL,
  CONSTRAINT agents_user_key UNIQUE (user_id)
);

CREATE TABLE agent_changes (
  agent_id    uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (agent_id, version, position)
);

-- What each carries, counted without looking at the cases themselves.
CREATE INDEX cases_open_assignee ON cases (assignee, severity)
  WHERE state NOT IN ('closed', 'withdrawn');
