"""Reads of walls, why they stand as they stand, and what was counted of signals."""

from goodword.interests.queries.cards import WallCard
from goodword.interests.queries.explanation import Explanation, Term, explain
from goodword.interests.queries.tallies import tallies, tally_of_author
from goodword.interests.queries.walls import FOLLOWING, FOR_YOU, wall

__all__ = ["FOLLOWING", "FOR_YOU", "Explanation", "Term", "WallCard", "explain", "tallies", "tally_of_author", "wall"]
