-- Customer events and training courses with their invitations, and the gift register with its
-- limits.

CREATE TABLE gatherings (
  gathering_id  uuid PRIMARY KEY,
  version       bigint NOT NULL CHECK (version > 0),
  kind          text NOT NULL CHECK (kind IN
    ('customer_event', 'training_course', 'seminar', 'exhibition', 'plant_tour')),
  title         text NOT NULL,
  description   text NOT NULL,
  place         text NOT NULL,
  start_time    timestamptz NOT NULL,
  end_time      timestamptz NOT NULL CHECK (end_time > start_time),
  time_zone     text NOT NULL,
  organizer     text NOT NULL,
  budget        numeric CHECK (budget >= 0),
  budget_currency text NOT NULL,  -- empty: no budget
  cost          numeric CHECK (cost >= 0),
  cost_currency text NOT NULL,
  capacity      int NOT NULL CHECK (capacity >= 0),  -- 0: room for all
  state         text NOT NULL CHECK (state IN ('planned', 'open', 'held', 'cancelled')),
  outcome       text NOT NULL,
  cancel_reason text NOT NULL,
  create_time   timestamptz NOT NULL,
  update_time   timestamptz NOT NULL,
  CHECK ((budget IS NULL) = (budget_currency = '')),
  CHECK ((cost IS NULL) = (cost_currency = ''))
);
CREATE INDEX gatherings_start_time ON gatherings (start_time, gathering_id);
CREATE INDEX gatherings_update_time ON gatherings (update_time, gathering_id);

CREATE TABLE gathering_changes (
  gathering_id uuid NOT NULL,
  version      bigint NOT NULL,
  position     int NOT NULL,
  field        text NOT NULL,
  action       text NOT NULL,
  old_value    text NOT NULL,
  new_value    text NOT NULL,
  actor        text NOT NULL,
  reason       text NOT NULL,
  change_time  timestamptz NOT NULL,
  PRIMARY KEY (gathering_id, version, position)
);

-- An invitation keeps the account it was made under, also when that account is merged into another.
CREATE TABLE invitations (
  invitation_id uuid PRIMARY KEY,
  gathering_id  uuid NOT NULL REFERENCES gatherings,
  account_id    uuid NOT NULL,
  version       bigint NOT NULL CHECK (version > 0),
  contact_id    uuid,           -- NULL: no contact, see guest_name
  guest_name    text NOT NULL,
  walked_in     boolean NOT NULL,
  reply         text NOT NULL CHECK (reply IN ('none', 'accepted', 'declined', 'withdrawn')),
  attendance    text NOT NULL CHECK (attendance IN ('', 'attended', 'absent')),
  note          text NOT NULL,
  create_time   timestamptz NOT NULL,
  update_time   timestamptz NOT NULL,
  CHECK ((contact_id IS NULL) = (guest_name <> '')),
  CONSTRAINT invitations_contact_key UNIQUE (gathering_id, contact_id)
);
CREATE INDEX invitations_account ON invitations (account_id, gathering_id);

CREATE TABLE invitation_changes (
  invitation_id uuid NOT NULL,
  version       bigint NOT NULL,
  position      int NOT NULL,
  field         text NOT NULL,
  action        text NOT NULL,
  old_value     text NOT NULL,
  new_value     text NOT NULL,
  actor         text NOT NULL,
  reason        text NOT NULL,
  change_time   timestamptz NOT NULL,
  PRIMARY KEY (invitation_id, version, position)
);

-- A gift keeps the account it was made under, also when that account is merged into another.
CREATE TABLE gifts (
  gift_id       uuid PRIMARY KEY,
  account_id    uuid NOT NULL,
  version       bigint NOT NULL CHECK (version > 0),
  direction     text NOT NULL CHECK (direction IN ('given', 'received')),
  kind          text NOT NULL CHECK (kind IN ('gift', 'meal', 'travel', 'entertainment', 'cash_equivalent')),
  description   text NOT NULL,
  amount        numeric NOT NULL CHECK (amount > 0),
  currency      text NOT NULL,
  contact_id    uuid NOT NULL,
  user_id       text NOT NULL,
  -- Who got it, and so whose limit it counts against: the contact's id, or our user.
  recipient     text NOT NULL,
  day           date NOT NULL,
  year          int GENERATED ALWAYS AS (extract(year FROM day)::int) STORED,
  occasion      text NOT NULL,
  state         text NOT NULL CHECK (state IN ('pending', 'approved', 'refused', 'cancelled')),
  approver      text NOT NULL,  -- empty unless approved
  close_reason  text NOT NULL,  -- why it was refused or cancelled
  create_time   timestamptz NOT NULL,
  update_time   timestamptz NOT NULL,
  CHECK ((state = 'approved') = (approver <> ''))
);
CREATE INDEX gifts_account ON gifts (account_id, day, gift_id);
CREATE INDEX gifts_day ON gifts (day, gift_id);
CREATE INDEX gifts_update_time ON gifts (update_time, gift_id);
-- What somebody got in a year.
CREATE INDEX gifts_recipient ON gifts (year, direction, recipient, currency)
  WHERE state IN ('pending', 'approved');

CREATE TABLE gift_changes (
  gift_id     uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (gift_id, version, position)
);

CREATE TABLE gift_limits (
  currency    text PRIMARY KEY,
  limit_id    uuid NOT NULL UNIQUE,  -- in events
  version     bigint NOT NULL CHECK (version > 0),
  amount      numeric CHECK (amount >= 0),  -- NULL: no limit any more
  actor       text NOT NULL,
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL
);

CREATE TABLE gift_limit_changes (
  limit_id    uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (limit_id, version, position)
);
