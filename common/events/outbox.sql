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
