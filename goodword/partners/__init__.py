"""The shop as a party: legal identity, verification, agreement, commission terms, staff and standing.

Nouns: Shop, Verification, Suspension, Staff, AgreementAcceptance, CommissionTerms.

It keeps true: a shop is recommendable exactly when it was verified, has accepted the partner agreement and is not
suspended (rows 2, 13); its currency never changes; commission is one rate for one recommendation, dated, never
set for the past.

It never knows what a shop sells, what was ordered or what money moved. It never asks whether the acting person may
act: surfaces do, with queries.require_role or the operator's role.
"""
