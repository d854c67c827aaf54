"""Work done side by side by several processes, with the results in the order of the items."""

from __future__ import annotations

import os
import signal
from collections import deque
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textnorm.errors import TextnormError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor
    from types import TracebackType

__all__ = ["Workers", "cores"]

_Tool = TypeVar("_Tool")
_Item = TypeVar("_Item")
_Done = TypeVar("_Done")

#: How many items are under way for each process: one in work and one that waits, so that none is idle meanwhile.
_AHEAD = 2


def cores() -> int:
    """Return how many cores this process may use.

    >>> cores() >= 1
    True
    """
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers(Generic[_Tool]):
    """Processes that all have the same tool; with one job no process is made and all is done here.

    What they are given and give back is pickled; work is a function of a module, or a ``functools.partial`` of one.

    >>> with Workers("%05d", 1) as workers:
    ...     list(workers.each(str.__mod__, [1, 20]))
    ['00001', '00020']
    """

    def __init__(self, tool: _Tool, jobs: int) -> None:
        """Keep the tool; ``jobs`` is how many processes there may be."""
        self._tool, self._jobs = tool, jobs
        self._executor: ProcessPoolExecutor | None = None
        self._open = ExitStack()

    def __enter__(self) -> Workers[_Tool]:
        """Make ready; processes start when there is work for them."""
        if self._jobs > 1:
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - who asks for one job needs none of it

            self._executor = ProcessPoolExecutor(self._jobs, initializer=_begin, initargs=(self._tool,))
            self._open.callback(self._executor.shutdown, cancel_futures=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes; what nobody has asked for is not done."""
        self._open.close()

    def each(self, work: Callable[[_Tool, _Item], _Done], items: Iterable[_Item]) -> Iterator[_Done]:
        """Yield ``work(tool, item)`` for each item in their order, and take no more items than there is work under way.

        Raises what the work raises, and TextnormError where a process was ended from outside.
        """
        if self._executor is None:
            for item in items:
                yield work(self._tool, item)
            return
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - as above

        waiting: deque[Future[_Done]] = deque()
        try:
            for item in items:
                waiting.append(self._executor.submit(_do, work, item))
                if len(waiting) >= _AHEAD * self._jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:  # told by what was asked for, or by what cannot be asked for any more
            msg = "a process was ended from outside, as systems do when memory runs out: use fewer --jobs"
            raise TextnormError(msg) from error


#: The tool of this process, where it is one of the workers.
_tools: list[object] = []


def _begin(tool: object) -> None:
    """Keep the tool, and let Ctrl-C end the process without a word: who waits for the result will say so."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _tools.append(tool)


def _do(work: Callable[[Any, _Item], _Done], item: _Item) -> _Done:
    return work(_tools[-1], item)
