"""What each database needs beyond its address."""

from typing import Any

# SQLite without these loses most concurrent saves to "database is locked".
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY"
    ),
}
# Beside those of the slots: answers on their way out, and whoever asks for the health.
SPARE_CONNECTIONS = 4
POSTGRES_TIMEOUTS = (
    "-c statement_timeout=60000 -c lock_timeout=15000 -c idle_in_transaction_session_timeout=60000"
)


def configured_database(config: dict[str, Any], *, slots: int) -> dict[str, Any]:
    """Return Django's settings for one database address, with the options this project relies on.

    `slots` is how many requests of a process work at once.
    """
    engine = config["ENGINE"]
    options = dict(config.get("OPTIONS", {}))
    if engine.endswith("sqlite3"):
        options = {**SQLITE_OPTIONS, **options}
    elif engine.endswith("postgresql"):
        # The pool replaces persistent connections: CONN_MAX_AGE has to stay 0. It looks whether a
        # connection still lives before it lends it: the server may have been restarted meanwhile.
        options.setdefault("pool", {"min_size": 1, "max_size": slots + SPARE_CONNECTIONS, "timeout": 10})
        options.setdefault("options", POSTGRES_TIMEOUTS)
        config = {**config, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    return {**config, "OPTIONS": options}
