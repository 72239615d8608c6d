"""The client: many keep-alive connections over plain sockets, as light as it can be, because it shares the cores."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field

END = b"\r\n\r\n"


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"", host: str = "127.0.0.1") -> bytes:
    """The bytes of one request."""
    length = {"content-length": str(len(body))} if body or method == "POST" else {}
    lines = [f"{method} {path} HTTP/1.1", f"host: {host}"]
    lines += [f"{name}: {value}" for name, value in {**headers, **length}.items()]
    return "\r\n".join(lines).encode() + END + body


@dataclass(slots=True)
class Reply:
    """What came back."""

    status: int
    head: bytes
    body: bytes


class Line(asyncio.Protocol):
    """One keep-alive connection with one request under way at a time."""

    def __init__(self) -> None:
        self._waiting: asyncio.Future[Reply] | None = None
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        """A request that is under way has failed."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(ConnectionError("the server hung up"))

    def data_received(self, data: bytes) -> None:
        """Collects until the reply is whole."""
        self._got += data
        at = self._got.find(END)
        if at < 0:
            return
        head = self._got[:at].lower()
        start = head.find(b"content-length:")
        length = int(head[start + 15 :].split(b"\r", 1)[0]) if start >= 0 else 0
        if len(self._got) < at + 4 + length or self._waiting is None:
            return
        reply = Reply(int(head[9:12]), head, self._got[at + 4 : at + 4 + length])
        waiting, self._waiting, self._got = self._waiting, None, b""
        waiting.set_result(reply)

    async def ask(self, sent: bytes) -> Reply:
        """One request and its reply."""
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(sent)
        return await self._waiting

    def close(self) -> None:
        """Hangs up."""
        self._transport.close()


@dataclass(slots=True)
class Outcome:
    """What a run of requests was like; times in seconds."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def count(self, reply: Reply, took: float) -> None:
        """Notes one reply."""
        self.times.append(took)
        self.statuses[reply.status] = self.statuses.get(reply.status, 0) + 1

    @property
    def rate(self) -> float:
        """Replies a second."""
        return len(self.times) / self.seconds


Task = Callable[[Line, Outcome], Awaitable[None]]


async def run(port: int, tasks: Iterable[Task], clients: int) -> Outcome:
    """Does all tasks with so many clients, each on its own connection; a client takes the next when it is done."""
    loop, waiting, outcome = asyncio.get_running_loop(), iter(tasks), Outcome()
    lines: Sequence[Line] = [(await loop.create_connection(Line, "127.0.0.1", port))[1] for _client in range(clients)]

    async def client(line: Line) -> None:
        for task in waiting:
            await task(line, outcome)

    began = time.perf_counter()
    await asyncio.gather(*(client(line) for line in lines))
    outcome.seconds = time.perf_counter() - began
    for line in lines:
        line.close()
    return outcome


def plain(sent: bytes, check: Callable[[Reply], None]) -> Task:
    """A task of one request whose reply must pass a check."""

    async def do(line: Line, outcome: Outcome) -> None:
        began = time.perf_counter()
        reply = await line.ask(sent)
        outcome.count(reply, time.perf_counter() - began)
        check(reply)

    return do
