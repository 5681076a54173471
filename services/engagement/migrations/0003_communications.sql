-- The communication log, what it is searched by and its change history.

-- A communication keeps the account it was logged under, also when that account is merged into
-- another.
CREATE TABLE communications (
  communication_id  uuid PRIMARY KEY,
  account_id        uuid NOT NULL,
  version           bigint NOT NULL CHECK (version > 0),
  channel           text NOT NULL CHECK (channel IN
    ('phone', 'email', 'meeting', 'chat', 'social', 'letter')),
  direction         text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
  contact_ids       uuid[] NOT NULL,  -- the customer's people
  users             text[] NOT NULL,  -- our people
  subject           text NOT NULL,
  body              text NOT NULL,
  body_start        text NOT NULL,    -- the beginning of body, for lists
  occur_time        timestamptz NOT NULL,
  duration_minutes  int NOT NULL CHECK (duration_minutes >= 0),
  attachment_titles text[] NOT NULL,
  attachment_uris   text[] NOT NULL,  -- beside attachment_titles
  source            text NOT NULL,
  external_id       text NOT NULL,
  create_time       timestamptz NOT NULL,
  update_time       timestamptz NOT NULL,
  delete_time       timestamptz
);
-- Lists of one account.
CREATE INDEX communications_account ON communications
  (account_id, occur_time DESC, communication_id DESC);
-- Lists of all accounts.
CREATE INDEX communications_occur_time ON communications (occur_time DESC, communication_id DESC);
CREATE INDEX communications_create_time ON communications (create_time DESC, communication_id DESC);
CREATE INDEX communications_update_time ON communications (update_time DESC, communication_id DESC);
CREATE INDEX communications_users ON communications USING gin (users);
CREATE INDEX communications_contacts ON communications USING gin (contact_ids);
-- What another system brought in comes once, deleted ones included.
CREATE UNIQUE INDEX communications_external_id_key ON communications
  (account_id, source, external_id) WHERE external_id <> '';

-- What a communication is found by: subject and body folded, and each of their single characters
-- and pairs of neighbours as a number (common/text/search.h). Apart from communications, so that
-- lists do not drag it along.
CREATE TABLE communication_search (
  communication_id uuid PRIMARY KEY REFERENCES communications,
  text             text COLLATE "C" NOT NULL,
  grams            int[] NOT NULL
);
CREATE INDEX communication_search_grams ON communication_search USING gin (grams);

CREATE TABLE communication_changes (
  communication_id uuid NOT NULL,
  version          bigint NOT NULL,
  position         int NOT NULL,
  field            text NOT NULL,
  action           text NOT NULL,
  old_value        text NOT NULL,
  new_value        text NOT NULL,
  actor            text NOT NULL,
  reason           text NOT NULL,
  change_time      timestamptz NOT NULL,
  PRIMARY KEY (communication_id, version, position)
);
