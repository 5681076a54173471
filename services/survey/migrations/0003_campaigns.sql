-- Campaigns: which questionnaire is asked, of whom, when, and by what rules.

CREATE TABLE campaigns (
  campaign_id           uuid PRIMARY KEY,
  version               bigint NOT NULL CHECK (version > 0),
  display_name          text NOT NULL,
  purpose               text NOT NULL CHECK (purpose IN ('satisfaction', 'nps_pulse', 'churn',
    'market_research', 'risk_check', 'kano', 'case_follow_up')),
  questionnaire_id      uuid NOT NULL,
  questionnaire_version int NOT NULL CHECK (questionnaire_version > 0),
  privacy               text NOT NULL CHECK (privacy IN ('identified', 'confidential', 'anonymous')),
  language              text NOT NULL CHECK (language IN ('zh', 'en')),
  channel               text NOT NULL CHECK (channel IN ('link', 'email', 'webhook', 'phone')),
  -- The audience; each array that is not empty must hold.
  tiers                 text[] NOT NULL,
  regions               text[] NOT NULL,
  accounts              text[] NOT NULL,  -- bare UUIDs
  buying_roles          text[] NOT NULL,
  contacts              text[] NOT NULL,  -- resource names
  not_asked_days        int NOT NULL CHECK (not_asked_days >= 0),
  keep_contact_budget   boolean NOT NULL,
  -- What stands around the link; empty: our own words.
  subject_zh            text NOT NULL,
  subject_en            text NOT NULL,
  body_zh               text NOT NULL,
  body_en               text NOT NULL,
  calendar              text NOT NULL,
  valid_days            int NOT NULL CHECK (valid_days > 0),
  max_reminders         int NOT NULL CHECK (max_reminders >= 0),
  reminder_working_days int NOT NULL CHECK (reminder_working_days > 0),
  state                 text NOT NULL CHECK (state IN ('draft', 'running', 'paused', 'closed')),
  close_reason          text NOT NULL,
  launch_time           timestamptz,
  close_time            timestamptz,
  creator               text NOT NULL,
  create_time           timestamptz NOT NULL,
  update_time           timestamptz NOT NULL,
  CHECK ((state = 'draft') = (launch_time IS NULL)),
  CHECK ((state = 'closed') = (close_time IS NOT NULL))
);
CREATE INDEX campaigns_create_time ON campaigns (create_time, campaign_id);
CREATE INDEX campaigns_questionnaire ON campaigns (questionnaire_id, questionnaire_version);

CREATE TABLE campaign_waves (
  campaign_id uuid NOT NULL REFERENCES campaigns,
  number      int NOT NULL CHECK (number > 0),
  asked_time  timestamptz NOT NULL,
  start_time  timestamptz NOT NULL,
  state       text NOT NULL CHECK (state IN ('planned', 'inviting', 'invited')),
  -- The last account of the audience that was invited; NULL: none was.
  invited_to  uuid,
  -- When it is to be looked at again, after something was not there that it takes.
  look_at     timestamptz NOT NULL DEFAULT '-infinity',
  PRIMARY KEY (campaign_id, number)
);
CREATE INDEX campaign_waves_due ON campaign_waves (start_time) WHERE state <> 'invited';

-- How many answers of one kind of respondent are wanted, and how many there are.
CREATE TABLE campaign_quotas (
  campaign_id uuid NOT NULL REFERENCES campaigns,
  dimension   text NOT NULL CHECK (dimension IN ('tier', 'region', 'role')),
  value       text NOT NULL,
  position    int NOT NULL,
  maximum     int NOT NULL CHECK (maximum > 0),
  when_full   text NOT NULL CHECK (when_full IN ('stop_inviting', 'close_links')),
  answered    bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (campaign_id, dimension, value)
);

CREATE TABLE campaign_changes (
  campaign_id uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (campaign_id, version, position)
);
