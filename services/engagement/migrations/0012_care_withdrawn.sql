-- Why the task of what came up was cancelled other than by people: the contact is gone, its day is
-- another, or a merge brought the same festival twice. It comes back when that is over.
ALTER TABLE care_items ADD COLUMN withdrawn text NOT NULL DEFAULT ''
  CHECK (withdrawn IN ('', 'contact', 'date', 'merge'));
CREATE INDEX care_items_task ON care_items (task_id);
