"""What every process of the house must know of at once: how often an address or an account has tried (S-70)."""

from datetime import datetime

from django.db import transaction

from goodword.kit.statements import write
from goodword.people.models import Counted

ADD = """INSERT INTO people_counted ("key", value, expires_at) VALUES (%s, %s, %s)
         ON CONFLICT ("key") DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
         WHERE people_counted.expires_at <= %s"""
SET = """INSERT INTO people_counted ("key", value, expires_at) VALUES (%s, %s, %s)
         ON CONFLICT ("key") DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at"""


def count_first(*, key: str, value: str, expires_at: datetime, now: datetime) -> bool:
    """Keeps `value` under `key` unless something is kept there; whether it was. Of two at once one wins."""
    return write(ADD, [key, value, expires_at, now]) == 1


def count_anew(*, key: str, value: str, expires_at: datetime) -> None:
    """Keeps `value` under `key` instead of what was there."""
    write(SET, [key, value, expires_at])


def uncount(*, key: str) -> bool:
    """Forgets what is kept under `key`; whether anything was."""
    return Counted.objects.filter(key=key).delete()[0] > 0


def uncount_all() -> None:
    """Forgets all that is kept."""
    Counted.objects.all().delete()


@transaction.atomic
def forget_counted(*, now: datetime, limit: int) -> int:
    """Removes up to `limit` counts whose time is over; says how many."""
    over = list(Counted.objects.filter(expires_at__lte=now).values_list("key", flat=True)[:limit])
    return Counted.objects.filter(key__in=over, expires_at__lte=now).delete()[0] if over else 0
