"""The main job, by three persons: a good word becomes a purchase, the money waits for the goods, all are paid once.

Lin Yue, an expert, puts in a word for the blue wave cup of Jingde Kiln. Wang Fang takes three: ¥144.00, and ¥6.00 to
deliver them. The shop gives 10% of the goods to who recommends them, the house keeps 2%. So, to the cent: ¥14.40 for
Lin Yue, ¥2.88 for the house, ¥126.72 and the ¥6.00 of delivery for the shop.
"""

from playwright.sync_api import expect

from goodword.ops.demo import PHRASE
from tests.journeys import steps
from tests.journeys.chromium import Street, Visitor
from tests.journeys.clock import days_pass
from tests.running import Running

SHOP, KEEPER = "Jingde Kiln", "kiln@demo.goodword"
REASON = "Thin at the lip, so tea stays what it is. I broke one in nine years. Leave it if you have small children."
WINDOW = 30  # days: more than any shop of the demo gives to return things
PERIOD = 8  # days: more than lie between two payouts
PARTS = {
    "Paid to the shop": "¥132.72",
    "Paid for the recommendation": "¥14.40",
    "Paid to Goodword": "¥2.88",
    "Together, what you paid": "¥150.00",
}
MOVEMENTS = ("Settled", "Taken back after a refund", "Paid out", "Payout that did not arrive")


def walk(street: Street, house: Running, *, scripts: bool) -> None:
    """All of it, from the word to the payouts."""
    lin = street.visitor(scripts=scripts).look_around_as("an expert")
    put_in_a_word(lin)
    fang = street.visitor(scripts=scripts).look_around_as("a shopper")
    purchase = buy(fang)
    keeper = street.visitor(scripts=scripts).sign_in(KEEPER, PHRASE)
    assert statement(lin, "/studio/statement/") == moved("¥0.00", "¥0.00")
    lin.see("¥14.40 waits until buyers can no longer return what they bought.")
    ship(keeper)
    receive(fang, purchase)
    days_pass(house, WINDOW)
    released(fang, purchase, PARTS)
    for payee, address, amount in (
        (lin, "/studio/statement/", "¥14.40"),
        (keeper, "/console/jingde-kiln/statement/", "¥132.72"),
    ):
        assert statement(payee, address) == moved("¥0.00", amount, Settled=amount)
    days_pass(house, PERIOD)
    steps.paid_out(house, ("expert", 1440), ("shop", 13272))
    for payee, address, amount in (
        (lin, "/studio/statement/", "¥14.40"),
        (keeper, "/console/jingde-kiln/statement/", "¥132.72"),
    ):
        told = statement(payee, address)
        assert (told["Paid out"], told["At the end"]) == (f"−{amount}", "¥0.00")
    books_are_right(street.visitor(scripts=scripts).look_around_as("the operator"))
    assert house.rows("SELECT kind, SUM(amount) FROM settlement_holding GROUP BY kind ORDER BY kind") == [
        ("expert", 1440),
        ("platform", 288),
        ("shop", 13272),
    ]


def put_in_a_word(lin: Visitor) -> None:
    """The expert finds the cup in the studio and says why it is good."""
    lin.open("/me/").follow("Studio: my words and what they earned")
    lin.follow("Put in a word")
    lin.fill(q="wave cup")
    lin.press("Find")
    lin.follow("Choose Blue wave cup")
    lin.follow("Write your word")
    lin.page.locator("main [name=topic]").select_option("ceramics")
    lin.fill(reason=REASON)
    lin.press("Put in this word")
    lin.see("Your word stands. Who follows you will read it.")


def buy(fang: Visitor) -> str:
    """A follower finds the word first on the wall, buys three in place and pays; the address of the purchase."""
    fang.open("/")
    first = fang.page.locator(".wall .card").first
    expect(first.locator(".word")).to_have_text(f"“{REASON}”")
    expect(first.locator(".row .fine")).to_have_text("earns 10%")
    steps.open_word(fang, "Thin at the lip")
    steps.choose(fang, "Celadon")
    fang.fill(quantity="3")
    steps.buy_now(fang)
    fang.see("Blue wave cup · Celadon × 3")
    fang.see(f"{SHOP} · word by Lin Yue")
    assert fang.page.locator(".price.huge").inner_text() == "¥150.00"
    purchase = steps.pay(fang, "¥150.00")
    steps.held(fang, purchase)
    assert fang.sums(".sums:not(.small)") == {"Goods": "¥144.00", "Delivery, 1 parcel": "¥6.00", "Total": "¥150.00"}
    assert steps.steps_done(fang, SHOP) == ["Paid", "Held safe"]
    assert steps.places(fang, SHOP) == {"Held safe for you": "¥150.00"}
    fang.see(
        "Of what is held, ¥132.72 goes to the shop, ¥14.40 to who recommended it "
        "and ¥2.88 to Goodword when it is released."
    )
    return purchase


def ship(keeper: Visitor) -> None:
    """The shop sees what waits, and sends it."""
    keeper.open("/me/").follow("Console: my shop's goods and orders")
    keeper.page.get_by_role("region", name="Longest waiting").get_by_role("link").first.click()
    keeper.see("Blue wave cup · Celadon × 3")
    assert keeper.sums(".sums.small") == {
        "Paid by the buyer": "¥150.00",
        "Given back": "¥0.00",
        "For the recommendation": "−¥14.40",
        "For Goodword": "−¥2.88",
        "For you": "¥132.72",
    }
    keeper.fill(carrier="SF Express", number="SF1029384756")
    keeper.press("It is with the carrier")
    keeper.see("On its way. The buyer sees the number.")


def receive(fang: Visitor, purchase: str) -> None:
    """The follower sees the parcel's number, and says that it arrived."""
    fang.open(purchase)
    assert steps.steps_done(fang, SHOP) == ["Paid", "Held safe", "Shipped"]
    fang.see("SF1029384756")
    fang.press("It arrived")
    fang.see("Good. You can still ask to return it for a while.")
    assert steps.steps_done(fang, SHOP) == ["Paid", "Held safe", "Shipped", "Arrived"]
    assert steps.places(fang, SHOP) == {"Held safe for you": "¥150.00"}


def released(fang: Visitor, purchase: str, places: dict[str, str]) -> None:
    """The return window is over: nobody did anything, and everybody has their part."""
    fang.open(purchase)
    fang.until(".steps .done:nth-child(5)")
    assert steps.steps_done(fang, SHOP) == steps.STEPS
    assert steps.places(fang, SHOP) == places


def books_are_right(operator: Visitor) -> None:
    """The operator has every check of the books made."""
    operator.open("/desk/books/").press("Verify the books now")
    operator.until("#run .chip:has-text('every check holds')")


def statement(payee: Visitor, address: str) -> dict[str, str]:
    """This month's sums as a payee reads them."""
    return payee.open(address).sums()


def moved(beginning: str, end: str, **movements: str) -> dict[str, str]:
    """The sums of a statement in which nothing moved but this."""
    told = {name: movements.get(name, "¥0.00") for name in MOVEMENTS}
    return {"At the beginning": beginning, **told, "At the end": end}
