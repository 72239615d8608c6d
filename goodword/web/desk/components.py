"""Every component of web/shell on one page: what it looks like, and the picture it is tested by."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodword.web.desk import samples
from goodword.web.desk.doors import operator

SECTIONS = ("people", "states", "buttons", "fields", "tables", "goods", "sheet", "money")  # each a template in shown/


@require_safe
@operator
def components(request: HttpRequest, person: UUID) -> HttpResponse:
    """The components in their states, the same every time: no clock, no chance, nothing from the database."""
    names = {
        "people": _("People and words"),
        "states": _("States and notes"),
        "buttons": _("Buttons and links"),
        "fields": _("Form fields"),
        "tables": _("Tables and sums"),
        "goods": _("Goods"),
        "sheet": _("Product sheet"),
        "money": _("Money"),
    }
    told = {"sections": [(name, names[name]) for name in SECTIONS], "of": samples.Samples()}
    return render(request, "desk/components.html", told)
