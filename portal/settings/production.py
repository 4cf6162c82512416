"""Settings of a real installation, read from the environment. Unsafe values are refused at the start."""

from urllib.parse import urlsplit

from portal.settings.base import *  # noqa: F403
from portal.settings.base import BASE_DIR, BASE_URL, CONTENT_SECURITY_POLICY, STORAGES, database, env

SECRET_KEY = env("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DATABASES = {"default": database(env("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'lenkwerk.sqlite3'}"))}
# Rate limits hold across workers only on a shared cache.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "lenkwerk_cache"}
    if not env("CACHE_URL", default="")
    else env.cache_url("CACHE_URL")
}
# How far a long import is must not wait for the lock that the import itself holds: not in the database.
CACHES["progress"] = (
    {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": BASE_DIR / "var" / "progress"}
    if not env("CACHE_URL", default="")
    else CACHES["default"]
)
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Rate limits count addresses: behind a proxy the last entry of X-Forwarded-For is the client's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_NAME = "__Host-language"
LANGUAGE_COOKIE_SECURE = True

EMAIL_HOST = env("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)

OPENID_CONNECT_ISSUER = env("OPENID_CONNECT_ISSUER", default="")
if OPENID_CONNECT_ISSUER:
    # The login form leads to the provider by a redirect, which browsers check against `form-action`, too.
    provider = urlsplit(OPENID_CONNECT_ISSUER)
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(f"{provider.scheme}://{provider.netloc}")
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": env("OPENID_CONNECT_NAME", default="Verwaltungskonto"),
                    "client_id": env("OPENID_CONNECT_CLIENT_ID"),
                    "secret": env("OPENID_CONNECT_SECRET"),
                    "settings": {"server_url": OPENID_CONNECT_ISSUER},
                }
            ]
        }
    }
