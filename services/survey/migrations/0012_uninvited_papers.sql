-- Papers answer invitations; those that answer none are not in the response rate.

-- Whether a response answered no invitation, of anonymous campaigns too, where this alone is kept of
-- one. NULL of rows that an earlier release wrote: then papers answered none, and all others one.
ALTER TABLE responses ADD COLUMN uninvited boolean;

-- How many of the responses counted answered no invitation.
ALTER TABLE response_tallies ADD COLUMN uninvited bigint NOT NULL DEFAULT 0;
UPDATE response_tallies SET uninvited = counters[1] WHERE channel = 'paper';
