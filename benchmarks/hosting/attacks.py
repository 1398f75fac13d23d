"""What one client does to a server.

`python -m benchmarks.hosting.attacks NAME PORT SECONDS` prints the statuses that it was answered.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any, Final

from benchmarks.hosting.polite import Seen
from benchmarks.hosting.talk import ATTACKER, Talk, request

Attack = Callable[[int, asyncio.Event, Seen], Awaitable[None]]

SLOW: Final = (
    "import time\nbegin = time.process_time()\nx = Value(1.0)\nwhile time.process_time() < begin + 2: pass\n"
)
_NEXT: Final = count()


def repeated(connections: int, content: Callable[[int], bytes]) -> Attack:
    """So many connections, each of which asks again as soon as it is answered."""

    async def attack(port: int, until: asyncio.Event, seen: Seen) -> None:
        async def one() -> None:
            talk = Talk(port, ATTACKER)
            while not until.is_set():
                begin = time.perf_counter()
                status, _ = await talk.ask(content(next(_NEXT)), 30.0)
                seen.add(status, time.perf_counter() - begin)
                if not status:
                    await asyncio.sleep(0.01)
            talk.close()

        await _all([one() for _ in range(connections)], until)

    return attack


def opened(connections: int, content: bytes, then: bytes = b"", pause: float = 0.0) -> Attack:
    """So many connections that say something, perhaps go on saying it, and read nothing."""

    async def attack(port: int, until: asyncio.Event, seen: Seen) -> None:
        async def one() -> None:
            talk = Talk(port, ATTACKER)
            while not until.is_set():
                try:
                    await talk.send(content)
                    assert talk.reader is not None
                    assert talk.writer is not None
                    talk.writer.transport.pause_reading()  # type: ignore[attr-defined]  # a socket's can
                    while then and not until.is_set():
                        await talk.send(then)
                        await asyncio.sleep(pause)
                    seen.add(1, 0.0)
                    while not until.is_set() and not talk.writer.is_closing():
                        await asyncio.sleep(0.2)
                except OSError:
                    seen.add(0, 0.0)
                    talk.close()
                    await asyncio.sleep(0.05)
            talk.close()

        await _all([one() for _ in range(connections)], until)

    return attack


def left(connections: int, content: bytes) -> Attack:
    """So many connections that ask for a stream, leave it as it begins, and ask for the next one."""

    async def attack(port: int, until: asyncio.Event, seen: Seen) -> None:
        async def one() -> None:
            while not until.is_set():
                talk = Talk(port, ATTACKER)
                try:
                    await talk.send(content)
                    assert talk.reader is not None
                    head = await asyncio.wait_for(talk.reader.readuntil(b"\r\n\r\n"), 10.0)
                    seen.add(int(head.split(b" ", 2)[1]), 0.0)
                except (OSError, TimeoutError, asyncio.IncompleteReadError):
                    seen.add(0, 0.0)
                talk.close()
                await asyncio.sleep(0.05)

        await _all([one() for _ in range(connections)], until)

    return attack


async def _all(tasks: list[Awaitable[None]], until: asyncio.Event) -> None:
    running = [asyncio.ensure_future(each) for each in tasks]
    await until.wait()
    _, late = await asyncio.wait(running, timeout=2.0)
    for task in late:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


def slow_program(n: int) -> bytes:
    """Two seconds of computing, and no run of it is kept."""
    return request("POST", "/api/v1/evaluate", {"source": SLOW + f"L = x * {n}"})


def small_program(n: int) -> bytes:
    """Next to nothing."""
    return request("POST", "/api/v1/evaluate", {"source": f"L = Value(1.0) * {n}"})


def worst_picture(n: int) -> bytes:
    """About as slow a layout as is accepted, and no two of them alike."""
    chance = random.Random(n)
    lines = ["v = [Value(1.0, label='a'), Value(2.0, label='b')]"]
    lines += [f"v.append(v[{chance.randrange(k + 2)}] * v[{chance.randrange(k + 2)}])" for k in range(150)]
    return request("POST", "/api/v1/render", {"source": "\n".join([*lines, "L = sum(v)"])})


def snapshot(n: int) -> bytes:
    """One more row."""
    return request("POST", "/api/v1/snapshots", {"source": f"L = Value({n}.0) * 2"})


def large_body(n: int) -> bytes:
    """4 MiB of numbers each of which is looked at, and then refused."""
    content = b'{"source": "", "values": [' + b"1e200," * 690_000 + b"%d]}" % n
    head = "POST /api/v1/evaluate HTTP/1.1\r\nHost: b\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


def large_frame(n: int) -> bytes:
    """The numbers of a graph that is kept: some ten bytes of an answer for each of the request."""
    source = "v = [Value(float(k)) for k in range(40000)]\nL = sum(v)"
    body = {"source": source, "include": ["frame"], "values": {"v[0]": float(n % 7)}}
    return request("POST", "/api/v1/evaluate", body)


def tool(n: int) -> bytes:
    """The same two seconds by an agent's tool."""
    given = {"name": "evaluate", "arguments": {"source": SLOW + f"L = x * {n}"}}
    body = {"jsonrpc": "2.0", "id": n, "method": "tools/call", "params": given}
    return request("POST", "/mcp", body, Accept="application/json, text/event-stream")


def followed(**live: Any) -> bytes:
    """A run that continues for a minute after its reader has left."""
    source = (
        "v = [Value(float(k), label='v' + str(k)) for k in range(2000)]\n"
        "while True:\n    L = sum(each * each for each in v)\n    L.backward()"
    )
    body = {"source": source, "resume_seconds": 60, "live": live}
    return request("POST", "/api/v1/evaluate", body, Accept="text/event-stream")


CHUNKS: Final = b"1\r\na\r\n" * 2_000
CHUNKED: Final = (
    b"POST /api/v1/evaluate HTTP/1.1\r\nHost: b\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)
HALF: Final = b"GET /api/v1/ops HTTP/1.1\r\nHost: b\r\nX-Half: "
STREAM: Final = request(
    "POST", "/api/v1/evaluate", {"source": "while True: print('x' * 1000)"}, Accept="text/event-stream"
)
LARGE: Final = request(
    "POST",
    "/api/v1/evaluate",
    {"source": "v = [Value(1.0, label='l' * 150 + str(k)) for k in range(14000)]\nL = sum(v)"},
)

ATTACKS: Final[dict[str, Attack]] = {
    "programs": repeated(60, slow_program),
    "pictures": repeated(60, worst_picture),
    "streams": opened(1_000, STREAM),
    "chunks": opened(40, CHUNKED, CHUNKS, 0.01),
    "heads": opened(900, HALF),
    "few-heads": opened(300, HALF),
    "small": repeated(800, small_program),
    "unread": opened(8, LARGE),
    "snapshots": repeated(4, snapshot),
    "bodies": repeated(40, large_body),
    "frames": repeated(60, large_frame),
    "tools": repeated(60, tool),
    "paused": left(40, followed(pause_at=1)),
    "recorded": left(40, followed(record=True)),
}


async def _main(name: str, port: int, seconds: float) -> None:
    ended, seen = asyncio.Event(), Seen()
    asyncio.get_running_loop().call_later(seconds, ended.set)
    await ATTACKS[name](port, ended, seen)
    print(json.dumps(seen.statuses))


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
