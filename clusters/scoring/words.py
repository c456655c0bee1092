"""What the scripts of scoring say, in the reader's language: they hold no sentence of their own."""

from django.utils.translation import gettext

from clusters.scoring.cells import not_arisen_word


def page_words() -> dict[str, str]:
    """Return the sentences by name; `{…}` are places the script fills."""
    return {
        "saving": gettext("Saving…"),
        "saved": gettext("Saved {time}"),
        "savedCell": gettext("Saved {time}: {place} = {points}"),
        "unsent": gettext(
            "Not sent yet: {count}. It is kept on this machine and sent when there is a connection."
        ),
        "busy": gettext(
            "The server is busy. Not saved yet: {count}. It is kept on this machine and sent again in {seconds} seconds."
        ),
        "unsentCell": gettext("Not sent yet"),
        "kept": gettext("{count} typed figures are not on the server yet; they are kept on this machine."),
        "allFigures": gettext("Give all figures of this line; then the points are computed."),
        "ended": gettext("Your session has ended. What you typed is kept on this machine: {count}."),
        "refused": gettext("Not saved: {message}"),
        "conflict": gettext("{who} set {place} to {points} at {time}. You typed {mine}."),
        "conflictFile": gettext("{place} was set to {points} meanwhile. You typed {mine}."),
        "nothing": gettext("nothing"),
        "pasted": gettext("Pasted {count} cells."),
        "undone": gettext("The paste was taken back."),
        "pasteCells": gettext("{count} cells will change, {same} stay as they are."),
        "pasteOutside": gettext("{count} figures lie outside what you may write and are left out."),
        "pasteLeft": gettext("Left out: {why}"),
        "pasteBeyond": gettext("Left out: outside the table"),
        "pasteMore": gettext("and {count} more"),
        "pasteLater": gettext("The server did not take the block; nothing was saved. Try again in a moment."),
        "pasteWrong": gettext("{count} figures cannot be saved. Put them right in Excel and paste again."),
        "empty": gettext("empty"),
        "notArisen": not_arisen_word(),
        "trouble": gettext("The server did not answer as expected. What you typed is kept; try again."),
        "left": gettext("{count} left"),
        "complete": gettext("complete"),
    }
