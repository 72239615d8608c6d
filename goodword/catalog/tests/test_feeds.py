"""A catalogue fetched from an address: by the worker, through the one way out, like a file from then on."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest

from goodword.catalog import actions, jobs, queries
from goodword.catalog.actions import ImportUnderWay, UnknownForm
from goodword.catalog.models import Import, Product
from goodword.journal.models import Entry
from goodword.kit import egress
from goodword.kit.addresses import AddressRefused
from goodword.kit.egress import Answer, EgressFailed
from goodword.kit.limits import FEED_BYTES

pytestmark = pytest.mark.django_db
ADDRESS = "https://shop.example/feed.xml?key=secret"
FEED = (
    "id\ttitle\tdescription\tprice\tavailability\n"
    "T-1\tLongjing tea\tPicked early\t128.00 CNY\tin_stock\n"
    "T-2\tBlue cup\tWide\tforty\tin_stock\n"
)


@pytest.fixture(autouse=True)
def _known_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goodword.catalog.actions.feeds.examine", lambda url: egress.check_form(url))


def asked(shop_id: UUID, tmp_path: Path, now: datetime, *, dry_run: bool = False, form: str = "google-tsv") -> UUID:
    return actions.ask_feed(
        shop_id, form=form, address=ADDRESS, path=tmp_path / "feed", dry_run=dry_run, topic=None, now=now, by=None
    )


def answers(monkeypatch: pytest.MonkeyPatch, answer: Answer | Exception) -> list[str]:
    called: list[str] = []

    def fetch(method: str, url: str, **limits: object) -> Answer:
        called.append(f"{method} {url}")
        assert (limits["max_bytes"], limits["redirects"]) == (FEED_BYTES, 3)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(jobs, "fetch", fetch)
    return called


def test_a_feed_is_fetched_by_the_worker_and_read_line_by_line(
    shop_id: UUID, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = answers(monkeypatch, Answer(200, {}, FEED.encode()))
    run = asked(shop_id, tmp_path, now)
    assert called == []
    jobs.read_catalogues(now, 1)
    assert called == [f"GET {ADDRESS}"]
    view, [line] = queries.import_of(shop_id, run)
    assert (view.state, view.name, view.created, view.refused) == ("done", "shop.example", 1, 1)
    assert (line.line, line.sku) == (3, "T-2")
    assert [product.title for product in Product.objects.all()] == ["Longjing tea"]
    assert Import.objects.get().bytes == len(FEED)


def test_a_trial_of_a_feed_changes_nothing(
    shop_id: UUID, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, Answer(200, {}, FEED.encode()))
    run = asked(shop_id, tmp_path, now, dry_run=True)
    jobs.read_catalogues(now, 1)
    view, _lines = queries.import_of(shop_id, run)
    assert (view.state, view.lines, view.refused) == ("done", 2, 1)
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    "answer",
    [
        Answer(404, {}, b"no such page, and a secret"),
        Answer(200, {}, b""),
        EgressFailed("it is too long: a secret"),
        AddressRefused(why="a secret"),
    ],
)
def test_s14_what_the_other_server_said_is_not_told(
    shop_id: UUID, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, answer: Answer | Exception
) -> None:
    """Red when the reason is kept with the import."""
    answers(monkeypatch, answer)
    run = asked(shop_id, tmp_path, now)
    jobs.read_catalogues(now, 1)
    view, lines = queries.import_of(shop_id, run)
    assert (view.state, lines) == ("failed", [])
    assert "No catalogue came from this address" in view.error
    assert "secret" not in view.error
    assert not (tmp_path / "feed").exists()
    assert Entry.objects.get(name="catalog.ImportEnded").payload["import_id"] == str(run), "red without end_import"


def test_a_second_feed_waits_and_other_forms_have_no_address(shop_id: UUID, tmp_path: Path, now: datetime) -> None:
    asked(shop_id, tmp_path, now)
    with pytest.raises(ImportUnderWay):
        asked(shop_id, tmp_path, now)
    with pytest.raises(UnknownForm):
        asked(shop_id, tmp_path, now, form="shopify")
    assert Import.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/feed", "http://[::1]/", "http://10.0.0.8/x", "ftp://shop.example/x", "http://localhost/x"],
)
def test_s15_an_address_is_examined_before_it_is_kept(
    shop_id: UUID, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Red without examine in ask_feed."""
    monkeypatch.setattr("goodword.catalog.actions.feeds.examine", egress.examine)
    with pytest.raises(AddressRefused):
        actions.ask_feed(
            shop_id, form="google-xml", address=address, path=tmp_path / "f", dry_run=True, topic=None, now=now, by=None
        )
    assert not Import.objects.exists()
