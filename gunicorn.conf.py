"""How the application is served; read by gunicorn from the folder it is started in."""

import os

bind = f"{os.environ.get('BIND', '0.0.0.0')}:{os.environ.get('PORT', '8000')}"  # noqa: S104 - a container's
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# More than work and wait at once (WEB_SLOTS + WEB_QUEUE): the rest say "busy" without waiting themselves.
threads = int(os.environ.get("WEB_THREADS", "32"))
worker_class = "gthread"
timeout = 120
graceful_timeout = 30
# WeasyPrint keeps memory: a worker is replaced now and then, never all at once.
max_requests = 1000
max_requests_jitter = 100
accesslog = "-"
control_socket_disable = True
