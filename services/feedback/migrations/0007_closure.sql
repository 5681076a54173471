-- How cases are closed, and whether they came back: confirmation links, reminders, recurrences.

ALTER TABLE cases
  ADD COLUMN closure text NOT NULL DEFAULT ''
    CHECK (closure IN ('', 'customer', 'customer_by_link', 'time_out')),
  ADD COLUMN recurrence_of uuid REFERENCES cases;
UPDATE cases SET closure = 'customer' WHERE state = 'closed';
CREATE INDEX cases_recurrence_of ON cases (recurrence_of) WHERE recurrence_of IS NOT NULL;
-- What a new case may be a recurrence of.
CREATE INDEX cases_closed ON cases (account_id, close_time) WHERE state = 'closed';

-- A link is of one resolution: that of the case with this reopen_count and resolve_time.
CREATE TABLE confirmation_links (
  link_id      uuid PRIMARY KEY,
  case_id      uuid NOT NULL REFERENCES cases,
  token_sha256 bytea NOT NULL UNIQUE,  -- the token itself is not kept
  contact      text NOT NULL,          -- resource name
  reopen_count int NOT NULL,
  resolve_time timestamptz NOT NULL,
  creator      text NOT NULL,
  create_time  timestamptz NOT NULL,
  expire_time  timestamptz NOT NULL,
  revoke_time  timestamptz,
  answer       text NOT NULL DEFAULT '' CHECK (answer IN ('', 'solved', 'not_solved')),
  answer_time  timestamptz,
  CHECK ((answer = '') = (answer_time IS NULL))
);
CREATE INDEX confirmation_links_case ON confirmation_links (case_id, create_time, link_id);

-- The resolved cases whose customers have not said yet whether they are solved.
CREATE TABLE confirmation_courses (
  case_id      uuid PRIMARY KEY REFERENCES cases,
  reopen_count int NOT NULL,          -- of the resolution, as in confirmation_links
  resolve_time timestamptz NOT NULL,
  first_reminder_time  timestamptz,
  second_reminder_time timestamptz,
  next_time    timestamptz NOT NULL   -- when to look again
);
CREATE INDEX confirmation_courses_next_time ON confirmation_courses (next_time, case_id);
INSERT INTO confirmation_courses (case_id, reopen_count, resolve_time, next_time)
SELECT case_id, reopen_count, resolve_time, resolve_time FROM cases WHERE state = 'resolved';
