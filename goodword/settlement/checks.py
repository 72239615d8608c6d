"""What must hold in escrows, shares, debts and payouts, asked of the whole database at once."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from goodword.kit.verification import verifies


@verifies("I-07", _("what a buyer paid for an order is its lines' shares and its delivery cost, each line once"))
def shares_add_up() -> list[str]:
    """Every line of a held order is divided, and the divisions and the delivery are what was captured."""
    rows = _rows("""
        SELECT e.order_id, e.captured, e.delivery + COALESCE(SUM(s.goods), 0), COUNT(s.line_id),
               (SELECT COUNT(*) FROM orders_line l WHERE l.order_id = e.order_id)
        FROM settlement_escrow e LEFT JOIN settlement_share s ON s.escrow_id = e.order_id
        GROUP BY e.order_id, e.captured, e.delivery
        HAVING e.captured <> e.delivery + COALESCE(SUM(s.goods), 0)
            OR COUNT(s.line_id) <> (SELECT COUNT(*) FROM orders_line l WHERE l.order_id = e.order_id)
        ORDER BY e.order_id""")
    return [
        f"order {_id(order)}: {captured} was captured, {divided} divided over {shares} of {lines} lines"
        for order, captured, divided, shares, lines in rows
    ]


@verifies("I-07", _("what refunds took from a share is the sum of its reductions"))
def reductions_add_up() -> list[str]:
    """A share is reduced by its refunds and by nothing else."""
    rows = _rows("""
        SELECT s.line_id, s.expert_reduced + s.platform_reduced + s.shop_reduced,
               COALESCE(SUM(r.expert + r.platform + r.shop), 0)
        FROM settlement_share s LEFT JOIN settlement_reduction r ON r.share_id = s.line_id
        GROUP BY s.line_id, s.expert_reduced, s.platform_reduced, s.shop_reduced
        HAVING s.expert_reduced <> COALESCE(SUM(r.expert), 0)
            OR s.platform_reduced <> COALESCE(SUM(r.platform), 0)
            OR s.shop_reduced <> COALESCE(SUM(r.shop), 0)
        ORDER BY s.line_id""")
    return [f"line {_id(line)} is reduced by {kept}, its refunds say {said}" for line, kept, said in rows]


@verifies("I-07", _("a repayment is what it took from the lines and from the delivery cost"))
def repayments_add_up() -> list[str]:
    """Nothing goes back to a buyer that was not taken from somebody."""
    rows = _rows("""
        SELECT p.id, p.amount, p.delivery + COALESCE(SUM(r.expert + r.platform + r.shop), 0)
        FROM settlement_repayment p LEFT JOIN settlement_reduction r ON r.repayment_id = p.id
        WHERE p.escrow_id IS NOT NULL
        GROUP BY p.id, p.amount, p.delivery
        HAVING p.amount <> p.delivery + COALESCE(SUM(r.expert + r.platform + r.shop), 0) ORDER BY p.id""")
    return [f"refund {_id(refund)} gives {amount} back and takes {taken}" for refund, amount, taken in rows]


@verifies("I-09", _("what an escrow says was refunded before and after its release is the sum of its repayments"))
def escrows_count_repayments() -> list[str]:
    """The counters of an escrow are the sums of its rows."""
    rows = _rows("""
        SELECT e.order_id, e.refunded, e.clawed,
               COALESCE(SUM(CASE WHEN p.after_release THEN 0 ELSE p.amount END), 0),
               COALESCE(SUM(CASE WHEN p.after_release THEN p.amount ELSE 0 END), 0)
        FROM settlement_escrow e LEFT JOIN settlement_repayment p ON p.escrow_id = e.order_id
        GROUP BY e.order_id, e.refunded, e.clawed
        HAVING e.refunded <> COALESCE(SUM(CASE WHEN p.after_release THEN 0 ELSE p.amount END), 0)
            OR e.clawed <> COALESCE(SUM(CASE WHEN p.after_release THEN p.amount ELSE 0 END), 0)
        ORDER BY e.order_id""")
    return [
        f"order {_id(order)} says {refunded} and {clawed} were refunded, its repayments say {before} and {after}"
        for order, refunded, clawed, before, after in rows
    ]


@verifies("I-09", _("released + refunded + held = captured: payees' holdings are what was not refunded"))
def holdings_add_up() -> list[str]:
    """What payees wait for or were given is what the buyer paid less what went back."""
    rows = _rows("""
        SELECT e.order_id, e.captured, e.refunded, COALESCE(SUM(h.amount), 0)
        FROM settlement_escrow e LEFT JOIN settlement_holding h ON h.escrow_id = e.order_id
        GROUP BY e.order_id, e.captured, e.refunded
        HAVING e.captured <> e.refunded + COALESCE(SUM(h.amount), 0) ORDER BY e.order_id""")
    return [
        f"order {_id(order)}: of {captured} captured, {refunded} went back and {held} is held or released"
        for order, captured, refunded, held in rows
    ]


@verifies("I-09", _("each holding is a live pending transfer of its amount, and after the release a posted one"))
def holdings_are_in_the_ledger() -> list[str]:
    """The ledger holds for each payee exactly what settlement says."""
    rows = _rows("""
        SELECT h.escrow_id, h.kind, h.amount, t.amount
        FROM settlement_holding h JOIN settlement_escrow e ON e.order_id = h.escrow_id
        LEFT JOIN ledger_transfer t ON t.id = h.transfer LEFT JOIN ledger_resolution r ON r.pending_id = t.id
        WHERE (h.released_at IS NULL) <> (e.state <> 'released')
           OR h.amount > 0 AND (t.id IS NULL OR t.amount <> h.amount OR t.ref <> h.escrow_id AND t.pending
                                OR t.pending <> (e.state <> 'released') OR r.id IS NOT NULL)
        ORDER BY h.id""")
    return [
        f"order {_id(order)}: {amount} is promised to its {kind}, the ledger says {booked}"
        for order, kind, amount, booked in rows
    ]


@verifies("I-09", _("escrow accounts hold what is held, all of it promised to somebody"))
def escrow_accounts_hold_what_is_held() -> list[str]:
    """Per currency, over all shards: the balance, what is pending out of it, and the escrows agree."""
    return _compare(
        "escrow accounts in {1}: the books hold {2}, the orders {3}",
        """SELECT '', currency, SUM(posted) FROM ledger_account WHERE kind = 'settlement.escrow' GROUP BY currency""",
        """SELECT '', currency, SUM(captured - refunded - released) FROM settlement_escrow GROUP BY currency""",
    ) + _compare(
        "escrow accounts in {1}: the books promise {2}, the orders {3}",
        """SELECT '', currency, SUM(pending_out) FROM ledger_account WHERE kind = 'settlement.escrow'
           GROUP BY currency""",
        """SELECT '', currency, SUM(captured - refunded - released) FROM settlement_escrow GROUP BY currency""",
    )


@verifies("I-09", _("what is owed to buyers is set aside until the provider has given it back"))
def refunds_under_way_are_set_aside() -> list[str]:
    """The refunding account is the sum of the repayments that are not paid."""
    return _compare(
        "refunds under way in {1}: the books set {2} aside, the repayments say {3}",
        """SELECT '', currency, SUM(posted) FROM ledger_account WHERE kind = 'settlement.refunding'
           GROUP BY currency""",
        "SELECT '', currency, SUM(amount) FROM settlement_repayment WHERE state <> 'paid' GROUP BY currency",
    )


@verifies("I-10", _("a released order has one release of what was held, after the end of its return window"))
def releases_are_due() -> list[str]:
    """No escrow is released without its row, before its time, or for another amount."""
    rows = _rows("""
        SELECT e.order_id FROM settlement_escrow e JOIN orders_order o ON o.id = e.order_id
        LEFT JOIN settlement_release r ON r.escrow_id = e.order_id
        WHERE (e.state = 'released') <> (r.escrow_id IS NOT NULL)
           OR e.state = 'released' AND (r.amount <> e.released OR o.state <> 'received' OR r.at < o.return_until)
        ORDER BY e.order_id""")
    return [f"order {_id(order)} is released without a right to it, or has a release and is not" for (order,) in rows]


@verifies("I-11", _("a payout and what it recovered are the holdings it pays; a failed one pays none"))
def payouts_pay_holdings() -> list[str]:
    """Every payout can be traced to the orders it pays."""
    rows = _rows("""
        SELECT p.id, p.state, p.amount + p.recovered, COALESCE(SUM(h.amount), 0)
        FROM settlement_payout p LEFT JOIN settlement_holding h ON h.payout_id = p.id
        GROUP BY p.id, p.state, p.amount, p.recovered
        HAVING COALESCE(SUM(h.amount), 0) <> CASE WHEN p.state = 'failed' THEN 0 ELSE p.amount + p.recovered END
        ORDER BY p.id""")
    return [
        f"payout {_id(payout)} ({state}) is about {amount}, its orders about {paid}"
        for payout, state, amount, paid in rows
    ]


@verifies("I-11", _("a payee's account has what was released to it and has not gone out"))
def payees_have_what_is_theirs() -> list[str]:
    """The ledger owes each payee the released holdings that are in no payout."""
    return _compare(
        "payee {0} in {1}: the account has {2} available, unpaid holdings are {3}",
        """SELECT owner, currency, SUM(posted - pending_out) FROM ledger_account
           WHERE kind IN ('settlement.shop', 'settlement.expert') GROUP BY owner, currency""",
        """SELECT payee, currency, SUM(amount) FROM settlement_holding
           WHERE released_at IS NOT NULL AND payout_id IS NULL AND kind <> 'platform' GROUP BY payee, currency""",
    )


@verifies("I-12", _("a refund after the release is owed by its payees, to the cent"))
def clawbacks_are_owed() -> list[str]:
    """What the buyer got back after a release is the payees' debts and the platform's own part."""
    rows = _rows("""
        SELECT p.id, p.amount, COALESCE((SELECT SUM(d.amount) FROM settlement_debt d WHERE d.repayment_id = p.id), 0)
             + COALESCE((SELECT SUM(r.platform) FROM settlement_reduction r WHERE r.repayment_id = p.id), 0) AS borne
        FROM settlement_repayment p WHERE p.after_release ORDER BY p.id""")
    return [
        f"refund {_id(refund)} of {amount} came after the release, {borne} is owed"
        for refund, amount, borne in rows
        if amount != borne
    ]


@verifies("I-12", _("what was recovered of a debt is what payouts that did not fail put into it"))
def debts_are_recovered_by_payouts() -> list[str]:
    """A debt shrinks by payouts and by nothing else."""
    rows = _rows("""
        SELECT d.id, d.recovered, COALESCE(SUM(CASE WHEN p.state <> 'failed' THEN r.amount ELSE 0 END), 0)
        FROM settlement_debt d LEFT JOIN settlement_recovery r ON r.debt_id = d.id
        LEFT JOIN settlement_payout p ON p.id = r.payout_id
        GROUP BY d.id, d.recovered
        HAVING d.recovered <> COALESCE(SUM(CASE WHEN p.state <> 'failed' THEN r.amount ELSE 0 END), 0) ORDER BY d.id""")
    return [f"debt {debt}: {recovered} is recovered, payouts say {said}" for debt, recovered, said in rows]


@verifies("I-12", _("the debt accounts are below zero by what is owed"))
def debt_accounts_show_debts() -> list[str]:
    """No debt is dropped: the ledger shows each payee's open debts, payouts under way counted."""
    return _compare(
        "payee {0} in {1}: the books say {2} is owed, the debts {3}",
        """SELECT owner, currency, -SUM(posted + pending_in) FROM ledger_account
           WHERE kind = 'settlement.debt' GROUP BY owner, currency""",
        "SELECT payee, currency, SUM(amount - recovered) FROM settlement_debt GROUP BY payee, currency",
    )


