"""`goodword openapi`"""

from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand

from goodword.api.v1 import api

FILE = Path(__file__).parents[2] / "openapi.json"


def described() -> bytes:
    """The description of the API as it is kept: the same bytes for the same API."""
    told = api.get_openapi_schema(path_prefix="api/v1/")
    options = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS
    return orjson.dumps(dict(told), option=options)


class Command(BaseCommand):
    """Writes the API's description into the file that a test compares."""

    help = "Writes goodword/api/openapi.json; run it after changing the API."

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes the file and says where."""
        FILE.write_bytes(described())
        self.stdout.write(str(FILE))
