"""Puts an export into a file: for its owner only, whole or not at all, and over nothing that is there unless asked."""

import os
from pathlib import Path

from assistant.errors import AssistantError, UsageError
from assistant.places import replace_file


def write_export(path: Path, content: str, *, over: bool = False) -> None:
    """Writes it (mode 0600).

    Args:
        path: Where to.
        content: What to write.
        over: Whether it may take the place of a file that is there.

    Raises:
        UsageError: there is something there already, or no folder for it.
        AssistantError: it cannot be written. What was there is as it was.
    """
    if not path.parent.is_dir():
        raise UsageError("The folder for that file is not there.", "Make it first, or choose another.")
    if path.is_dir() or (path.exists() and not path.is_file()):
        raise UsageError("There is something else of that name already.", "Choose another name for the export.")
    if path.exists() and not over:
        raise UsageError(
            "There is a file of that name already, and it was left as it is.",
            "Choose another name, or say that it may be replaced: --replace",
        )
    try:
        replace_file(path, content.encode())
    except OSError as error:
        raise AssistantError(
            f"The export could not be written: {os.strerror(error.errno or 0)}.",
            "The journal is as it was. Look whether the folder is yours and the disk has room.",
        ) from None
