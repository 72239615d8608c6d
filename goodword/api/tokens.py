"""Who asks: a program with a person's token. Cookies count for nothing here (S-50)."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from ninja.security import HttpBearer

from goodword.api.problems import NoToken, OperatorsOnly
from goodword.kit import clock
from goodword.people import actions as people_actions
from goodword.people import queries as people

TOKEN_LENGTH = 200  # ours have 46 characters


@dataclass(frozen=True, slots=True)
class Caller:
    """The person whose token was shown."""

    id: UUID


@dataclass(frozen=True, slots=True)
class Reader:
    """The person whose token was shown, or nobody."""

    id: UUID | None


class Asked(HttpRequest):
    """A request with a token."""

    auth: Caller


class Read(HttpRequest):
    """A request that may have a token."""

    auth: Reader


class Token(HttpBearer):
    """A token made on the account's page, sent as `Authorization: Bearer gw_...`."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Whose token it is. One statement; a second one once a minute."""
        if len(token) > TOKEN_LENGTH:
            return None
        person_id = people_actions.use_token(secret=token, now=clock.now())
        return Caller(person_id) if person_id else None


class TokenOrNot(HttpBearer):
    """The same token, where guests may look too. A token that does not work is refused all the same."""

    def __call__(self, request: HttpRequest) -> Reader:
        """The reader, or nobody when there is no token."""
        if "Authorization" not in request.headers:
            return Reader(None)
        found = TOKEN(request)
        if found is None:
            raise NoToken
        return Reader(found.id)

    def authenticate(self, request: HttpRequest, token: str) -> Reader:
        """Not asked: the call above decides."""
        raise NoToken


TOKEN = Token()
TOKEN_OR_NOT = TokenOrNot()


def require_operator(caller: Caller) -> None:
    """Refuses everybody but operators."""
    if not people.has_role(caller.id, "operator"):
        raise OperatorsOnly
