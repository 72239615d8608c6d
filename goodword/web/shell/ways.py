"""The ways out of Goodword: signed names of shops whose own website a page of ours may lead to (S-16)."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from goodword.kit.refusals import NotFound
from goodword.partners import queries as partners
from goodword.web.shell.jinja import url

SALT = "goodword.web.go"


class NoSuchWay(NotFound):
    """The name is not one we signed, or the shop leads nowhere (any more)."""

    status = 404
    code = "web.no_such_way"
    sentence = _("This link leads nowhere. Go back to the shop and follow it from there.")


def way_to(shop: partners.ShopView) -> str | None:
    """The address of the page that leads to the shop's website, or None when there is none to lead to."""
    return url("go", _signer().sign(str(shop.id))) if _is_open(shop) else None


def shop_at(signed: str) -> partners.ShopView:
    """The shop a signed name is of. Refuses what we did not sign and shops that lead nowhere, in the same way."""
    try:
        shop = partners.shop(UUID(_signer().unsign(signed)))
    except (BadSignature, partners.NoSuchShop) as error:
        raise NoSuchWay from error
    if not _is_open(shop):
        raise NoSuchWay
    return shop


def _is_open(shop: partners.ShopView) -> bool:
    """Nobody is sent to a shop that was not verified or is suspended."""
    return bool(shop.website) and shop.recommendable


def _signer() -> Signer:
    return Signer(salt=SALT)
