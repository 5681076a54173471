-- Old answers are cleared away a batch at a time. Space that is used again makes every range of a
-- BRIN index old and new at once, so that a batch would read the whole table.
DROP INDEX idempotency_create_time;
CREATE INDEX idempotency_create_time ON idempotency (create_time);

-- Lists by what few accounts have: without these a page walks all accounts in their order.
CREATE INDEX accounts_tier ON accounts (tier, create_time DESC, account_id DESC);
CREATE INDEX accounts_size ON accounts (size, create_time DESC, account_id DESC);
CREATE INDEX accounts_type ON accounts (type, create_time DESC, account_id DESC);

-- Every version of the attribute schema: who wrote it, when, why, and the rows of
-- attribute_declarations that it had, in order.
CREATE TABLE attribute_schema_changes (
  version      bigint PRIMARY KEY,
  actor        text NOT NULL,
  reason       text NOT NULL,
  change_time  timestamptz NOT NULL,
  declarations jsonb NOT NULL
);
