"""What a person is shown and why: the walls, and the stream of signals that later engines learn from.

Nouns: a *wall* is a page of cards in one lane (for-you, following, or a topic); a *tie* is what a person follows; a
*rank* is a moment: when a post was published, plus the bonus of the best tie; a *because* names that tie; a *signal*
says that a person saw, opened, saved, carted or bought through a post on one day.

The published formula of For you: rank = time of publication + 48 hours when you follow the author, or + 24 hours when
you follow the topic or a shop whose goods are in it, or + 0. It does not change while you read, so paging is exact.

Invariants: a wall never shows a post twice, a withdrawn post, or a product that cannot be bought; what explains a
rank is the function that made it. It cannot import ads: money does not steer what is organic.
"""
