"""What one keeps: folders, what costs less by now, and that nobody else sees it."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.catalog import actions as catalog
from goodword.journal.models import Entry
from goodword.people.models import Person
from goodword.social import actions as social
from goodword.social import queries
from goodword.social.models import Folder, Save
from goodword.social.queries import saves
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]


@pytest.fixture
def fang(stage: Stage, signed_in: Enter) -> Client:
    """Fang, who keeps the word."""
    social.save_post(person_id=stage.fang.id, post_id=stage.word, now=stage.now, by=stage.fang.id)
    return signed_in(stage.fang)


def folder_of(person: Person) -> UUID:
    (folder,) = queries.folders(person.id)
    return folder.id


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_folder_is_made_filled_renamed_and_deleted(stage: Stage, fang: Client) -> None:
    assert fang.post("/saved/folders/", {"name": "Tea"})["Location"] == "/saved/"
    made = folder_of(stage.fang)
    place = f"/saved/folders/{made}/"
    assert "This folder is empty" in read(fang, place)
    answer = fang.post(f"/saved/{stage.word}/folder/", {"folder": str(made), "next": place})
    assert answer["Location"] == f"{place}#w-{stage.word}"
    assert "Third spring" in read(fang, place)
    assert fang.post(f"{place}name/", {"name": "Spring tea"})["Location"] == place
    assert "<h1>Spring tea</h1>" in read(fang, place)
    assert fang.post(f"{place}removal/")["Location"] == "/saved/"
    page = read(fang, "/saved/")
    assert "Third spring" in page
    assert "The folder is gone." in page
    assert not Folder.objects.exists()


def test_a_word_is_put_into_a_new_folder_at_once_and_out_again(stage: Stage, fang: Client) -> None:
    fang.post(f"/saved/{stage.word}/folder/", {"folder": "", "name": "Gifts", "next": "/saved/?cheaper=1"})
    made = folder_of(stage.fang)
    assert Save.objects.get().folder_id == made
    assert re.search(r'<span class="unseen">Folder: </span>Gifts</summary>', read(fang, "/saved/"))
    fang.post(f"/saved/{stage.word}/folder/", {"folder": "", "name": ""})
    assert Save.objects.get().folder_id is None


@pytest.mark.parametrize(
    ("address", "form"), [("/saved/folders/", "new"), ("{place}name/", "name"), ("/saved/{word}/folder/", "new-{word}")]
)
@pytest.mark.parametrize("name", ["x" * 41, "<b>" + "x" * 10_000])
def test_s71_a_refused_name_comes_back_with_why(stage: Stage, fang: Client, address: str, form: str, name: str) -> None:
    """Red without is_text in _checked: the name was kept."""
    made = social.open_folder(person_id=stage.fang.id, name="Tea", now=stage.now, by=stage.fang.id)
    place, before = f"/saved/folders/{made}/", Entry.objects.count()
    answer = fang.post(address.format(place=place, word=stage.word), {"name": name})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="f-{form.format(word=stage.word)}-about">Give the folder a name of 1 to 40 characters.' in page
    assert name[:20].replace("<", "&lt;").replace(">", "&gt;") in page
    assert [one.name for one in queries.folders(stage.fang.id)] == ["Tea"]
    assert Entry.objects.count() == before


def test_a_refused_name_comes_back_where_the_word_is_not_on_the_first_page(
    stage: Stage, fang: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red without the second look in pages.saved: the page came back without the form and its error."""
    monkeypatch.setattr(saves, "PAGE_SIZE", 1)
    lamp = scene.product(stage.shop_id, "Reading lamp", "tea", stage.now, 9900)
    other = scene.word(stage.lin, "tea", "Kind to the eyes.", stage.now, lamp)
    social.save_post(person_id=stage.fang.id, post_id=other, now=stage.now, by=stage.fang.id)
    assert "Third spring" not in read(fang, "/saved/")
    answer = fang.post(f"/saved/{stage.word}/folder/", {"name": "x" * 41})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="f-new-{stage.word}-about">Give the folder a name of 1 to 40 characters.' in page
    assert page.count('class="card kept') == 1
    assert not Folder.objects.exists()


