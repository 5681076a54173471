-- What every service has: the answers given to repeated writes, and the facts to publish.

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
CREATE INDEX idempotency_create_time ON idempotency USING brin (create_time);

-- The outbox as every service's first migration declares it; copied there word for word, because a
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
