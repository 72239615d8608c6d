"""The outside world of money: channels and their contracts, intents, captures, refunds and payouts at providers.

Nouns: a *channel* is a way to pay under one contract with one provider; an *intent* asks one payer for one amount
for one opaque *purpose*; a *refund* gives part of it back; a *payout* sends money to a *payout destination*; a
*notice* is what a provider tells us unasked.

Invariants: refunded <= captured <= amount (I-08); one notice has one effect (S-20, S-21); every call to a provider
carries our stored id as its key, and is asked about by that key before it is repeated (I-11, I-18); a closed channel
gets no new intents, its old ones still end (I-22). No provider is called while a transaction is open. It never knows
an order, a shop or a post, and it never decides who is owed what.
"""
