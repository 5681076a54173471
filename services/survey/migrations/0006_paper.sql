-- Responses from files, and what was rejected of them.

-- A file that is, or was, brought in. Its records go in by sets, each in a transaction with what this
-- row says of it.
CREATE TABLE response_imports (
  import_id         uuid PRIMARY KEY,
  campaign_id       uuid NOT NULL REFERENCES campaigns,
  state             text NOT NULL CHECK (state IN ('applying', 'interrupted', 'succeeded')),
  -- Whoever sends the file again takes the import over: a run before it finds another number here.
  run               int NOT NULL,
  -- SHA-256 of the file and of how it is to be read.
  checksum          bytea NOT NULL,
  file_name         text NOT NULL,
  -- Of the rejects' file.
  delimiter         text NOT NULL,
  header            text NOT NULL,
  records           bigint NOT NULL,
  -- Of them, those that were looked at: created, unchanged and rejected together.
  processed_records bigint NOT NULL DEFAULT 0,
  created_records   bigint NOT NULL DEFAULT 0,
  unchanged_records bigint NOT NULL DEFAULT 0,
  rejected_records  bigint NOT NULL DEFAULT 0,
  -- Why it was interrupted.
  failure           text NOT NULL DEFAULT '',
  actor             text NOT NULL,
  create_time       timestamptz NOT NULL,
  update_time       timestamptz NOT NULL,
  end_time          timestamptz,
  CHECK (processed_records = created_records + unchanged_records + rejected_records),
  CHECK ((state = 'succeeded') = (end_time IS NOT NULL))
);
CREATE INDEX response_imports_newest ON response_imports (campaign_id, create_time DESC,
  import_id DESC);

-- The records that were rejected; deleted some time after the end of their import.
CREATE TABLE response_import_rejects (
  import_id uuid NOT NULL REFERENCES response_imports,
  record    bigint NOT NULL,  -- 1 is the first after the header
  line      bigint NOT NULL,  -- of the file, that it begins on
  field     text NOT NULL,
  reason    text NOT NULL,
  body      text NOT NULL,    -- as the file has it, in UTF-8
  PRIMARY KEY (import_id, record)
);
