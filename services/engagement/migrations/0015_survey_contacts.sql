-- Surveys that customers were asked to answer, as survey's events tell of them: contacts that take
-- from an account's budget. However many of an account a wave asks, it is one contact.
CREATE TABLE survey_contacts (
  campaign_id uuid NOT NULL,
  wave        int NOT NULL,  -- 0: by hand
  account_id  uuid NOT NULL,
  send_time   timestamptz NOT NULL,  -- of the first
  PRIMARY KEY (campaign_id, wave, account_id)
);
CREATE INDEX survey_contacts_account ON survey_contacts (account_id, send_time);
