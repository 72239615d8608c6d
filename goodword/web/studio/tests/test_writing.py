"""Putting in a word: choosing, writing, looking at it, keeping it, setting a time."""

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from goodword.kit.ids import new_id
from goodword.people.models import Person
from goodword.social import actions, queries
from goodword.social.queries import DraftView, PostView
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]
WRITE = "/studio/words/new/writing/"
CHOOSE = "/studio/words/new/"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def lin(stage: Stage, signed_in: Enter) -> Client:
    return signed_in(stage.lin)


@pytest.fixture
def pot(stage: Stage) -> scene.Goods:
    """Something nobody has put in a word for."""
    return scene.product(stage.shop_id, "Travel pot", "tea", stage.now, 19800)


def said(stage: Stage, *goods: scene.Goods, **changes: object) -> dict[str, object]:
    typed = {
        "draft": str(new_id(stage.now)),
        "do": "publish",
        "p": [str(one.id) for one in goods],
        "topic": "tea",
        "reason": "It pours without a drop.",
        "reason_type": "used",
        "alt": "The pot on a wet table",
    }
    return typed | changes


def png() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return SimpleUploadedFile("pot.png", out.getvalue(), "image/png")


def newest(stage: Stage) -> PostView:
    return queries.own_posts(stage.lin.id, None, stage.now + timedelta(minutes=1)).rows[0]


def only_draft(stage: Stage) -> DraftView:
    (found,) = [*queries.drafts_of(stage.lin.id).rows, *queries.scheduled_of(stage.lin.id)]
    return found


def test_a_word_with_a_picture_stands(stage: Stage, lin: Client, pot: scene.Goods) -> None:
    answer = lin.post(WRITE, said(stage, pot, pictures=png(), free_sample="on"))
    assert answer["Location"] == "/studio/"
    word = newest(stage)
    assert [card.id for card in word.products] == [pot.id]
    assert word.disclosure.free_sample
    assert word.pictures[0].alt == "The pot on a wet table"
    assert "Travel pot" in lin.get("/studio/").content.decode()


def test_sending_the_form_twice_publishes_once(stage: Stage, lin: Client, pot: scene.Goods) -> None:
    typed = said(stage, pot)
    assert [lin.post(WRITE, typed)["Location"] for _twice in range(2)] == ["/studio/", "/studio/drafts/"]
    assert len(queries.own_posts(stage.lin.id, None, stage.now + timedelta(minutes=1)).rows) == 2
    assert queries.drafts_of(stage.lin.id).rows == []


