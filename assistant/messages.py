"""Every sentence that the program shows a person. Each says what happened, then what to do."""

from typing import Final

from assistant.commands import Ending, Message
from assistant.session import State

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
}

ENDINGS: Final = {
    Ending.CLOSED: "",
    Ending.INPUT_ENDED: "",
    Ending.LEFT: "Stopped. Everything up to here is kept.",
    Ending.DEVICE_LOST: "",
}

HOW_TO_STOP: Final = "To stop, say goodbye or press Ctrl-C. To read where help is at any time: soundingboard help-now"
KEYS: Final = "Enter ends your turn, or stops my voice. The space bar gives you more time."
KEYS_BY_HAND: Final = (
    "Press Enter or the space bar to begin, and again when you have finished. The same key stops my voice."
)
HOW_TO_INTERRUPT: Final = (
    "While I speak I do not listen, so that I do not hear myself. Press Enter to stop me, or use --headphones."
)
TYPE_HERE: Final = "Type, and press Enter. An empty line is a silence. To stop, type goodbye or press Ctrl-C."
ASK_COUNTRY: Final = (
    "Which country are you in? It decides which emergency number and crisis lines I name, and nothing else. "
    "I know these: {countries}. Press Enter to leave it open."
)
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
