"""How the application is served; read by gunicorn from the folder it is started in."""

import gc
import os
from typing import Any

bind = f"{os.environ.get('BIND', '0.0.0.0')}:{os.environ.get('PORT', '8000')}"  # noqa: S104 - a container's
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# More than work and wait at once (WEB_SLOTS + WEB_QUEUE): the rest say "busy" without waiting themselves.
threads = int(os.environ.get("WEB_THREADS", "32"))
worker_class = "gthread"
timeout = 120
graceful_timeout = 30
# The application is loaded once and forked: a new worker is there at once, and shares most of its memory.
preload_app = True
# WeasyPrint keeps memory: a worker is replaced now and then. Far apart, or all would be away at the same
# time on a busy evening.
max_requests = 10_000
max_requests_jitter = 5_000
accesslog = "-"
control_socket_disable = True


def when_ready(_server: Any) -> None:
    """Leave what was loaded before the fork out of every later collection of garbage."""
    gc.collect()
    gc.freeze()
