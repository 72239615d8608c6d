"""A guest fills a cart from two shops, signs in and pays once; one order is cancelled, half of the other comes back.

Longjing tea of Meijiawu Farm Shop, ¥128.00 and ¥6.00 to deliver it, is cancelled before it is sent. Of two cups of
Jingde Kiln, ¥96.00 and ¥6.00 to deliver them, one is sent back. So of ¥236.00, ¥134.00 and ¥48.00 go back to Wang
Fang; of the ¥48.00 for the cup she keeps, ¥4.80 go to 陈阿雅 (10%), ¥0.96 to the house (2%) and the rest, ¥42.24 and
the ¥6.00 of delivery, to the shop. Nobody earns on the tea.
"""

import pytest

from goodword.ops.demo import PHRASE
from tests.journeys import steps
from tests.journeys.chromium import Street, Visitor
from tests.journeys.clock import days_pass
from tests.journeys.main_way import KEEPER, PERIOD, WINDOW, moved, released, statement
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TEA, KILN = "Meijiawu Farm Shop", "Jingde Kiln"
KEPT = {
    "Given back to you": "¥48.00",
    "Paid to the shop": "¥48.24",
    "Paid for the recommendation": "¥4.80",
    "Paid to Goodword": "¥0.96",
    "Together, what you paid": "¥102.00",
}


def test_what_is_cancelled_and_what_comes_back_is_given_back_to_the_cent(street: Street, house: Running) -> None:
    fang = street.visitor()
    purchase = buy_from_both(fang, house)
    cancel_the_tea(fang, house)
    keeper = street.visitor().sign_in(KEEPER, PHRASE)
    chen = street.visitor().sign_in("chen@demo.goodword", PHRASE)
    send_the_cups(keeper)
    one_cup_comes_back(fang, keeper, purchase)
    steps.paid_back(house, 4800, 13400)
    days_pass(house, WINDOW)
    released(fang, purchase, KEPT)
    assert steps.places(fang, TEA) == {"Given back to you": "¥134.00"}
    for payee, address, amount in (
        (chen, "/studio/statement/", "¥4.80"),
        (keeper, "/console/jingde-kiln/statement/", "¥48.24"),
    ):
        assert statement(payee, address) == moved("¥0.00", amount, Settled=amount)
    days_pass(house, PERIOD)
    steps.paid_out(house, ("expert", 480), ("shop", 4824))
    assert house.rows("SELECT kind, SUM(amount) FROM settlement_holding GROUP BY kind ORDER BY kind") == [
        ("expert", 480),
        ("platform", 96),
        ("shop", 4824),
    ]


def buy_from_both(fang: Visitor, house: Running) -> str:
    """Somebody whom nobody knows fills the cart, then signs in, and pays for all of it at once; the purchase."""
    for beginning, variant in (("Third spring", "100 g"), ("每天早上", "Celadon")):
        steps.put_in_cart(fang, beginning, variant)
    fang.open("/cart/")
    cups = fang.page.get_by_role("region", name=KILN).get_by_label("Quantity of Blue wave cup")
    cups.fill("2")
    cups.press("Enter")
    fang.see("¥236.00")
    fang.follow("Check and pay")
    fang.page.wait_for_url("**/account/login/**")
    fang.say_who("shopper@demo.goodword", PHRASE)
    fang.page.wait_for_url("**/checkout/")
    fang.see("Longjing, spring 2026 · 100 g × 1")
    fang.see("Blue wave cup · Celadon × 2")
    purchase = steps.pay(fang, "¥236.00")
    steps.held(fang, purchase, orders=2)
    once = "SELECT (SELECT COUNT(*) FROM orders_purchase), (SELECT COUNT(*) FROM payments_intent)"
    assert house.rows(once) == [(1, 1)]
    assert (steps.places(fang, TEA), steps.places(fang, KILN)) == (
        {"Held safe for you": "¥134.00"},
        {"Held safe for you": "¥102.00"},
    )
    return purchase


def cancel_the_tea(fang: Visitor, house: Running) -> None:
    """Before it is sent; the other shop's order does not notice."""
    tea = fang.page.get_by_role("region", name=TEA)
    tea.get_by_text("Cancel this order").click()
    tea.locator("[name=reason]").fill("Found some in the cupboard.")
    tea.get_by_role("button", name="Cancel and get all of it back").click()
    fang.see("Cancelled. All you paid for it comes back the way you paid it.")
    fang.until("dt:has-text('Given back to you')")
    assert steps.places(fang, TEA) == {"Given back to you": "¥134.00"}
    assert steps.places(fang, KILN) == {"Held safe for you": "¥102.00"}
    steps.paid_back(house, 13400)


def send_the_cups(keeper: Visitor) -> None:
    """The shop sends both."""
    keeper.open("/console/jingde-kiln/orders/").page.get_by_role("cell").get_by_role("link").first.click()
    keeper.see("Blue wave cup · Celadon × 2")
    keeper.fill(carrier="SF Express", number="SF5556667778")
    keeper.press("It is with the carrier")
    keeper.see("On its way. The buyer sees the number.")


def one_cup_comes_back(fang: Visitor, keeper: Visitor, purchase: str) -> None:
    """It arrived, one has a crack: asked, accepted, sent, and back at the shop, which gives its price back."""
    fang.open(purchase).press("It arrived")
    fang.see("Good. You can still ask to return it for a while.")
    fang.follow("Return it")
    fang.page.get_by_label("of 2 Blue wave cup").fill("1")
    fang.page.get_by_text("Damaged", exact=True).click()
    fang.fill(reason="One has a crack from the lip to the foot.")
    fang.press("Send it back")
    fang.see("You asked to return it. The shop has not answered yet.")
    keeper.page.reload()
    keeper.see("One has a crack from the lip to the foot.")
    keeper.fill(answer="Send it to 21 Taoxichuan, we pay.")
    keeper.press("Take it back")
    keeper.see("Accepted. The buyer sends it back.")
    fang.open(purchase).see("Send it to 21 Taoxichuan, we pay.")
    keeper.press("It is back here: refund it")
    keeper.see("its price goes back to the buyer")
    fang.until("dt:has-text('Given back to you') >> nth=1")
    assert steps.places(fang, KILN) == {
        "Held safe for you": "¥54.00",
        "Given back to you": "¥48.00",
        "Together, what you paid": "¥102.00",
    }
