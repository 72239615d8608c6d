"""The sandbox's own memory: one SQLite file, so that it survives a restart."""

import json
import secrets
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

TABLES = """
    CREATE TABLE IF NOT EXISTS thing (
        merchant TEXT, kind TEXT, key TEXT, reference TEXT UNIQUE, amount INTEGER, currency TEXT, status TEXT,
        why TEXT, terms TEXT, script TEXT, PRIMARY KEY (merchant, kind, key));
    CREATE TABLE IF NOT EXISTS task (
        id INTEGER PRIMARY KEY, due REAL, tries INTEGER DEFAULT 0, what TEXT, about TEXT);
    CREATE INDEX IF NOT EXISTS task_due ON task (due);
    CREATE TABLE IF NOT EXISTS script (merchant TEXT PRIMARY KEY, text TEXT);
    CREATE TABLE IF NOT EXISTS delivery (
        id INTEGER PRIMARY KEY, merchant TEXT, key TEXT, notice TEXT, status TEXT, answer INTEGER);
"""
LEASE = 30.0  # seconds a task is worked on before it is due again


@dataclass(frozen=True, slots=True)
class Thing:
    """An intent, a refund or a payout as the sandbox keeps it."""

    merchant: str
    kind: str
    key: str
    reference: str
    amount: int
    currency: str
    status: str
    why: str
    terms: dict[str, Any]
    script: str

    def word(self, base: str) -> dict[str, Any]:
        """What the sandbox says about it; `base` is its own address."""
        said: dict[str, Any] = {
            "kind": self.kind,
            "key": self.key,
            "status": self.status,
            "reference": self.reference,
            "amount": self.amount,
            "currency": self.currency,
            "merchant": self.merchant,
            "mode": "test",
            "why": self.why,
        }
        if self.kind == "intent":
            said["pay_url"] = f"{base}/pay/{self.reference}"
        return said


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do at a time: settle a refund or payout, or send a notice."""

    id: int
    tries: int
    what: str
    about: dict[str, Any]


class Store:
    """Every method is one short transaction; threads take turns."""

    def __init__(self, path: str) -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        # A killed process loses nothing; only a power cut may, and then the sandbox is no worse than its test.
        self._db.executescript("PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=OFF;" + TABLES)

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            self._db.close()

    def _run(self, sql: str, *values: object) -> sqlite3.Cursor:
        with self._lock:
            return self._db.execute(sql, values)

    def make(
        self, merchant: str, kind: str, key: str, amount: int, currency: str, terms: dict[str, Any], script: str
    ) -> tuple[Thing, bool]:
        """The thing with this key, and whether it is new."""
        reference = f"sb_{kind}_{secrets.token_urlsafe(12)}"
        made = self._run(
            "INSERT OR IGNORE INTO thing VALUES (?, ?, ?, ?, ?, ?, 'pending', '', ?, ?)",
            *(merchant, kind, key, reference, amount, currency, json.dumps(terms), script),
        ).rowcount
        found = self.find(merchant, kind, key)
        if found is None:
            raise LookupError(key)
        return found, bool(made)

    def find(self, merchant: str, kind: str, key: str) -> Thing | None:
        """The thing an account knows under its own key."""
        return self._thing("SELECT * FROM thing WHERE merchant = ? AND kind = ? AND key = ?", merchant, kind, key)

    def by_reference(self, reference: str) -> Thing | None:
        """The thing with the sandbox's own name."""
        return self._thing("SELECT * FROM thing WHERE reference = ?", reference)

    def _thing(self, sql: str, *values: object) -> Thing | None:
        with self._lock:
            row = self._db.execute(sql, values).fetchone()
        if row is None:
            return None
        named = dict(zip(Thing.__dataclass_fields__, row, strict=True))
        return Thing(**{**named, "terms": json.loads(named["terms"])})

    def count(self, kind: str) -> int:
        """How many there are of a kind, of all accounts."""
        with self._lock:
            return int(self._db.execute("SELECT COUNT(*) FROM thing WHERE kind = ?", (kind,)).fetchone()[0])

    def end(self, reference: str, status: str, why: str) -> bool:
        """A pending thing ends; False when it had ended before."""
        sql = "UPDATE thing SET status = ?, why = ? WHERE reference = ? AND status = 'pending'"
        return bool(self._run(sql, status, why, reference).rowcount)

    def given_back(self, merchant: str, intent: str) -> int:
        """What the refunds of an intent that have not failed add up to."""
        sql = """SELECT COALESCE(SUM(amount), 0) FROM thing WHERE merchant = ? AND kind = 'refund'
                 AND status <> 'failed' AND json_extract(terms, '$.intent') = ?"""
        with self._lock:
            return int(self._db.execute(sql, (merchant, intent)).fetchone()[0])

    def script_of(self, merchant: str) -> str:
        """The script for everything new of an account."""
        with self._lock:
            row = self._db.execute("SELECT text FROM script WHERE merchant = ?", (merchant,)).fetchone()
        return row[0] if row else ""

    def set_script(self, merchant: str, text: str, reference: str | None) -> None:
        """Sets the script of an account, or of one thing."""
        if reference:
            self._run("UPDATE thing SET script = ? WHERE reference = ?", text, reference)
        else:
            self._run("INSERT OR REPLACE INTO script VALUES (?, ?)", merchant, text)

    def add_tasks(self, what: str, tasks: Sequence[tuple[float, dict[str, Any]]]) -> None:
        """Puts down what is to be done when."""
        with self._lock:
            rows = [(due, what, json.dumps(about)) for due, about in tasks]
            self._db.executemany("INSERT INTO task (due, what, about) VALUES (?, ?, ?)", rows)

    def take_tasks(self, now: float, limit: int) -> list[Task]:
        """Due tasks, leased: those not finished within LEASE are due again."""
        with self._lock:
            rows = self._db.execute(
                "SELECT id, tries, what, about FROM task WHERE due <= ? ORDER BY due LIMIT ?", (now, limit)
            ).fetchall()
            self._db.executemany("UPDATE task SET due = ? WHERE id = ?", [(now + LEASE, row[0]) for row in rows])
        return [Task(row[0], row[1], row[2], json.loads(row[3])) for row in rows]

    def next_due(self) -> float | None:
        """When the next task is due."""
        with self._lock:
            due: float | None = self._db.execute("SELECT MIN(due) FROM task").fetchone()[0]
        return due

    def finish_task(self, task: int, again: float | None) -> None:
        """Done, or to be tried again at a time."""
        if again is None:
            self._run("DELETE FROM task WHERE id = ?", task)
        else:
            self._run("UPDATE task SET due = ?, tries = tries + 1 WHERE id = ?", again, task)

    def note_delivery(self, merchant: str, key: str, notice: str, status: str, answer: int) -> None:
        """Keeps what a receiver answered to a notice; 0 is no answer."""
        sql = "INSERT INTO delivery (merchant, key, notice, status, answer) VALUES (?, ?, ?, ?, ?)"
        self._run(sql, merchant, key, notice, status, answer)

    def deliveries(self, merchant: str) -> list[dict[str, Any]]:
        """What was delivered for an account, oldest first."""
        with self._lock:
            rows = self._db.execute(
                "SELECT key, notice, status, answer FROM delivery WHERE merchant = ? ORDER BY id", (merchant,)
            ).fetchall()
        return [dict(zip(("key", "notice", "status", "answer"), row, strict=True)) for row in rows]
