-- What the responses of campaigns add up to.

-- Of each combination of what responses are split by that there was, how often everything was
-- answered: analysis/tally.h says what the counters are. Responses that are in it are `tallied`.
CREATE TABLE response_tallies (
  campaign_id uuid NOT NULL,
  wave        int NOT NULL,
  tier        text NOT NULL,
  region      text NOT NULL,
  segment     text NOT NULL,
  role        text NOT NULL,
  channel     text NOT NULL,
  language    text NOT NULL,
  flagged     boolean NOT NULL,
  counters    bigint[] NOT NULL,
  PRIMARY KEY (campaign_id, wave, tier, region, segment, role, channel, language, flagged)
);

-- As which a response is counted; NULL: not yet. What quality finds or people say later moves it.
ALTER TABLE responses ADD COLUMN tallied_flagged boolean;
CREATE INDEX responses_reflagged ON responses (campaign_id, response_id)
  WHERE tallied AND tallied_flagged <> (flags <> '{}');
