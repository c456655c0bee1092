"""The parts of `docs/` that are written from the code."""

from collections.abc import Callable

from emulation.core.workflow import Workflow, workflows

Writer = Callable[[], str]
_writers: dict[str, Writer] = {}


def document(name: str) -> Callable[[Writer], Writer]:
    """Register the function that writes `docs/<name>`."""

    def register(function: Writer) -> Writer:
        _writers[name] = function
        return function

    return register


def documents() -> dict[str, Writer]:
    """Return every generated document by file name."""
    return dict(_writers)


def _table(workflow: Workflow) -> list[str]:
    lines = [
        f"## {workflow.title}",
        "",
        "States: " + ", ".join(f"`{state.name}` ({state.label})" for state in workflow.states.values()) + ".",
        "",
        "| Move | From | To | Right | Reason |",
        "| --- | --- | --- | --- | --- |",
    ]
    for move in workflow.moves.values():
        sources = ", ".join(f"`{source}`" for source in move.sources)
        reason = "needed" if move.needs_reason else "–"
        lines.append(
            f"| {move.label} (`{move.name}`) | {sources} | `{move.target}` | `{move.permission}` | {reason} |"
        )
    return [*lines, ""]


@document("workflows.md")
def workflow_tables() -> str:
    """Write every transition table."""
    lines = [
        "# Workflows",
        "",
        "Written from the transition tables by `manage.py write_docs`; a test compares.",
        "",
    ]
    for workflow in workflows():
        lines += _table(workflow)
    return "\n".join(lines)
