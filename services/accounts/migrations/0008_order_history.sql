-- Why an order has the content it has, as given; an import's name follows from import_id.
ALTER TABLE orders ADD COLUMN reason text NOT NULL DEFAULT '';
ALTER TABLE order_revisions ADD COLUMN reason text NOT NULL DEFAULT '';

-- How the file of an import writes its characters (trade/trade_file.h).
ALTER TABLE trade_imports ADD COLUMN encoding text NOT NULL DEFAULT 'utf-8';
