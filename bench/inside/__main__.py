"""`python -m bench.inside MODULE.FUNCTION JSON`: does it and prints its answer as the last line."""

import json
import os
import sys
from importlib import import_module

import django


def main() -> None:
    """Sets Django up first, because the functions' modules need it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodword.config.settings")
    django.setup()
    module, function = sys.argv[1].split(".")
    answer = getattr(import_module(f"bench.inside.{module}"), function)(**json.loads(sys.argv[2]))
    print(json.dumps(answer))


main()
