-- How satisfied accounts are, as surveys measured it last: written by their events alone, beside the
-- versions that people make. All NULL until one is measured.
ALTER TABLE accounts
  ADD COLUMN satisfaction_score       double precision CHECK (satisfaction_score BETWEEN 0 AND 100),
  ADD COLUMN satisfaction_nps         double precision CHECK (satisfaction_nps BETWEEN -100 AND 100),
  ADD COLUMN satisfaction_respondents int CHECK (satisfaction_respondents >= 0),
  ADD COLUMN satisfaction_invited     int CHECK (satisfaction_invited >= 0),
  ADD COLUMN silent_decision_makers   int CHECK (silent_decision_makers >= 0),
  ADD COLUMN satisfaction_time        timestamptz;
