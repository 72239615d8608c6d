"""What one keeps, and the folders it lies in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from goodword.kit import clock
from goodword.kit.limits import FOLDER_NAME
from goodword.kit.refusals import Refusal
from goodword.social import actions as social
from goodword.web.saved import pages
from goodword.web.saved.pages import Tried
from goodword.web.shell.asks import NothingChosen, local, maybe_id
from goodword.web.shell.doors import attempt, signed_in


@require_safe
@signed_in
def saved(request: HttpRequest, person: UUID) -> HttpResponse:
    """All that the reader keeps for later."""
    return _show(request, person)


@require_safe
@signed_in
def folder(request: HttpRequest, person: UUID, folder_id: UUID) -> HttpResponse:
    """What lies in one of the reader's folders."""
    return _show(request, person, folder_id)


@require_POST
@signed_in
def folders(request: HttpRequest, person: UUID) -> HttpResponse:
    """Makes a folder; on refusal the page comes back with what was typed."""
    name = request.POST.get("name", "")
    refused = attempt(lambda: social.open_folder(person_id=person, name=name, now=clock.now(), by=person))
    if refused:
        return _again(request, person, None, "new", refused)
    messages.success(request, _("The folder is there. Put words into it below."))
    return redirect("saved")


@require_POST
@signed_in
def rename(request: HttpRequest, person: UUID, folder_id: UUID) -> HttpResponse:
    """Gives a folder another name; on refusal the page comes back with what was typed."""
    name, now = request.POST.get("name", ""), clock.now()
    refused = attempt(
        lambda: social.rename_folder(person_id=person, folder_id=folder_id, name=name, now=now, by=person)
    )
    return _again(request, person, folder_id, "name", refused) if refused else redirect("saved-folder", folder_id)


@require_POST
@signed_in
def remove(request: HttpRequest, person: UUID, folder_id: UUID) -> HttpResponse:
    """Deletes a folder; what lay in it is still kept."""
    social.delete_folder(person_id=person, folder_id=folder_id, now=clock.now(), by=person)
    messages.success(request, _("The folder is gone. What lay in it is still kept here."))
    return redirect("saved")


@require_POST
@signed_in
def put(request: HttpRequest, person: UUID, post_id: UUID) -> HttpResponse:
    """Puts a kept word into a folder, into a new one when a name for it was typed, or into none."""
    name, now = request.POST.get("name", "").strip(), clock.now()
    if name:
        refused = attempt(
            lambda: social.put_in_new_folder(person_id=person, post_id=post_id, name=name, now=now, by=person)
        )
        if refused:
            return _again(request, person, None, str(post_id), refused)
    else:
        chosen = maybe_id(request.POST, "folder")
        if request.POST.get("folder") and not chosen:
            raise NothingChosen
        social.put_in_folder(person_id=person, post_id=post_id, folder_id=chosen, now=now, by=person)
    messages.success(request, _("Put in its place."))
    return redirect(f"{local(request, request.POST.get('next', ''), '/saved/')}#w-{post_id}")


def _show(request: HttpRequest, person: UUID, folder_id: UUID | None = None) -> HttpResponse:
    cheaper, cursor = request.GET.get("cheaper") == "1", request.GET.get("cursor")
    page = pages.saved(person, clock.now(), folder_id=folder_id, cheaper=cheaper, cursor=cursor)
    return render(request, "saved/page.html", {"page": page})


def _again(request: HttpRequest, person: UUID, folder_id: UUID | None, form: str, refusal: Refusal) -> HttpResponse:
    tried = Tried(form, request.POST.get("name", "")[: FOLDER_NAME * 10], str(refusal))
    page = pages.saved(person, clock.now(), folder_id=folder_id, tried=tried)
    return render(request, "saved/page.html", {"page": page}, status=refusal.status)
