-- Responses that took the same seconds were counted in one row, which each submission held until it
-- was written: they waited for each other. Now each connection counts in a slot of its own, and who
-- reads adds the slots up.
ALTER TABLE response_durations ADD COLUMN slot smallint NOT NULL DEFAULT 0;
ALTER TABLE response_durations DROP CONSTRAINT response_durations_pkey;
ALTER TABLE response_durations ADD PRIMARY KEY (campaign_id, channel, seconds, slot);
