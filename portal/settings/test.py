"""Settings of the test suite: every protection on, nothing leaves the machine."""

import os

from portal.settings.base import *  # noqa: F403
from portal.settings.base import BASE_DIR, database

SECRET_KEY = "only-for-tests-" + "x" * 50
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": database(os.environ.get("DATABASE_URL", "sqlite:///build/unused.sqlite3"), pooled=False)}
# A file, not memory: write-ahead log, locks and several connections behave as in production. TEST_RUN keeps runs apart.
TEST_NAME = f"test-{os.environ.get('TEST_RUN', 'run')}"
# No pool: it would hold connections when the test database is dropped.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": BASE_DIR / "build" / f"{TEST_NAME}.sqlite3"}
else:
    DATABASES["default"]["TEST"] = {"NAME": TEST_NAME.replace("-", "_")}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "files": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ACCOUNT_RATE_LIMITS = {}
