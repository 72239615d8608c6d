"""Triggers that keep the books right whoever writes (I-01 to I-04). Each rule is one condition, said once for both
databases; `ledger/__init__.py` says why the order entries, accounts, transfers, resolutions is the proof."""

from django.db import migrations

from goodword.kit.sql import SqlFor

ENTRY_STRAYS = """
EXISTS (SELECT 1 FROM ledger_transfer WHERE id = NEW.transfer_id)
OR COALESCE(
    (SELECT "after" FROM ledger_entry WHERE account_id = NEW.account_id AND version = NEW.version - 1) <> NEW."before",
    NEW.version <> 1 OR NEW."before" <> 0)
"""

ACCOUNT_NOT_EMPTY = "NEW.posted <> 0 OR NEW.pending_in <> 0 OR NEW.pending_out <> 0 OR NEW.version <> 0"

ACCOUNT_RENAMED = """
NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.owner <> OLD.owner OR NEW.currency <> OLD.currency
OR NEW.shard <> OLD.shard OR NEW.overdraft <> OLD.overdraft
"""

ACCOUNT_STRAYS = """
(NEW.posted <> OLD.posted OR NEW.version <> OLD.version)
AND (NOT EXISTS (SELECT 1 FROM ledger_entry
                 WHERE account_id = NEW.id AND version = NEW.version AND "after" = NEW.posted)
     OR EXISTS (SELECT 1 FROM ledger_entry WHERE account_id = NEW.id AND version = NEW.version + 1))
"""

# Two sides that fit count 1 each; one that does not fit counts 3: only exactly two fitting sides make 2.
TRANSFER_ONE_SIDED = """
NOT NEW.pending
AND 2 <> COALESCE((SELECT SUM(CASE
        WHEN e.account_id = NEW.debit_id AND e.amount = -NEW.amount AND a.version >= e.version THEN 1
        WHEN e.account_id = NEW.credit_id AND e.amount = NEW.amount AND a.version >= e.version THEN 1
        ELSE 3 END)
    FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id WHERE e.transfer_id = NEW.id), 0)
OR NEW.pending AND EXISTS (SELECT 1 FROM ledger_entry WHERE transfer_id = NEW.id)
"""

TRANSFER_MIXED = """
2 <> (SELECT COUNT(*) FROM ledger_account WHERE id IN (NEW.debit_id, NEW.credit_id) AND currency = NEW.currency)
"""

RESOLUTION_STRAYS = """
NOT EXISTS (SELECT 1 FROM ledger_transfer p
            WHERE p.id = NEW.pending_id AND p.pending AND p.amount >= NEW.amount
              AND (NEW.post_id IS NULL OR EXISTS (
                    SELECT 1 FROM ledger_transfer t
                    WHERE t.id = NEW.post_id AND NOT t.pending AND t.amount = NEW.amount
                      AND t.debit_id = p.debit_id AND t.credit_id = p.credit_id)))
"""

GUARDS = [
    ("ledger_entry_continues", "ledger_entry", "INSERT", ENTRY_STRAYS,
     "I-02: an entry continues the book of its account and is written before its transfer"),
    ("ledger_account_empty", "ledger_account", "INSERT", ACCOUNT_NOT_EMPTY, "I-02: an account is opened empty"),
    ("ledger_account_same", "ledger_account", "UPDATE", ACCOUNT_RENAMED, "I-04: an account stays what it was opened as"),
    ("ledger_account_shows", "ledger_account", "UPDATE", ACCOUNT_STRAYS, "I-02: an account shows its last entry"),
    ("ledger_account_kept", "ledger_account", "DELETE", "TRUE", "I-03: an account is never removed"),
    ("ledger_transfer_one_currency", "ledger_transfer", "INSERT", TRANSFER_MIXED,
     "I-04: a transfer and its two accounts have one currency"),
    ("ledger_transfer_two_sides", "ledger_transfer", "INSERT", TRANSFER_ONE_SIDED,
     "I-01: a posted transfer has two entries that its accounts show, a pending one none"),
    ("ledger_resolution_fits", "ledger_resolution", "INSERT", RESOLUTION_STRAYS,
     "I-03: a resolution posts at most what its pending transfer holds, between the same accounts"),
]  # fmt: skip
for noun in ("transfer", "entry", "resolution"):
    for event, past in (("UPDATE", "changed"), ("DELETE", "removed")):
        message = f"I-03: what the ledger wrote is never {past}"
        GUARDS.append((f"ledger_{noun}_never_{past}", f"ledger_{noun}", event, "TRUE", message))

SQLITE = "CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF {condition} THEN
        RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $guard$
"""
TRIGGER = "CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"

NAMES = ("name", "table", "event", "condition", "message")
WORDS = [dict(zip(NAMES, guard, strict=True)) for guard in GUARDS]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        SqlFor(
            {
                "sqlite": [SQLITE.format(**words) for words in WORDS],
                "postgresql": [made.format(**words) for words in WORDS for made in (FUNCTION, TRIGGER)],
            },
            undo={
                "sqlite": ["DROP TRIGGER {name}".format(**words) for words in WORDS],
                "postgresql": ["DROP FUNCTION {name}() CASCADE".format(**words) for words in WORDS],
            },
        )
    ]
