"""What a request asks, read carefully: who, when, which number, which id, and where to go afterwards."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from goodword.kit.limits import LINE_QUANTITY
from goodword.kit.refusals import NotFound, Refusal


class BadNumber(Refusal):
    """A quantity is not a whole number in the allowed range (S-60)."""

    status = 422
    code = "web.bad_number"
    sentence = _("Write the quantity as a whole number from %(least)s to %(most)s.")


class NothingChosen(NotFound):
    """An id is missing or is none of ours; the same answer as for a thing that does not exist (S-01, S-74)."""

    status = 404
    code = "web.nothing_chosen"
    sentence = _("What you chose is no longer here. Go back and choose again.")


def reader(request: HttpRequest) -> UUID | None:
    """The id of who is signed in, or None for a guest."""
    return request.user.pk if request.user.is_authenticated else None


def person(request: HttpRequest) -> UUID:
    """The id of who is signed in, in views that only the signed in reach."""
    found = reader(request)
    if found is None:
        raise NothingChosen
    return found


def one_id(asked: Mapping[str, object], name: str) -> UUID:
    """The id named `name`; refuses anything that is not one."""
    found = maybe_id(asked, name)
    if found is None:
        raise NothingChosen
    return found


def maybe_id(asked: Mapping[str, object], name: str) -> UUID | None:
    """The id named `name`, or None when it is missing, empty or not an id in its usual form."""
    text = str(asked.get(name, ""))
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text.lower() else None


def ids(asked: QueryDict, name: str, most: int) -> list[UUID]:
    """The ids named `name`, each once, of the first `most`; refuses anything among them that is not one (S-01)."""
    return list(dict.fromkeys(one_id({name: text}, name) for text in asked.getlist(name)[:most]))


def quantity(asked: Mapping[str, object], name: str = "quantity", *, least: int = 1) -> int:
    """A whole number of pieces; 1 when not said. Only ASCII digits count (S-60)."""
    text = str(asked.get(name, "1"))
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and least <= int(text) <= LINE_QUANTITY):
        raise BadNumber(least=least, most=LINE_QUANTITY)
    return int(text)


def local(request: HttpRequest, path: str, otherwise: str = "/") -> str:
    """`path` when it is an address of ours without a host, else `otherwise` (S-16)."""
    fits = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if fits and not any(ord(sign) < 32 for sign in path) else otherwise


def chinese() -> bool:
    """Whether the reader reads Chinese now."""
    return (get_language() or "").startswith("zh")
