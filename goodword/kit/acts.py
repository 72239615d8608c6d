"""Acts: an action that may be a step of a larger one, in the larger one's transaction and without a savepoint.

A savepoint costs two statements, and a step needs none, because a refusal in it undoes the whole act. Whoever catches
a refusal of a step and goes on sets a savepoint (`transaction.atomic`) around that step; without it Django refuses
every further statement of the transaction, so that half-done work can never be committed.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

Told = ParamSpec("Told")
Answer = TypeVar("Answer")
_acting: ContextVar[bool] = ContextVar("acting", default=False)


def act(do: Callable[Told, Answer]) -> Callable[Told, Answer]:
    """Makes `do` atomic: alone it is a transaction, or a savepoint; as a step of another act it is part of that."""

    @wraps(do)
    def done(*args: Told.args, **named: Told.kwargs) -> Answer:
        alone = not _acting.get()
        before = _acting.set(True)
        try:
            with transaction.atomic(savepoint=alone):
                return do(*args, **named)
        finally:
            _acting.reset(before)

    return done
