"""Processes that die together: what belongs to a host never outlives the server that started it."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def _prctl(option: int, value: int) -> None:
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def adopt_orphans() -> None:
    """Descendants that lose their parent become children of this process, so that it still finds them."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(parent: int) -> None:
    """Asks the kernel to kill this process when `parent` dies; kills it now when that has happened already."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _parents() -> dict[int, int]:
    """Every process that /proc shows, with its parent."""
    parents: dict[int, int] = {}
    try:
        names = os.listdir("/proc")
    except OSError:
        return parents
    for name in names:
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb") as stat:
                # The command's name is in parentheses and may hold anything, spaces and parentheses included.
                fields = stat.read().rpartition(b")")[2].split()
        except OSError:
            continue
        if fields[0] != b"Z":
            parents[int(name)] = int(fields[1])
    return parents


def descendants(root: int, spare: int | None = None) -> set[int]:
    """The living descendants of `root`, without `spare` and what descends from it."""
    parents = _parents()
    found: set[int] = set()
    frontier = [root]
    while frontier:
        parent = frontier.pop()
        children = [pid for pid, above in parents.items() if above == parent and pid not in found and pid != spare]
        found.update(children)
        frontier += children
    return found


def kill_descendants(spare: int | None = None) -> None:
    """Kills what descends from this process, again until nothing new appears; returns when all of it has ended."""
    for _ in range(100):
        found = descendants(os.getpid(), spare)
        if not found:
            return
        for pid in found:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        _wait(found)


def _wait(pids: set[int]) -> None:
    """Waits for killed descendants: for children, then for those that became children when their parents ended."""
    while pids:
        waited = {pid for pid in pids if _ended(pid)}
        if not waited:
            return
        pids = pids - waited


def _ended(pid: int) -> bool:
    try:
        os.waitpid(pid, 0)
        return True
    except ChildProcessError:
        return False
