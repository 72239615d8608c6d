-- Copies of the product's tables for the ceiling: every index and check, no trigger and no foreign key.
CREATE SCHEMA ceiling;
CREATE TABLE ceiling.offer (LIKE catalog_offer INCLUDING ALL, place serial UNIQUE);
INSERT INTO ceiling.offer SELECT * FROM catalog_offer ORDER BY id;
CREATE TABLE ceiling.purchase (LIKE orders_purchase INCLUDING ALL);
CREATE TABLE ceiling.shop_order (LIKE orders_order INCLUDING ALL);
CREATE TABLE ceiling.line (LIKE orders_line INCLUDING ALL);
CREATE TABLE ceiling.intent (LIKE payments_intent INCLUDING ALL);
CREATE TABLE ceiling.account (LIKE ledger_account INCLUDING ALL);
CREATE TABLE ceiling.transfer (LIKE ledger_transfer INCLUDING ALL);
CREATE TABLE ceiling.entry (LIKE ledger_entry INCLUDING ALL);
CREATE TABLE ceiling.fact (LIKE journal_entry INCLUDING ALL);
-- 64 channels, 16 escrows, 16 platforms, 40 shops, 24 experts, so that no hot row holds the ceiling down.
INSERT INTO ceiling.account (kind, owner, currency, shard, overdraft, posted, pending_in, pending_out, version)
SELECT 'bench', gen_random_uuid(), 'CNY', 0, true, 0, 0, 0, 0 FROM generate_series(1, 160);
VACUUM ANALYZE ceiling.offer, ceiling.account;
