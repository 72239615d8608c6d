"""An operator with a keyboard and nothing else: decides, finds, verifies, freezes and lifts, and reads how all is."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.chromium import Street, Visitor
from tests.journeys.keys import Keys
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
APPLY = """
from uuid import UUID
from goodword.kit import clock
from goodword.partners import actions as partners
from goodword.people import actions, queries
person = queries.by_email("shopper@demo.goodword").id
said = "I have sewn for the theatre of this town for thirty years."
actions.ask_credential(person_id=person, topic="clothing", evidence=said, links=(), now=clock.now(), by=person)
partners.open_shop(
    slug="hill-farm", name="Hill Farm", legal_name="Hill Farm Ltd", registration="9133", country="CN",
    address="1 Hill Road", email="hill@example.com", currency="CNY", owner_id=person, delivery_fee=600,
    now=clock.now(), by=person,
)
print(queries.applications_of(person)[0].id)
"""


def decides(operator: Visitor, keys: Keys, application: str) -> None:
    """Grants an application."""
    operator.open("/desk/")
    keys.follow("Applications to decide")
    keys.to(operator.page.locator(f"main a[href*='{application}']"))
    operator.page.keyboard.press("Enter")
    operator.see("I have sewn for the theatre")
    keys.to(operator.page.get_by_label("Grade, if granted"))
    operator.page.keyboard.type("2")
    keys.fill("Reason", "Known at the theatre")
    keys.press("Grant")
    operator.see("Granted.")


def opens_the_filters(page: Page, keys: Keys) -> None:
    """On a phone the fields of a search lie folded up."""
    keys.to(page.locator("main summary"))
    page.keyboard.press("Enter")


def searches(operator: Visitor, keys: Keys) -> None:
    """Finds a paid purchase and reads its trace; finds in the journal what was just decided."""
    page = operator.page
    keys.follow("Purchases")
    opens_the_filters(page, keys)
    keys.to(page.get_by_label("State"))
    page.keyboard.type("paid")
    keys.press("Search")
    page.wait_for_url("**/desk/purchases/?**state=paid**")
    keys.to(page.locator("#rows a"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/desk/purchases/[0-9a-f-]{36}/$"))
    for told in ("Agreed", "Payments for it", "Who gets what", "Transfers about it", "Purchase placed"):
        operator.see(told)
    keys.follow("Journal")
    opens_the_filters(page, keys)
    keys.to(page.get_by_label("What happened"))
    page.keyboard.type("Certification granted")
    keys.press("Search")
    page.wait_for_url("**kind=people.CredentialGranted**")
    expect(page.locator("#rows tr").first).to_contain_text("clothing")


def finds_a_payment(operator: Visitor, keys: Keys) -> None:
    """What the provider took, and the purchase that it paid."""
    page = operator.page
    keys.follow("Payments")
    opens_the_filters(page, keys)
    keys.to(page.get_by_label("State"))
    page.keyboard.type("captured")
    keys.press("Search")
    page.wait_for_url("**/desk/payments/?**state=captured**")
    expect(page.locator("#rows tr").first.locator("[data-of=State]")).to_have_text("captured")
    keys.to(page.locator("#rows").get_by_role("link", name="the purchase"))
    page.keyboard.press("Enter")
    operator.see("Payments for it")


def takes_a_field(operator: Visitor, keys: Keys) -> None:
    """Finds the expert by grade, and takes the field from them again."""
    page = operator.page
    keys.follow("Experts")
    keys.to(page.get_by_label("Field"))
    page.keyboard.type("Clothing")
    keys.to(page.get_by_label("Grade"))
    page.keyboard.type("2")
    keys.press("Search")
    page.wait_for_url("**grade=2**")
    keys.to(page.locator("#rows a"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/desk/experts/[^/?]+/$"))
    keys.fill("Reason", "Asked us to")
    keys.press("Withdraw")
    operator.see("Withdrawn. The expert reads why.")


def verifies_and_suspends(operator: Visitor, keys: Keys) -> None:
    """A new shop's papers are in order; later it is suspended, and let go."""
    page = operator.page
    keys.follow("Shops")
    keys.follow("Hill Farm")
    page.wait_for_url("**/desk/shops/hill-farm/")
    operator.see("9133")
    keys.fill("What you looked at", "The extract of the register")
    keys.press("The papers are in order")
    operator.see("Verified.")
    keys.fill("Why", "Nobody answers")
    keys.press("Suspend the shop")
    operator.see("Suspended: Nobody answers")
    keys.press("Lift the suspension")
    operator.see("Lifted.")


def freezes_and_lifts(operator: Visitor, keys: Keys) -> None:
    """Keeps a shop's payouts back, and lets them go."""
    keys.follow("Shops")
    keys.fill("Any shop, by its address word", "meijiawu")
    keys.press("Look up")
    keys.follow("Look at payouts, or freeze them")
    keys.fill("Why payouts are frozen", "Two buyers say that nothing came")
    keys.press("Freeze")
    operator.see("Frozen. The payee reads why and until when.")
    operator.see("Frozen: Two buyers say that nothing came")
    keys.fill("Why it is lifted", "Both parcels have arrived")
    keys.press("Let payouts go")
    operator.see("Lifted. What waits goes out with the next payout.")


def test_a_day_at_the_desk_by_keyboard(street: Street, house: Running) -> None:
    house.buy_some()
    application = house.python(APPLY).split()[-1]
    operator = street.visitor().look_around_as("the operator")
    keys, page = Keys(operator), operator.page
    decides(operator, keys, application)
    searches(operator, keys)
    finds_a_payment(operator, keys)
    takes_a_field(operator, keys)
    verifies_and_suspends(operator, keys)
    keys.follow("Books")
    keys.press("Verify the books now")
    expect(page.locator("#run #rows tr").first).to_contain_text("every check holds")
    freezes_and_lifts(operator, keys)
    assert house.rows("SELECT COUNT(*) FROM settlement_freeze WHERE lifted_at IS NULL") == [(0,)]
    keys.follow("System")
    expect(page.locator("#rows tr", has_text="A worker is running")).not_to_contain_text("not met")
    operator.see("What runs here")
