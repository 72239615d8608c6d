"""What one needs to know comes to one's inbox, and goes from there to where it matters: by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.chromium import Street, Visitor
from tests.journeys.keys import Keys
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
SENT = "SELECT COUNT(*) FROM outreach_notice WHERE kind = 'dispatched' AND read_at IS NULL"
DISPATCH = """
from datetime import timedelta
from uuid import UUID
from goodword.kit import clock
from goodword.orders import actions, queries
from goodword.partners import queries as partners
buyer, purchase = UUID("{buyer}"), UUID("{purchase}")
for order in queries.purchase_for(buyer, purchase).orders:
    (owner, *_others) = sorted(partners.staff_ids([order.shop_id])[order.shop_id])
    parcel = dict(carrier="SF Express", number="SF1029", auto_receipt=timedelta(days=10))
    actions.dispatch_order(order.id, now=clock.now(), by=owner, **parcel)
"""


@pytest.fixture
def fang(street: Street) -> Visitor:
    """A shopper."""
    return street.visitor().look_around_as("a shopper")


def buys_and_is_sent(visitor: Visitor, house: Running) -> str:
    """A lamp was paid and the shop has sent it; the address of the purchase."""
    steps.open_word(visitor.open("/"), "The only reading lamp")
    steps.buy_now(visitor)
    purchase = steps.pay(visitor, "¥247.00")
    steps.held(visitor, purchase)
    buyer = house.planted()["people"]["shopper"]
    before = int(house.rows(SENT)[0][0])
    house.python(DISPATCH.format(buyer=buyer, purchase=purchase.strip("/").split("/")[-1]))
    house.until(SENT, [(before + 1,)])
    return purchase


def test_a_parcel_on_its_way_is_told_and_leads_to_the_purchase(fang: Visitor, house: Running) -> None:
    purchase = buys_and_is_sent(fang, house)
    keys = Keys(fang)
    badge = fang.page.locator("nav.bar .badge")
    fang.open("/")
    waiting = int(badge.inner_text())
    keys.to(fang.page.locator("nav.bar").get_by_role("link", name=re.compile(rf"^Inbox\s*, {waiting} unread$")))
    fang.page.keyboard.press("Enter")
    notice = fang.page.locator(".notice.unread", has_text="Lamp & Leaf sent your parcel")
    keys.to(notice)
    expect(notice.first).to_contain_text("SF Express · SF1029")
    fang.page.keyboard.press("Enter")
    fang.page.wait_for_url(f"**{purchase}")
    fang.see("SF1029")
    if waiting > 1:
        expect(badge).to_have_text(str(waiting - 1))
    fang.open("/inbox/")
    keys.press("Mark all as read")
    expect(badge).to_have_count(0)
    expect(fang.page.locator(".notice.unread")).to_have_count(0)
    expect(fang.page.locator(".notice")).not_to_have_count(0)


def test_a_group_is_switched_off_and_stays_silent(fang: Visitor, house: Running) -> None:
    keys = Keys(fang)
    fang.open("/inbox/")
    keys.follow("Notice settings")
    people = fang.page.get_by_role("checkbox", name="People")
    keys.to(people)
    expect(people).to_be_checked()
    fang.page.keyboard.press("Space")
    keys.press("Save changes")
    fang.see("Kept. You are told what you chose from now on.")
    expect(people).not_to_be_checked()
    expect(fang.page.get_by_role("checkbox", name="My words")).to_be_checked()
    off = "SELECT COUNT(*) FROM outreach_noticechoice WHERE NOT wanted"
    assert house.rows(off) == [(1,)]


def test_the_inbox_works_without_scripts(street: Street, house: Running) -> None:
    lin = street.visitor(scripts=False).look_around_as("an expert")
    lin.open("/inbox/")
    lin.page.locator(".notice").first.click()
    expect(lin.page.locator("h1")).to_have_count(1)
    assert lin.path != "/inbox/"
