-- What a service keeps of the working calendars, to count with; copied word for word into its
-- migrations, as directory.sql.
CREATE TABLE calendar_replica (
  name        text PRIMARY KEY,  -- "cn"
  version     bigint NOT NULL,
  content     bytea NOT NULL,    -- mainstay.engagement.v1.WorkingCalendarChanged
  update_time timestamptz NOT NULL
);
