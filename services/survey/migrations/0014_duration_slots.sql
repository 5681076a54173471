-- Responses that took the same seconds were counted in one row, which each submission held until it
-- was written: they waited for each other. Now connections count in 16 slots, and who reads adds
-- them up. A table of its own, because instances of the release before go on with theirs while this
-- one is rolled out; the few times that they count then are missing from the median. A later
-- migration drops theirs.
CREATE TABLE response_duration_slots (
  campaign_id uuid NOT NULL REFERENCES campaigns,
  channel     text NOT NULL,
  seconds     bigint NOT NULL CHECK (seconds >= 0),
  slot        smallint NOT NULL,
  times       bigint NOT NULL,
  PRIMARY KEY (campaign_id, channel, seconds, slot)
);
INSERT INTO response_duration_slots
SELECT campaign_id, channel, seconds, 0, times FROM response_durations;
