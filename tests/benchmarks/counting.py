"""Which statements a piece of work runs, by what they are for."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.queries import statements_of

FRAME = re.compile(r'"(django_session|accounts_user)"')
LOG = re.compile(r'\b"?audit_(chain|entry|personal)\b')
TRANSACTION = re.compile(r"^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE)
# The table a statement begins with says what it is for; what it asks of others on the way does not count.
FIRST_TABLE = re.compile(
    r"^(?:SELECT (?=\")|INSERT INTO |UPDATE |.*?\bFROM )\"?(\w+)", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True)
class Statements:
    """The statements of a job: those of session and user, of the log, of transactions, and all beyond."""

    frame: int
    log: int
    transactions: int
    others: tuple[str, ...]

    @property
    def beyond(self) -> int:
        """How many there are beside session, user, log and transactions."""
        return len(self.others)

    def __str__(self) -> str:
        return (
            f"{self.beyond} queries beside {self.frame} for session and user, {self.log} for the log; "
            f"{self.transactions} begin or end transactions"
        )


def sorted_out(statements: list[str]) -> Statements:
    """Sort statements by the first table they name."""
    frame = log = transactions = 0
    others = []
    for statement in statements:
        found = FIRST_TABLE.search(statement)
        table = f'"{found[1]}"' if found else ""
        if TRANSACTION.match(statement):
            transactions += 1
        elif FRAME.fullmatch(table):
            frame += 1
        elif LOG.search(table):
            log += 1
        else:
            others.append(statement)
    return Statements(frame, log, transactions, tuple(others))


def counted(act: Callable[[], object]) -> Statements:
    """Run a piece of work once and sort its statements out."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return sorted_out(statements_of(captured))
