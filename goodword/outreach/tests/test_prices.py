"""Who saved something is told when it truly costs less: once, if they want it, and not too often."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from goodword.catalog import actions as catalog
from goodword.catalog.models import Offer
from goodword.kit.limits import PRICE_NOTICES
from goodword.outreach import actions, jobs, queries
from goodword.outreach.models import Drop, Notice
from goodword.outreach.rules import NEWS_FOR, Group
from goodword.outreach.tests.hearing import hear, told, waiting
from goodword.social import actions as social
from goodword.social.tests.stage import Stage

pytestmark = pytest.mark.django_db
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@dataclass
class Shelf:
    """Things with a word each, at 128.00, and somebody who saves them."""

    stage: Stage
    lin: UUID
    shop: UUID

    def word(self, title: str = "Longjing tea") -> tuple[UUID, UUID]:
        """A word, and the offer of what it is about."""
        product = self.stage.product(self.shop, title=title)
        return self.stage.post(self.lin, product), Offer.objects.get(product_id=product).id

    def saved(self, *words: UUID, by: UUID | None = None, at: datetime | None = None) -> UUID:
        person = by or self.stage.person()
        for word in words:
            social.save_post(person_id=person, post_id=word, now=at or self.stage.now, by=person)
        return person

    def costs(self, offer: UUID, price: int, after: timedelta = SECOND) -> datetime:
        """The offer's price from then on; outreach hears of it and does what is due."""
        at = self.stage.now + after
        catalog.set_price(offer, price=price, now=at, by=None)
        hear(at)
        jobs.tell_of_lower_prices(at, 100)
        return at


@pytest.fixture
def shelf(stage: Stage) -> Shelf:
    return Shelf(stage, stage.expert("tea"), stage.shop())


def fell(person: UUID) -> list[tuple[str, int, int]]:
    """What somebody was told: product, price now, and how much less that is."""
    return [
        (str(facts["product"]), int(facts["price"]), int(facts["amount"]))
        for kind, facts in told(person)
        if kind == "cheaper"
    ]


def test_who_saved_it_is_told_what_it_costs_now_and_how_much_less(shelf: Shelf) -> None:
    word, offer = shelf.word()
    fang, other = shelf.saved(word), shelf.stage.person()
    at = shelf.costs(offer, 10800)
    assert fell(fang) == [("Longjing tea", 10800, 2000)]
    (notice,) = queries.notices_of(fang).rows
    assert (notice.subject, notice.at, notice.read, waiting(fang)) == (word, at, False, 1)
    assert told(other) == []
    assert not Drop.objects.exists()


def test_the_same_fall_is_told_once_and_the_next_one_again(shelf: Shelf) -> None:
    """Red without the fact in the key: heard again, it was told again; or the second fall never."""
    word, offer = shelf.word()
    fang = shelf.saved(word)
    at = shelf.costs(offer, 10800)
    for later in (at, at + SECOND):
        hear(later)
        jobs.tell_of_lower_prices(later, 100)
    assert len(fell(fang)) == 1
    shelf.costs(offer, 9800, DAY)
    assert sorted(fell(fang)) == [("Longjing tea", 9800, 3000), ("Longjing tea", 10800, 2000)]


def test_two_saved_words_about_one_thing_are_one_notice(shelf: Shelf) -> None:
    word, offer = shelf.word()
    second = shelf.stage.post(shelf.stage.expert("tea"), Offer.objects.get(id=offer).product_id)
    fang = shelf.saved(word, second)
    shelf.costs(offer, 10800)
    assert len(fell(fang)) == 1


def test_l6_a_price_raised_before_it_fell_is_no_fall(shelf: Shelf) -> None:
    """Red without the lowest of 30 days in no_drops: who saved it at the raised price was told of a saving."""
    word, offer = shelf.word()
    shelf.costs(offer, 19800, DAY)
    fang = shelf.saved(word, at=shelf.stage.now + DAY)
    shelf.costs(offer, 14800, 2 * DAY)
    shelf.costs(offer, 12800, 3 * DAY)
    assert fell(fang) == []
    shelf.costs(offer, 12700, 4 * DAY)
    assert fell(fang) == [("Longjing tea", 12700, 7100)]


