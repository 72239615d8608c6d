"""Who saved something is told when it costs less."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goodword.catalog import queries as catalog
from goodword.catalog.rules import PRICE_BASIS
from goodword.kit.leases import lease
from goodword.outreach.actions.telling import tell
from goodword.outreach.models import Drop
from goodword.outreach.queries import drops
from goodword.outreach.rules import FACT_LENGTH, Kind, News, is_news


@transaction.atomic
def watch_prices(changed: Sequence[tuple[UUID, UUID, int, datetime]], *, now: datetime) -> None:
    """Offers cost something else: (fact, offer, price, at). Whose price truly fell, and is saved, is told of later.

    Of several changes of one offer the last one holds; what is no news any more is left. Two statements.
    """
    rows = {
        offer: Drop(offer_id=offer, fact=fact, price=price, at=at, since=at - PRICE_BASIS)
        for fact, offer, price, at in changed
    }
    Drop.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["offer"],
        update_fields=["fact", "price", "at", "since", "beyond"],
    )
    drops.no_drops(list(rows)).delete()
    Drop.objects.filter(offer__in=[offer for offer, row in rows.items() if not is_news(row.at, now)]).delete()


@transaction.atomic
def tell_of_drop(*, limit: int, now: datetime) -> int:
    """Tells up to `limit` of those who saved the offer whose price fell longest ago; says how many it looked at.

    0 says that no price has fallen. Who saved several posts of one offer is told once. What costs something else by
    now, or cannot be bought, is told to nobody.
    """
    due = lease(drops.due_drops(), 1)
    if not due:
        return 0
    (drop,) = due
    offer = catalog.offers([drop.offer_id])[drop.offer_id]
    good = offer.price == drop.price and offer.listed and offer.available > 0
    saves = drops.saves_beyond(drop.offer_id, drop.beyond, limit) if good else []
    told: dict[str, str | int] = {"product": offer.title[:FACT_LENGTH], "price": drop.price, "currency": offer.currency}
    tell(
        [
            News(
                one.person_id,
                Kind.CHEAPER,
                one.post_id,
                str(drop.fact),
                drop.at,
                {**told, "amount": one.price - drop.price},
            )
            for one in saves
            if one.price > drop.price
        ],
        now=now,
    )
    if len(saves) < limit:
        Drop.objects.filter(offer=drop.offer_id).delete()
    else:
        Drop.objects.filter(offer=drop.offer_id).update(beyond=saves[-1].id)
    return max(len(saves), 1)
