-- What every service has: the answers given to repeated writes, the facts to publish, the events
-- received, and the accounts as this service knows them.

CREATE TABLE idempotency (
  principal    text NOT NULL,
  request_id   uuid NOT NULL,
  method       text NOT NULL,
  request_hash bytea NOT NULL,
  response     bytea,
  create_time  timestamptz NOT NULL,
  PRIMARY KEY (principal, request_id)
);
-- For clearing old answers away.
CREATE INDEX idempotency_create_time ON idempotency (create_time);

-- The outbox as every service's migrations make it; tests/contract holds them to this, because a
-- service's migrations are the whole truth of its schema.
CREATE TABLE outbox (
  seq               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id          uuid NOT NULL UNIQUE,
  account_id        uuid NOT NULL,
  aggregate_type    text NOT NULL,
  aggregate_id      uuid NOT NULL,
  aggregate_version bigint NOT NULL,
  partition         smallint NOT NULL CHECK (partition BETWEEN 0 AND 15),
  type              text NOT NULL,
  payload           bytea NOT NULL,
  trace             text NOT NULL,
  actor             text NOT NULL,
  occurred_at       timestamptz NOT NULL,
  published_at      timestamptz,
  stream_id         text,
  attempts          int NOT NULL DEFAULT 0,
  UNIQUE (aggregate_type, aggregate_id, aggregate_version)
);
CREATE INDEX outbox_unpublished ON outbox (partition, seq) WHERE published_at IS NULL;
-- What was published, in the order of the stream: for finding what Redis has lost, and for deleting.
CREATE INDEX outbox_published ON outbox (partition, stream_id) WHERE stream_id IS NOT NULL;

-- What every consumer of events has; copied word for word into a service's migrations, as outbox.sql.
-- The events received: each has its effect once, however often it is delivered.
CREATE TABLE inbox (
  event_id     uuid PRIMARY KEY,
  area         text NOT NULL,
  seq          bigint NOT NULL,
  receive_time timestamptz NOT NULL
);
-- For clearing old ones away.
CREATE INDEX inbox_receive_time ON inbox (receive_time);

-- The version of each aggregate that was applied last.
CREATE TABLE event_positions (
  area           text NOT NULL,
  aggregate_type text NOT NULL,
  aggregate_id   uuid NOT NULL,
  version        bigint NOT NULL,
  PRIMARY KEY (area, aggregate_type, aggregate_id)
);

-- Events received that could not be applied yet, or not at all. The least seq of an account's open
-- rows is its head; the others wait behind it.
--   gap        versions before it are missing; attempts counts the wishes for them
--   waiting    behind another one of its account
--   retrying   its handler failed; attempts counts how often
--   dead       its handler failed for good: a dead letter
--   replayed   a dead letter that was applied after all       } kept for the audit
--   discarded  a dead letter that somebody gave up            }
CREATE TABLE event_backlog (
  event_id          uuid PRIMARY KEY,
  area              text NOT NULL,
  partition         smallint NOT NULL CHECK (partition BETWEEN 0 AND 15),
  account_id        uuid NOT NULL,
  seq               bigint NOT NULL,
  type              text NOT NULL,
  event             bytea NOT NULL,
  state             text NOT NULL CHECK (
    state IN ('gap', 'waiting', 'retrying', 'dead', 'replayed', 'discarded')),
  attempts          int NOT NULL,
  -- When the head is to be looked at; infinity: when something happens to it.
  next_attempt_time timestamptz NOT NULL,
  error             text NOT NULL,
  create_time       timestamptz NOT NULL,
  -- The last replay or discard: who, when and why.
  handled_by        text,
  handle_time       timestamptz,
  reason            text
);
CREATE INDEX event_backlog_open ON event_backlog (area, account_id, seq)
  WHERE state IN ('gap', 'waiting', 'retrying', 'dead');
CREATE INDEX event_backlog_due ON event_backlog (next_attempt_time)
  WHERE state IN ('gap', 'waiting', 'retrying', 'dead');
CREATE INDEX event_backlog_state ON event_backlog (state, create_time, event_id);

-- What a service keeps of the accounts, for existence, access and display; copied word for word
-- into its migrations, as outbox.sql and inbox.sql.
CREATE TABLE account_directory (
  account_id   uuid PRIMARY KEY,
  -- Of the account, that this row stands at; 0 for one of which only the merge is known.
  version      bigint NOT NULL,
  display_name text NOT NULL DEFAULT '',
  owner        text NOT NULL DEFAULT '',
  tier         text NOT NULL DEFAULT '',
  region       text NOT NULL DEFAULT '',
  state        text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'deleted', 'merged')),
  -- The account that it was merged into, which may itself have been merged.
  merged_into  uuid,
  -- The account at the end of that chain; itself when it was not merged. What hangs on an account is
  -- seen under its survivor.
  survivor_id  uuid NOT NULL,
  -- Everything of it is known, the whole team too.
  complete     boolean NOT NULL,
  update_time  timestamptz NOT NULL
);
CREATE INDEX account_directory_survivor ON account_directory (survivor_id);
CREATE INDEX account_directory_merged_into ON account_directory (merged_into)
  WHERE merged_into IS NOT NULL;

-- The teams: who sees what.
CREATE TABLE directory_members (
  account_id uuid NOT NULL,
  user_id    text NOT NULL,
  PRIMARY KEY (account_id, user_id)
);
CREATE INDEX directory_members_user ON directory_members (user_id, account_id);

-- Engagement's working calendars, to count working time with; copied word for word, as the tables above.
CREATE TABLE calendar_replica (
  name        text PRIMARY KEY,  -- "cn"
  version     bigint NOT NULL,
  content     bytea NOT NULL,    -- mainstay.engagement.v1.WorkingCalendarChanged
  update_time timestamptz NOT NULL
);
