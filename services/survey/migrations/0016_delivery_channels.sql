-- What is sent by one channel does not wait for what another cannot send. NULL: of an instance of
-- the release before; found out when what is due is claimed. The index by time alone is that
-- release's; a later migration drops it.
ALTER TABLE invitation_deliveries ADD COLUMN channel text;
UPDATE invitation_deliveries v SET channel = i.channel FROM invitations i
WHERE i.invitation_id = v.invitation_id AND v.state = 'due';
CREATE INDEX invitation_deliveries_due_by ON invitation_deliveries (channel, next_time)
  WHERE state = 'due';
