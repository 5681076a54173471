-- Answers begun come and go. Cut to no pages by a VACUUM at night, the table would be read whole by
-- the plans of the morning, made when it was empty, until it is next analysed.
ALTER TABLE part_answers SET (vacuum_truncate = off);
