-- The key persons of accounts and their change history.

-- A contact keeps the account it was made under, also when that account is merged into another.
CREATE TABLE contacts (
  contact_id      uuid PRIMARY KEY,
  account_id      uuid NOT NULL REFERENCES accounts,
  version         bigint NOT NULL CHECK (version > 0),
  display_name    text NOT NULL,
  title           text NOT NULL DEFAULT '',
  department      text NOT NULL DEFAULT '',
  buying_role     text NOT NULL DEFAULT '' CHECK (buying_role IN
    ('', 'decision_maker', 'handler', 'influencer', 'user', 'gatekeeper', 'sponsor')),
  influence       int NOT NULL DEFAULT 0 CHECK (influence BETWEEN 0 AND 5),
  attitude        text NOT NULL DEFAULT '' CHECK (attitude IN
    ('', 'champion', 'supporter', 'neutral', 'sceptic', 'opponent')),
  reports_to      uuid REFERENCES contacts,
  phone           text NOT NULL DEFAULT '',
  email           text NOT NULL DEFAULT '',
  wechat          text NOT NULL DEFAULT '',
  important_dates text[] NOT NULL DEFAULT '{}',  -- one line each (contacts/important_date.h)
  personality     text NOT NULL DEFAULT '',      -- this and the next four are protected
  interests       text NOT NULL DEFAULT '',
  family          text NOT NULL DEFAULT '',
  education       text NOT NULL DEFAULT '',
  career          text NOT NULL DEFAULT '',
  create_time     timestamptz NOT NULL,
  update_time     timestamptz NOT NULL,
  delete_time     timestamptz
);
CREATE INDEX contacts_account ON contacts (account_id, influence DESC, contact_id DESC);
CREATE INDEX contacts_reports_to ON contacts (reports_to) WHERE reports_to IS NOT NULL;

-- As account_changes. Apart from it, because the values are personal and are read under another
-- permission.
CREATE TABLE contact_changes (
  contact_id  uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (contact_id, version, position)
);
