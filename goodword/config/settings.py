"""Django's settings, made from the environment that env.py describes."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from goodword.config import env
from goodword.config.secret import secret_key

HOME = env.HOME
MODE = env.MODE.text()
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
DEBUG = MODE == "dev"
DATA = Path(env.DATA.text())
BASE_URL = env.BASE_URL.text().rstrip("/")
SECURE = BASE_URL.startswith("https://")
SECRET_KEY = secret_key(PRODUCTION, DATA)
ALLOWED_HOSTS = env.HOSTS.words() or [
    urlsplit(BASE_URL).hostname or "localhost",
    *([] if PRODUCTION else ["127.0.0.1", "localhost"]),
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

ROOT_URLCONF = "goodword.config.urls"
WSGI_APPLICATION = "goodword.config.wsgi.application"
AUTH_USER_MODEL = "people.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "goodword.journal",
    "goodword.people",
    "goodword.ledger",
    "goodword.partners",
    "goodword.catalog",
    "goodword.payments",
    "goodword.orders",
    "goodword.social",
    "goodword.interests",
    "goodword.settlement",
    "goodword.checkout",
    "goodword.outreach",
    "goodword.web",
    "goodword.api",
    "goodword.ops",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "django_prometheus",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "goodword.web.shell.middleware.request_id",
    "goodword.web.shell.middleware.PagePolicy",
    "goodword.web.shell.middleware.PlainText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "goodword.people.middleware.absolute_session_age",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "goodword.web.shell.middleware.translate_refusals",
]

ROOMS = Path(__file__).parents[1] / "web"
CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOMS],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "goodword.web.shell.jinja.environment", "context_processors": CONTEXT},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOMS / "account" / "allauth"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT},
    },
]

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA / "goodword.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        # Who waits asks ten times a second, and a newcomer asks oftener: in a rush somebody loses for more than 5 s.
        "timeout": 20,
        # I-38: before SQLite 3.51.3 the write-ahead log can corrupt, so the rollback journal.
        "init_command": "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    },
}
DATABASES: dict[str, Any] = {"default": SQLITE}
if env.DATABASE_URL.text():
    DATABASES["default"] = dj_database_url.parse(env.DATABASE_URL.text())
    # Lost connections are tried again for 1 s, then when the next request needs one: the pool's own waits double up to
    # minutes, so that a database that is back would stay unused.
    POOL = {"min_size": 1, "max_size": int(env.POOL.text()), "timeout": 5, "reconnect_timeout": 1}
    # Statements are prepared once they have come back: planning them anew costs more than running most of them.
    PREPARED = {"server_side_binding": True, "prepare_threshold": 3}
    DATABASES["default"]["OPTIONS"] = {"pool": POOL, **PREPARED}
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True

# Limits of sign-in are counted here, by all processes together (S-70).
CACHES = {"default": {"BACKEND": "goodword.people.cache.SharedCache"}}
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "goodword.people.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "goodword.web.account.forms.SignUpName"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Where no e-mail can be sent, none is waited for. Where it can, sign-up does not tell who has an account (S-48).
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if env.EMAIL_URL.text() else "optional"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "goodword.people.adapter.KeyAdapter"
_PASSKEYS = {"authenticate": "SecondStep", "login": "SignIn", "reauthenticate": "Proof"}
MFA_FORMS = {f"{step}_webauthn": f"goodword.people.passkeys.{form}" for step, form in _PASSKEYS.items()}
MFA_TOTP_ISSUER = "Goodword"
MFA_ALLOW_UNVERIFIED_EMAIL = not env.EMAIL_URL.text()
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
ACCOUNT_SESSION_COOKIE_AGE = SESSION_COOKIE_AGE
SESSION_ABSOLUTE_AGE = timedelta(days=90)
SESSION_COOKIE_NAME = "__Host-goodword" if SECURE else "goodword"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "goodword.web.shell.refusals.csrf_failure"

SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.PROXIES.words() else None
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_HTTPONLY = SECURE, True
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [ROOMS / "shell" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
WHITENOISE_USE_FINDERS, WHITENOISE_AUTOREFRESH = not PRODUCTION, DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # what only those it concerns may see: never below MEDIA_ROOT, served through the rights check alone (S-34)
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "private"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if not PRODUCTION
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

EMAIL_FROM, EMAIL_HOST_URL = env.EMAIL_FROM.text(), urlsplit(f"smtp://{env.EMAIL_URL.text()}")
DEFAULT_FROM_EMAIL = EMAIL_FROM
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if env.EMAIL_URL.text() else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST, EMAIL_PORT = EMAIL_HOST_URL.hostname or "", EMAIL_HOST_URL.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL_HOST_URL.username or "", EMAIL_HOST_URL.password or ""
EMAIL_USE_TLS = True

LOGGING_CONFIG = "goodword.config.logs.configure"
LOGGING = {"level": env.LOG_LEVEL.text()}

PROXIES = env.PROXIES.words()
SANDBOX_ALLOWED, SANDBOX_URL = not PRODUCTION or env.SANDBOX_ALLOWED.yes(), env.SANDBOX_URL.text().rstrip("/")
SANDBOX_KEY, SANDBOX_SECRETS = env.SANDBOX_KEY.text(), env.SANDBOX_SECRET.words()
STRIPE_KEY, STRIPE_ACCOUNT, STRIPE_SECRETS = env.STRIPE_KEY.text(), env.STRIPE_ACCOUNT.text(), env.STRIPE_SECRET.words()
WECHATPAY = {one.name.rpartition("WECHATPAY_")[2]: one.text() for one in env.SETTINGS if "WECHATPAY" in one.name}
AUTO_RECEIPT = timedelta(days=int(env.AUTO_RECEIPT_DAYS.text()))
QUOTE_LIFETIME = timedelta(minutes=int(env.QUOTE_MINUTES.text()))
PAYMENT_LIFETIME = timedelta(minutes=int(env.PAYMENT_MINUTES.text()))
OPERATOR, CONTACT = env.OPERATOR.text(), env.CONTACT.text()
PLATFORM_BP = int(env.PLATFORM_BP.text())
SERVER_WORKERS, SERVER_THREADS = int(env.SERVER_WORKERS.text()), int(env.SERVER_THREADS.text())
PAYOUT_WEEKDAY = int(env.PAYOUT_WEEKDAY.text())
