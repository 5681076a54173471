-- Working calendars with their special days and change history, and people's calendar feeds.

CREATE TABLE working_calendars (
  calendar_id  uuid PRIMARY KEY,  -- in events and the history
  name         text NOT NULL,     -- that callers chose: "cn"
  version      bigint NOT NULL CHECK (version > 0),
  display_name text NOT NULL,
  time_zone    text NOT NULL,
  weekly       text[] NOT NULL CHECK (cardinality(weekly) = 7),  -- Monday's hours first
  create_time  timestamptz NOT NULL,
  update_time  timestamptz NOT NULL,
  CONSTRAINT working_calendars_name_key UNIQUE (name)
);

CREATE TABLE special_days (
  calendar_id uuid NOT NULL REFERENCES working_calendars,
  day         date NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('holiday', 'workday')),
  name        text NOT NULL,
  name_en     text NOT NULL,
  hours       text NOT NULL,  -- of a workday that has its own
  follows     smallint CHECK (follows BETWEEN 0 AND 6),  -- 0: Monday
  PRIMARY KEY (calendar_id, day)
);

CREATE TABLE working_calendar_changes (
  calendar_id uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (calendar_id, version, position)
);

-- Which published years were taken into which calendar. A year is taken in once a text, so that
-- what a company changed afterwards stays, also while two releases run side by side.
CREATE TABLE official_years_taken (
  calendar_id uuid NOT NULL REFERENCES working_calendars,
  region      text NOT NULL,
  year        int NOT NULL,
  digest      text NOT NULL,
  PRIMARY KEY (calendar_id, region, year, digest)
);

-- People's feeds, those revoked too: the secret itself is not here.
CREATE TABLE calendar_feeds (
  feed_id      uuid PRIMARY KEY,
  user_id      text NOT NULL,
  token_sha256 bytea NOT NULL UNIQUE,
  create_time  timestamptz NOT NULL,
  revoke_time  timestamptz
);
CREATE UNIQUE INDEX calendar_feeds_user ON calendar_feeds (user_id) WHERE revoke_time IS NULL;
