"""Facts that happened, append-only: outbox, audit trail, webhook and analytics source in one table.

Nouns: a *fact* is a frozen dataclass in a module's events.py; an *entry* is its row; a *subscriber* is a module
that reacts; its *bookmark* is how far it has read; a *dead letter* is an entry a reaction could not take;
an *answer* is what a keyed request was told, so that its repetition is told the same (I-18).

Invariants: an entry is written in the transaction of the change it tells of (I-36); a bookmark never steps over an
entry whose transaction committed late; delivery is at least once and in order. It never changes or removes an entry.
"""
