-- Which of the days to remember of contacts were announced, each occurrence once.

-- The day from which on a contact's dates are to be looked at again; infinity: it has none.
ALTER TABLE contacts ADD COLUMN look_at date NOT NULL DEFAULT '-infinity';
CREATE INDEX contacts_look_at ON contacts (look_at) WHERE delete_time IS NULL;

CREATE TABLE contact_date_notices (
  notice_id   uuid PRIMARY KEY,
  contact_id  uuid NOT NULL REFERENCES contacts,
  kind        text NOT NULL,
  day         date NOT NULL,
  create_time timestamptz NOT NULL,
  UNIQUE (contact_id, kind, day)
);
