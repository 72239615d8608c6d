"""Who may come behind a shop's counter."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from goodword.partners import queries as partners
from goodword.partners.queries import ShopView
from goodword.web.shell.doors import signed_in

P = ParamSpec("P")
SELLERS = ("owner", "manager")


@dataclass(frozen=True, slots=True)
class Counter:
    """A person at work in a shop, in a role."""

    person: UUID
    shop: ShopView
    role: str

    @property
    def sells(self) -> bool:
        """Whether they may change goods and prices and give money back."""
        return self.role in SELLERS

    @property
    def owns(self) -> bool:
        """Whether they may change who works there and where the money goes."""
        return self.role == "owner"


Inside = Callable[Concatenate[HttpRequest, Counter, P], HttpResponse]
View = Callable[..., HttpResponse]


def staff(*roles: str) -> Callable[[Inside[P]], View]:
    """Gives a view the counter it stands at: staff of the shop in the address, in one of `roles` (any when none).

    A guest is asked to sign in; for everybody else there is no such shop (S-01, S-04, S-74).
    """

    def door(view: Inside[P]) -> View:
        @signed_in
        @wraps(view)
        def guarded(request: HttpRequest, person: UUID, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            shop = partners.by_slug(slug)
            role = partners.require_role(shop.id, person, *roles)
            return view(request, Counter(person, shop, role), *args, **kwargs)

        return guarded

    return door
