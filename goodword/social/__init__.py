"""Words that people put in for products: recommendations, what is said below them, who follows what, showcases.

Nouns: a *post* is one expert's recommendation of 1 to 9 products in one topic, with a reason and a claim kept as
evidence; an *edit* keeps what stood there before; a *withdrawal* ends it; a *disclosure* says what money or gift
stands behind it; a *tie* is following a person, a shop or a topic; a *save* is a bookmark that remembers a price and
may lie in a private *folder*; a *comment* belongs to a thread; a *showcase* is a person's ordered *shelves* of
products they recommend.

Invariants: only a certified author, only recommendable products (rows 2, 3, 13); the products of a post never change
(S-64); one live post per author and product (S-66); no view of a post without its disclosure (I-29, G11); edits and
withdrawals leave a row that says who, when and why.

A post's id is made of the moment it was published, so the order of ids is the order of time.
It never ranks anything and never moves money.
"""
