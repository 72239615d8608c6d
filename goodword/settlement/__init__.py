"""Who gets what and when: attribution, commission, escrow, release, refunds, clawback, payouts, statements.

Nouns: an *escrow* is the money of one paid order, held until the buyer's rights are spent; a *share* says how one
line's price is divided between its one expert, the platform and the shop; a *denial* says why an expert gets nothing;
a *holding* is what one payee waits for in one escrow; a *release* hands an escrow's holdings to their payees; a
*repayment* is money on its way back to a buyer, a *reduction* what it took from a share; a *debt* is what a payee
owes because goods it was already paid for came back; a *payout* sends a payee's money out of the house once a period
and a *recovery* is the part of it that went into a debt; a *freeze* keeps a payee's payouts back until a day of review,
for a reason the payee reads.

Invariants: the parts add up to what was captured, to the cent (I-07); released + refunded + held = captured (I-09);
an order is released at most once and only after the return window (I-10); one payout per payee, period and currency
(I-11); a debt is never dropped (I-12); a line pays at most one expert and nobody behind them (I-13); nobody earns on
what they sell to themselves (I-14); while a payee is frozen no payout is made to it, and a freeze ends by itself (G7).
It never calls a provider, never changes an order and never moves money without a row that says why.
"""
