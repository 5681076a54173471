-- The promises that were born in a visit, a communication or a case.
CREATE INDEX commitments_source ON commitments (source) WHERE source <> '';
