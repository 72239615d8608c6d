"""What of outreach a person takes along."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.kit.exports import Rows, exports, told
from goodword.outreach.models import Notice, NoticeChoice


@exports("notices", _("What you were told. Amounts are in the smallest unit of the currency."))
def notices(person_id: UUID) -> Rows:
    """Notices, without the ids of other persons."""
    rows = told(Notice.objects.filter(person_id=person_id), "kind", "facts", "count", "amount", "at", "read_at")
    return (row | {"facts": {name: value for name, value in row["facts"].items() if name != "who"}} for row in rows)


@exports("notice_choices", _("Which notices you want."))
def notice_choices(person_id: UUID) -> Rows:
    """Groups that were switched on or off."""
    return told(NoticeChoice.objects.filter(person_id=person_id), "group", "wanted", "at")
