"""For operators: whether the books are true."""

from django.http import HttpResponse
from ninja import Router
from typing_extensions import TypedDict

from goodword.api.tokens import Asked, require_operator
from goodword.api.wire import answer
from goodword.kit.verification import registry, verify_all

router = Router(tags=["operations"])


class Verified(TypedDict):
    """How many checks ran over the whole database, and every breach they found; none when all is well."""

    checks: int
    breaches: list[str]


@router.get("/verification", operation_id="verifyBooks", response=Verified)
def verification(request: Asked) -> HttpResponse:
    """Operators: runs every check of every invariant over the books. Takes as long as the books are thick."""
    require_operator(request.auth)
    return answer({"checks": len(registry), "breaches": verify_all()})
