"""The `goodword` command: Django's command line with Goodword's settings."""

import os
import sys


def main() -> None:
    """Runs one operator command, such as `goodword serve`; `goodword help` lists them.

    What is wrong with the settings is said in a sentence, not as a traceback.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodword.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["goodword", *sys.argv[1:]])
    except ImproperlyConfigured as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
