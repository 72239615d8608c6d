"""How many drafts there are, and how many saves: no more than one may have, and nothing made for those refused."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from goodword.catalog.cropping import BadCrop, Crop
from goodword.catalog.models import Media
from goodword.kit.refusals import Refusal
from goodword.social import actions
from goodword.social.actions import NewPicture
from goodword.social.models import Draft, Save
from goodword.social.queries import DraftUnknown
from goodword.social.tests.stage import Stage
from goodword.social.tests.test_drafts import keep, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_drafts_have_a_limit(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goodword.social.actions.drafts.DRAFTS", 2)
    lin, product = stage.expert("tea"), stage.product(stage.shop())
    first = keep(stage, lin, product)
    keep(stage, lin, product)
    with pytest.raises(actions.DraftsFull):
        keep(stage, lin, product)
    keep(stage, lin, product, draft=first)
    assert Draft.objects.count() == 2


def test_s31_nothing_is_cut_for_a_draft_that_is_refused(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Red when the draft is looked at after its pictures are cut: each try kept one more picture."""
    lin, other, product = stage.expert("tea"), stage.expert("tea"), stage.product(stage.shop())
    square = NewPicture(picture(stage, lin), Crop("square"), "A cup")
    wrong = NewPicture(picture(stage, lin), Crop("round"), "A cup")
    theirs, kept = keep(stage, other, product), Media.objects.count()
    with pytest.raises(DraftUnknown):
        keep(stage, lin, product, draft=theirs, pictures=[square])
    with pytest.raises(BadCrop):
        keep(stage, lin, product, pictures=[square, wrong])
    monkeypatch.setattr("goodword.social.actions.drafts.DRAFTS", 0)
    with pytest.raises(actions.DraftsFull):
        keep(stage, lin, product, pictures=[square])
    assert (Media.objects.count(), Draft.objects.count()) == (kept, 1)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["draft", "save"])
def test_two_at_once_do_not_go_above_a_limit(stage: Stage, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """Red without lock_persons in keep_draft and in save_post: neither counts the other's."""
    monkeypatch.setattr("goodword.social.actions.drafts.DRAFTS", 1)
    monkeypatch.setattr("goodword.social.actions.saves.SAVES", 1)
    lin, reader, shop = stage.expert("tea"), stage.expert("tea"), stage.shop()
    goods = [stage.product(shop) for _ in range(2)]
    posts = [stage.post(lin, product) for product in goods]
    refused: list[str] = []

    def one_more(number: int) -> None:
        if what == "draft":
            keep(stage, reader, goods[number])
        else:
            actions.save_post(person_id=reader, post_id=posts[number], now=stage.now, by=reader)

    def another() -> None:
        try:
            one_more(1)
        except Refusal as refusal:
            refused.append(refusal.code)
        connection.close()

    thread = threading.Thread(target=another)
    with transaction.atomic():
        one_more(0)
        thread.start()
        thread.join(1)
    thread.join(20)
    assert refused == [f"social.{what}s_full"]
    assert Draft.objects.count() + Save.objects.count() == 1
