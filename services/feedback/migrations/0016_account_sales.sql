-- What accounts buy, as accounts' ABC analyses measured it (AccountSalesMeasured), in the currency of
-- each. An account keeps its row when it is merged into another; it counts for the survivor.
CREATE TABLE account_sales (
  account_id    uuid NOT NULL,
  currency_code text NOT NULL,
  net_sales     numeric NOT NULL,
  PRIMARY KEY (account_id, currency_code)
);

-- The last analysis of each currency: that there was one, and of which trade.
CREATE TABLE sales_measures (
  currency_code text PRIMARY KEY,
  start_time    timestamptz NOT NULL,  -- '-infinity' for an open beginning
  end_time      timestamptz NOT NULL,  -- 'infinity' for an open end
  measure_time  timestamptz NOT NULL
);

-- The sales behind a requirement when it was last scored; NULL while they were not known.
ALTER TABLE requirements ADD scored_sales numeric,
  ADD scored_sales_currency text NOT NULL DEFAULT '';

ALTER TABLE criteria DROP CONSTRAINT criteria_source_check;
ALTER TABLE criteria ADD CONSTRAINT criteria_source_check CHECK (source IN ('hand', 'value',
  'account_count', 'urgency', 'importance', 'sales'));