def test_l6_after_thirty_days_the_raised_price_is_the_basis(shelf: Shelf) -> None:
    word, offer = shelf.word()
    shelf.costs(offer, 19800, DAY)
    fang = shelf.saved(word, at=shelf.stage.now + DAY)
    shelf.costs(offer, 14800, 32 * DAY)
    assert fell(fang) == [("Longjing tea", 14800, 5000)]


def test_who_saved_it_for_less_or_at_that_price_is_not_told(shelf: Shelf) -> None:
    """Red without the price of the save."""
    word, offer = shelf.word()
    early = shelf.saved(word)
    shelf.costs(offer, 10800)
    late = shelf.saved(word, at=shelf.stage.now + DAY)
    shelf.costs(offer, 10800, 2 * DAY)
    assert (len(fell(early)), fell(late)) == (1, [])


def test_what_cannot_be_bought_or_has_changed_again_is_told_to_nobody(shelf: Shelf) -> None:
    """Red without `good` in tell_of_drop."""
    (word, offer), (gone, other), (back, third) = (shelf.word(name) for name in ("Tea", "Cup", "Pot"))
    fang, at = shelf.saved(word, gone, back), shelf.stage.now + SECOND
    for one in (offer, other, third):
        catalog.set_price(one, price=9900, now=at, by=None)
    hear(at)
    catalog.set_stock(offer, on_hand=0, now=at, by=None)
    catalog.withdraw_product(Offer.objects.get(id=other).product_id, reason="Recalled.", now=at, by=None)
    catalog.set_price(third, price=12800, now=at + SECOND, by=None)
    jobs.tell_of_lower_prices(at + SECOND, 100)
    assert fell(fang) == []
    assert not Drop.objects.exists()


def test_who_does_not_want_it_is_not_told(shelf: Shelf) -> None:
    """Red when the kind is always told."""
    word, offer = shelf.word()
    fang = shelf.saved(word)
    wanted = set(Group) - {Group.SAVED}
    actions.choose_notices(person_id=fang, wanted=wanted, now=shelf.stage.now, by=fang)
    shelf.costs(offer, 10800)
    assert told(fang) == []


def test_a_day_brings_no_more_than_one_can_read(shelf: Shelf) -> None:
    """Red without within_budget; others are told all the same, and the next day brings new ones."""
    words = [shelf.word(f"Tea {number}") for number in range(PRICE_NOTICES + 2)]
    fang = shelf.saved(*(word for word, _offer in words))
    lin = shelf.saved(words[-1][0])
    for _word, offer in words:
        at = shelf.costs(offer, 10800)
    assert len(fell(fang)) == PRICE_NOTICES
    assert fell(lin) == [(f"Tea {PRICE_NOTICES + 1}", 10800, 2000)]
    hear(at + DAY)
    jobs.tell_of_lower_prices(at + DAY, 100)
    assert len(fell(fang)) == PRICE_NOTICES
    shelf.costs(words[-1][1], 9800, 2 * DAY)
    assert len(fell(fang)) == PRICE_NOTICES + 1


def test_many_are_told_in_turn_at_a_fixed_cost(shelf: Shelf, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """Red without `beyond`: the first few were told again and again, the others never."""
    word, offer = shelf.word()
    people = [shelf.saved(word) for _each in range(5)]
    at = shelf.stage.now + SECOND
    catalog.set_price(offer, price=10800, now=at, by=None)
    hear(at)
    for _turn in range(2):
        with django_assert_num_queries(16):
            assert actions.tell_of_drop(limit=2, now=at) == 2
    assert (Notice.objects.filter(kind="cheaper").count(), Drop.objects.get().beyond > 0) == (4, True)
    assert actions.tell_of_drop(limit=2, now=at) == 1
    assert actions.tell_of_drop(limit=2, now=at) == 0
    assert [len(fell(person)) for person in people] == [1] * 5


def test_what_happened_long_ago_and_what_nobody_saved_waits_for_nobody(shelf: Shelf) -> None:
    (word, offer), (_other, unsaved) = shelf.word("Tea"), shelf.word("Cup")
    shelf.saved(word)
    for one in (offer, unsaved):
        catalog.set_price(one, price=9900, now=shelf.stage.now + SECOND, by=None)
    hear(shelf.stage.now + SECOND + NEWS_FOR)
    assert not Drop.objects.exists()
    hear(shelf.stage.now + SECOND)
    assert not Drop.objects.filter(offer=unsaved).exists()
