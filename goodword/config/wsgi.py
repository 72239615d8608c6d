"""What the web server runs."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodword.config.settings")
application = get_wsgi_application()

# What is loaded now lives as long as the process. Unfrozen, the garbage collector would walk through all of it every
# few hundred requests, and the request that meets it would wait some 80 ms longer.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
