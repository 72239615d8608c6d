"""What the catalogue does because time passed."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog

from goodword.catalog import actions, queries
from goodword.kit.addresses import AddressRefused
from goodword.kit.egress import REDIRECTS_MAX, EgressFailed, fetch
from goodword.kit.jobs import job
from goodword.kit.limits import FEED_BYTES, UPLOAD_BYTES

KINDS = ("image/jpeg", "image/png", "image/webp", "image/gif")
FEEDS = (
    "application/xml",
    "text/xml",
    "application/rss+xml",
    "application/atom+xml",
    "text/tab-separated-values",
    "text/csv",
    "text/plain",
    "application/octet-stream",
)
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
    """Catalogue files that shops handed over are read, one at a time; a feed is fetched before."""
    waiting = actions.take_waiting_import(now=now)
    if waiting is not None and _is_here(waiting, now):
        actions.run_import(waiting, now=now)
    return 0


def _is_here(import_id: UUID, now: datetime) -> bool:
    """Whether the file can be read: it was handed in, or it has just been fetched from where the shop said.

    The shop hears that it did not come, not what the other server answered (S-14).
    """
    address = queries.feed_address(import_id)
    if not address:
        return True
    try:
        answer = fetch("GET", address, content_types=FEEDS, redirects=REDIRECTS_MAX, max_bytes=FEED_BYTES)
    except (AddressRefused, EgressFailed) as error:
        log.info("feed_not_fetched", run=str(import_id), why=str(error))
        actions.give_up_feed(import_id, now=now)
        return False
    if answer.status != 200 or not answer.body:
        actions.give_up_feed(import_id, now=now)
        return False
    actions.keep_feed(import_id, answer.body)
    return True


@job(every=timedelta(minutes=5))
def mark_products(now: datetime, limit: int) -> int:
    """Marks where new pages of the list of all products begin."""
    return actions.mark_products(limit=limit, now=now)
