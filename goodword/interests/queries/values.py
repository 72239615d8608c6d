"""Values on their way to and from SQL written by hand: by the one door, kit.statements, on either database."""

from functools import cache

from django.db import DatabaseError

from goodword.kit.statements import read as rows
from goodword.kit.statements import uuid_of, woven

__all__ = ["knows_lateral", "rows", "uuid_of", "woven"]


@cache
def knows_lateral() -> bool:
    """Whether this database can join to each row what a subquery finds for it (SQL:1999, LATERAL). Asked once."""
    try:
        rows("SELECT 1 FROM (SELECT 1 AS one) a CROSS JOIN LATERAL (SELECT a.one) b", {})
    except DatabaseError:
        return False
    return True
