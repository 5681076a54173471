-- The tree of what cases are about, which companies change, and its change history.

-- The version of the whole tree; its row is locked by every write of a category.
CREATE TABLE case_category_tree (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  version bigint NOT NULL
);
INSERT INTO case_category_tree (version) VALUES (0);

CREATE TABLE case_categories (
  category_id        uuid PRIMARY KEY,  -- in events and the history
  code               text NOT NULL,
  version            bigint NOT NULL CHECK (version >= 0),  -- 0: as it was shipped
  display_name       text NOT NULL,
  display_name_zh    text NOT NULL,
  suggested_kind     text NOT NULL CHECK (
    suggested_kind IN ('', 'complaint', 'question', 'suggestion', 'praise')),
  suggested_severity text NOT NULL CHECK (
    suggested_severity IN ('', 'minor', 'moderate', 'major', 'critical')),
  state              text NOT NULL CHECK (state IN ('active', 'retired')),
  tree_version       bigint NOT NULL,
  create_time        timestamptz NOT NULL,
  update_time        timestamptz NOT NULL,
  CONSTRAINT case_categories_code_key UNIQUE (code)
);

CREATE TABLE case_category_changes (
  category_id uuid NOT NULL,
  version     bigint NOT NULL,
  position    int NOT NULL,
  field       text NOT NULL,
  action      text NOT NULL,
  old_value   text NOT NULL,
  new_value   text NOT NULL,
  actor       text NOT NULL,
  reason      text NOT NULL,
  change_time timestamptz NOT NULL,
  PRIMARY KEY (category_id, version, position)
);

-- What every company that sells to companies hears of.
INSERT INTO case_categories (category_id, code, version, display_name, display_name_zh,
  suggested_kind, suggested_severity, state, tree_version, create_time, update_time)
SELECT gen_random_uuid(), code, 0, en, zh, kind, severity, 'active', 0, now(), now()
FROM (VALUES
  ('product', 'Product', '产品', '', ''),
  ('product.defect', 'Defect', '缺陷', 'complaint', 'major'),
  ('product.specification', 'Not as specified', '规格不符', 'complaint', 'moderate'),
  ('product.tolerance', 'Out of tolerance', '公差超差', 'complaint', 'moderate'),
  ('product.failure', 'Failure in use', '失效', 'complaint', 'major'),
  ('product.safety', 'Safety', '安全', 'complaint', 'critical'),
  ('product.packaging', 'Packaging', '包装', 'complaint', 'minor'),
  ('product.documentation', 'Documents and certificates', '资料与证书', 'complaint', 'minor'),
  ('product.usage', 'How to use it', '使用方法', 'question', 'minor'),
  ('product.function', 'A function that is missing', '功能需求', 'suggestion', 'minor'),
  ('delivery', 'Delivery', '交付', '', ''),
  ('delivery.late', 'Late', '延迟', 'complaint', 'major'),
  ('delivery.wrong', 'Wrong goods', '错发', 'complaint', 'moderate'),
  ('delivery.short', 'Short quantity', '少发', 'complaint', 'moderate'),
  ('delivery.damage', 'Damaged on the way', '运输破损', 'complaint', 'moderate'),
  ('delivery.status', 'Where it is', '物流查询', 'question', 'minor'),
  ('price', 'Price', '价格', '', ''),
  ('price.level', 'Too high', '价格偏高', 'complaint', 'minor'),
  ('price.invoice', 'Invoice', '发票', 'complaint', 'moderate'),
  ('price.payment', 'Terms of payment', '付款条件', 'question', 'minor'),
  ('service', 'Service', '服务', '', ''),
  ('service.response', 'Slow answers', '响应慢', 'complaint', 'moderate'),
  ('service.repair', 'Repair and spare parts', '维修与备件', 'complaint', 'moderate'),
  ('service.installation', 'Installation', '安装调试', 'complaint', 'moderate'),
  ('service.training', 'Training', '培训', 'suggestion', 'minor'),
  ('staff', 'Staff', '人员', '', ''),
  ('staff.punctuality', 'Punctuality', '守时', 'complaint', 'minor'),
  ('staff.attitude', 'Attitude', '态度', 'complaint', 'moderate'),
  ('staff.ability', 'Ability', '能力', 'complaint', 'moderate'),
  ('contract', 'Contract', '合同', '', ''),
  ('contract.terms', 'Terms', '条款', 'question', 'minor'),
  ('contract.breach', 'A promise not kept', '违约', 'complaint', 'major'),
  ('other', 'Anything else', '其他', '', '')
) AS shipped (code, en, zh, kind, severity);
