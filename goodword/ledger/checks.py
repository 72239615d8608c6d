"""What must hold in the books, asked of the whole ledger at once."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from goodword.kit.verification import verifies


@verifies("I-01", _("per currency, all entries add up to zero"))
def currencies_add_up_to_zero() -> list[str]:
    """Every amount that left an account arrived on another."""
    rows = _rows("""SELECT a.currency, SUM(e.amount) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
                    GROUP BY a.currency HAVING SUM(e.amount) <> 0 ORDER BY a.currency""")
    return [f"the entries in {currency} add up to {total}, not 0" for currency, total in rows]


@verifies("I-01", _("a posted transfer has its two entries, a pending one none"))
def transfers_have_two_sides() -> list[str]:
    """Each transfer's entries say what the transfer says."""
    rows = _rows("""
        SELECT t.id, t.pending, COUNT(e.id), COALESCE(SUM(CASE
            WHEN e.account_id = t.debit_id AND e.amount = -t.amount THEN 1
            WHEN e.account_id = t.credit_id AND e.amount = t.amount THEN 1 ELSE 0 END), 0) AS fitting
        FROM ledger_transfer t LEFT JOIN ledger_entry e ON e.transfer_id = t.id
        GROUP BY t.id, t.pending
        HAVING COUNT(e.id) <> CASE WHEN t.pending THEN 0 ELSE 2 END
            OR COUNT(e.id) <> COALESCE(SUM(CASE
                WHEN e.account_id = t.debit_id AND e.amount = -t.amount THEN 1
                WHEN e.account_id = t.credit_id AND e.amount = t.amount THEN 1 ELSE 0 END), 0)
        ORDER BY t.id""")
    return [
        f"{'pending' if pending else 'posted'} transfer {_id(number)} has {count} entries, {fitting} of them right"
        for number, pending, count, fitting in rows
    ]


@verifies("I-02", _("an account's balance is the sum of its entries, and its version their number"))
def accounts_show_their_entries() -> list[str]:
    """The cached balance is what the book says."""
    rows = _rows("""
        SELECT a.id, a.posted, a.version, COALESCE(SUM(e.amount), 0), COUNT(e.id)
        FROM ledger_account a LEFT JOIN ledger_entry e ON e.account_id = a.id
        GROUP BY a.id, a.posted, a.version
        HAVING a.posted <> COALESCE(SUM(e.amount), 0) OR a.version <> COUNT(e.id) ORDER BY a.id""")
    return [
        f"account {number} shows {posted} at version {version}, but its {count} entries add up to {total}"
        for number, posted, version, total, count in rows
    ]


@verifies("I-02", _("an account's entries are numbered without gaps, and each begins where the one before ended"))
def books_have_no_gaps() -> list[str]:
    """Nothing was taken out of a book, put in or changed."""
    rows = _rows("""
        SELECT account_id, version FROM (
            SELECT account_id, version, "before",
                   LAG(version, 1, 0) OVER book AS last_version, LAG("after") OVER book AS last_after
            FROM ledger_entry WINDOW book AS (PARTITION BY account_id ORDER BY version)) AS lines
        WHERE version <> last_version + 1 OR "before" <> COALESCE(last_after, 0) ORDER BY account_id, version""")
    return [f"entry {version} of account {account} does not continue its book" for account, version in rows]


@verifies("I-04", _("a transfer and its two accounts have one currency"))
def transfers_have_one_currency() -> list[str]:
    """No transfer mixes currencies."""
    rows = _rows("""
        SELECT t.id, t.currency, d.currency, c.currency FROM ledger_transfer t
        JOIN ledger_account d ON d.id = t.debit_id JOIN ledger_account c ON c.id = t.credit_id
        WHERE t.currency <> d.currency OR t.currency <> c.currency ORDER BY t.id""")
    return [
        f"transfer {_id(number)} of {currency} goes from {debit} to {credit}"
        for number, currency, debit, credit in rows
    ]


@verifies("I-05", _("amounts are above zero"))
def amounts_are_above_zero() -> list[str]:
    """No transfer of nothing, and none backwards."""
    rows = _rows("SELECT id, amount FROM ledger_transfer WHERE amount <= 0 ORDER BY id")
    return [f"transfer {_id(number)} is of {amount}" for number, amount in rows]


@verifies("I-06", _("an account without overdraft has at least what is held from it"))
def accounts_are_not_overdrawn() -> list[str]:
    """What is available is never below zero."""
    rows = _rows("""SELECT id, posted, pending_out FROM ledger_account
                    WHERE NOT overdraft AND posted < pending_out ORDER BY id""")
    return [f"account {number} has {posted}, but {held} is held from it" for number, posted, held in rows]


@verifies("I-06", _("what an account shows as pending is the sum of its unsettled pending transfers"))
def holds_are_unsettled_transfers() -> list[str]:
    """The cached pending sums are what the pending transfers say."""
    rows = _rows("""
        WITH held AS (SELECT t.debit_id, t.credit_id, t.amount FROM ledger_transfer t
                      LEFT JOIN ledger_resolution r ON r.pending_id = t.id WHERE t.pending AND r.id IS NULL),
             outgoing AS (SELECT debit_id AS id, SUM(amount) AS total FROM held GROUP BY debit_id),
             incoming AS (SELECT credit_id AS id, SUM(amount) AS total FROM held GROUP BY credit_id)
        SELECT a.id, a.pending_in, COALESCE(i.total, 0), a.pending_out, COALESCE(o.total, 0) FROM ledger_account a
        LEFT JOIN incoming i ON i.id = a.id LEFT JOIN outgoing o ON o.id = a.id
        WHERE a.pending_in <> COALESCE(i.total, 0) OR a.pending_out <> COALESCE(o.total, 0) ORDER BY a.id""")
    return [
        f"account {number} shows {shown_in} coming and {shown_out} held, but {held_in} and {held_out} are pending"
        for number, shown_in, held_in, shown_out, held_out in rows
    ]


@verifies("I-03", _("a pending transfer ends at most once"))
def pendings_end_once() -> list[str]:
    """No hold was settled twice."""
    rows = _rows("""SELECT pending_id, COUNT(*) FROM ledger_resolution
                    GROUP BY pending_id HAVING COUNT(*) > 1 ORDER BY pending_id""")
    return [f"pending transfer {_id(number)} ended {count} times" for number, count in rows]


@verifies("I-03", _("a resolution posts at most what was held, between the same accounts"))
def resolutions_fit() -> list[str]:
    """Each end of a pending transfer says what its two transfers say."""
    rows = _rows("""
        SELECT r.id FROM ledger_resolution r
        LEFT JOIN ledger_transfer p ON p.id = r.pending_id LEFT JOIN ledger_transfer t ON t.id = r.post_id
        WHERE p.id IS NULL OR NOT p.pending OR r.amount > p.amount OR (r.amount > 0 AND t.id IS NULL)
           OR (t.id IS NOT NULL AND (t.pending OR t.amount <> r.amount
               OR t.debit_id <> p.debit_id OR t.credit_id <> p.credit_id)) ORDER BY r.id""")
    return [f"resolution {_id(number)} does not fit its pending transfer" for (number,) in rows]


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _id(value: object) -> UUID:
    return UUID(str(value))
