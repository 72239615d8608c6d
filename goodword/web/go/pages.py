"""What the way out tells."""

from dataclasses import dataclass

from goodword.partners.rules import website_host
from goodword.web.shell.ways import shop_at


@dataclass(frozen=True, slots=True)
class Page:
    """A shop's website, and the host it lies on."""

    shop: str
    slug: str
    website: str
    host: str


def way_out(signed: str) -> Page:
    """Where a signed name leads. Refuses names that lead nowhere, and an address that is no longer a good one."""
    shop = shop_at(signed)
    return Page(shop.name, shop.slug, shop.website, website_host(shop.website))
