"""One thread for each slow thing: it takes jobs in order and posts what came of them."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

Job = TypeVar("Job")


class Worker(Generic[Job]):
    """Does one kind of work, one job after another, on a thread of its own.

    Args:
        name: What it does, for those who list threads.
        work: Does one job. Must not raise: what can go wrong is for it to report.
    """

    def __init__(self, name: str, work: Callable[[Job], None]) -> None:
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._work = work
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def give(self, job: Job) -> None:
        """Puts a job behind all others."""
        self._jobs.put(job)

    def close(self) -> None:
        """Finishes the jobs it was given, then ends."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._work(job)
