-- Closed cases of feedback, one row a closing, that a visit is to verify.
CREATE TABLE case_verifications (
  verification_id uuid PRIMARY KEY,
  account_id      uuid NOT NULL,  -- that the case was of when it was closed
  case_id         uuid NOT NULL,
  number          bigint NOT NULL,
  state           text NOT NULL CHECK (state IN ('open', 'solved', 'not_solved', 'dropped')),
  close_time      timestamptz NOT NULL,
  visit_id        uuid,
  note            text NOT NULL DEFAULT '',
  verifier        text NOT NULL DEFAULT '',
  verify_time     timestamptz,
  CHECK ((state IN ('solved', 'not_solved')) = (visit_id IS NOT NULL)),
  CHECK ((visit_id IS NULL) = (verify_time IS NULL))
);
CREATE INDEX case_verifications_account ON case_verifications (account_id, close_time, verification_id);
CREATE INDEX case_verifications_close_time ON case_verifications (close_time, verification_id);
CREATE INDEX case_verifications_visit ON case_verifications (visit_id) WHERE visit_id IS NOT NULL;
CREATE UNIQUE INDEX case_verifications_open ON case_verifications (case_id) WHERE state = 'open';
