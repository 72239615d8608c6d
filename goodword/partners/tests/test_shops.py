"""A shop as a party: its papers, standing and staff."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goodword.journal.models import Entry
from goodword.kit.money import UnknownCurrency
from goodword.kit.verification import verify_all
from goodword.partners import actions, queries, rules
from goodword.partners.models import Shop, Staff, Suspension
from goodword.partners.rules import AGREEMENT_VERSION, BadTerms, UnknownRole

pytestmark = pytest.mark.django_db
Open = Callable[..., UUID]
Join = Callable[[str], UUID]


def told(name: str) -> int:
    return Entry.objects.filter(name=f"partners.{name}").count()


def test_a_new_shop_has_its_owner_and_is_not_yet_recommendable(open_shop: Open, join: Join, now: datetime) -> None:
    owner = join("Lin")
    shop_id = open_shop(owner_id=owner, delivery_fee=600, free_delivery_from=9900, return_days=14)
    view = queries.shop(shop_id)
    assert (view.slug, view.currency, view.delivery_fee, view.free_delivery_from) == ("meijiawu", "CNY", 600, 9900)
    assert (view.recommendable, view.verified_at, view.agreement, view.suspended_for) == (False, None, None, None)
    assert queries.by_slug("meijiawu") == view
    assert queries.role_in(shop_id, owner) == "owner"
    assert [brief.id for brief in queries.shops_of(owner)] == [shop_id]
    assert queries.staff_ids([shop_id]) == {shop_id: {owner}}
    assert told("ShopOpened") == 1


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        ({"currency": "cny"}, UnknownCurrency),
        ({"delivery_fee": -1}, BadTerms),
        ({"delivery_fee": 10**12 + 1}, BadTerms),
        ({"free_delivery_from": -1}, BadTerms),
        ({"return_days": 6}, BadTerms),
        ({"return_days": 91}, BadTerms),
    ],
)
def test_s60_terms_out_of_bounds_open_no_shop(open_shop: Open, terms: dict[str, object], refusal: type) -> None:
    with pytest.raises(refusal):
        open_shop(**terms)
    assert not Shop.objects.exists()


def test_an_address_word_belongs_to_one_shop(open_shop: Open, join: Join) -> None:
    first = open_shop()
    owner = join("Late")
    with pytest.raises(actions.SlugTaken) as refused:
        open_shop(owner_id=owner)
    assert "meijiawu" in str(refused.value)
    assert [shop.id for shop in Shop.objects.all()] == [first]
    assert queries.shops_of(owner) == []


def test_row_13_only_a_verified_agreed_and_unsuspended_shop_is_recommendable(open_shop: Open, now: datetime) -> None:
    shop_id, by = open_shop(), uuid4()
    actions.verify_shop(shop_id, note="Papers seen.", now=now, by=by)
    assert queries.recommendable([shop_id]) == set()
    actions.accept_agreement(shop_id, version=AGREEMENT_VERSION, now=now, by=by)
    assert queries.recommendable([shop_id]) == {shop_id}
    actions.suspend_shop(shop_id, reason="Sold copies.", now=now, by=by)
    assert queries.recommendable([shop_id]) == set()
    assert queries.shop(shop_id).suspended_for == "Sold copies."
    actions.lift_suspension(shop_id, now=now + timedelta(days=1), by=by)
    assert queries.recommendable([shop_id]) == {shop_id}
    row = Suspension.objects.get()
    assert (row.reason, row.by, row.lifted_by, row.lifted_at) == ("Sold copies.", by, by, now + timedelta(days=1))
    assert [told(n) for n in ("ShopVerified", "AgreementAccepted", "ShopSuspended", "SuspensionLifted")] == [1] * 4


def test_agreement_alone_is_not_enough(open_shop: Open, now: datetime) -> None:
    shop_id = open_shop()
    actions.accept_agreement(shop_id, version=AGREEMENT_VERSION, now=now, by=None)
    assert queries.recommendable([shop_id]) == set()


def test_verifying_and_accepting_again_changes_nothing(open_shop: Open, now: datetime) -> None:
    shop_id = open_shop()
    for moment in (now, now + timedelta(days=1)):
        actions.verify_shop(shop_id, note="Papers seen.", now=moment, by=None)
        actions.accept_agreement(shop_id, version=AGREEMENT_VERSION, now=moment, by=None)
    assert (told("ShopVerified"), told("AgreementAccepted")) == (1, 1)
    assert queries.shop(shop_id).verified_at == now


def test_an_old_agreement_cannot_be_accepted(open_shop: Open, now: datetime) -> None:
    shop_id = open_shop()
    with pytest.raises(actions.OldAgreement):
        actions.accept_agreement(shop_id, version="1999-01", now=now, by=None)
    assert queries.shop(shop_id).agreement is None


def test_a_suspension_needs_a_reason_and_happens_once(open_shop: Open, now: datetime) -> None:
    shop_id = open_shop()
    with pytest.raises(actions.ReasonMissing):
        actions.suspend_shop(shop_id, reason="  ", now=now, by=None)
    with pytest.raises(actions.NotSuspended):
        actions.lift_suspension(shop_id, now=now, by=None)
    actions.suspend_shop(shop_id, reason="First.", now=now, by=None)
    with pytest.raises(actions.AlreadySuspended):
        actions.suspend_shop(shop_id, reason="Second.", now=now, by=None)
    assert [row.reason for row in Suspension.objects.all()] == ["First."]


@pytest.mark.parametrize(
    "act",
    [
        lambda shop, now: actions.verify_shop(shop, note="", now=now, by=None),
        lambda shop, now: actions.suspend_shop(shop, reason="x", now=now, by=None),
        lambda shop, now: actions.change_shop(shop, changes={"name": "x"}, now=now, by=None),
        lambda shop, now: actions.set_commission(shop, None, rate_bp=1, from_at=now, now=now, by=None),
        lambda shop, now: queries.shop(shop),
        lambda shop, now: queries.by_slug("nowhere"),
    ],
)
def test_s74_an_unknown_shop_is_not_found(act: Callable[[UUID, datetime], object], now: datetime) -> None:
    with pytest.raises(queries.NoSuchShop):
        act(uuid4(), now)
    assert not Entry.objects.exists()


def test_a_shop_changes_its_terms_within_bounds(open_shop: Open, now: datetime) -> None:
    shop_id = open_shop()
    actions.change_shop(shop_id, changes={"name": "Meijiawu Farm", "delivery_fee": 800}, now=now, by=None)
    assert (queries.shop(shop_id).name, queries.shop(shop_id).delivery_fee) == ("Meijiawu Farm", 800)
    with pytest.raises(BadTerms):
        actions.change_shop(shop_id, changes={"name": "Other", "return_days": 0}, now=now, by=None)
    assert (queries.shop(shop_id).name, queries.shop(shop_id).return_days) == ("Meijiawu Farm", 7)
    assert told("ShopChanged") == 1


@pytest.mark.parametrize("field", ["currency", "recommendable", "id", "slug", "opened_at"])
def test_s03_no_other_field_of_a_shop_can_be_written(open_shop: Open, now: datetime, field: str) -> None:
    shop_id = open_shop()
    before = Shop.objects.filter(id=shop_id).values().get()
    with pytest.raises(ValueError, match="not changeable"):
        actions.change_shop(shop_id, changes={field: "USD"}, now=now, by=None)
    assert Shop.objects.filter(id=shop_id).values().get() == before


def test_staff_have_one_role_each_and_a_shop_keeps_an_owner(open_shop: Open, join: Join, now: datetime) -> None:
    owner, packer = join("Owner"), join("Packer")
    shop_id = open_shop(owner_id=owner)
    actions.add_staff(shop_id, packer, role="packer", now=now, by=owner)
    actions.add_staff(shop_id, packer, role="manager", now=now, by=owner)
    assert [(member.person_id, member.role) for member in queries.staff(shop_id)] == [
        (owner, "owner"),
        (packer, "manager"),
    ]
    with pytest.raises(UnknownRole):
        actions.add_staff(shop_id, packer, role="boss", now=now, by=owner)
    with pytest.raises(actions.LastOwner):
        actions.remove_staff(shop_id, owner, now=now, by=owner)
    with pytest.raises(actions.LastOwner):
        actions.add_staff(shop_id, owner, role="packer", now=now, by=owner)
    actions.remove_staff(shop_id, packer, now=now, by=owner)
    actions.remove_staff(shop_id, packer, now=now, by=owner)
    assert queries.role_in(shop_id, packer) is None
    assert (told("StaffAdded"), told("StaffRemoved")) == (2, 1)


def test_s04_a_role_is_required_as_if_the_shop_did_not_exist(open_shop: Open, join: Join, now: datetime) -> None:
    owner, packer, stranger = join("Owner"), join("Packer"), join("Stranger")
    shop_id, other = open_shop(owner_id=owner), open_shop("jingde")
    actions.add_staff(shop_id, packer, role="packer", now=now, by=owner)
    assert queries.require_role(shop_id, owner, "owner", "manager") == "owner"
    assert queries.require_role(shop_id, packer) == "packer"
    for asked, person, roles in [
        (shop_id, packer, ("owner", "manager")),
        (shop_id, stranger, ()),
        (shop_id, None, ()),
        (other, owner, ()),
    ]:
        with pytest.raises(queries.NoSuchShop):
            queries.require_role(asked, person, *roles)


def test_reads_of_many_shops_are_one_statement(open_shop: Open) -> None:
    shops = [open_shop(slug) for slug in ("one", "two", "three")]
    for read in (queries.briefs, queries.staff_ids, queries.recommendable):
        with CaptureQueriesContext(
            connection,
        ) as statements:
            read([*shops, uuid4()])
        assert len(statements) == 1
    assert {brief.slug for brief in queries.briefs([*shops, uuid4()]).values()} == {"one", "two", "three"}


def test_the_operators_queue_holds_the_unverified_oldest_first(open_shop: Open, now: datetime) -> None:
    shops = sorted(open_shop(f"shop-{n}") for n in range(23))
    actions.verify_shop(shops[0], note="", now=now, by=None)
    first = queries.waiting()
    rest = queries.waiting(first.next)
    assert [brief.id for brief in (*first.rows, *rest.rows)] == shops[1:]
    assert (len(first.rows), rest.next) == (20, None)


@pytest.mark.breaks_books
def test_row_13_verification_finds_a_standing_that_nothing_supports(open_shop: Open) -> None:
    shop_id = open_shop()
    assert verify_all() == []
    Shop.objects.filter(id=shop_id).update(recommendable=True)
    assert verify_all() == [f"R-13: shop {shop_id} is recommendable=True"]


def test_staff_cannot_be_written_with_another_role(open_shop: Open) -> None:
    open_shop()
    with pytest.raises(IntegrityError), transaction.atomic():
        Staff.objects.update(role="boss")


def test_our_own_reason_is_told_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Red when the English words that leaving writes down are shown as they are."""
    monkeypatch.setattr(rules, "gettext", str.upper)
    assert rules.told_reason(rules.LEFT) == "ITS OWNER HAS LEFT."
    assert rules.told_reason("Sold copies.") == "Sold copies."