@verifies("I-13", _("a line pays nobody but the expert who was agreed when it was placed, or nobody"))
def lines_pay_their_own_expert() -> list[str]:
    """Whose word sold a line was settled with the order; a denied expert earns nothing on it (I-14)."""
    rows = _rows("""
        SELECT s.line_id FROM settlement_share s JOIN orders_line l ON l.id = s.line_id
        LEFT JOIN settlement_denial d ON d.share_id = s.line_id
        WHERE s.expert_id IS NOT NULL
          AND (l.expert_id IS NULL OR l.expert_id <> s.expert_id OR d.share_id IS NOT NULL)
        ORDER BY s.line_id""")
    return [f"line {_id(line)} pays somebody who may not earn on it" for (line,) in rows]


def _compare(sentence: str, books: str, rows: str) -> list[str]:
    """What two sums by (whose, currency) disagree about; a sum that is missing counts as 0."""
    left = {(whose, currency): total for whose, currency, total in _rows(books)}
    right = {(whose, currency): total for whose, currency, total in _rows(rows)}
    return [
        sentence.format(_id(key[0]), key[1], left.get(key, 0), right.get(key, 0))
        for key in sorted(left.keys() | right.keys(), key=str)
        if left.get(key, 0) != right.get(key, 0)
    ]


def _rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _id(value: UUID | str) -> str:
    return str(value if isinstance(value, UUID) or not value else UUID(value))
