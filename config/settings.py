"""Settings of Kyoten, read from the environment.

With nothing configured: SQLite and the filesystem broker, state in ``var/``. ``DATABASE_URL`` names a
PostgreSQL database, ``REDIS_URL`` a Redis broker. Production (the default) refuses to start without
``KYOTEN_SECRET_KEY``;
``KYOTEN_ENV=development`` (set by ``./run``) keeps a generated key in ``var/``.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Any

import django_stubs_ext
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.databases import database
from config.mail import mail_server

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("KYOTEN_VAR", BASE_DIR / "var"))
DEVELOPMENT = os.environ.get("KYOTEN_ENV", "production") == "development"
DEBUG = False


def _made_once(path: Path) -> str:
    """The secret kept in ``path``; made on the first start, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(50)
        file.write(secret)
    return secret


SECRET_KEY = os.environ.get("KYOTEN_SECRET_KEY", "")
if not SECRET_KEY:
    if not DEVELOPMENT:
        message = (
            "本番環境では環境変数 KYOTEN_SECRET_KEY が必要です。手元で試すときは ./run を使ってください。"
        )
        raise ImproperlyConfigured(message)
    SECRET_KEY = _made_once(VAR / "secret-key")

ALLOWED_HOSTS = os.environ.get("KYOTEN_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("KYOTEN_TRUSTED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "accounts",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "simple_history",
    "template_partials",
    "common",
    "ui",
    "centres",
    "facilities",
    "designated_managers",
    "maintenance",
    "reminders",
    "portal",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Before the files are served: an SVG opened by itself keeps the policy as well.
    "csp.middleware.CSPMiddleware",
    "config.web.middleware.nobody_asks_after_health",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.access",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "ui" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.page.page",
            ],
        },
    }
]


