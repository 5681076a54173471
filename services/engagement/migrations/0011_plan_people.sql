-- Whose time a plan takes: an account that is planned anew looks at the items of those who may go to
-- it, not at the whole plan.
CREATE INDEX return_visit_plan_items_user ON return_visit_plan_items (plan_id, user_id)
  WHERE state = 'proposed';
