"""What must hold over all purchases and orders, checked by SQL."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from goodword.kit.verification import verifies

TOTALS = """
    SELECT p.number FROM orders_purchase p
    LEFT JOIN (SELECT purchase_id, SUM(goods) AS goods, SUM(delivery) AS delivery FROM orders_order
               GROUP BY purchase_id) o ON o.purchase_id = p.id
    WHERE o.goods IS NULL OR o.goods <> p.goods OR o.delivery <> p.delivery
"""
LINES = """
    SELECT p.number, o.position FROM orders_order o JOIN orders_purchase p ON p.id = o.purchase_id
    LEFT JOIN (SELECT order_id, SUM(quantity * unit_price) AS goods FROM orders_line GROUP BY order_id) l
           ON l.order_id = o.id
    WHERE l.goods IS NULL OR l.goods <> o.goods
"""
REFUNDS = """
    SELECT p.number, o.position FROM orders_order o JOIN orders_purchase p ON p.id = o.purchase_id
    LEFT JOIN (SELECT order_id, SUM(amount) AS amount, SUM(delivery) AS delivery FROM orders_refundagreement
               GROUP BY order_id) r ON r.order_id = o.id
    LEFT JOIN (SELECT order_id, SUM(refunded) AS refunded FROM orders_line GROUP BY order_id) l ON l.order_id = o.id
    WHERE o.refunded <> COALESCE(r.amount, 0) OR o.refunded > o.goods + o.delivery
       OR COALESCE(r.delivery, 0) > o.delivery OR o.refunded - COALESCE(r.delivery, 0) <> COALESCE(l.refunded, 0)
"""
REFUND_LINES = """
    SELECT p.number, o.position FROM orders_line l JOIN orders_order o ON o.id = l.order_id
    JOIN orders_purchase p ON p.id = o.purchase_id
    LEFT JOIN (SELECT line_id, SUM(amount) AS amount FROM orders_refundline GROUP BY line_id) r ON r.line_id = l.id
    WHERE l.refunded <> COALESCE(r.amount, 0) OR l.refunded > l.quantity * l.unit_price
"""
STATES = """
    SELECT p.number, o.position FROM orders_order o JOIN orders_purchase p ON p.id = o.purchase_id
    WHERE NOT ((p.state = 'paid' AND o.state IN ('paid', 'dispatched', 'received', 'cancelled'))
            OR (p.state <> 'paid' AND o.state = p.state))
"""
PAYMENTS = """
    SELECT p.number FROM orders_purchase p
    LEFT JOIN (SELECT purchase_id, COUNT(*) AS taken, MAX(amount) AS amount FROM orders_payment
               WHERE verdict IN ('take', 'late') GROUP BY purchase_id) t ON t.purchase_id = p.id
    WHERE (p.state = 'paid') <> (COALESCE(t.taken, 0) = 1) OR (t.taken = 1 AND t.amount <> p.total)
"""
STOCK = """
    SELECT p.number FROM orders_purchase p
    JOIN (SELECT o.purchase_id, COUNT(*) AS lines FROM orders_line l JOIN orders_order o ON o.id = l.order_id
          GROUP BY o.purchase_id) l ON l.purchase_id = p.id
    LEFT JOIN (SELECT r.holder, SUM(CASE WHEN r.ended_as IS NULL THEN 1 ELSE 0 END) AS held,
                      SUM(CASE WHEN r.ended_as = 'claimed' THEN 1 ELSE 0 END) AS claimed
               FROM catalog_reservation r GROUP BY r.holder) h ON h.holder = p.id
    WHERE COALESCE(h.held, 0) <> CASE WHEN p.state = 'placed' THEN l.lines ELSE 0 END
       OR COALESCE(h.claimed, 0) <> CASE WHEN p.state = 'paid' THEN l.lines ELSE 0 END
"""


def _breaches(sql: str, sentence: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [sentence.format("-".join(str(part) for part in row)) for row in cursor.fetchall()]


@verifies("I-20", _("a purchase is the sum of its orders, and an order's goods the sum of its lines"))
def totals_add_up() -> list[str]:
    """Every purchase and order whose amounts do not add up."""
    return _breaches(TOTALS, "purchase {} is not the sum of its orders") + _breaches(
        LINES, "order {} is not the sum of its lines"
    )


@verifies("I-08", _("what is refunded is what was agreed, per order and per line, and never more than was paid"))
def refunds_add_up() -> list[str]:
    """Every order and line whose refunds do not add up."""
    return _breaches(REFUNDS, "order {} does not count its agreed refunds") + _breaches(
        REFUND_LINES, "a line of order {} does not count its agreed refunds"
    )


@verifies("I-21", _("a purchase is paid by one capture of its total, and then all its orders are"))
def paid_together() -> list[str]:
    """Every order that is not where its purchase is, and every purchase not paid by exactly one capture."""
    return _breaches(STATES, "order {} is not where its purchase is") + _breaches(
        PAYMENTS, "purchase {} and its payments disagree"
    )


@verifies("I-17", _("an unpaid purchase holds its stock, a paid one has claimed it once, an ended one holds nothing"))
def stock_follows_purchases() -> list[str]:
    """Every purchase whose reservations do not fit its state."""
    return _breaches(STOCK, "purchase {} and its reserved stock disagree")
