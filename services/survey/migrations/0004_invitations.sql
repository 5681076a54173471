-- Invitations, the tokens that open them, and their sending. Of an anonymous campaign nothing here
-- may tell who answered: an invitation's row stays as it was sent, its tokens are deleted, and
-- neither reminders nor expiry are written into it.

CREATE TABLE invitations (
  invitation_id uuid PRIMARY KEY,
  -- Counts its events; 0: nothing went out.
  version       bigint NOT NULL CHECK (version >= 0),
  campaign_id   uuid NOT NULL REFERENCES campaigns,
  wave          int NOT NULL CHECK (wave >= 0),  -- 0: by hand
  -- As it was invited; it is seen under the account that survived merges.
  account_id    uuid NOT NULL,
  contact_id    uuid,  -- NULL: the account as such
  channel       text NOT NULL CHECK (channel IN ('link', 'email', 'webhook', 'phone', 'paper')),
  language      text NOT NULL CHECK (language IN ('zh', 'en')),
  state         text NOT NULL CHECK (state IN ('planned', 'sent', 'opened', 'answered', 'expired',
    'revoked', 'bounced', 'undeliverable', 'skipped')),
  state_reason  text NOT NULL,
  -- What was known when they were invited; tier and role empty: not known, influence 0: not known.
  tier          text NOT NULL,
  region        text NOT NULL,
  role          text NOT NULL,
  influence     int NOT NULL,
  reminders     int NOT NULL DEFAULT 0,
  send_time     timestamptz,
  reminder_time timestamptz,
  expire_time   timestamptz,
  open_time     timestamptz,
  answer_time   timestamptz,
  create_time   timestamptz NOT NULL
);
-- A wave asks everybody once, however often its planning begins anew.
CREATE UNIQUE INDEX invitations_wave_contact ON invitations (campaign_id, wave, contact_id)
  WHERE wave > 0;
CREATE INDEX invitations_campaign ON invitations (campaign_id, create_time, invitation_id);
CREATE INDEX invitations_account ON invitations (account_id, create_time);
CREATE INDEX invitations_contact ON invitations (contact_id, send_time)
  WHERE contact_id IS NOT NULL;
CREATE INDEX invitations_expire ON invitations (expire_time)
  WHERE state IN ('sent', 'opened');

-- Several of an invitation, as each sending makes one: what was sent twice opens both times.
CREATE TABLE invitation_tokens (
  token_sha256  bytea PRIMARY KEY,
  invitation_id uuid NOT NULL REFERENCES invitations,
  number        int NOT NULL,  -- 0: the invitation's, then its reminders'
  create_time   timestamptz NOT NULL,
  -- When the next reminder is to be planned; NULL: none, or not after this one.
  remind_at     timestamptz
);
CREATE INDEX invitation_tokens_invitation ON invitation_tokens (invitation_id);
CREATE INDEX invitation_tokens_remind ON invitation_tokens (remind_at)
  WHERE remind_at IS NOT NULL;

-- What is to be sent, and was. While somebody sends it, next_time is when it is taken to have died.
CREATE TABLE invitation_deliveries (
  delivery_id   uuid PRIMARY KEY,
  invitation_id uuid NOT NULL REFERENCES invitations,
  number        int NOT NULL,  -- 0: the invitation, then its reminders
  state         text NOT NULL CHECK (state IN ('due', 'sent', 'failed')),
  attempts      int NOT NULL DEFAULT 0,
  next_time     timestamptz NOT NULL,
  error         text NOT NULL DEFAULT '',
  create_time   timestamptz NOT NULL,
  UNIQUE (invitation_id, number)
);
CREATE INDEX invitation_deliveries_due ON invitation_deliveries (next_time) WHERE state = 'due';
