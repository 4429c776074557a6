"""Every sentence that the program shows a person. Each says what happened, then what to do."""

import sys
from typing import Final

from assistant.commands import Ending, Message
from assistant.states import State
from assistant.watching import Reason

STATES: Final = {
    State.WAITING: "getting ready",
    State.LISTENING: "listening",
    State.HEARING: "hearing you",
    State.UNDERSTANDING: "thinking",
    State.HOLDING: "your time",
    State.REPLYING: "speaking",
    State.ENDED: "over",
}

MESSAGES: Final = {
    Message.NOT_UNDERSTOOD: "I could not make out the last words. Please say them again.",
    Message.LISTENER_FAILED: "I could not find a reply just now. What you said is kept. Please go on.",
    Message.VOICE_FAILED: "I could not speak that sentence, so it is only shown here.",
    Message.MICROPHONE_LOST: "The microphone went away. Everything up to here is kept. "
    "Plug it in again and start a new talk, or type: soundingboard talk --text",
    Message.SPEAKER_LOST: "The speaker went away. Everything up to here is kept. "
    "Plug it in again and start a new talk, or read: soundingboard talk --text",
    Message.HEARS_ITSELF: "I hear my own voice here, so from now on I do not listen while I speak. "
    "Press Enter to stop me, or use headphones: soundingboard talk --headphones",
}

ENDINGS: Final = {
    Ending.CLOSED: "",
    Ending.INPUT_ENDED: "",
    Ending.LEFT: "Stopped. Everything up to here is kept.",
    Ending.DEVICE_LOST: "",
    Ending.HIDDEN: "",
}

