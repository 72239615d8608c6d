"""Taking a catalogue from an address of the shop's: the same way as a file that is handed in, once it is here."""

from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.catalog.actions.imports import begin_import, check_form, end_import
from goodword.catalog.importers import FileRefused
from goodword.catalog.models import Import
from goodword.kit.egress import examine

FEED_FORMS = ("google-xml", "google-tsv")


class FeedNotFetched(FileRefused):
    """The address gave no catalogue: not there, too slow, too large, or of another kind. Nobody is told which."""

    code = "catalog.feed_not_fetched"
    sentence = _("No catalogue came from this address. Open it in a browser: it must show the feed within seconds.")


def ask_feed(
    shop_id: UUID,
    *,
    form: str,
    address: str,
    path: Path,
    dry_run: bool,
    topic: str | None,
    now: datetime,
    by: UUID | None,
) -> UUID:
    """The shop names the address of its feed; a worker fetches it, keeps it at `path` and reads it. The import's id.

    Refuses AddressRefused (S-10, S-11, S-15), UnknownForm, ImportUnderWay and an unknown shop.
    """
    check_form(form, FEED_FORMS)
    examine(address)
    name = urlsplit(address).hostname or ""
    with transaction.atomic():
        return begin_import(
            shop_id,
            now=now,
            form=form,
            file=str(path),
            address=address,
            bytes=0,
            name=name,
            dry_run=dry_run,
            topic=topic,
            by=by,
        )


def keep_feed(import_id: UUID, data: bytes) -> None:
    """The feed is here: it is kept where the import looks for it."""
    asked = Import.objects.get(pk=import_id, state="running")
    path = Path(asked.file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    Import.objects.filter(pk=import_id).update(bytes=len(data))


def give_up_feed(import_id: UUID, *, now: datetime) -> None:
    """No catalogue came: nothing is changed, and the shop is told what to look at."""
    asked = Import.objects.get(pk=import_id, state="running")
    end_import(asked, state="failed", error=str(FeedNotFetched()), now=now)
