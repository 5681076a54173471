-- The events that accounts receives, and those that it publishes, found in the order of the stream.
-- Versions count from 1 without holes for whoever receives them. That of the attribute schema which
-- came with its table was never told, and nothing has been published so far.
UPDATE outbox SET aggregate_version = aggregate_version - 1
WHERE aggregate_type = 'attribute_schema';

-- What was published, in the order of the stream: for finding what Redis has lost, and for deleting.
CREATE INDEX outbox_published ON outbox (partition, stream_id) WHERE stream_id IS NOT NULL;

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
