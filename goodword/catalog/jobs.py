"""What the catalogue does because time passed."""

from datetime import datetime, timedelta

import structlog

from goodword.catalog import actions
from goodword.kit.addresses import AddressRefused
from goodword.kit.egress import REDIRECTS_MAX, EgressFailed, fetch
from goodword.kit.jobs import job
from goodword.kit.limits import UPLOAD_BYTES

KINDS = ("image/jpeg", "image/png", "image/webp", "image/gif")
AT_ONCE = 10  # pictures one run fetches; each may take ten seconds
log = structlog.get_logger(__name__)


@job(every=timedelta(seconds=20))
def fetch_pictures(now: datetime, limit: int) -> int:
    """Pictures that a catalogue named by address are fetched, several tries each; the drawing stands until then."""
    due = actions.take_due_pictures(limit=min(limit, AT_ONCE), now=now)
    for media_id, url in due:
        try:
            answer = fetch("GET", url, content_types=KINDS, redirects=REDIRECTS_MAX, max_bytes=UPLOAD_BYTES)
        except (AddressRefused, EgressFailed) as error:
            log.info("picture_not_fetched", media=str(media_id), why=str(error))
            continue
        if answer.status == 200:
            actions.keep_fetched(media_id, answer.body, now=now)
    return len(due)


@job(every=timedelta(minutes=1))
def size_pictures(now: datetime, limit: int) -> int:
    """Pictures that were kept before sizes were made get their smaller sizes."""
    return actions.keep_smaller_sizes(limit=min(limit, AT_ONCE), now=now)


@job(every=timedelta(seconds=2))
def read_catalogues(now: datetime, limit: int) -> int:
    """Catalogue files that shops handed over are read, one at a time."""
    waiting = actions.take_waiting_import(now=now)
    if waiting is not None:
        actions.run_import(waiting, now=now)
    return 0


@job(every=timedelta(minutes=5))
def mark_products(now: datetime, limit: int) -> int:
    """Marks where new pages of the list of all products begin."""
    return actions.mark_products(limit=limit, now=now)
