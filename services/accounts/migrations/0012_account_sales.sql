-- What accounts were found to buy by the last ABC analyses that count, a row for each account and
-- currency: what AccountSalesMeasured tells, in versions without holes.
ALTER TABLE abc_analyses ADD trial boolean NOT NULL DEFAULT false;

CREATE TABLE account_sales (
  sales_id      uuid PRIMARY KEY,
  account_id    uuid NOT NULL,
  currency_code text NOT NULL,
  version       bigint NOT NULL CHECK (version > 0),
  net_sales     numeric NOT NULL,
  analysis_id   uuid NOT NULL REFERENCES abc_analyses,
  UNIQUE (currency_code, account_id)
);