HIDE_KEY: Final = "Ctrl-Break" if sys.platform == "win32" else "Ctrl-Z"
HOW_TO_HIDE: Final = (
    f"If somebody comes, say stop and hide, or press {HIDE_KEY}: it blanks the screen and ends at once."
)
HOW_TO_STOP: Final = "To stop, say goodbye or press Ctrl-C. To read where help is at any time: soundingboard help-now"
KEYS: Final = "Enter ends your turn, or stops my voice. The space bar gives you more time."
KEYS_BY_HAND: Final = (
    "Press Enter or the space bar to begin, and again when you have finished. The same key stops my voice."
)
HOW_TO_INTERRUPT: Final = (
    "You can speak while I speak, and I stop. Should that not work in this room: press Enter, or use --headphones."
)
TYPE_HERE: Final = "Type, and press Enter. An empty line is a silence. To stop, type goodbye or press Ctrl-C."
WHAT_IT_IS: Final = (
    "Sounding Board is a computer program for adults, 18 and over. It is not a person, not a therapist and not an emergency "
    "service, and it cannot call anyone for you."
)
ASK_COUNTRY: Final = (
    "Which country are you in? It decides which emergency number and crisis lines I name, and nothing else. "
    "I know these: {countries}. Press Enter to leave it open."
)
UNCHECKED_LINES: Final = "Not checked by us, so look it up before you rely on it: {lines}."
NOT_READ_LATELY: Final = "Unchecked for more than half a year: {name} (last on {day}). Look it up if you can."
COUNTRY_UNKNOWN_TO_US: Final = (
    "I do not know the crisis lines there yet. Choose another, or press Enter for international help."
)
COUNTRY_UNKNOWN: Final = (
    "No country is set, so I will name international help only. To set it: soundingboard setup --country US"
)
SAMPLE: Final = (
    "There is no microphone or speaker here, so I will hold the built-in sample conversation instead: "
    "a recorded voice speaks, in real time, and my replies are written to a sound file."
)
LEAVES_COMPUTER: Final = "What you say will be sent to the language model at {host}, on another computer."
READABLE_ON_THE_WAY: Final = "It will go there unencrypted: everyone on the network between can read it."
LISTENER_FELL_BACK: Final = "I go on with the built-in listener."
UNSAVED: Final = "These turns could not be saved. Copy them if you want to keep them:"
JOURNAL_EMPTY: Final = "The journal is empty."
NOT_FINISHED: Final = "not finished, kept"
HEARD_AS: Final = "(heard as: {heard})"
SEARCH_FOR: Final = "What are you looking for?"
SEARCH_HOW: Final = (
    'Words, "a phrase", or the beginning of a word with a star (promis*). To look only in some sessions, add tag:family, '
    "theme:doubt or dialogue:work."
)
NOTHING_FOUND: Final = "Nothing was found."
NOTHING_KEPT_YET: Final = "Nothing has been kept from an exercise yet. In a talk, say: help me write a letter."
NO_TAGS: Final = "There are no tags yet. To give some to a session: soundingboard journal tag NUMBER"
TAGS_FOR: Final = "Tags for session {id}, with commas between"
TAGS_NOW: Final = "Session {id} has these tags: {tags}."
TAGS_NONE_NOW: Final = "Session {id} has no tags."
TITLE_FOR: Final = "A name for session {id} (empty for none)"
TITLE_NOW: Final = "Session {id} is now called: {title}"
TITLE_NONE_NOW: Final = "Session {id} has no name now."
WHICH_TURN: Final = "Which turn of yours? Give its number"
HEARD_WAS: Final = "What I heard: {heard}"
SAID_REALLY: Final = "What you said (empty to leave it as it is)"
CORRECTED: Final = "Corrected. What I heard is kept beside it."
LEFT_AS_IT_WAS: Final = "Left as it was."
AS_HEARD: Final = "That turn stands as I heard it."
EXPORT_IS_PLAIN: Final = (
    "The file is not encrypted: whoever opens it can read it. Delete it when you no longer need it, "
    "and keep it out of folders that are copied elsewhere."
)
REALLY_REPLACE: Final = "There is a file of that name already. Replace it?"
REALLY_WRITE: Final = "Write this page?"
NOT_WRITTEN: Final = "The page was shown, and nothing was written. To write it without being asked: --yes"
QUOTES_TO_CHOOSE: Final = "Words of yours that you may want to bring:"
QUOTES_TO_BRING: Final = "Which ones, by number (such as 12:3 15:1; empty for none)"
QUESTION_ASKED: Final = "You once asked: {text}"
QUESTION_TO_BRING: Final = "A question to bring (empty when there are no more)"
NAMES_TAKEN_OUT: Final = "These are taken out as names: {names}."
NO_NAMES_FOUND: Final = "I found no names."
MORE_NAMES: Final = "Other names to take out, with commas between (empty for none)"
IMPORTED: Final = "Taken into the journal: {count}."
IMPORTED_ALREADY: Final = "Already there, and left as they were: {count}."
WRITTEN_DOWN_TO: Final = "Written down up to {minutes}:{seconds:02d}"
REALLY_DELETE: Final = "Delete session {id} for good?"
DELETED: Final = "Session {id} is deleted."
CHOOSE_KEY: Final = """\
Your journal is encrypted. Who should be able to open it?
  1  Whoever knows a passphrase that you choose now. You will be asked for it each time.
  2  Whoever can use your account on this computer. There is nothing to remember, but it does not protect
     you from anyone who uses or manages this account, or who copies the whole disk."""
