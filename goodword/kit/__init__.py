"""Small pieces every module may use: money, ids, clock, refusals, limits, paging, jobs, leases, egress.

No models and no domain nouns live here. Nothing here imports another module of Goodword.
"""
