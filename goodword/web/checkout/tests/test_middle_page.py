"""The middle page: address, quote, payment."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.catalog import actions as catalog
from goodword.checkout import queries as checkout
from goodword.checkout.models import Quote
from goodword.kit.money import Money
from goodword.orders import queries as orders
from goodword.orders.models import Purchase
from goodword.payments.providers.interface import Kind, Report, Status
from goodword.payments.providers.sandbox.adapter import Sandbox
from goodword.payments.rules import Mode
from goodword.people.models import Person
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]
ADDRESS = {"name": "Wang Fang", "street": "12 Hubin Road", "city": "Hangzhou", "country": "CN"}


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider that takes every intent and names its page."""

    def create(self: Sandbox, key: UUID, amount: Money, **terms: object) -> Report:
        return Report(
            kind=Kind.INTENT,
            key=key,
            status=Status.PENDING,
            reference=f"p-{key}",
            amount=amount.amount,
            currency=amount.currency,
            merchant="goodword-test",
            mode=Mode.TEST,
            pay_url=f"https://pay.example/{key}",
        )

    monkeypatch.setattr(Sandbox, "create_intent", create)


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the form that pays, and the channel chosen."""
    form = page.split('action="/checkout/payment/"')[1]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found} | {"channel": "sandbox"}


def middle(client: Client, stage: Stage) -> str:
    """The middle page of one tin of tea, bought on Lin Yue's word."""
    answer = client.get(f"/checkout/?offer={stage.tea.offers[0]}&quantity=1&post={stage.word}")
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def ready(stage: Stage) -> Stage:
    """Fang has an address, and a way to pay is open."""
    scene.channel(stage.now)
    scene.address(stage.fang, stage.now)
    return stage


def test_buy_now_leads_a_guest_through_signing_in_to_the_middle_page(stage: Stage, client: Client) -> None:
    wanted = {"offer": stage.tea.offers[0], "quantity": 2, "post": stage.word, "csrfmiddlewaretoken": "x"}
    first = client.post("/buy/", wanted)["Location"]
    assert first == f"/checkout/?offer={stage.tea.offers[0]}&quantity=2&post={stage.word}"
    assert client.get(first)["Location"].startswith("/account/login/?next=/checkout/%3Foffer%3D")


def test_the_first_address_is_asked_for_and_kept(stage: Stage, signed_in: Enter) -> None:
    scene.channel(stage.now)
    fang = signed_in(stage.fang)
    assert "Where shall it go?" in middle(fang, stage)
    wrong = fang.post("/checkout/address/", ADDRESS | {"offer": stage.tea.offers[0], "street": " "})
    assert wrong.status_code == 422
    assert 'value="Wang Fang"' in wrong.content.decode()
    assert "This is missing or too long." in wrong.content.decode()
    right = fang.post("/checkout/address/", ADDRESS | {"offer": stage.tea.offers[0], "post": stage.word})
    kept = checkout.addresses_of(stage.fang.id)
    assert (
        right["Location"] == f"/checkout/?offer={stage.tea.offers[0]}&quantity=1&post={stage.word}&address={kept[0].id}"
    )
    assert [one.street for one in kept] == ["12 Hubin Road"]


def test_it_tells_every_amount_what_is_held_and_until_when(ready: Stage, signed_in: Enter) -> None:
    page = middle(signed_in(ready.fang), ready)
    assert "¥128.00" in page
    assert "word by Lin Yue" in page
    assert "Pay ¥134.00" in page
    assert "the goods are kept for you for 30 minutes" in page
    assert "This price holds until" in page


