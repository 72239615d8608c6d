"""The walk from "I want this" to a placed purchase. It may be abandoned at every step.

Nouns: a *cart* is a person's or a guest's list of offers, from several shops; each *item* remembers the
recommendation it came from. A *quote* is what the house says the items cost now, delivered to an *address*, for a
short time and under a hash. *Placing* a quote makes one purchase with one payment and an order per shop, and ends
the walk.

Invariants: the price is the server's when placing, and a quote that is no longer true is refused (I-20); stock of
all shops is held or none (I-16, I-21); a key places once (I-18); a guest's cart opens only with its secret (S-02).

It never talks to a provider and keeps nothing of what was agreed: that is orders'.
"""
