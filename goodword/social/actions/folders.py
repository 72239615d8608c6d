"""Putting what one keeps into folders (row 9)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.ids import new_id
from goodword.kit.limits import FOLDER_NAME, FOLDERS
from goodword.kit.refusals import Refusal
from goodword.people import queries as people_queries
from goodword.social.events import FoldersArranged
from goodword.social.models import Folder, Save
from goodword.social.queries.posts import PostUnknown
from goodword.social.queries.saves import own_folder
from goodword.social.rules import is_text


class BadFolderName(Refusal):
    """A folder's name is empty or too long."""

    status = 422
    code = "social.bad_folder_name"
    sentence = _("Give the folder a name of 1 to %(most)s characters.")


class FolderNamed(Refusal):
    """The person has a folder of this name already."""

    status = 409
    code = "social.folder_named"
    sentence = _("You have a folder called %(name)s already. Choose another name.")


class FoldersFull(Refusal):
    """A person has as many folders as one may."""

    status = 409
    code = "social.folders_full"
    sentence = _("You have %(most)s folders already. Delete one first.")


@transaction.atomic
def open_folder(*, person_id: UUID, name: str, now: datetime, by: UUID | None) -> UUID:
    """A person makes a folder; its id. Refuses a bad name, one they use already, and more than `FOLDERS`."""
    people_queries.lock_persons([person_id])
    folder_id = _opened(person_id, _checked(name), now)
    record(FoldersArranged(person_id), by=by, now=now)
    return folder_id


@transaction.atomic
def rename_folder(*, person_id: UUID, folder_id: UUID, name: str, now: datetime, by: UUID | None) -> None:
    """A person gives a folder of theirs another name. Refuses others' folders, a bad name and one they use already."""
    said = _checked(name)
    people_queries.lock_persons([person_id])
    own_folder(folder_id, person_id)
    if Folder.objects.filter(person_id=person_id, name=said).exclude(id=folder_id).exists():
        raise FolderNamed(name=said)
    Folder.objects.filter(id=folder_id).update(name=said)
    record(FoldersArranged(person_id), by=by, now=now)


@transaction.atomic
def delete_folder(*, person_id: UUID, folder_id: UUID, now: datetime, by: UUID | None) -> None:
    """A person does without a folder of theirs; what lay in it is still kept. Refuses others' folders."""
    people_queries.lock_persons([person_id])
    own_folder(folder_id, person_id)
    Folder.objects.filter(id=folder_id).delete()
    record(FoldersArranged(person_id), by=by, now=now)


@transaction.atomic
def put_in_folder(*, person_id: UUID, post_id: UUID, folder_id: UUID | None, now: datetime, by: UUID | None) -> None:
    """A person puts a post they keep into one of their folders, or into none. Refuses others' folders."""
    people_queries.lock_persons([person_id])
    if folder_id is not None:
        own_folder(folder_id, person_id)
    _put(person_id, post_id, folder_id)
    record(FoldersArranged(person_id), by=by, now=now)


@transaction.atomic
def put_in_new_folder(*, person_id: UUID, post_id: UUID, name: str, now: datetime, by: UUID | None) -> UUID:
    """A person puts a post they keep into a folder of this name, made if there is none; the folder's id.

    Refuses a bad name and more than `FOLDERS`.
    """
    said = _checked(name)
    people_queries.lock_persons([person_id])
    held = Folder.objects.filter(person_id=person_id, name=said).values_list("id", flat=True).first()
    folder_id = held or _opened(person_id, said, now)
    _put(person_id, post_id, folder_id)
    record(FoldersArranged(person_id), by=by, now=now)
    return folder_id


def _checked(name: str) -> str:
    said = " ".join(name.split())
    if not is_text(said, FOLDER_NAME):
        raise BadFolderName(most=FOLDER_NAME)
    return said


def _opened(person_id: UUID, name: str, now: datetime) -> UUID:
    """A new folder; the person is locked, so that two requests at once cannot pass the limit."""
    names = set(Folder.objects.filter(person_id=person_id).values_list("name", flat=True))
    if name in names:
        raise FolderNamed(name=name)
    if len(names) >= FOLDERS:
        raise FoldersFull(most=FOLDERS)
    return Folder.objects.create(id=new_id(now), person_id=person_id, name=name).id


def _put(person_id: UUID, post_id: UUID, folder_id: UUID | None) -> None:
    if not Save.objects.filter(person_id=person_id, post_id=post_id).update(folder_id=folder_id):
        raise PostUnknown
