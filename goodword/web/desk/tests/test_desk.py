"""The desk: deciding applications, verifying and suspending shops, looking things up, verifying the books."""

from collections.abc import Callable

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.kit.verification import registry
from goodword.ledger import actions as ledger
from goodword.partners import queries as partners
from goodword.people import actions as people
from goodword.people import queries as people_queries
from goodword.people.models import Person
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]


def asks(stage: Stage) -> str:
    """Fang asks for the field of tea; the address of the application."""
    asked = people.ask_credential(
        person_id=stage.fang.id,
        topic="tea",
        evidence="I have brewed tea by trade for eleven years.",
        links=["https://tea.example/fang"],
        now=stage.now,
        by=stage.fang.id,
    )
    return f"/desk/applications/{asked}/"


def test_an_application_is_granted_with_a_grade_and_a_reason(stage: Stage, desk: Client) -> None:
    at = asks(stage)
    assert "Wang Fang" in desk.get("/desk/applications/").content.decode()
    assert "https://tea.example/fang" in desk.get(at).content.decode()
    refused = desk.post(f"{at}grant/", {"grade": "9", "reason": "Known at the market"})
    assert refused.status_code == 422
    assert "Known at the market" in refused.content.decode()
    assert not people_queries.is_certified(stage.fang.id, "tea")
    assert desk.post(f"{at}grant/", {"grade": "2", "reason": "Known at the market"}).status_code == 302
    assert people_queries.credential_topics(stage.fang.id) == {"tea": 2}
    assert desk.post(f"{at}refusal/", {"reason": "No"}).status_code == 409


def test_an_application_is_refused_with_a_reason(stage: Stage, desk: Client) -> None:
    at = asks(stage)
    assert desk.post(f"{at}refusal/", {"reason": " "}).status_code == 422
    assert desk.post(f"{at}refusal/", {"reason": "Show us more"}).status_code == 302
    assert people_queries.applications_of(stage.fang.id)[0].reason == "Show us more"


def test_a_shop_is_verified_suspended_and_lifted(stage: Stage, desk: Client, signed_in: Enter) -> None:
    fang = signed_in(stage.fang)
    opened = {
        "slug": "hill-farm",
        "name": "Hill Farm",
        "legal_name": "Hill Farm Ltd",
        "registration": "9133",
        "address": "1 Hill Road",
        "email": "hill@example.com",
        "country": "CN",
        "currency": "CNY",
        "delivery_fee": "6",
        "return_days": "7",
    }
    assert fang.post("/console/", opened).status_code == 302
    at = "/desk/shops/hill-farm/"
    assert "Hill Farm" in desk.get("/desk/shops/").content.decode()
    assert desk.post(f"{at}verification/", {"note": ""}).status_code == 422
    assert desk.post(f"{at}verification/", {"note": "Register seen"}).status_code == 302
    assert partners.by_slug("hill-farm").verified_at is not None
    assert desk.post(f"{at}suspension/", {"reason": "Copies"}).status_code == 302
    assert partners.by_slug("hill-farm").suspended_for == "Copies"
    assert "Copies" in fang.get("/console/hill-farm/").content.decode()
    assert desk.post(f"{at}lifting/").status_code == 302
    assert desk.post(f"{at}lifting/").status_code == 409
    assert desk.get("/desk/shops/", {"q": "hill-farm"})["Location"] == at
    assert "No shop has that address word." in desk.get("/desk/shops/", {"q": "nowhere"}).content.decode()


def test_a_purchase_is_looked_up_with_its_money(stage: Stage, desk: Client) -> None:
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, stage.word))
    scene.paid(placed, stage.now)
    page = desk.get("/desk/things/", {"id": str(placed.purchase_id)}).content.decode()
    assert "Purchase placed" in page
    assert "captured" in page
    assert "¥134.00" in page
    assert "Transfers about it" in page
    page = desk.get("/desk/accounts/", {"kind": "settlement.escrow"}).content.decode()
    assert "¥134.00" in page
    book = page.split('href="/desk/accounts/book/')[1].split('"')[0].replace("&amp;", "&")
    assert desk.get(f"/desk/accounts/book/{book}").status_code == 200


def test_the_books_are_verified_by_a_worker_and_the_result_is_kept(stage: Stage, desk: Client) -> None:
    page = desk.get("/desk/books/").content.decode()
    assert "every check holds" not in page
    assert page.count("<tr>") >= len(registry)
    assert desk.post("/desk/books/")["Location"] == "/desk/books/"
    page = desk.get("/desk/books/").content.decode()
    assert f"Verifying: 0 of {len(registry)} checks are done." in page
    assert 'hx-trigger="every 2s"' in page
    while ledger.go_on_verifying(now=stage.now):
        pass
    page = desk.get("/desk/books/").content.decode()
    assert "every check holds" in page
    assert "Op Erator" in page
    assert "every 2s" not in page


def test_statements_of_the_desk(
    stage: Stage, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    asks(stage)
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, stage.word), (stage.cup.offers[0], 1, None))
    scene.paid(placed, stage.now)
    pages = (
        ("/desk/", 9),
        ("/desk/applications/", 5),
        ("/desk/shops/", 4),
        ("/desk/shops/meijiawu-farm-shop/", 14),
        (f"/desk/things/?id={placed.purchase_id}", 15),
        ("/desk/accounts/", 8),
        ("/desk/letters/", 4),
        ("/desk/books/", 4),
        ("/desk/experts/?q=lin", 6),
        ("/desk/experts/lin_yue/", 25),
        ("/desk/purchases/?who=wang_fang&shop=meijiawu-farm-shop", 12),
        (f"/desk/purchases/{placed.purchase_id}/", 21),
        ("/desk/payments/?state=captured", 6),
        ("/desk/payouts/", 4),
        (f"/desk/payouts/{stage.lin.id}/", 12),
        ("/desk/journal/?who=wang_fang", 8),
        ("/desk/components/", 3),
    )
    desk.get("/desk/")  # a session's first page writes it down
    for address, most in pages:
        with django_assert_max_num_queries(most):
            assert desk.get(address).status_code == 200
