"""The `goodword` command: Django's command line with Goodword's settings."""

import os
import sys


def main() -> None:
    """Runs one operator command, such as `goodword serve`; `goodword help` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodword.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["goodword", *sys.argv[1:]])


if __name__ == "__main__":
    main()
