-- How satisfied accounts are.

-- Accounts that answered and are to be measured. Rows are only added by those who write responses, so
-- that nobody waits for another who does.
CREATE TABLE satisfaction_notes (
  note_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id uuid NOT NULL
);

-- What accounts was told last, by the account that survived merges.
CREATE TABLE account_satisfaction (
  account_id   uuid PRIMARY KEY,
  version      bigint NOT NULL CHECK (version > 0),  -- counts its events
  score        double precision,
  nps          double precision,
  respondents  bigint NOT NULL,
  invited      bigint NOT NULL,
  silent       text[] NOT NULL,  -- contacts
  measure_time timestamptz NOT NULL
);
CREATE INDEX account_satisfaction_measure_time ON account_satisfaction (measure_time);
