"""Days pass: for tests alone, the past is moved back instead of the clock being moved on.

The server, the worker and the database all read the machine's clock, and no test may turn that. So every moment kept
about purchases, their money and their payments is moved back by the same days, past Goodword's own code: to what is
kept it is as if that much later. What has happened according to the journal and the ledger is never touched.
"""

from tests.running import Running

MOVE = """
from datetime import timedelta
from django.apps import apps
from django.db import transaction
from django.db.models import DateTimeField, F
passed = timedelta(days={days})
tables = [model for app in ("orders", "settlement", "payments") for model in apps.get_app_config(app).get_models()]
with transaction.atomic():
    for model in tables:
        moments = [field.name for field in model._meta.get_fields() if isinstance(field, DateTimeField)]
        if moments:
            model.objects.update(**{{name: F(name) - passed for name in moments}})
"""


def days_pass(house: Running, days: int) -> None:
    """So many days go by; the worker slept through them and gets up, as after a restart of the machine."""
    house.stop("worker")
    house.python(MOVE.format(days=days))
    house.start("worker")
