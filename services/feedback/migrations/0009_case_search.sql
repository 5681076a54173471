-- What cases are found by, folded, and its grams (common/text/search.h). Apart from cases, so that
-- lists do not drag it along. A case that was written before this table was is found once its texts
-- change.
CREATE TABLE case_search (
  case_id uuid PRIMARY KEY REFERENCES cases,
  text    text COLLATE "C" NOT NULL,
  grams   int[] NOT NULL
);
CREATE INDEX case_search_grams ON case_search USING gin (grams);
