-- What the quality of responses is judged by, and what people said of it.

-- How many responses of a campaign and channel took how many whole seconds: of which the median is
-- made. Without the responses: anonymous ones keep no time.
CREATE TABLE response_durations (
  campaign_id uuid NOT NULL REFERENCES campaigns,
  channel     text NOT NULL,
  seconds     bigint NOT NULL CHECK (seconds >= 0),
  times       bigint NOT NULL,
  PRIMARY KEY (campaign_id, channel, seconds)
);

-- Below how many seconds responses were last judged to be too fast.
CREATE TABLE response_speeder_limits (
  campaign_id uuid NOT NULL REFERENCES campaigns,
  channel     text NOT NULL,
  seconds     double precision NOT NULL,
  PRIMARY KEY (campaign_id, channel)
);

-- What there was answered (quality/duplicates.h), by whomever.
CREATE TABLE response_fingerprints (
  campaign_id uuid NOT NULL REFERENCES campaigns,
  fingerprint bigint NOT NULL,
  PRIMARY KEY (campaign_id, fingerprint)
);

-- Flags that people set (flagged) or cleared: what is found later does not change them.
CREATE TABLE response_flag_verdicts (
  response_id uuid NOT NULL REFERENCES responses,
  flag        text NOT NULL,
  flagged     boolean NOT NULL,
  PRIMARY KEY (response_id, flag)
);

CREATE TABLE response_flag_changes (
  response_id uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (response_id, version, position)
);
