-- Trade: imports, orders and credit notes, payments.

-- An import and how its file is to be read. The bytes are in trade_import_pieces.
CREATE TABLE trade_imports (
  import_id          uuid PRIMARY KEY,
  state              text NOT NULL CHECK (state IN
    ('receiving', 'applying', 'succeeded', 'failed', 'cancelled')),
  file_name          text NOT NULL,
  columns            text[] NOT NULL,  -- header names in the order of trade/trade_file.h
  credit_note_prefix text NOT NULL,
  credit_note_values text[] NOT NULL,
  default_currency   text NOT NULL,
  time_format        text NOT NULL,
  time_zone          text NOT NULL,
  delimiter          text NOT NULL,
  create_missing     boolean NOT NULL,
  received_bytes     bigint NOT NULL DEFAULT 0,
  progress           double precision NOT NULL DEFAULT 0,
  records            bigint NOT NULL DEFAULT 0,
  applied_records    bigint NOT NULL DEFAULT 0,
  rejected_records   bigint NOT NULL DEFAULT 0,
  orders_created     bigint NOT NULL DEFAULT 0,
  orders_replaced    bigint NOT NULL DEFAULT 0,
  orders_unchanged   bigint NOT NULL DEFAULT 0,
  accounts_created   bigint NOT NULL DEFAULT 0,
  regions_changed    bigint NOT NULL DEFAULT 0,
  reject_reasons     text[] NOT NULL DEFAULT '{}',
  reject_counts      bigint[] NOT NULL DEFAULT '{}',
  net_currencies     text[] NOT NULL DEFAULT '{}',
  net_totals         numeric[] NOT NULL DEFAULT '{}',
  failure            text NOT NULL DEFAULT '',
  failure_line       bigint NOT NULL DEFAULT 0,
  actor              text NOT NULL,
  create_time        timestamptz NOT NULL,
  update_time        timestamptz NOT NULL,
  end_time           timestamptz
);
CREATE INDEX trade_imports_newest ON trade_imports (create_time DESC, import_id DESC);

-- The file's bytes in the order of `position`, the offset of the first. Kept for as long as the
-- rejected lines can be downloaded; without rejects only the first piece, with the header, stays.
CREATE TABLE trade_import_pieces (
  import_id uuid NOT NULL REFERENCES trade_imports,
  position  bigint NOT NULL,
  data      bytea NOT NULL,
  PRIMARY KEY (import_id, position)
);
ALTER TABLE trade_import_pieces ALTER COLUMN data SET COMPRESSION lz4;

-- Rejected records by number (1 is the first after the header). A block is the number's upper part,
-- so that no array grows with the file.
CREATE TABLE trade_import_rejects (
  import_id uuid NOT NULL REFERENCES trade_imports,
  block     bigint NOT NULL,
  reason    text NOT NULL,
  records   bigint[] NOT NULL,
  PRIMARY KEY (import_id, block, reason)
);

ALTER TABLE trade_import_rejects ALTER COLUMN records SET COMPRESSION lz4;

-- An account's trade as one aggregate: its row is locked before orders or payments of the account
-- are written, and its version counts the facts published about them.
CREATE TABLE trade_ledgers (
  account_id  uuid PRIMARY KEY REFERENCES accounts,
  version     bigint NOT NULL,
  region_time timestamptz NOT NULL DEFAULT '-infinity'  -- of the line that the region came from
);

-- Orders and credit notes. An order owns its lines and they are stored with it, in order: 18 lines
-- a row take a third of the space and the writing time of a table of lines. Accounts are never deleted
-- and the ledger's row is written first, so a foreign key would only cost.
CREATE TABLE orders (
  order_id      uuid PRIMARY KEY,
  account_id    uuid NOT NULL,
  order_number  text COLLATE "C" NOT NULL,
  version       bigint NOT NULL CHECK (version > 0),
  kind          text NOT NULL CHECK (kind IN ('order', 'credit_note')),
  order_time    timestamptz NOT NULL,
  currency_code text NOT NULL,
  total         numeric NOT NULL CHECK (abs(total) < 1e18),  -- sum of quantity × unit price
  line_count    int NOT NULL CHECK (line_count > 0),
  products      text[] NOT NULL,
  descriptions  text[] NOT NULL,
  quantities    numeric[] NOT NULL,
  unit_prices   numeric[] NOT NULL,
  import_id     uuid,           -- the import that brought this content; NULL when recorded
  actor         text NOT NULL,  -- who brought this content
  create_time   timestamptz NOT NULL,
  update_time   timestamptz NOT NULL,
  CONSTRAINT orders_number_key UNIQUE (account_id, order_number)
);
CREATE INDEX orders_newest ON orders (account_id, order_time DESC, order_id DESC);
-- An order of usual size stays in its row.
ALTER TABLE orders SET (toast_tuple_target = 8160);
ALTER TABLE orders ALTER COLUMN products SET COMPRESSION lz4;
ALTER TABLE orders ALTER COLUMN descriptions SET COMPRESSION lz4;
ALTER TABLE orders ALTER COLUMN quantities SET COMPRESSION lz4;
ALTER TABLE orders ALTER COLUMN unit_prices SET COMPRESSION lz4;

-- The content that orders had before it was replaced.
CREATE TABLE order_revisions (
  order_id      uuid NOT NULL,
  version       bigint NOT NULL,
  kind          text NOT NULL,
  order_time    timestamptz NOT NULL,
  currency_code text NOT NULL,
  total         numeric NOT NULL,
  products      text[] NOT NULL,
  descriptions  text[] NOT NULL,
  quantities    numeric[] NOT NULL,
  unit_prices   numeric[] NOT NULL,
  import_id     uuid,
  actor         text NOT NULL,         -- who brought this content
  update_time   timestamptz NOT NULL,  -- when it came
  replaced_by   text NOT NULL,         -- who replaced it
  replace_time  timestamptz NOT NULL,
  PRIMARY KEY (order_id, version)
);

-- Money received; negative for a refund.
CREATE TABLE payments (
  payment_id     uuid PRIMARY KEY,
  account_id     uuid NOT NULL REFERENCES accounts,
  payment_number text COLLATE "C" NOT NULL,
  amount         numeric NOT NULL CHECK (amount <> 0 AND abs(amount) < 1e18),
  currency_code  text NOT NULL,
  payment_time   timestamptz NOT NULL,
  method         text NOT NULL,
  order_number   text NOT NULL,
  actor          text NOT NULL,
  create_time    timestamptz NOT NULL,
  CONSTRAINT payments_number_key UNIQUE (account_id, payment_number)
);
CREATE INDEX payments_newest ON payments (account_id, payment_time DESC, payment_id DESC);
