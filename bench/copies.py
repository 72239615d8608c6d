"""Posts and purchases multiplied by SQL: what the actions wrote once is copied with ids, keys and times of its own.

A copy's ids are made from the original's and the copy's number, the same in every table, so that all relations hold.
They are UUIDv7 of times further and further in the past, as if all had come to be over months.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from bench.stand import Stand

HOUR = 3_600_000  # between one copy and the next, in milliseconds
ID = "(lpad(to_hex({now} - n * {hour}), 12, '0') || substr(md5({column}::text || n), 13))::uuid"
KEY = "left(md5({column} || '/' || n), 20)"
LATER = "{column} + n * 1000000"
LONG_AGO = "1"  # the number of a transaction that every subscriber of the journal has read
Renewed = Mapping[str, Mapping[str, str]]

POSTS: Renewed = {
    "people_person": {"id": ID, "email": KEY, "handle": KEY},
    "social_post": {"id": ID, "author_id": ID},
    "social_postproduct": {"post_id": ID, "author_id": ID},
}
PURCHASES: Renewed = {
    "orders_purchase": {"id": ID, "number": KEY},
    "checkout_quote": {"id": ID, "purchase_id": ID},
    "orders_order": {"id": ID, "purchase_id": ID},
    "orders_line": {"id": ID, "order_id": ID},
    "orders_payment": {"intent_id": ID, "purchase_id": ID},
    "catalog_reservation": {"holder": ID},
    "payments_intent": {"id": ID, "purpose": ID},
    "payments_notice": {"id": ID, "notice_id": KEY},
    "settlement_escrow": {"order_id": ID, "purchase_id": ID, "intent": ID},
    "settlement_share": {"line_id": ID, "escrow_id": ID},
    "settlement_holding": {"escrow_id": ID, "transfer": ID},
    "ledger_transfer": {"id": ID, "ref": ID},
    "ledger_entry": {"transfer_id": ID, "version": LATER},
    "journal_entry": {"uid": ID, "subject": ID, "transaction": LONG_AGO},
    "journal_answer": {"key": KEY},
}
TABLES: Renewed = {**POSTS, **PURCHASES}
ONLY = {
    "people_person": "id IN (SELECT author_id FROM social_post)",
    "journal_entry": "split_part(name, '.', 1) IN ('orders', 'payments', 'settlement')",
}
COLUMNS = """SELECT column_name FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name = ? AND is_identity = 'NO' ORDER BY ordinal_position"""
NOW = "SELECT (extract(epoch FROM now()) * 1000)::bigint"


class Copies:
    """The originals of one stand, put aside, and how often they were copied."""

    def __init__(self, stand: Stand) -> None:
        self.stand, self.made = stand, 0
        self.now = stand.ask(NOW)[0][0]
        stand.ask("CREATE SCHEMA original")
        for table in TABLES:
            stand.ask(f"CREATE TABLE original.{table} AS SELECT * FROM {table} WHERE {ONLY.get(table, 'true')}")

    def make(self, until: int) -> None:
        """Copies until there are so many times the originals, two tables at a time."""
        with ThreadPoolExecutor(2) as hands:
            for done in [hands.submit(self._copy, table, until) for table in TABLES]:
                done.result()
        self.made = until - 1
        self.stand.ask("ANALYZE")

    def _copy(self, table: str, until: int) -> None:
        """Copies one table's originals. Triggers and foreign keys sleep meanwhile."""
        names = [f'"{name}"' for (name,) in self.stand.ask(COLUMNS, [table])]
        renewed = {f'"{name}"': value for name, value in TABLES[table].items()}
        values = [renewed.get(name, "{column}").format(column=name, now=self.now, hour=HOUR) for name in names]
        self.stand.ask(
            f"SET session_replication_role = replica; INSERT INTO {table} ({', '.join(names)}) "
            f"SELECT {', '.join(values)} FROM generate_series({self.made + 1}::bigint, {until - 1}) n, original.{table}"
        )