@pytest.mark.usefixtures("provider")
def test_i18_pay_places_once_and_leads_on_by_a_page_of_ours(ready: Stage, signed_in: Enter) -> None:
    fang = signed_in(ready.fang)
    form = fields(middle(fang, ready))
    first = fang.post("/checkout/payment/", form)
    purchase = Purchase.objects.get()
    assert first["Location"] == f"/purchases/{purchase.id}/payment/"
    assert fang.post("/checkout/payment/", form)["Location"] == f"/purchases/{purchase.id}/"
    assert Purchase.objects.count() == 1
    way = fang.get(first["Location"])
    assert way.status_code == 200
    assert 'http-equiv="refresh" content="0;url=https://pay.example/' in way.content.decode()
    line = orders.purchase_for(ready.fang.id, purchase.id).orders[0].lines[0]
    assert (line.expert_id, line.rate_bp, line.unit_price) == (ready.lin.id, 800, 12800)


def test_a_silent_provider_leaves_a_purchase_that_can_still_be_paid(ready: Stage, signed_in: Enter) -> None:
    fang = signed_in(ready.fang)
    answer = fang.post("/checkout/payment/", fields(middle(fang, ready)))
    purchase = Purchase.objects.get()
    assert answer["Location"] == f"/purchases/{purchase.id}/"
    assert "Pay ¥134.00" in fang.get(answer["Location"]).content.decode()