VAR.mkdir(parents=True, exist_ok=True)
DATABASES: dict[str, dict[str, Any]] = {"default": database(os.environ.get("DATABASE_URL", ""), var=VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.ActiveUntilBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login_name", "display_name", "display_kana", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_name"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# Failures are counted by axes, in the database for every process; allauth's own count would hide its page.
# A whole city hall may come from one address at half past eight.
# Links for a forgotten password: an address gets two mails a minute at most, whether anybody has it or not.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": None, "reset_password": "20/m/ip,2/m/key"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# An address that nobody has gets a mail as well, so that neither page nor waiting time tells who has a login.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.backends.ResetKeys"  # noqa: S105  a class
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
# How many days the link of an invitation is good, the day it was made not counted.
INVITATION_DAYS = 7
# API用の鍵: how many days one is good unless told, at most, and how many in force a person may hold.
API_KEY_DAYS = 90
API_KEY_MAX_DAYS = 365
API_KEYS_PER_PERSON = 10
# カレンダーの購読: how many secret addresses in force a person may hold.
CALENDAR_FEEDS_PER_PERSON = 10
KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105  a model
# Its own table would stand there empty.
MIGRATION_MODULES = {"knox": None}
# Told by its beginning, a key that got out is recognised as one of ours.
REST_KNOX = {"TOKEN_PREFIX": "kyoten_"}
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "accounts.lockout.account_tried"
AXES_RESET_ON_SUCCESS = True

# Shown at the foot of every page and beside the sign-in; what is not given is left out.
OFFICE_NAME = os.environ.get("KYOTEN_OFFICE_NAME", "")
OFFICE_CONTACT = os.environ.get("KYOTEN_OFFICE_CONTACT", "")

# Where the links in mails lead: the address under which people open Kyoten.
PUBLIC_URL = (os.environ.get("KYOTEN_PUBLIC_URL") or "http://127.0.0.1:8000").rstrip("/")


def _addresses(name: str) -> tuple[str, ...]:
    """The mail addresses that a variable of the environment names, by comma."""
    found = tuple(address.strip() for address in os.environ.get(name, "").split(",") if address.strip())
    wrong = [address for address in found if not re.fullmatch(r"[^@\s;,<>]+@[^@\s;,<>]+", address)]
    if wrong:
        listed = "」「".join(wrong)
        message = f"{name} の「{listed}」は、メールアドレスとして読めません。カンマで区切ってください。"
        raise ImproperlyConfigured(message)
    return found


# For how long a sender has a message to itself: whoever dies with it in hand holds it up for so long.
MESSAGE_LEASE_SECONDS = int(os.environ.get("KYOTEN_MESSAGE_LEASE_SECONDS", "600"))

# Who is told every open morning that Kyoten works, and who when the ledger is wrong; nobody named: whoever
# keeps accounts.
HEARTBEAT_TO = _addresses("KYOTEN_HEARTBEAT_TO")
ALARM_TO = _addresses("KYOTEN_ALARM_TO")

# For how many days before its first day and after its last a community group reads its centre.
GROUP_READS_DAYS_BEFORE = int(os.environ.get("KYOTEN_GROUP_READS_DAYS_BEFORE", "60"))
GROUP_READS_DAYS_AFTER = int(os.environ.get("KYOTEN_GROUP_READS_DAYS_AFTER", "90"))

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
# whitenoise warns of a folder that is not there.
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = VAR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEVELOPMENT
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEVELOPMENT

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = not DEVELOPMENT and os.environ.get("KYOTEN_HTTPS", "1") == "1"
# A probe on the machine itself speaks no https.
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_SSL_REDIRECT
SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SSL_REDIRECT else None
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SESSION_COOKIE_AGE = 60 * 60 * 10
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

_mail = mail_server(os.environ.get("KYOTEN_MAIL_URL", ""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = _mail.get("host", "")
EMAIL_PORT = _mail.get("port", 0)
EMAIL_HOST_USER = _mail.get("user", "")
EMAIL_HOST_PASSWORD = _mail.get("password", "")
EMAIL_USE_TLS = _mail.get("starttls", False)
EMAIL_USE_SSL = _mail.get("ssl", False)
EMAIL_TIMEOUT = 10
# How long the mail server may take over each answer once it talks to us. A mail asks five: together less than
# the lease of its message.
MAIL_ANSWER_SECONDS = 100
DEFAULT_FROM_EMAIL = os.environ.get("KYOTEN_MAIL_FROM", "kyoten@localhost")

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.ApiTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["common.rest.bodies.BoundedJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["common.rest.bodies.OrjsonRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["common.rest.throttles.PersonThrottle"],
    "EXCEPTION_HANDLER": "common.rest.answers.answer_error",
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
    # How many proxies stand in front: a throttle counts the address that the first of them saw.
    "NUM_PROXIES": int(os.environ.get("KYOTEN_PROXIES", "0")),
}
# How often one person and one address may ask; empty does not limit.
API_RATES = {
    "person": os.environ.get("KYOTEN_API_RATE_PERSON", "600/min"),
    "address": os.environ.get("KYOTEN_API_RATE_ADDRESS", "1200/min"),
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "拠点 Kyoten API",
    "DESCRIPTION": (
        "市民センターの台帳を、ほかのプログラムから読み書きします。できることと見える範囲は、画面と同じです。\n\n"
        "- 一覧は1ページ50件（最大200件）で、続きは next にあります。"
        "件数は with_count=1 のときだけ数えます。\n"
        "- 日は ISO 8601、金額は円の整数、面積は ㎡ の小数2けたの文字、区分はコードと名前の組です。\n"
        "- 分かっている形の日付（令和3年2月、1970年度）は、text・first・last・precision で返し、"
        "文字で受け取ります。\n"
        "- 誤りは RFC 9457（application/problem+json）で、見つかったことをすべて返します。"
        "知らない条件や項目も誤りです。\n"
        "- 記録は削除できません。"
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.0.3",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,
    "POSTPROCESSING_HOOKS": ["common.rest.schema.add_what_all_share"],
}

REDIS_URL = os.environ.get("REDIS_URL", "")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"visibility_timeout": 3600}
else:
    _queue = VAR / "queue"
    _queue.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"  # the host means nothing, but without one kombu warns
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue),
        "data_folder_out": str(_queue),
        "control_folder": str(VAR / "queue-control"),
        "polling_interval": 0.2,
    }
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# How long a stopping worker may wait for its timer.
CELERY_WORKER_TIMER_PRECISION = 0.2
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    # Before the night, so that what it plans is flagged in it.
    "first inspections": {"task": "maintenance.plan_inspections", "schedule": crontab(hour="5", minute="15")},
    # Opens roads and plans duties first, then flags what is due.
    "nightly flags": {"task": "reminders.flag_due", "schedule": crontab(hour="5", minute="30")},
    # A night whose worker was killed, or whose machine slept, is made up within a quarter of an hour.
    "missed night": {"task": "reminders.catch_up", "schedule": crontab(minute="*/15")},
    # Holds what the night wrote against rules and facts, before the first mail goes out at seven.
    "reconciliation": {"task": "reminders.reconcile", "schedule": crontab(hour="5", minute="50")},
    # Whoever was kept from sending for a while has nothing to make up: the next turn sends all.
    "mails": {"task": "reminders.send", "schedule": crontab(minute="*"), "options": {"expires": 60}},
    # A late sign of life would tell of a worker that was stopped meanwhile: it is thrown away.
    "sign of life": {
        "task": "reminders.pulse",
        "schedule": crontab(minute="*"),
        "options": {"expires": 60},
    },
    # Written at seven; made up later the same day, if nobody was there to write it.
    "heartbeat": {"task": "reminders.heartbeat", "schedule": crontab(hour="7-23", minute="*/15")},
    # After the night, so that roads opened in it are looked at as well. Changes nothing.
    "roads out of step": {
        "task": "designated_managers.check_roads",
        "schedule": crontab(hour="5", minute="45"),
    },
    # A scenario whose message was lost or whose worker was killed.
    "left scenarios": {"task": "facilities.resume_scenarios", "schedule": crontab(minute="*")},
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"keys": {"()": "config.log_filters.WithoutKeys"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["keys"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("KYOTEN_LOG_LEVEL", "WARNING")},
}
