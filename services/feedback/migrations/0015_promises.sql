-- Promises made to customers about their cases; what becomes of them engagement keeps.

CREATE TABLE case_promises (
  promise_id  uuid PRIMARY KEY,
  case_id     uuid NOT NULL REFERENCES cases,
  body        text NOT NULL,
  promiser    text NOT NULL,
  contact     text NOT NULL,  -- resource name
  channel     text NOT NULL,
  due_time    timestamptz NOT NULL,
  author      text NOT NULL,
  create_time timestamptz NOT NULL
);
CREATE INDEX case_promises_case ON case_promises (case_id, create_time);
