"""All settings, in one file; what differs between installations comes from the environment.

DATABASE_URL            postgresql://app-role@host/name; unset: the embedded server under the data folder
DATABASE_OWNER_URL      the same database as its owner; only migrations use it
YIPANQI_DATA_DIR        keys, embedded database, journal anchors (default: .data in the checkout)
YIPANQI_KEYS_FILE       keys (default: keys.json in the data folder, made on first start, mode 0600), or one by one:
                        YIPANQI_SECRET_KEY, YIPANQI_FIELD_KEYS (id:hex,…), YIPANQI_INDEX_KEY, YIPANQI_ANCHOR_KEY
YIPANQI_HOSTS           names the site answers to, separated by commas (default: this machine only)
YIPANQI_ORIGINS         origins trusted for forms behind a proxy, such as https://corrections.example.gov.cn
YIPANQI_PROXIES         how many proxies stand before the site and set X-Forwarded-For (default 1 with YIPANQI_ORIGINS)
YIPANQI_METRICS_FROM    networks that may read /metrics (default: this machine only)
YIPANQI_DEMO            1: the fictitious city; cookies over plain HTTP, second factor optional, a banner
YIPANQI_DEBUG           1: Django's debug pages; never with real data
YIPANQI_SESSION_HOURS   a session ends after this many hours (default 10: a working day) or with the browser
YIPANQI_IDLE_MINUTES    and after this many minutes without a request (default 30)
YIPANQI_LOG_LEVEL       INFO, WARNING … (default INFO)
YIPANQI_DATABASE_ROLE   set by the `yipanqi` script: owner for migrations, else app
"""

import ipaddress
import os
import sys
from pathlib import Path

from csp.constants import NONE, SELF

from yipanqi.commands import embedded
from yipanqi.config import database, keys

ENV = os.environ
PACKAGE = Path(__file__).resolve().parents[1]
BASE_DIR = PACKAGE.parent
DATA_DIR = embedded.data_dir(ENV)
DEMO = ENV.get("YIPANQI_DEMO") == "1"
DEBUG = ENV.get("YIPANQI_DEBUG") == "1"
TESTING = "pytest" in sys.modules


def _listed(variable: str, default: str) -> list[str]:
    return [part.strip() for part in ENV.get(variable, default).split(",") if part.strip()]


# --- Keys ---------------------------------------------------------------------------------------------------

KEYS = keys.load(ENV, DATA_DIR)
SECRET_KEY = KEYS.django

# --- What the product is made of ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "yipanqi.records",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "pghistory",
    "pgtrigger",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yipanqi.pages.idle.IdleLimit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "yipanqi.pages.request.ScopedTransaction",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "yipanqi.pages.account.gate.Gate",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "yipanqi.config.urls"
WSGI_APPLICATION = "yipanqi.config.wsgi.application"
AUTH_USER_MODEL = "records.Officer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "pages" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yipanqi.pages.shell.shell",
            ],
            "builtins": [
                f"yipanqi.pages.tags.{_library}"
                for _library in ("acts", "clocks", "forms", "law", "lists", "marks", "paging", "people")
            ],
        },
    },
]

# --- Database and jobs --------------------------------------------------------------------------------------

DATABASES = {
    "default": database.configuration(ENV, DATA_DIR, "owner" if ENV.get("YIPANQI_DATABASE_ROLE") == "owner" else "app")
}
PROCRASTINATE_IMPORT_PATHS = ["yipanqi.jobs"]

# --- Time and language --------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- Static files: our own, and the dist folders of the pinned npm packages ---------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise wants it even while nothing is collected
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [PACKAGE / "pages" / "static"]
for _package in ("htmx.org",):
    _dist = BASE_DIR / "node_modules" / _package / "dist"
    if _dist.exists():
        STATICFILES_DIRS.append((f"vendor/{_package}", _dist))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEMO or DEBUG or TESTING

# --- Sign-in: name and password, then a second factor (access decides for whom it is required) --------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "yipanqi.pages.account.validators.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "yipanqi.pages.account.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "yipanqi.pages.account.forms.SignInForm",
    "change_password": "yipanqi.pages.account.forms.NewPasswordForm",
    "reauthenticate": "yipanqi.pages.account.forms.PasswordAgainForm",
}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the officer works on; all other sessions of the old password end
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
# By address wide enough for an agency behind one address at half past eight; by sign-in name narrow
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,5/5m/key", "login": "300/m/ip", "reauthenticate": "10/m/user"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
SECOND_FACTOR_REQUIRED = not (DEMO or TESTING)
MFA_ADAPTER = "yipanqi.pages.account.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": "yipanqi.pages.account.forms.CodeForm",
    "reauthenticate": "yipanqi.pages.account.forms.CodeAgainForm",
    "activate_totp": "yipanqi.pages.account.forms.BindTOTPForm",
    "add_webauthn": "yipanqi.pages.account.forms.NewKeyForm",
    "edit_webauthn": "yipanqi.pages.account.forms.KeyNameForm",
}
MFA_TOTP_ISSUER = "一盘棋"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
USERSESSIONS_TRACK_ACTIVITY = False  # IdleLimit notes it once a minute, not with every request
# Failed sign-ins are counted here: one folder for all web processes of this machine
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if TESTING
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- Sessions, cookies, headers -----------------------------------------------------------------------------

ALLOWED_HOSTS = _listed("YIPANQI_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _listed("YIPANQI_ORIGINS", "")
ALLAUTH_TRUSTED_PROXY_COUNT = int(ENV.get("YIPANQI_PROXIES", "1" if CSRF_TRUSTED_ORIGINS else "0"))
SESSION_COOKIE_AGE = int(float(ENV.get("YIPANQI_SESSION_HOURS", "10")) * 3600)
SESSION_IDLE_S = int(float(ENV.get("YIPANQI_IDLE_MINUTES", "30")) * 60)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # sentences may name a case: no cookie
SESSION_COOKIE_NAME = "yipanqi_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not (DEMO or DEBUG or TESTING)
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CSRF_TRUSTED_ORIGINS else None
SECURE_HSTS_SECONDS = 0 if DEMO or DEBUG or TESTING else 31_536_000
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
METRICS_FROM = [ipaddress.ip_network(part) for part in _listed("YIPANQI_METRICS_FROM", "127.0.0.0/8,::1/128")]

# --- Uploads ------------------------------------------------------------------------------------------------

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# --- Logging: what happened, never to whom; no query texts, no request bodies -------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "yipanqi.config.logs.DiscreetFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": ENV.get("YIPANQI_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.db.backends": {"level": "WARNING"},
        "django.server": {"level": "WARNING"},
        "procrastinate.blueprints": {"level": "WARNING"},
    },
}
