"""Persons, sign-in, sessions, roles, expert credentials, consent to terms.

Nouns: a *person* is a human being with an account; a *role grant* says what the operator lets a person do; an
*application* asks for a *credential*, the right to recommend in one topic, and keeps its evidence and decision; a
*token* lets a program act for a person; a *terms acceptance* says which words a person agreed to, and when.

Invariants: one open application and one held credential per person and topic; a grade is 1, 2 or 3; a secret is kept
only as its hash; whatever changes a person's rights or keys ends their other sessions (S-45).
It never knows a shop, a product or an order: a topic is a plain slug here, the tree of topics lives above.
"""