def test_a_name_used_already_is_refused(stage: Stage, fang: Client) -> None:
    fang.post("/saved/folders/", {"name": "Tea"})
    answer = fang.post("/saved/folders/", {"name": " Tea "})
    assert answer.status_code == 409
    assert "You have a folder called Tea already." in answer.content.decode()
    assert Folder.objects.count() == 1


def test_s01_another_persons_folder_is_not_there(stage: Stage, fang: Client, signed_in: Enter) -> None:
    """Red without the owner in own_folder and in pages.saved."""
    fang.post("/saved/folders/", {"name": "Secret wishes"})
    made, stranger = folder_of(stage.fang), signed_in(stage.lin)
    social.save_post(person_id=stage.lin.id, post_id=stage.word, now=stage.now, by=stage.lin.id)
    place, before = f"/saved/folders/{made}/", Entry.objects.count()
    answers = [
        stranger.get(place),
        stranger.post(f"{place}name/", {"name": "Mine"}),
        stranger.post(f"{place}removal/"),
        stranger.post(f"/saved/{stage.word}/folder/", {"folder": str(made)}),
        stranger.post(f"/saved/{uuid4()}/folder/", {"folder": ""}),
        stranger.post(f"/saved/{stage.word}/folder/", {"folder": "0"}),
        stranger.post(f"/saved/{stage.word}/folder/", {"folder": str(stage.word)}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 7
    assert not any("Secret wishes" in answer.content.decode() for answer in answers)
    assert "Secret wishes" not in read(stranger, "/saved/")
    assert [one.name for one in queries.folders(stage.fang.id)] == ["Secret wishes"]
    assert not Save.objects.filter(folder_id=made).exists()
    assert Entry.objects.count() == before


@pytest.mark.parametrize("path", ["", "folders/{any}/", "folders/", "folders/{any}/name/", "{any}/folder/"])
def test_s02_a_guest_is_asked_to_sign_in(stage: Stage, client: Client, path: str) -> None:
    address = "/saved/" + path.format(any=uuid4())
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code in (302, 405)
        assert answer.get("Location", "/account/login/").startswith("/account/login/")
    assert not Folder.objects.exists()


def test_what_costs_less_now_is_marked_and_can_be_shown_alone(stage: Stage, fang: Client) -> None:
    later = stage.now + timedelta(seconds=1)
    lamp = scene.product(stage.shop_id, "Reading lamp", "tea", stage.now, 9900)
    other = scene.word(stage.lin, "tea", "Kind to the eyes.", stage.now, lamp)
    social.save_post(person_id=stage.fang.id, post_id=other, now=stage.now, by=stage.fang.id)
    assert "less than when you saved it" not in read(fang, "/saved/")
    assert "Nothing costs less now" in read(fang, "/saved/?cheaper=1")
    catalog.set_price(stage.tea.offers[0], price=10800, now=later, by=None)
    page = read(fang, "/saved/")
    assert page.count("less than when you saved it") == 1
    assert "¥20 less than when you saved it" in page
    cheaper = read(fang, "/saved/?cheaper=1")
    assert "Third spring" in cheaper
    assert "Kind to the eyes." not in cheaper


def test_what_cannot_be_bought_steps_back_with_a_mark(stage: Stage, fang: Client) -> None:
    for offer in stage.tea.offers:
        catalog.set_stock(offer, on_hand=0, now=stage.now, by=None)
    page = read(fang, "/saved/")
    assert 'class="card kept away"' in page
    assert "sold out</span>" in page
    catalog.withdraw_product(stage.tea.id, reason="Recalled.", now=stage.now, by=None)
    assert "no longer sold</span>" in read(fang, "/saved/")


def test_statements_of_what_one_keeps(
    stage: Stage, fang: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fang.get("/saved/")
    for number in range(3):
        goods = scene.product(stage.shop_id, f"Bowl {number}", "tea", stage.now, 900)
        word = scene.word(stage.lin, "tea", f"Round {number}.", stage.now, goods)
        social.save_post(person_id=stage.fang.id, post_id=word, now=stage.now, by=stage.fang.id)
        with django_assert_num_queries(13):
            fang.get("/saved/")


def test_nothing_kept_yet_says_how(stage: Stage, signed_in: Enter) -> None:
    assert "Press the ribbon" in read(signed_in(stage.fang), "/saved/")
