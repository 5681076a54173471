-- ABC analyses: parameters, figures and rows as they were found, never changed.
CREATE TABLE abc_analyses (
  analysis_id       uuid PRIMARY KEY,
  start_time        timestamptz NOT NULL,  -- '-infinity' for an open beginning
  end_time          timestamptz NOT NULL,  -- 'infinity' for an open end
  currency_code     text NOT NULL,
  a_threshold       double precision NOT NULL,
  b_threshold       double precision NOT NULL,
  account_count     bigint NOT NULL,
  total_value       numeric NOT NULL,
  net_sales         numeric NOT NULL,
  class_accounts    bigint[] NOT NULL,   -- A, B, C
  class_values      numeric[] NOT NULL,  -- A, B, C
  top_account_count bigint NOT NULL,
  top_share         double precision NOT NULL,
  actor             text NOT NULL,
  create_time       timestamptz NOT NULL,
  CHECK (0 < a_threshold AND a_threshold < b_threshold AND b_threshold < 1)
);
CREATE INDEX abc_analyses_newest ON abc_analyses (create_time DESC, analysis_id DESC);

CREATE TABLE abc_rows (
  analysis_id  uuid NOT NULL REFERENCES abc_analyses,
  rank         bigint NOT NULL,
  account_id   uuid NOT NULL,
  display_name text NOT NULL,
  external_id  text NOT NULL,
  value        numeric NOT NULL,
  cumulative   numeric NOT NULL,  -- positive values of this row and those above it
  class        text NOT NULL CHECK (class IN ('A', 'B', 'C')),
  PRIMARY KEY (analysis_id, rank)
);
CREATE INDEX abc_rows_class ON abc_rows (analysis_id, class, rank);
CREATE INDEX abc_rows_account ON abc_rows (account_id, analysis_id);
