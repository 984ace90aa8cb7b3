"""Settings of every process; values come from the environment (`.env.example`), embedded mode fills the rest."""

from pathlib import Path

import dj_database_url

from wuxue_exit_entry import logs
from wuxue_exit_entry.embedded import layout
from wuxue_exit_entry.env import env, optional_secret, secret

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = layout.VAR_DIR

_urls = {"app": optional_secret("DATABASE_URL"), "owner": optional_secret("DATABASE_OWNER_URL")}
EMBEDDED = not _urls["app"]
DEMO_MODE = env.bool("DEMO_MODE", False)
DEBUG = env.bool("DEBUG", False)

_generated_in = VAR_DIR / "secrets" if EMBEDDED else None
SECRET_KEY = secret("SECRET_KEY", generated_in=_generated_in)
SEALING_KEYS = secret(
    "SEALING_KEYS", generated_in=_generated_in
)  # "kid:hex,kid:hex", newest first; one bare hex is kid 1
AUDIT_SEAL_KEY = secret("AUDIT_SEAL_KEY", generated_in=_generated_in)
AUDIT_SEAL_FILE = Path(env.str("AUDIT_SEAL_FILE", str(VAR_DIR / "audit-seals.log")))

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
PUBLIC_URL = env.str("PUBLIC_URL", f"http://{env.str('HOST', '127.0.0.1')}:{env.int('PORT', 8000)}")
BEHIND_TLS = env.bool("BEHIND_TLS", False)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "wuxue_exit_entry.static_files.LinkedStaticFiles",
    "rest_framework",
    "rest_framework_api_key",
    "drf_spectacular",
    "simple_history",
    "django_htmx",
    "django_tables2",
    "template_partials",
    "heroicons",
    "axes",
    "django_otp",
    "wuxue_exit_entry.embedded",
    "wuxue_exit_entry.kernel",
    "wuxue_exit_entry.privacy",
    "wuxue_exit_entry.ui",
    "wuxue_exit_entry.audit",
    "wuxue_exit_entry.accounts",
    "wuxue_exit_entry.workdays",
    "wuxue_exit_entry.jobs",
    "wuxue_exit_entry.attachments",
    "wuxue_exit_entry.messaging",
    "liaison",
    "foreigners",
    "appointments",
    "lodging",
    "wuxue_exit_entry.supervision",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wuxue_exit_entry.audit.middleware.request_context",
    "wuxue_exit_entry.ui.middleware.security_headers",
    "wuxue_exit_entry.ui.middleware.body_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "wuxue_exit_entry.ui.middleware.api_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "wuxue_exit_entry.accounts.middleware.staff_session",
    "wuxue_exit_entry.accounts.middleware.SignInRequired",
    "simple_history.middleware.HistoryRequestMiddleware",  # who saved a version
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "wuxue_exit_entry.ui.middleware.business_errors",
]

ROOT_URLCONF = "wuxue_exit_entry.urls"
WSGI_APPLICATION = "wuxue_exit_entry.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wuxue_exit_entry.ui.context.shell",
            ],
            "builtins": [
                "wuxue_exit_entry.ui.templatetags.ui",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

# -- database and broker -------------------------------------------------------------------------------------------
DATABASE_APP_ROLE = env.str("DATABASE_APP_ROLE", "wuxue_app")
_role = env.str("DATABASE_ROLE", "app")
DATABASES = {
    "default": dj_database_url.parse(
        layout.database_url(_role) if EMBEDDED else _urls[_role],
        conn_max_age=60,
        conn_health_checks=True,
    )
}
DATABASES["default"]["OPTIONS"] = {"connect_timeout": 3}
if _role == "app":  # a migration may take its time
    _limits = {"statement_timeout": "15s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "30s"}
    DATABASES["default"]["OPTIONS"]["options"] = " ".join(f"-c {name}={value}" for name, value in _limits.items())
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = optional_secret("REDIS_URL") or layout.redis_url()
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 120, "socket_timeout": 5, "socket_connect_timeout": 5}
CELERY_VISIBILITY_TIMEOUT = 120
CELERY_RESULT_BACKEND = None
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": 120}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Shanghai"

# -- accounts ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "accounts:landing"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours: fifteen minutes
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "wuxue_exit_entry.accounts.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "wuxue_exit_entry.audit.middleware.client_ip"
AXES_HTTP_RESPONSE_CODE = 429
AXES_USERNAME_CALLABLE = "wuxue_exit_entry.accounts.sign_in.tried_name"
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are in our own audit
AXES_SENSITIVE_PARAMETERS = ["username", "password"]
SESSION_COOKIE_AGE = 10 * 3600  # absolute; idle sign-out is in accounts.middleware
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session" if BEHIND_TLS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if BEHIND_TLS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SILENCED_SYSTEM_CHECKS = ["security.W002"]  # X-Frame-Options comes with the other headers, ui.middleware
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
CSRF_FAILURE_VIEW = "wuxue_exit_entry.ui.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
STAFF_IDLE_MINUTES = env.int("STAFF_IDLE_MINUTES", 15)

# -- language, time, files -----------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["wuxue_exit_entry.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},  # another user may serve them
    },
}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR_DIR / "media")))
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
BODY_LIMIT_BYTES = 1024 * 1024
UPLOAD_LIMIT_BYTES = 12 * 1024 * 1024
# Uploads stay in memory: none is ever on the disk in clear, not even in a temporary file.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_LIMIT_BYTES
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # nothing that must be exact

BOOKINGS_PER_ADDRESS_AND_HOUR = env.int("BOOKINGS_PER_ADDRESS_AND_HOUR", 2000)

# -- channels ------------------------------------------------------------------------------------------------------
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", "")
SMS_GATEWAY_TOKEN = optional_secret("SMS_GATEWAY_TOKEN")
WECOM_ROBOT_URL = optional_secret("WECOM_ROBOT_URL")  # its key is part of the address
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "hall@localhost")

# -- API -----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["wuxue_exit_entry.accounts.access.ApiPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["wuxue_exit_entry.ui.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "wuxue_exit_entry.ui.api.exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "武穴出入境办证大厅 API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["wuxue_exit_entry.accounts.access.PublicApi"],
}

DJANGO_TABLES2_TEMPLATE = "ui/table.html"
HISTORY_USER_MODEL = "accounts.User"

# -- logs ----------------------------------------------------------------------------------------------------------
LOGGING = logs.configure(env.str("LOG_LEVEL", "INFO"))
