"""Accounts and immutable transfers: where money stands and how it moved. It knows no other noun.

Nouns: an *account* holds money of one currency; a *transfer* moves an amount from its debit account to its credit
account; an *entry* is one side of a posted transfer on one account, with the balance before and after; a *pending*
transfer only holds its amount until its one *resolution*, which posts all, a part or nothing of it and lets the
rest go; a *verification run* asks every invariant of the whole database, check by check, and keeps what was found.

Invariants, enforced by constraints and triggers on both databases: per currency all entries add up to zero (I-01);
an account's balance is the sum of its entries, numbered without gaps (I-02); transfers, entries and resolutions are
never changed or removed, a mistake is corrected by a new transfer the other way (I-03); no transfer mixes currencies
(I-04); amounts are whole minor units above zero (I-05); an account without the right to be overdrawn never falls
below zero, holds included (I-06).

How the database enforces I-01 and I-02 at every commit: an act writes its entries first, then the accounts, then the
transfers. An entry is refused unless it continues its account's book and its transfer does not exist yet; an account
is refused unless it shows the last entry of its book; a transfer is refused unless both its entries are there and its
accounts show them. The deferred foreign key from entry to transfer refuses the commit when the last step is missing.

It will never decide who gets what: that is settlement's.
"""
