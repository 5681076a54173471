-- Figures of confidential and anonymous campaigns move in steps (analysis/told_steps.h), responses
-- that cannot be read are put aside, and duplicates are those that are no coincidence.

-- Of each such campaign that was looked at.
CREATE TABLE campaign_tellings (
  campaign_id uuid PRIMARY KEY REFERENCES campaigns,
  waiting     bigint NOT NULL,  -- responses that waited for more when it was last looked at
  settle_time timestamptz       -- from then on its figures stay as they are
);

-- unreadable: counted nowhere; when a release can read it again, set it back to false. untold: keys
-- of questions whose answers are in no figure, because too few answered them with the last step.
ALTER TABLE responses
  ADD COLUMN unreadable boolean NOT NULL DEFAULT false,
  ADD COLUMN untold text[] NOT NULL DEFAULT '{}';
CREATE INDEX responses_unreadable ON responses (campaign_id) WHERE unreadable;

-- How many responses answered so; those of an earlier release count as one.
ALTER TABLE response_fingerprints ADD COLUMN times bigint NOT NULL DEFAULT 1;
