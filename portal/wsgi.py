"""The WSGI application for a production server."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()
# Only after the set-up: the checks name models. A server runs no system checks by itself.
import_module("governance.checks").refuse_unsafe_start()