PASSPHRASE: Final = "Passphrase"
NEW_PASSPHRASE: Final = "New passphrase (four or five words are good)"
NEW_PASSPHRASE_AGAIN: Final = "The same again"
PASSPHRASE_TOO_SHORT: Final = "That is too short: it needs {least} characters at least."
PASSPHRASES_DIFFER: Final = "Those were not the same. Please type both again."
PASSPHRASE_CHANGED: Final = "From now on the new passphrase opens your journal."
RECOVERY_CODE_STAYS: Final = "Your recovery code is still the one that you wrote down."
RECOVERY_CODE: Final = "Recovery code"
RECOVERY_CODE_IS: Final = """\
If you forget your passphrase, only this recovery code opens your journal:

    {code}

Write it on paper and keep it where only you look. It is not shown again."""
WRITTEN_DOWN: Final = "Press Enter when you have it. The screen is then cleared."
DEVICE_KEY_MADE: Final = (
    "Your journal is encrypted with a key file on this computer, so whoever can use your account can read it; "
    "to choose a passphrase instead: soundingboard journal passphrase"
)
REALLY_ERASE: Final = "Erase the whole journal, with every session, its keys and its copies, for good?"
ERASED: Final = (
    "Your journal is erased: first its keys, so that nobody can read what may be left of it on this disk. "
    "Copies that you or your system made of the journal and its keys elsewhere are not reached."
)
READY: Final = "Everything is ready. To begin: soundingboard talk"
SAMPLE_WRITTEN: Final = "The replies are in {file}. Nothing of this sample was kept in the journal."
WHICH_VAULT: Final = "There are several journals on this computer. Which is yours?"
VAULT: Final = "Journal {number}"
NO_VAULT: Final = "There is no journal on this computer yet. To make one: soundingboard setup"
VAULT_MADE: Final = (
    "This is journal {number}. Remember the number: you are asked for it from now on, "
    "or you say it yourself: soundingboard --vault {number} talk"
)
LOCKED: Final = {
    Reason.ASKED: "Locked. Everything up to here is kept. To go on: soundingboard talk",
    Reason.IDLE: "Nobody spoke or typed for a while, so this is locked. Everything is kept. To go on: soundingboard talk",
    Reason.SLEPT: "The computer was asleep, so this is locked. Everything is kept. To go on: soundingboard talk",
}
LOCKED_UNSAVED: Final = (
    "Locked. The last turns could not be saved, because the disk would not take them; everything before is kept."
)
NOW_LOCKED: Final = "Locked: nothing has a journal open any more."
NOTHING_TO_LOCK: Final = "Nothing has a journal open: it is locked."
BACKED_UP: Final = (
    "The backup is written and was read back: {sessions}, {turns}.\n  {file}\nWhat opens your journal now opens it."
)
BACKUP_NEEDS_DEVICE_KEY: Final = (
    "That is the key file on this computer, so without that file nobody can open the backup. "
    "For one that opens elsewhere, choose a passphrase first: soundingboard journal passphrase"
)
VERIFIED: Final = "All of it can be read and is as it was written: {sessions}{period}, {turns}."
IN_BACKUP: Final = "In the backup: {sessions}{period}, {turns}. All of it can be read."
HERE_NOW: Final = "The journal that is here now would make room for it, and be kept among the backups as it is."
WOULD_RESTORE: Final = "Nothing was changed."
REALLY_RESTORE: Final = "Put the backup in the place of the journal?"
RESTORED: Final = "The backup is your journal now. What opened the backup opens it."
REPLACED_IS: Final = "The journal that was here before is kept: {file}"
BACKUPS_HOLD_IT: Final = "These backups may still hold it:"
NOT_REACHED: Final = "  (not to be reached now)"
REALLY_PURGE: Final = "Delete them too, with everything else that is in them?"
BACKUPS_PURGED: Final = "Those that could be reached are deleted. To have a new one: soundingboard journal backup"
BACKUPS_STAY: Final = "They stay. To delete one, delete its file."
COPIES_ELSEWHERE: Final = "Copies that you or your system made elsewhere are not reached."
SOUND_NOT_KEPT: Final = "So the sound of what you say is not kept any more; the words still are."
SOUND_DELETED: Final = "The sound of session {id} is deleted. Its words stay."
REALLY_DELETE_SOUND: Final = "Delete the sound of session {id} for good, and keep its words?"
SOUND_WRITTEN: Final = "The sound is in {file}. It is not encrypted: whoever can open that file can hear it."


def sound_is_kept(days: int, session: int) -> str:
    """Says, before anything is said, that the sound is kept, for how long, and how to be rid of it."""
    how_long = f"for {days} day{'' if days == 1 else 's'}" if days else "until you delete it"
    return (
        f"The sound of your voice is kept in the journal, {how_long}. "
        f"To delete it and keep the words: soundingboard journal delete {session} --audio-only"
    )
