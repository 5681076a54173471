-- What was announced of a contact's day, and the day was then corrected or removed: taken back, and
-- announced again if it comes back.
ALTER TABLE contact_date_notices
  ADD COLUMN version bigint NOT NULL DEFAULT 1 CHECK (version > 0),  -- counts its events
  ADD COLUMN withdrawn boolean NOT NULL DEFAULT false;
