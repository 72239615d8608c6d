"""Products, what they cost, how many there are, how they look and how they are found.

Nouns: Topic, Product, Withdrawal, Variant, Offer, PricePoint, Media, Reservation, SearchEntry, Import, ImportLine.

It keeps true: what unpaid purchases hold of an offer is never more than is on hand (I-16), and each hold ends exactly
once, sold or sellable again (I-17); the earlier price shown beside a price is never above the lowest of the 30 days
before the cut (L6); every picture shown was drawn or re-encoded here (S-30, S-31); descriptions are clean (S-53).

It never knows who buys: a reservation's holder is an opaque id. It never fetches anything while a transaction is
open. It never asks whether the acting person may act: surfaces do, with partners.queries.require_role.
"""
