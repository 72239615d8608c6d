"""Stripe: payers pay on its hosted page, payees are paid through Connect.

A Checkout Session carries each PaymentIntent, because it brings the page where payers pay, without a script on ours.
Its id is our reference; payouts are transfers to connected accounts (acct_...). Needs the package `stripe`.
"""
