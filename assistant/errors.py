"""What can go wrong in the program, and with which exit code each ends.

AssistantError                   1
 ├─ UsageError                   2  something asked for cannot be done as asked
 ├─ ImportRefused                1  what was to be imported is not what it should be
 ├─ JournalError                 1
 │   ├─ JournalUnwritable        1  the disk is full, read-only, or the file cannot be written
 │   ├─ JournalDamaged           1  the file is not a journal, or a page of it is broken
 │   ├─ JournalNotSealed         1  the file is not encrypted
 │   ├─ JournalKeysLost          1  the file with the journal's keys is missing or damaged
 │   ├─ JournalBusy              1  another Sounding Board has it open
 │   └─ JournalTooNew            1  written by a newer version of the program
 ├─ JournalLocked                3  locked, or the wrong passphrase
 └─ ListenerError                1
     ├─ ListenerUnreachable      5  the language model's server does not answer
     └─ ListenerRefused          1  the server answered, but with an error

Errors of sound (`audio.errors`): 4, but 1 for a WAV file. Ctrl-C: 130.
Each carries a sentence that says what happened and a hint that says what to do. Neither ever holds what a person said.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """How the program ends."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    LOCKED = 3
    MISSING = 4
    """A model or a device is missing."""
    OFFLINE = 5
    """A network was needed and is not there."""
    INTERRUPTED = 130


class AssistantError(Exception):
    """Root of everything that can go wrong in the program."""

    exit_code = ExitCode.ERROR

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class UsageError(AssistantError):
    """Something asked for cannot be done as asked."""

    exit_code = ExitCode.USAGE


class ImportRefused(AssistantError):
    """What was to be imported is not what it should be. Nothing of it was taken in."""


class JournalError(AssistantError):
    """Something is wrong with the journal."""


class JournalUnwritable(JournalError):
    """The disk is full or read-only, or the file cannot be written."""


class JournalDamaged(JournalError):
    """The file is not a journal, or a page of it is broken."""


class JournalNotSealed(JournalError):
    """The file is not encrypted, or cannot be."""


class JournalKeysLost(JournalError):
    """The file with the journal's keys is missing or damaged."""


class JournalBusy(JournalError):
    """Another Sounding Board has the journal open."""


class JournalTooNew(JournalError):
    """The journal was written by a newer version of the program."""


class JournalLocked(AssistantError):
    """The journal is locked, or the passphrase was wrong."""

    exit_code = ExitCode.LOCKED


class ListenerError(AssistantError):
    """A language model did not give a reply."""


class ListenerUnreachable(ListenerError):
    """The language model's server does not answer."""

    exit_code = ExitCode.OFFLINE


class ListenerRefused(ListenerError):
    """The language model's server answered, but with an error."""