def test_i20_a_changed_price_shows_the_page_again_with_the_new_one(ready: Stage, signed_in: Enter) -> None:
    fang = signed_in(ready.fang)
    form = fields(middle(fang, ready))
    catalog.set_price(ready.tea.offers[0], price=13800, now=ready.now, by=None)
    answer = fang.post("/checkout/payment/", form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Something has changed since you saw the price." in page
    assert "Pay ¥144.00" in page
    assert fields(page)["hash"] != form["hash"]
    assert Purchase.objects.count() == 0


@pytest.mark.parametrize(
    "changed", [{"hash": "0" * 64}, {"hash": ""}, {"channel": "none"}, {"key": ""}, {"key": "x" * 81}]
)
def test_i20_what_was_tampered_with_places_nothing(ready: Stage, signed_in: Enter, changed: dict[str, str]) -> None:
    fang = signed_in(ready.fang)
    answer = fang.post("/checkout/payment/", fields(middle(fang, ready)) | changed)
    assert answer.status_code in (409, 422)
    assert Purchase.objects.count() == 0


@pytest.mark.usefixtures("provider")
def test_s60_amounts_in_the_form_are_not_heard(ready: Stage, signed_in: Enter) -> None:
    fang = signed_in(ready.fang)
    fang.post("/checkout/payment/", fields(middle(fang, ready)) | {"total": "1", "price": "1", "rate_bp": "0"})
    assert Purchase.objects.get().total == 13400


def test_s62_another_persons_quote_and_address_are_not_there(ready: Stage, signed_in: Enter) -> None:
    """Red when the address asked for is not looked for among one's own."""
    fang, lin = signed_in(ready.fang), signed_in(ready.lin)
    page = middle(fang, ready)
    form = fields(page)
    assert lin.post("/checkout/payment/", form).status_code == 404
    assert lin.post("/checkout/payment/", form | {"quote": str(uuid4())}).status_code == 404
    assert Purchase.objects.count() == 0
    scene.address(ready.lin, ready.now, city="Suzhou")
    own = lin.get(f"/checkout/?offer={ready.tea.offers[0]}&address={form['address']}").content.decode()
    assert "Suzhou" in own
    assert "Hangzhou" not in own


def test_s62_guests_cannot_pay(ready: Stage, signed_in: Enter, client: Client) -> None:
    form = fields(middle(signed_in(ready.fang), ready))
    del form["next"]
    assert client.post("/checkout/payment/", form)["Location"] == "/account/login/?next=/"
    assert Purchase.objects.count() == 0


def test_who_signs_in_in_the_middle_of_paying_comes_back_to_the_same_quote(
    ready: Stage, signed_in: Enter, client: Client
) -> None:
    form = fields(middle(signed_in(ready.fang), ready))
    to_sign_in = client.post("/checkout/payment/", form)["Location"]
    address = unquote(to_sign_in.removeprefix("/account/login/?next="))
    assert address == form["next"]
    client.force_login(ready.fang, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert fields(client.get(address).content.decode())["quote"] == form["quote"]
    scene.address(ready.lin, ready.now)
    assert fields(signed_in(ready.lin).get(address).content.decode())["quote"] != form["quote"]


def test_a_quote_whose_time_is_over_is_made_anew(ready: Stage, signed_in: Enter) -> None:
    fang = signed_in(ready.fang)
    form = fields(middle(fang, ready))
    Quote.objects.update(expires_at=ready.now)
    assert fields(fang.get(form["next"]).content.decode())["quote"] != form["quote"]


def test_l5_l7_the_page_says_who_earns_and_what_one_may_do_before_one_pays(ready: Stage, signed_in: Enter) -> None:
    page = middle(signed_in(ready.fang), ready)
    assert "word by Lin Yue, who earns 8%" in page
    assert "Paying makes a contract with Meijiawu Farm Shop." in page
    assert "withdraw without a reason until 7 days after it arrived" in page


def test_an_address_is_taken_out_of_the_book_and_the_chosen_one_stays(ready: Stage, signed_in: Enter) -> None:
    """Red where the one that goes is carried as the one chosen."""
    fang = signed_in(ready.fang)
    for city in ("Suzhou", "Ningbo"):
        scene.address(ready.fang, ready.now, city=city)
    newest, other, chosen = checkout.addresses_of(ready.fang.id)
    walk = f"/checkout/?offer={ready.tea.offers[0]}&quantity=1&address={chosen.id}"
    page = fang.get(walk).content.decode()
    form = page.split('action="/checkout/address/removal/"')[2].split("</form>")[0]
    hidden = {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
    assert hidden["gone"] == str(other.id)
    assert hidden["next"].startswith(walk)
    assert signed_in(ready.lin).post("/checkout/address/removal/", hidden).status_code == 404
    assert fang.post("/checkout/address/removal/", hidden)["Location"] == walk
    assert checkout.addresses_of(ready.fang.id) == [newest, chosen]


def test_a_quote_for_another_address_is_made_anew(ready: Stage, signed_in: Enter) -> None:
    """Red without the address in _still_open: one address was shown, and the goods went to the other."""
    fang = signed_in(ready.fang)
    form = fields(middle(fang, ready))
    other = scene.address(ready.fang, ready.now, city="Suzhou")
    page = fang.get(form["next"].replace(form["address"], str(other))).content.decode()
    quote = checkout.quote_for(ready.fang.id, UUID(fields(page)["quote"]))
    assert str(quote.id) != form["quote"]
    assert quote.address["city"] == "Suzhou"


@pytest.mark.usefixtures("provider")
def test_the_cart_is_bought_as_a_whole_and_is_empty_afterwards(ready: Stage, signed_in: Enter) -> None:
    fang = signed_in(ready.fang)
    for goods in (ready.tea, ready.cup):
        fang.post("/cart/lines/", {"offer": goods.offers[0], "post": ready.word})
    page = fang.get("/checkout/").content.decode()
    assert "Pay ¥182.00" in page
    fang.post("/checkout/payment/", fields(page))
    assert Purchase.objects.get().total == 18200
    assert "Your cart is empty" in fang.get("/cart/").content.decode()


def test_an_empty_cart_leads_back_to_the_cart(ready: Stage, signed_in: Enter) -> None:
    fang = signed_in(ready.fang)
    assert fang.get("/checkout/")["Location"] == "/cart/"
    assert "There is nothing in your cart yet." in fang.get("/cart/").content.decode()


@pytest.mark.parametrize("query", ["offer=0", "offer=-1", "offer=null", "quantity=-1", "quantity=1e3", "currency=XXX"])
def test_s01_what_cannot_be_bought_is_refused_calmly(ready: Stage, signed_in: Enter, query: str) -> None:
    assert signed_in(ready.fang).get(f"/checkout/?{query}").status_code in (302, 404, 422)
    assert Purchase.objects.count() == 0


def test_statements_of_the_middle_page(
    ready: Stage, signed_in: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fang = signed_in(ready.fang)
    with django_assert_max_num_queries(18):
        middle(fang, ready)
