"""Settings of `make demo`: a local installation with invented data. Never for real data."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import BASE_DIR, database, env

SECRET_KEY = "demo-only-" + "0" * 50
DEBUG = False
DEMO = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
(BASE_DIR / "var").mkdir(exist_ok=True)
DATABASES = {"default": database(env("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'demo.sqlite3'}"))}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# The second factor is not demanded in the demo, and a banner on every page says so (architecture.md).
SECOND_FACTOR_REQUIRED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
