"""Running imports without the pages: what is told of a file, and that a rehearsal leaves no trace."""

from emulation.core.resources import Csv, Xlsx
from tests.console.files import comma, xlsx
from tests.refusing import everything

FORMATS: dict = {"xlsx": (Xlsx, xlsx), "csv": (Csv, comma)}


def rehearse(resource, grid, actor):
    """Run an import without writing, and see that nothing was written nor logged."""
    before = everything()
    result = resource.import_data(grid, dry_run=True, user=actor)
    assert everything() == before
    return result


def write(resource, grid, actor):
    """Rehearse, then write; a refused file changes nothing, and both tell the same."""
    rehearsed = rehearse(type(resource)(), grid, actor) if not getattr(resource, "chosen", None) else None
    before = everything()
    result = resource.import_data(grid, dry_run=False, user=actor)
    if result.has_errors():
        assert everything() == before
    if rehearsed is not None:
        assert told(rehearsed) == told(result)
        assert rehearsed.fingerprint == result.fingerprint or result.has_errors()
    return result


def told(result):
    """List what is wrong, each with its place."""
    return [str(problem) for problem in result.problems]


def fates(result):
    """List the row numbers and what would happen to each."""
    return [(line.number, "error" if line.problems else line.status) for line in result.lines]


def sheet(kind, *rows):
    """Make a file of one kind and read it."""
    form, make = FORMATS[kind]
    return form().create_dataset(make(*rows))


def exported(resource, queryset, kind):
    """Export rows to a file of one kind and read it again."""
    form = FORMATS[kind][0]()
    return form.create_dataset(form.export_data(resource.export(queryset)))