def test_a_refused_word_comes_back_with_everything_typed_and_is_kept(
    stage: Stage, lin: Client, pot: scene.Goods
) -> None:
    typed = said(stage, pot, reason_type="tested", pictures=png(), reason="Held it at 80 degrees")
    answer = lin.post(WRITE, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Held it at 80 degrees" in page
    assert "The pot on a wet table" in page
    kept = page.split('name="picture" value="')[1].split('"')[0]
    assert only_draft(stage).words.reason == "Held it at 80 degrees"
    answer = lin.post(WRITE, typed | {"picture": kept, f"alt-{kept}": "Wet", "evidence": "A scale.", "pictures": []})
    assert answer.status_code == 302
    assert [one.alt for one in newest(stage).pictures] == ["Wet"]


def test_a_topic_one_is_not_certified_in_is_refused(stage: Stage, lin: Client, pot: scene.Goods) -> None:
    scene.topic("lamps", "Lamps", "灯", stage.now)
    assert lin.post(WRITE, said(stage, pot, topic="lamps")).status_code == 403
    assert newest(stage).id == stage.word


def test_s31_too_many_or_too_large_pictures_are_refused_before_they_are_read(
    stage: Stage, lin: Client, pot: scene.Goods
) -> None:
    answer = lin.post(WRITE, said(stage, pot, pictures=[png() for _ in range(10)]))
    assert answer.status_code == 413
    assert "It pours without a drop." in answer.content.decode()


def test_a_draft_is_kept_continued_and_thrown_away(stage: Stage, lin: Client, pot: scene.Goods) -> None:
    typed = said(stage, pot, do="keep", reason="", pictures=png())
    assert lin.post(WRITE, typed)["Location"] == "/studio/drafts/"
    page = lin.get("/studio/drafts/").content.decode()
    assert "No words yet" in page
    assert "Travel pot" in page
    address = f"{WRITE}?draft={typed['draft']}"
    assert address in page
    assert 'name="picture"' in lin.get(address).content.decode()
    assert lin.post(f"/studio/drafts/{typed['draft']}/removal/")["Location"] == "/studio/drafts/"
    assert lin.get(address).status_code == 404
    assert "No drafts" in lin.get("/studio/drafts/").content.decode()


def test_choosing_other_products_keeps_the_draft(stage: Stage, lin: Client, pot: scene.Goods) -> None:
    typed = said(stage, pot, do="choose")
    to = lin.post(WRITE, typed)["Location"]
    assert to == f"{CHOOSE}?p={pot.id}&draft={typed['draft']}"
    page = lin.get(to + "&q=cup").content.decode()
    assert f"p={pot.id}&amp;p={stage.cup.id}&amp;q=cup&amp;draft={typed['draft']}" in page
    page = lin.get(f"{WRITE}?p={stage.cup.id}&draft={typed['draft']}").content.decode()
    assert "It pours without a drop." in page
    assert f'name="p" value="{stage.cup.id}"' in page
    assert [card.id for card in only_draft(stage).products] == [pot.id]


def test_a_picture_is_cut_as_set_and_taken_out(stage: Stage, lin: Client, pot: scene.Goods) -> None:
    typed = said(stage, pot, do="stay", pictures=png())
    lin.post(WRITE, typed)
    kept = str(only_draft(stage).pictures[0].original_id)
    cut = {f"shape-{kept}": "square", f"x-{kept}": "0", f"y-{kept}": "100", f"zoom-{kept}": "200", f"alt-{kept}": "Lid"}
    typed |= {"picture": kept, "pictures": []}
    assert lin.post(WRITE, typed | cut)["Location"] == f"{WRITE}?draft={typed['draft']}#pictures"
    shown = only_draft(stage).pictures[0].shown
    assert (shown.width, shown.height, shown.alt) == (15, 15, "Lid")
    assert lin.post(WRITE, typed | cut | {f"zoom-{kept}": "900"}).status_code == 422
    lin.post(WRITE, typed | cut | {"drop": kept})
    assert only_draft(stage).pictures == ()


def test_the_preview_says_what_others_will_read_and_keeps_nothing(stage: Stage, lin: Client, pot: scene.Goods) -> None:
    page = lin.post("/studio/words/new/preview/", said(stage, pot, reason="<b>Good</b>", free_sample="on")).content
    told = page.decode()
    assert "&lt;b&gt;Good&lt;/b&gt;" in told
    assert "Lin Yue was given this for free. Lin Yue earns 8% of what you pay if you keep it." in told
    assert "Has used it" in told
    assert "<html" not in told
    assert queries.drafts_of(stage.lin.id).rows == []
    to = lin.post(WRITE, said(stage, pot, do="look"))["Location"]
    assert to.endswith("#preview")
    assert "“It pours without a drop.”" in lin.get(to).content.decode()


def test_a_word_is_set_for_a_local_time_and_the_time_is_taken_back(stage: Stage, lin: Client, pot: scene.Goods) -> None:
    at = f"{stage.now + timedelta(days=3):%Y-%m-%dT}09:30"
    typed = said(stage, pot, do="schedule", at=at, zone="Asia/Shanghai")
    assert lin.post(WRITE, typed)["Location"] == "/studio/drafts/"
    found = only_draft(stage)
    assert found.publish_at == datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    page = lin.get("/studio/drafts/").content.decode()
    assert "Publish themselves" in page
    assert "09:30 (Asia/Shanghai)" in page
    assert f'value="{at}"' in lin.get(f"{WRITE}?draft={found.id}").content.decode()
    lin.post(f"/studio/drafts/{found.id}/unscheduling/")
    assert only_draft(stage).publish_at is None


@pytest.mark.parametrize(
    ("at", "zone"),
    [("", "UTC"), ("2020-01-01T00:00", "UTC"), ("9999-12-31T23:59", "UTC"), ("2027-01-01T00:00", "Mars")],
)
def test_a_time_that_is_none_is_refused_and_the_words_are_kept(
    stage: Stage, lin: Client, pot: scene.Goods, at: str, zone: str
) -> None:
    answer = lin.post(WRITE, said(stage, pot, do="schedule", at=at, zone=zone))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose a time from now on, at most a year ahead." in page
    assert re.search(r"<details open>\s*<summary>Publish it later", page)
    assert (only_draft(stage).publish_at, only_draft(stage).words.reason) == (None, "It pours without a drop.")


def test_the_time_and_zone_in_the_form_outlive_every_other_button(stage: Stage, lin: Client, pot: scene.Goods) -> None:
    """Red without the time in the session: a picture is added, and the time that was chosen is gone."""
    at = f"{stage.now + timedelta(days=3):%Y-%m-%d}T10:15"
    for do in ("look", "stay", "keep", "choose"):
        typed = said(stage, pot, do=do, at=at, zone="Asia/Tokyo")
        assert lin.post(WRITE, typed).status_code == 302
        page = lin.get(WRITE, {"draft": typed["draft"]}).content.decode()
        assert f'value="{at}"' in page
        assert 'value="Asia/Tokyo" selected' in page
        assert "data-zone" not in page  # a script would put the browser's zone there
        assert "<details open>" in page
    other = lin.get(WRITE, {"p": str(pot.id)}).content.decode()
    assert at not in other
    assert "data-zone" in other


def test_a_refused_time_keeps_its_zone(stage: Stage, lin: Client, pot: scene.Goods) -> None:
    """Red when the script puts the browser's zone in place of the one that was chosen."""
    answer = lin.post(WRITE, said(stage, pot, do="schedule", at="2020-01-01T09:00", zone="Asia/Tokyo"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Asia/Tokyo" selected' in page
    assert "data-zone" not in page


def test_a_word_that_publishes_itself_says_so_when_it_is_changed_or_refused(
    stage: Stage, lin: Client, pot: scene.Goods
) -> None:
    """Red when it says only that a draft is kept, and when a refused form forgets the time that is set."""
    at = f"{stage.now + timedelta(days=3):%Y-%m-%d}T10:15"
    typed = said(stage, pot, do="schedule", at=at, zone="Asia/Tokyo")
    assert lin.post(WRITE, typed)["Location"] == "/studio/drafts/"
    assert lin.post(WRITE, typed | {"do": "keep"})["Location"] == "/studio/drafts/"
    page = lin.get("/studio/drafts/").content.decode()
    assert "Kept. It publishes itself on" in page
    assert "10:15 (Asia/Tokyo)." in page
    refused = lin.post(WRITE, typed | {"do": "publish", "reason": ""})
    assert refused.status_code == 422
    assert "What you change here is kept for then." in refused.content.decode()


def test_what_was_refused_when_it_was_due_tells_why(stage: Stage, lin: Client, pot: scene.Goods) -> None:
    typed = said(stage, stage.tea, do="keep")
    lin.post(WRITE, typed)
    draft_id = UUID(str(typed["draft"]))
    later = stage.now + timedelta(hours=2)
    actions.withdraw_post(post_id=stage.word, reason="Anew.", now=stage.now, by=stage.lin.id)
    actions.schedule_draft(
        draft_id=draft_id, at=later, zone="UTC", now=stage.now + timedelta(minutes=1), by=stage.lin.id
    )
    scene.word(stage.lin, "tea", "Another word.", stage.now + timedelta(minutes=2), stage.tea)
    assert actions.publish_due(limit=10, now=later) == 1
    why = "It could not be published when its time had come: You have put in a word for Longjing tea already."
    assert why in lin.get("/studio/drafts/").content.decode()
    assert why in lin.get(f"{WRITE}?draft={draft_id}").content.decode()


def test_s02_a_draft_is_its_authors_alone(stage: Stage, lin: Client, pot: scene.Goods, signed_in: Enter) -> None:
    typed = said(stage, pot, do="keep", pictures=png())
    lin.post(WRITE, typed)
    kept = only_draft(stage)
    other = signed_in(scene.expert("Aya Chen", "tea", stage.now))
    assert other.get(f"{WRITE}?draft={kept.id}").status_code == 404
    assert other.post(f"/studio/drafts/{kept.id}/removal/").status_code == 404
    assert other.post(f"/studio/drafts/{kept.id}/unscheduling/").status_code == 404
    assert other.post(WRITE, typed | {"pictures": []})["Location"] == "/studio/drafts/"
    taken = said(stage, pot, do="keep", picture=str(kept.pictures[0].original_id))
    answer = other.post(WRITE, taken)
    assert answer.status_code == 422
    assert kept.pictures[0].original.url not in answer.content.decode()
    assert only_draft(stage) == kept


def test_statements_of_the_pages_of_a_word_do_not_grow(
    stage: Stage, lin: Client, pot: scene.Goods, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    typed = said(stage, pot, stage.cup, do="keep", pictures=[png(), png()])
    lin.post(WRITE, typed)
    for _more in range(3):
        lin.post(WRITE, said(stage, pot, do="keep"))
    with django_assert_max_num_queries(16):
        lin.get(f"{WRITE}?draft={typed['draft']}")
    with django_assert_max_num_queries(12):
        lin.get("/studio/drafts/")
    with django_assert_max_num_queries(12):
        lin.post("/studio/words/new/preview/", typed | {"pictures": []})
    with django_assert_max_num_queries(9):
        lin.get(CHOOSE, {"q": "pot", "p": [str(stage.cup.id)]})


def test_the_preview_stands_in_the_field_that_is_chosen_first(stage: Stage, lin: Client, pot: scene.Goods) -> None:
    """Red when a new form chooses the first field and its preview says another."""
    scene.topic("art", "Art", "艺术", stage.now)
    scene.certify(stage.lin, "art", stage.now)
    page = lin.get(WRITE, {"p": str(pot.id)}).content.decode()
    first = re.search(r'<select id="f-topic".*?<option value="([a-z]+)" selected>([A-Za-z]+)<', page, re.DOTALL)
    assert first is not None
    assert f'aria-label="Certified in {first[2]}"' in page.split('id="preview"')[1]
