"""Settings of the tests: those of production, in a hurry."""

import os
import tempfile
import zlib
from pathlib import Path

os.environ.setdefault("ENV_FILE", os.devnull)
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0" * 50)

from emulation.settings import *  # noqa: F403
from emulation.settings import BASE_DIR, DATABASES

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
HTTPS = SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Served from where they lie: nothing was collected.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

# Names of our own, so that two checkouts do not disturb each other.
_checkout = f"test_emulation_{zlib.crc32(str(BASE_DIR).encode()):08x}"
# Commands that a test starts use the folders of that test's process, which removes them at its end.
_owner = os.environ.setdefault(f"TESTS_OWNER_{os.environ.get('PYTEST_XDIST_WORKER', '')}", str(os.getpid()))
_temporary = Path(tempfile.gettempdir()) / f"{_checkout}_{_owner}"

STORAGE_ROOT = _temporary.with_suffix(".storage")
MEDIA_ROOT = STORAGE_ROOT / "media"

# DATABASE_URL chooses the database; the tests make one of their own beside it. On SQLite it is a file,
# not memory: threads and servers have to see the same one.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(_temporary.with_suffix(".sqlite3"))}
else:
    DATABASES["default"]["TEST"] = {"NAME": _checkout}
