"""The inbox: what happened, in the reader's words; read, left and chosen; and nobody else's."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.journal.tests.hearing import hear
from goodword.kit.limits import PAGE_SIZE
from goodword.orders import actions as orders
from goodword.orders import queries as order_queries
from goodword.outreach import actions, queries
from goodword.outreach.rules import SORTS, Group, Kind, News
from goodword.people.models import Person
from goodword.social import actions as social
from goodword.web.inbox import pages
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\u202e'


@pytest.fixture
def bought(stage: Stage) -> UUID:
    """Fang bought a tin of tea on Lin Yue's word; the shop sent it; everybody was told."""
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, stage.word))
    scene.paid(placed, stage.now)
    (order,) = order_queries.purchase_for(stage.fang.id, placed.purchase_id).orders
    later = stage.now + timedelta(seconds=1)
    parcel = {"carrier": "SF Express", "number": "SF1029", "auto_receipt": timedelta(days=10)}
    orders.dispatch_order(order.id, **parcel, now=later, by=stage.owner.id)
    hear(stage.now, ["outreach"])
    return placed.purchase_id


def text(client: Client, address: str = "/inbox/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def notices(person: Person) -> list[queries.NoticeView]:
    return list(queries.notices_of(person.id).rows)


def opening(notice: queries.NoticeView) -> str:
    return f"/inbox/{notice.id}/opening/"


def test_what_happened_stands_there_newest_first_and_the_frame_counts_it(
    stage: Stage, bought: UUID, signed_in: Enter
) -> None:
    page = text(signed_in(stage.fang))
    assert page.index("Meijiawu Farm Shop sent your parcel") < page.index("¥134.00 is paid and held safe")
    assert "SF Express · SF1029" in page
    assert '<span class="badge" aria-hidden="true">2</span>' in page
    assert '<span class="unseen">, 2 unread</span>' in page


def test_opening_reads_it_and_leads_to_the_purchase(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    fang = signed_in(stage.fang)
    sent, paid = notices(stage.fang)
    answer = fang.post(opening(sent))
    assert (answer.status_code, answer["Location"]) == (302, f"/purchases/{bought}/")
    assert [row.read for row in notices(stage.fang)] == [True, False]
    assert '<span class="badge" aria-hidden="true">1</span>' in text(fang, "/purchases/")
    fang.post("/inbox/reading/")
    assert [row.read for row in notices(stage.fang)] == [True, True]
    assert 'class="badge"' not in text(fang)
    assert "Mark all as read" not in text(fang)
    assert paid.kind == Kind.PAID


def test_s04_looking_changes_nothing(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    """Red when a view that reads answers GET."""
    fang, before = signed_in(stage.fang), notices(stage.fang)
    text(fang)
    text(fang, "/inbox/settings/")
    for address in (opening(before[0]), "/inbox/reading/"):
        assert fang.get(address).status_code == 405
    assert notices(stage.fang) == before


@pytest.mark.parametrize("who", ["lin", "owner"])
def test_s01_another_person_meets_nothing(stage: Stage, bought: UUID, signed_in: Enter, who: str) -> None:
    """Red when outreach.mark_read does not begin with the reader."""
    other, before = signed_in(getattr(stage, who)), notices(stage.fang)
    for notice in before:
        answer = other.post(opening(notice))
        assert answer.status_code == 404
        assert "SF1029" not in answer.content.decode()
    other.post("/inbox/reading/")
    other.post("/inbox/settings/", {})
    assert notices(stage.fang) == before
    assert "SF1029" not in text(other)
    assert set(queries.choices_of(stage.fang.id).values()) == {True}
    for wrong in (uuid4(), bought):
        assert other.post(f"/inbox/{wrong}/opening/").status_code == 404


def test_s01_a_guest_is_asked_to_sign_in(stage: Stage, bought: UUID, client: Client) -> None:
    before = notices(stage.fang)
    for address in ("/inbox/", "/inbox/settings/"):
        assert client.get(address)["Location"] == f"/account/login/?next={address}"
    for address in (opening(before[0]), "/inbox/reading/", "/inbox/settings/"):
        assert client.post(address)["Location"].startswith("/account/login/")
    assert notices(stage.fang) == before
    assert "inbox" not in client.get("/").content.decode().lower().replace("icons.svg#inbox", "")


def test_s54_two_readers_in_turn_see_their_own(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    """Red without the Cache-Control of the middleware."""
    fang, lin = signed_in(stage.fang), signed_in(stage.lin)
    for _turn in range(2):
        answer = fang.get("/inbox/")
        assert "SF1029" in answer.content.decode()
        assert answer["Cache-Control"] == "private, no-cache"
        assert "Cookie" in answer["Vary"]
        assert "SF1029" not in text(lin)


def test_s53_hostile_names_and_words_are_only_text(stage: Stage, signed_in: Enter) -> None:
    """Red with |safe on any of sentence and detail."""
    evil = scene.person("Evil", stage.now)
    Person.objects.filter(id=evil.id).update(name=HOSTILE[:80])
    social.follow(person_id=evil.id, kind="person", target=stage.lin.id, now=stage.now, by=evil.id)
    comment = {"text": HOSTILE, "answer_to": None, "now": stage.now, "by": evil.id}
    social.comment(post_id=stage.word, author_id=evil.id, **comment)
    hear(stage.now, ["outreach"])
    told = {"shop": HOSTILE, "carrier": HOSTILE, "parcel": HOSTILE, "reason": HOSTILE, "product": HOSTILE}
    told |= {"topic": HOSTILE, "file": HOSTILE, "number": HOSTILE, "currency": "CNY"}
    told["until"] = stage.now.isoformat()
    everything = [
        News(stage.lin.id, kind, uuid4(), "x", stage.now, dict(told), part=uuid4())
        for kind in Kind
        if kind not in (Kind.FOLLOWED, Kind.COMMENTED)
    ]
    actions.tell(everything, now=stage.now)
    lin = signed_in(stage.lin)
    page = text(lin) + text(lin, pages.inbox(stage.lin.id, None).next or "")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert page.count("&lt;script&gt;alert(1)") >= len(everything)


def test_every_kind_has_words_in_both_languages_and_leads_somewhere(stage: Stage, signed_in: Enter) -> None:
    told = {"shop": "Farm", "shop_id": str(stage.shop_id), "number": "GW-1", "currency": "CNY", "amount": 100}
    told |= {"until": stage.now.isoformat(), "topic": "tea", "product": "Longjing", "file": "goods.csv"}
    actions.tell(
        [News(stage.fang.id, kind, stage.fang.id, "x", stage.now, told, part=uuid4()) for kind in Kind], now=stage.now
    )
    fang = signed_in(stage.fang)
    first = queries.notices_of(stage.fang.id)
    for row in (*first.rows, *queries.notices_of(stage.fang.id, first.next).rows):
        assert fang.post(opening(row))["Location"].startswith("/")
    cursor = pages.inbox(stage.fang.id, None).next or ""
    page = text(fang) + text(fang, cursor)
    assert page.count('<button class="notice"') == len(Kind)
    assert "You are certified in Tea" in page
    assert "%(" not in page
    fang.post("/language/", {"language": "zh-hans", "next": "/"})
    assert "茶" in text(fang) + text(fang, cursor)


def test_many_at_once_are_one_line(stage: Stage, signed_in: Enter) -> None:
    followers = [scene.person(f"Reader {place}", stage.now) for place in range(3)]
    for one in followers[:1]:
        social.follow(person_id=one.id, kind="person", target=stage.lin.id, now=stage.now, by=one.id)
    hear(stage.now, ["outreach"])
    assert "Reader 0 follows you" in text(signed_in(stage.lin))
    for one in followers[1:]:
        social.follow(person_id=one.id, kind="person", target=stage.lin.id, now=stage.now, by=one.id)
    hear(stage.now, ["outreach"])
    page = text(signed_in(stage.lin))
    assert "3 new followers" in page
    assert "follows you" not in page


def test_the_list_goes_on_page_by_page(stage: Stage, signed_in: Enter) -> None:
    tell(stage.fang, stage.now, PAGE_SIZE + 3)
    fang = signed_in(stage.fang)
    assert text(fang).count('<button class="notice') == PAGE_SIZE
    more = pages.inbox(stage.fang.id, None).next
    assert more is not None
    assert f'href="{more}"' in text(fang)
    assert text(fang, more).count('<button class="notice') == 3
    assert fang.get("/inbox/?cursor=x").status_code == 400


def tell(person: Person, at: datetime, count: int) -> None:
    facts = {"shop": "Farm", "carrier": "SF", "parcel": "1"}
    actions.tell([News(person.id, Kind.DISPATCHED, uuid4(), f"{n}", at, dict(facts)) for n in range(count)], now=at)


def test_a_hundred_and_more_are_said_so(stage: Stage, signed_in: Enter) -> None:
    tell(stage.fang, stage.now, 120)
    assert '<span class="badge" aria-hidden="true">99+</span>' in text(signed_in(stage.fang))


def test_an_empty_inbox_says_what_comes_here(stage: Stage, signed_in: Enter) -> None:
    page = text(signed_in(stage.fang))
    assert "Nothing to know yet" in page
    assert 'class="badge"' not in page


def test_what_is_switched_off_is_not_told_any_more(stage: Stage, signed_in: Enter) -> None:
    fang = signed_in(stage.fang)
    page = text(fang, "/inbox/settings/")
    assert page.count(" checked") == len(Group)
    kept = [group.value for group in Group if group != Group.PURCHASES]
    answer = fang.post("/inbox/settings/", {"group": [*kept, "nonsense"]}, follow=True)
    assert "Kept. You are told what you chose" in answer.content.decode()
    assert answer.content.decode().count(" checked") == len(kept)
    assert not SORTS[Kind.DISPATCHED].always
    tell(stage.fang, stage.now, 1)
    assert notices(stage.fang) == []


def test_statements_of_the_inbox(
    stage: Stage, bought: UUID, signed_in: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lin = signed_in(stage.lin)
    for place in range(12):
        reader = scene.person(f"Reader {place}", stage.now)
        social.follow(person_id=reader.id, kind="person", target=stage.lin.id, now=stage.now, by=reader.id)
    hear(stage.now, ["outreach"])
    lin.get("/inbox/")
    with django_assert_max_num_queries(6):  # session, person, notices, names (two), topics
        lin.get("/inbox/")
    with django_assert_max_num_queries(3):
        lin.get("/inbox/settings/")


def test_a_withdrawal_is_told_to_staff_as_one(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    """Red without the return's ground in the notice."""
    (order,) = order_queries.purchase_for(stage.fang.id, bought).orders
    back = [(order.lines[0].id, 1)]
    orders.ask_return(order.id, lines=back, ground="withdrawal", now=stage.now, by=stage.fang.id)
    hear(stage.now, ["outreach"])
    inbox = text(signed_in(stage.owner))
    assert "A buyer has withdrawn and sends something back" in inbox
    assert "asks to return" not in inbox
