"""A job of the tests' own, to see a real worker take it from a real queue."""

from pathlib import Path

from django_tasks import task


@task()
def write_note(path: str, text: str) -> int:
    """Write a text to a file and return its length."""
    return Path(path).write_text(text, encoding="utf-8")
