"""What a person keeps: theirs alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goodword.social import queries as social
from goodword.web.shell.asks import maybe_id
from goodword.web.shell.jinja import url


@dataclass(frozen=True, slots=True)
class Tried:
    """What a form asked for and why it came back: `form` is "new", "name" or the id of a post."""

    form: str = ""
    name: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Words a person keeps: all of them or those of one `folder`; `cheaper` shows only what costs less by now.

    `other` is the same page with `cheaper` turned; `names` are the folders' names by id.
    """

    kept: Sequence[social.KeptView]
    folders: Sequence[social.FolderView]
    names: dict[UUID, str]
    folder: social.FolderView | None
    cheaper: bool
    address: str
    other: str
    next: str | None
    tried: Tried


def saved(
    person_id: UUID,
    now: datetime,
    *,
    folder_id: UUID | None = None,
    cheaper: bool = False,
    cursor: str | None = None,
    tried: Tried | None = None,
) -> Page:
    """What the person keeps, last kept first. Refuses a folder that is not theirs.

    A word whose form came back stands on the page: alone, where the page would be without it.
    """
    folders = social.folders(person_id)
    folder = next((one for one in folders if one.id == folder_id), None)
    if folder_id and folder is None:
        raise social.FolderUnknown
    rows = social.kept_by(person_id, cursor, now, folder_id=folder_id, cheaper=cheaper)
    wanted = tried and maybe_id({"post": tried.form}, "post")
    if wanted and all(one.post.id != wanted for one in rows.rows):
        rows = social.kept_by(person_id, None, now, post_id=wanted)
    return Page(
        kept=rows.rows,
        folders=folders,
        names={one.id: one.name for one in folders},
        folder=folder,
        cheaper=cheaper,
        address=_address(folder_id, cheaper),
        other=_address(folder_id, not cheaper),
        next=rows.next and _address(folder_id, cheaper, rows.next),
        tried=tried or Tried(),
    )


def _address(folder_id: UUID | None, cheaper: bool, cursor: str | None = None) -> str:
    query = {"cheaper": "1" if cheaper else None, "cursor": cursor}
    return url("saved-folder", folder_id, **query) if folder_id else url("saved", **query)
