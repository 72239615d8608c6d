"""What must hold over all of payments, asked of the whole database."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from goodword.kit.verification import verifies

REFUNDS_ADD_UP = """
    SELECT intent.id, intent.refunded, COALESCE(SUM(refund.amount), 0)
    FROM payments_intent intent
    LEFT JOIN payments_refund refund ON refund.intent_id = intent.id AND refund.state <> 'failed'
    GROUP BY intent.id, intent.refunded HAVING intent.refunded <> COALESCE(SUM(refund.amount), 0)
"""
REFUND_CURRENCY = """
    SELECT refund.id FROM payments_refund refund JOIN payments_intent intent ON intent.id = refund.intent_id
    WHERE refund.currency <> intent.currency
"""


@verifies("I-08", _("a payment's refunds that have not failed add up to what it says was refunded"))
def refunds_add_up() -> list[str]:
    """Every intent's refunded amount is the sum of its refunds."""
    with connection.cursor() as cursor:
        cursor.execute(REFUNDS_ADD_UP)
        return [f"intent {row[0]} says {row[1]} was refunded, its refunds say {row[2]}" for row in cursor.fetchall()]


@verifies("I-08", _("a refund has the currency of its payment"))
def refunds_keep_currency() -> list[str]:
    """No refund is in another currency than its intent."""
    with connection.cursor() as cursor:
        cursor.execute(REFUND_CURRENCY)
        return [f"refund {row[0]} is in another currency than its payment" for row in cursor.fetchall()]
