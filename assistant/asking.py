"""One request to a language model's server, and its answer in pieces.

What is said goes to that one server and nowhere else: no proxy from the environment, no redirect, no log. What the server
says about an error is not passed on, because it may repeat what was said.
"""

import asyncio
import ipaddress
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urlsplit

from assistant.errors import ListenerError, ListenerRefused, ListenerUnreachable, UsageError
from assistant.settings import ListenerSettings
from dialogues.prompting import Message

if TYPE_CHECKING:
    import openai
    from openai.types.chat import ChatCompletionMessageParam

OPENAI: Final = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, before going on without the model."""

    connect: float = 3.0
    first_sentence: float = 8.0  # longer than that, and a person wonders whether anything is listening at all
    whole_reply: float = 30.0  # 45 words at 2 tokens a second: what the slowest bearable machine needs
    rest: float = 120.0  # after failures in a row, so that not every turn has to wait in vain


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """Where to ask, what, and with which key. Has no repr, so that the key is in no error text."""

    base_url: str
    host: str
    model: str
    key: str | None
    key_name: str | None

    @classmethod
    def to(cls, settings: ListenerSettings) -> "Line":
        """The line that these settings describe, with the key from the environment.

        Raises:
            UsageError: the address is not one, no model is named, or the key is not where it should be.
        """
        base_url = settings.base_url or OPENAI
        url = urlsplit(base_url)
        if url.scheme not in {"http", "https"} or not url.hostname:
            raise UsageError(
                "The address of the language model is not one.", 'It looks like "http://localhost:11434/v1".'
            )
        if not settings.model:
            raise UsageError(
                "No language model is named.", "Name one that the server has, in the settings or with --model."
            )
        key = os.environ.get(settings.api_key_env) if settings.api_key_env else None
        if settings.api_key_env and not key:
            raise UsageError(
                f"The environment variable {settings.api_key_env} holds no key for the language model.",
                "Set it before starting, or take api_key_env out of the settings if the server needs no key.",
            )
        return cls(base_url, url.hostname, settings.model, key, settings.api_key_env)

    def client(self, patience: Patience) -> "openai.AsyncOpenAI":
        """A client that reaches this address only: neither proxies from the environment nor redirects are followed."""
        import openai

        return openai.AsyncOpenAI(
            base_url=self.base_url,
            api_key=self.key or "none",  # the package wants one; see `_unsent`
            max_retries=0,
            timeout=openai.Timeout(patience.whole_reply, connect=patience.connect),
            default_headers={"User-Agent": "soundingboard"},
            http_client=openai.DefaultAsyncHttpxClient(trust_env=False, follow_redirects=False),
        )

    @property
    def leaves_computer(self) -> bool:
        """Whether what is said will go to another computer. A name that only might be this one is taken to be elsewhere."""
        if self.host == "localhost":
            return False
        try:
            return not ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return True

    @property
    def readable_on_the_way(self) -> bool:
        """Whether it will go there unencrypted, for everyone on the network between to read."""
        return self.leaves_computer and not self.base_url.startswith("https:")

    @property
    def is_openai(self) -> bool:
        """Whether the server is OpenAI's own, which knows a few words that others may not."""
        return self.host == "openai.com" or self.host.endswith(".openai.com")


def get_ready() -> None:
    """Imports the client meanwhile, on a thread of its own: it takes most of a second, and the hello is spoken first."""
    threading.Thread(target=import_module, args=("openai",), name="importing openai", daemon=True).start()


ANOTHER_MODEL: Final = "If this happens often, another model may do better."


