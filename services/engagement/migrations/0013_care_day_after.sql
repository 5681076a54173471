-- The day of what came up turned out to be another one after people had closed its task.
ALTER TABLE care_items
  DROP CONSTRAINT care_items_withdrawn_check,
  ADD CONSTRAINT care_items_withdrawn_check
    CHECK (withdrawn IN ('', 'contact', 'date', 'date_after', 'merge'));
