\set a random(1, :half)
\set b random(:half + 1, 2 * :half)
\set channel random(1, 64)
\set escrow random(65, 80)
\set platform random(81, 96)
\set shop_a random(97, 116)
\set shop_b random(117, 136)
\set expert random(137, 160)
WITH taken AS (
  UPDATE ceiling.offer SET on_hand = on_hand - 1 WHERE place IN (:a::int, :b::int) AND on_hand >= reserved + 1
  RETURNING id, place, product_id, shop_id, price
), bought AS (
  SELECT gen_random_uuid() AS purchase, gen_random_uuid() AS capture, gen_random_uuid() AS buyer,
         gen_random_uuid() AS order_a, gen_random_uuid() AS order_b, gen_random_uuid() AS intent, sum(price) AS total
  FROM taken HAVING count(*) = 2
), purchase AS (
  INSERT INTO ceiling.purchase (id, number, currency, goods, delivery, total, address, channel, state, placed_at,
                                expires_at, paid_at, buyer_id)
  SELECT purchase, substr(purchase::text, 1, 20), 'CNY', total, 1600, total + 1600,
         '{"name": "Wang Fang", "street": "12 Hubin Road", "city": "Hangzhou", "country": "CN"}', 'sandbox', 'paid',
         now(), now(), now(), buyer FROM bought
), orders AS (
  INSERT INTO ceiling.shop_order (id, position, state, goods, delivery, refunded, return_days,
                                  received_automatically, shop_id, purchase_id)
  SELECT CASE place WHEN :a::int THEN order_a ELSE order_b END, CASE place WHEN :a::int THEN 1 ELSE 2 END, 'paid', price, 800, 0,
         14, false, gen_random_uuid(), purchase FROM taken, bought
), lines AS (
  INSERT INTO ceiling.line (id, product_id, title, variant_title, quantity, unit_price, returned, refunded, rate_bp,
                            post_id, expert_id, offer_id, order_id)
  SELECT gen_random_uuid(), product_id, 'Thing', 'One', 1, price, 0, 0, 1000,
         gen_random_uuid(), gen_random_uuid(), id,
         CASE place WHEN :a::int THEN order_a ELSE order_b END FROM taken, bought
), intent AS (
  INSERT INTO ceiling.intent (id, purpose, amount, currency, captured, refunded, state, reference, pay_url, return_url,
                              opened_at, expires_at, tries, channel_id, payer_id)
  SELECT intent, purchase, total + 1600, 'CNY', total + 1600, 0, 'captured', 'r', '', '', now(), now(), 0, 'sandbox',
         buyer FROM bought
), moved AS (
  UPDATE ceiling.account SET posted = posted + coming, pending_in = pending_in + held_in,
         pending_out = pending_out + held_out, version = version + 1
  FROM bought CROSS JOIN LATERAL (VALUES
    (:channel::bigint, -(total + 1600), 0, 0), (:escrow::bigint, total + 1600, 0, total + 1600), (:platform::bigint, 0, 40, 0),
    (:shop_a::bigint, 0, 900, 0), (:shop_b::bigint, 0, 900, 0), (:expert::bigint, 0, 100, 0)) AS change (account, coming, held_in, held_out)
  WHERE id = account RETURNING id, coming, posted, version
), transfers AS (
  INSERT INTO ceiling.transfer (id, amount, currency, kind, ref, pending, at, credit_id, debit_id)
  SELECT CASE WHEN pending THEN gen_random_uuid() ELSE capture END, amount, 'CNY', kind, purchase, pending, now(),
         credit, debit
  FROM bought CROSS JOIN LATERAL (VALUES
    ('capture', false, total + 1600, :escrow::bigint, :channel::bigint), ('hold.shop', true, 900, :shop_a::bigint, :escrow::bigint),
    ('hold.shop', true, 900, :shop_b::bigint, :escrow::bigint), ('hold.platform', true, 20, :platform::bigint, :escrow::bigint),
    ('hold.platform', true, 20, :platform::bigint, :escrow::bigint), ('hold.expert', true, 100, :expert::bigint, :escrow::bigint))
    AS made (kind, pending, amount, credit, debit)
), entries AS (
  INSERT INTO ceiling.entry (amount, before, after, version, account_id, transfer_id)
  SELECT coming, posted - coming, posted, version, id, capture FROM moved, bought WHERE coming <> 0
)
INSERT INTO ceiling.fact (uid, name, subject, payload, at)
SELECT gen_random_uuid(), name, purchase,
       jsonb_build_object('purchase_id', purchase, 'buyer', buyer, 'total', total, 'currency', 'CNY'), now()
FROM bought, (VALUES ('orders.PurchasePlaced'), ('payments.PaymentCaptured'), ('orders.PurchasePaid'),
                     ('settlement.EscrowHeld'), ('settlement.EscrowHeld')) AS told (name);
