"""What was agreed and what became of it.

Nouns: a *purchase* is what one buyer agreed to pay at one moment; it has one *order* per shop, and an order has
*lines*. A *dispatch* is a parcel handed to a carrier; a *cancellation*, a *return* and a *refund agreement* are what
may go differently, each a row that says who, when and why. A *payment* is one capture and whether it was taken.

Invariants: prices, rates and the expert of a line are fixed when the purchase is placed; a purchase is paid by
exactly one capture, and then all its orders are (I-21); an unpaid purchase holds stock until it ends, once (I-17);
no more is agreed to be given back than was paid, per line and per order (I-08).

It never moves money: it says what was agreed, and settlement moves it. It never asks a payment provider.
"""
