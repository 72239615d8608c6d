"""Each person's row says how much waits for them; whoever changes their notices counts again."""

from collections.abc import Iterator, Set
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from goodword.outreach import queries
from goodword.people import actions as people
from goodword.people import queries as people_queries


@contextmanager
def counted_again(person_ids: Set[UUID]) -> Iterator[dict[UUID, bool]]:
    """What happens in here changes these persons' notices: one transaction, in turn with others who do the same.

    Says whether each of them is still here, which stays true as long as their row is locked. The count is exact
    because it is made under the person's lock, which everybody who changes it takes first.
    """
    with transaction.atomic():
        locked = people_queries.lock_persons(person_ids)
        yield locked
        people.set_waiting(queries.unread_of(locked))
