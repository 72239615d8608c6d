"""What an operator asks of a list: days, a state out of those there are, and whom."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from goodword.kit.refusals import Refusal
from goodword.people import queries as people
from goodword.web.shell.asks import maybe_id

LENGTH = 80  # characters of anything typed into a search


class NobodyFound(Refusal):
    """A search names somebody who is not there."""

    status = 422
    code = "web.nobody_found"
    sentence = _("Nobody has that handle, e-mail or id.")


def typed(request: HttpRequest, *names: str) -> dict[str, str]:
    """What was typed into a search, to be shown again."""
    return {name: request.GET.get(name, "").strip()[:LENGTH] for name in names}


def one_of(asked: Mapping[str, str], name: str, allowed: Iterable[str]) -> str:
    """What is named, when it is one of those there are; else nothing."""
    return asked[name] if asked[name] in allowed else ""


def first_moment(day: str, *, after: bool = False) -> datetime | None:
    """When a day begins in the house's time, or with `after` when it is over; None for what is no day."""
    try:
        found = parse_date(day)
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2999:
        return None
    begins = datetime.combine(found, time(), tzinfo=timezone.get_current_timezone())
    return begins + timedelta(days=1) if after else begins


def whom(text: str) -> UUID | None:
    """The id of whoever is meant by an id, a handle or an e-mail; None when nobody was named."""
    if not text:
        return None
    found = maybe_id({"id": text}, "id")
    if found:
        return found
    if "@" in text.lstrip("@"):
        known = people.by_email(text)
        if known is None:
            raise NobodyFound
        return known.id
    try:
        return people.by_handle(text.removeprefix("@")).id
    except people.PersonUnknown as unknown:
        raise NobodyFound from unknown
