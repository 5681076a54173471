-- What is sent while others are away, follow-ups that are chosen as waves are, and outcomes of
-- firings by the versions of what became of them.

-- `attempts` counts the refusals of whom it is for; this, how often in a row the way there was down.
ALTER TABLE invitation_deliveries
  ADD COLUMN outages int NOT NULL DEFAULT 0 CHECK (outages >= 0);

-- planned: to be looked at from look_at on, when other services are asked about the contact.
-- left_out: not asked, for the reason.
ALTER TABLE case_follow_ups
  ADD COLUMN reason text NOT NULL DEFAULT '',
  ADD COLUMN look_at timestamptz,
  DROP CONSTRAINT case_follow_ups_state_check,
  ADD CONSTRAINT case_follow_ups_state_check
    CHECK (state IN ('planned', 'invited', 'left_out', 'no_contact')),
  ADD CONSTRAINT case_follow_ups_planned_check CHECK (state <> 'planned' OR look_at IS NOT NULL);
CREATE INDEX case_follow_ups_planned ON case_follow_ups (look_at) WHERE state = 'planned';

-- The version of the case or task that was heard of last: the clocks of the services differ.
ALTER TABLE loop_firings ADD COLUMN outcome_version bigint NOT NULL DEFAULT 0;