class Exchange:
    """One request and its answer, on a thread of its own: so waiting can end at any moment, and with it the request."""

    def __init__(self, line: Line, asked: tuple[Message, ...], patience: Patience) -> None:
        self._line = line
        self._asked = asked
        self._patience = patience
        self._started = time.monotonic()
        self._until = self._started + patience.first_sentence
        self._answer: SimpleQueue[str | ListenerError | None] = SimpleQueue()
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda _loop, _what: None)  # its log lines could hold what was said
        self._task = self._loop.create_task(self._ask())
        threading.Thread(target=self._run, name="asking the model", daemon=True).start()

    def pieces(self) -> Iterator[str]:
        """The answer in pieces, as they come.

        Raises:
            ListenerError: it did not come in time, or not to its end.
        """
        while True:
            try:
                piece = self._answer.get(timeout=max(0.0, self._until - time.monotonic()))
            except Empty:
                piece = ListenerUnreachable("The language model did not answer in time.", _SLOW)
            if piece is None:
                return
            if isinstance(piece, ListenerError):
                raise piece
            yield piece

    def allow_the_whole_reply(self) -> None:
        """From now on, wait as long as a whole reply may take."""
        self._until = self._started + self._patience.whole_reply

    def hang_up(self) -> None:
        """Ends the request, so that the server stops composing what nobody will hear."""
        with suppress(RuntimeError):  # the loop has ended already, as after every whole answer
            self._loop.call_soon_threadsafe(self._task.cancel)

    def _run(self) -> None:
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _ask(self) -> None:
        try:
            self._answer.put(await self._stream())
        except Exception as error:  # noqa: BLE001  whatever a server sends, the talk goes on; the text may hold their words
            self._answer.put(_failure(error, self._line))

    async def _stream(self) -> ListenerError | None:
        """Puts the pieces of the answer; gives what was wrong with its end."""
        import openai

        _quiet_the_libraries()
        finished = None
        async with self._line.client(self._patience) as client:
            stream = await client.chat.completions.create(
                model=self._line.model,
                messages=cast(
                    "list[ChatCompletionMessageParam]", [_as_the_protocol_has_it(each) for each in self._asked]
                ),
                stream=True,
                store=False if self._line.is_openai else openai.omit,
                extra_headers=_unsent(with_key=self._line.key is not None, to_openai=self._line.is_openai),
            )
            async with stream:
                async for chunk in stream:
                    for choice in chunk.choices[:1]:
                        if isinstance(choice.delta.content, str):  # the package does not check what a server sends
                            self._answer.put(choice.delta.content)
                        finished = choice.finish_reason or finished
        if finished not in {"length", "content_filter", None}:
            return None
        return ListenerRefused("The language model broke off in the middle of a reply.", ANOTHER_MODEL)


def _as_the_protocol_has_it(message: Message) -> dict[str, str]:
    return {"role": message.role.value, "content": message.text}


def _unsent(*, with_key: bool, to_openai: bool) -> "dict[str, str | openai.Omit]":
    """Headers that the package would send of itself, and this program does not."""
    import openai

    names = [
        "Arch",
        "Async",
        "Lang",
        "OS",
        "Package-Version",
        "Read-Timeout",
        "Retry-Count",
        "Runtime",
        "Runtime-Version",
    ]
    unsent = [f"X-Stainless-{name}" for name in names]
    if not with_key:
        unsent.append("Authorization")
    if not to_openai:
        unsent += ["OpenAI-Organization", "OpenAI-Project"]
    return dict.fromkeys(unsent, openai.omit)


def _quiet_the_libraries() -> None:
    """Whatever level the program logs at, these would log requests, addresses or headers."""
    for name in ("openai", "httpx", "httpx2", "httpcore", "httpcore2"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


_SLOW: Final = "A smaller model, or a faster computer, may keep up."


def _failure(error: Exception, line: Line) -> ListenerError:
    """What went wrong, in our own words: those of the server may hold what was said."""
    import openai

    if isinstance(error, openai.APITimeoutError):
        return ListenerUnreachable("The language model did not answer in time.", _SLOW)
    if isinstance(error, openai.APIConnectionError):
        return ListenerUnreachable(
            f"The language model's server at {line.host} could not be reached, or hung up.",
            "Check that it is running, and that base_url is its address.",
        )
    return ListenerRefused(*_refusal(error.status_code if isinstance(error, openai.APIStatusError) else None, line))


def _refusal(status: int | None, line: Line) -> tuple[str, str]:
    match status:
        case None:
            return (
                "The language model's server sent something that is not a reply.",
                "Check that base_url is the address of an OpenAI-compatible server.",
            )
        case 401 | 403:
            where = f"Check the key in {line.key_name}." if line.key_name else "Name its key's variable in api_key_env."
            return "The language model's server did not accept the key.", where
        case 404:
            return (
                f'The server at {line.host} has no model "{line.model}", or base_url is not quite its address.',
                "Check both: the address usually ends in /v1.",
            )
        case 429:
            return "The language model's server is too busy, or this key has used up its share.", "Try again later."
        case _:
            return f"The language model's server answered with error {status}.", "Its own log may say more."
