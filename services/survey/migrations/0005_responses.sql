-- Responses as they were submitted, and what respondents answered so far.

-- One row a response; what it says never changes but for flags and tallied. Of anonymous campaigns
-- account, contact, invitation, start_time, duration and recorded_by are NULL or empty, the id is
-- random, facts are tier and region, and submit_time is the beginning of the day in UTC.
CREATE TABLE responses (
  response_id           uuid PRIMARY KEY,
  campaign_id           uuid NOT NULL,
  wave                  int NOT NULL,   -- 0: invited by hand, or not at all
  questionnaire_id      uuid NOT NULL,
  questionnaire_version int NOT NULL,
  account_id            uuid,           -- as it was invited
  contact_id            uuid,
  invitation_id         uuid,
  channel               text NOT NULL CHECK (
    channel IN ('link', 'email', 'webhook', 'phone', 'paper')),
  language              text NOT NULL CHECK (language IN ('zh', 'en')),
  -- "tier", "region", "segment", "role": what was known of the respondent then; absent: not known.
  facts                 jsonb NOT NULL,
  answers               jsonb NOT NULL,  -- responses/answer_document.h
  seed                  bigint NOT NULL,
  start_time            timestamptz,
  submit_time           timestamptz NOT NULL,
  duration_seconds      double precision,
  flags                 text[] NOT NULL,
  external_id           text,
  recorded_by           text NOT NULL,
  -- Counted in the figures.
  tallied               boolean NOT NULL DEFAULT false
);
-- However often and from however many windows: one response an invitation.
CREATE UNIQUE INDEX responses_invitation_key ON responses (invitation_id)
  WHERE invitation_id IS NOT NULL;
CREATE UNIQUE INDEX responses_external_id_key ON responses (campaign_id, external_id)
  WHERE external_id IS NOT NULL;
CREATE INDEX responses_campaign ON responses (campaign_id, submit_time, response_id);
CREATE INDEX responses_account ON responses (account_id, submit_time, response_id)
  WHERE account_id IS NOT NULL;
CREATE INDEX responses_untallied ON responses (campaign_id, response_id) WHERE NOT tallied;

-- What respondents answered so far; deleted when they submit, or when nobody came back.
CREATE TABLE part_answers (
  part_key    bytea PRIMARY KEY,  -- responses/part_key.h
  campaign_id uuid NOT NULL,
  save_count  bigint NOT NULL,
  language    text NOT NULL CHECK (language IN ('zh', 'en')),
  section     text NOT NULL,
  seed        bigint NOT NULL,
  answers     jsonb NOT NULL,
  start_time  timestamptz NOT NULL,
  update_time timestamptz NOT NULL
);
-- For forgetting.
CREATE INDEX part_answers_update_time ON part_answers (update_time);
