"""What strangers send, and what everybody else is answered meanwhile."""

import json
import socket
import threading

import pytest

from app.runtime.clients import CLIENT_CONNECTIONS, CLIENT_REQUESTS
from app.server import bounds
from app.server.listener import _asked
from tests.app.server.conftest import Running, rest

HEAD = b"POST /body HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


def body(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]


def test_an_answer_and_the_next_one_on_the_same_connection(running: Running) -> None:
    with running.connect() as connection:
        for _ in range(3):
            connection.sendall(b"POST /body HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc")
            assert b"\r\n\r\n3" in connection.recv(65_536)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_answered_while_the_event_loop_does_nothing(running: Running, path: str) -> None:
    assert status(running.ask("/readyz")) == 200  # what was found is kept for a while
    with running.connect("127.0.0.3") as blocking:
        blocking.sendall(b"GET /block HTTP/1.1\r\nHost: h\r\n\r\n")
        answer = running.ask(path)
        assert status(answer) == 200
        assert b"cache-control: no-store" in answer
        assert not running.go_on.is_set()
        running.go_on.set()


def test_a_head_in_pieces_may_ask_for_health(running: Running) -> None:
    with running.connect() as connection:
        for piece in (b"GE", b"T /hea", b"lthz HTTP/1.1\r\n", b"Host: h\r\n\r\n"):
            connection.sendall(piece)
        assert json.loads(body(rest(connection))) == {"status": "ok"}


def test_head_of_health_has_no_body(running: Running) -> None:
    answer = running.ask("/healthz", method="HEAD")
    assert (status(answer), body(answer)) == (200, b"")
    assert b"content-length: 15" in answer


def test_not_ready_says_why(running: Running) -> None:
    running.fault = "The pen is empty."
    answer = running.ask("/readyz")
    assert status(answer) == 503
    assert json.loads(body(answer))["detail"] == "The pen is empty."


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        (b"G", (None, False)),
        (b"GET /he", (None, False)),
        (b"GET /healthz", (None, False)),
        (b"GET /healthz HTTP", (("/healthz", False), True)),
        (b"HEAD /readyz HTTP", (("/readyz", True), True)),
        (b"GET /healthzz HTTP", (None, True)),
        (b"GET /api", (None, True)),
        (b"POST /healthz ", (None, True)),
        (b"\x16\x03\x01", (None, True)),
    ],
)
def test_what_a_head_asks_for_is_known_from_its_beginning(seen: bytes, found: object) -> None:
    assert _asked(seen) == found


@pytest.mark.parametrize("sent", [b"", b"GET /healt", b"GET /body HTTP/1.1\r\nX: "])
def test_half_a_head_is_given_up(running: Running, sent: bytes) -> None:
    with running.connect() as connection:
        connection.sendall(sent)
        assert rest(connection) == b""


def test_a_head_that_trickles_in_is_given_up_too(running: Running) -> None:
    with running.connect() as connection:
        connection.sendall(b"GET /body HTTP/1.1\r\n")
        connection.settimeout(0.05)
        sent, is_open = 0, True
        while is_open and sent < bounds.HEADERS:
            sent += 1
            try:
                connection.sendall(b"X: y\r\n")
                is_open = connection.recv(10) != b""
            except TimeoutError:
                continue
            except OSError:
                is_open = False
        assert not is_open


@pytest.mark.parametrize(
    "head",
    [
        b"GET /body HTTP/1.1\r\nX: " + b"a" * 2 * bounds.HEAD_BYTES,
        b"GET /" + b"a" * 2 * bounds.HEAD_BYTES + b" HTTP/1.1\r\n",
        b"GET /body HTTP/1.1\r\n" + b"X: y\r\n" * (bounds.HEADERS + 1) + b"\r\n",
        b"GET /body HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
    ids=["long header", "long address", "many headers", "two lengths", "nonsense"],
)
def test_a_head_beyond_its_bounds_is_a_problem(running: Running, head: bytes) -> None:
    with running.connect() as connection:
        connection.sendall(head)
        answer = rest(connection)
    assert status(answer) == 400
    assert json.loads(body(answer))["code"] == "bad-request"
    assert running.bodies == []


def test_a_body_in_too_many_pieces_is_refused(running: Running) -> None:
    with running.connect() as connection:
        connection.sendall(HEAD + b"1\r\na\r\n" * (2 * bounds.EVENTS))
        answer = rest(connection)
    assert status(answer) == 400
    assert json.loads(body(answer))["limit"] == {"name": "body_pieces", "value": bounds.EVENTS}
    assert running.bodies == []


def test_a_large_body_in_honest_pieces_is_read(running: Running) -> None:
    pieces = 4 * bounds.EVENTS
    with running.connect() as connection:
        connection.sendall(HEAD + b"100\r\n" + b"".join([b"a" * 256 + b"\r\n100\r\n"] * pieces))
        connection.sendall(b"b" * 256 + b"\r\n0\r\n\r\n")
        assert b"\r\n\r\n%d" % (256 * (pieces + 1)) in connection.recv(65_536)


def test_one_connection_too_many_is_told_and_health_is_answered_still(running: Running) -> None:
    held = [running.connect("127.0.0.3") for _ in range(CLIENT_CONNECTIONS)]
    for each in held:
        each.sendall(b"GET /wait HTTP/1.1\r\nHost: h\r\n\r\n")
    connections = running.server._shares.connections
    running.until(lambda: connections.held("127.0.0.3") == CLIENT_CONNECTIONS)
    refused = running.ask("/body", "127.0.0.3")
    assert status(refused) == 429
    assert json.loads(body(refused))["limit"] == {"name": "client_connections", "value": CLIENT_CONNECTIONS}
    assert b"retry-after: 1\r\n" in refused
    assert b'ratelimit: "client_connections";r=0;t=1\r\n' in refused
    assert status(running.ask("/healthz", "127.0.0.3")) == 200
    assert status(running.ask("/body", "127.0.0.2")) == 200
    for each in held:
        each.close()
    running.until(lambda: connections.held("127.0.0.3") == 0)
    assert status(running.ask("/body", "127.0.0.3")) == 200


def test_one_request_too_many_is_refused_before_the_app_sees_it(running: Running) -> None:
    held = [running.connect() for _ in range(CLIENT_REQUESTS)]
    for each in held:
        each.sendall(b"GET /wait HTTP/1.1\r\nHost: h\r\n\r\n")
    running.until(lambda: running.server._shares.requests.held("127.0.0.1") == CLIENT_REQUESTS)
    refused = running.ask("/body")
    assert status(refused) == 429
    assert json.loads(body(refused))["limit"] == {"name": "client_requests", "value": CLIENT_REQUESTS}
    assert running.bodies == []
    running.go_on.set()
    assert all(each.recv(65_536).startswith(b"HTTP/1.1 200") for each in held)
    running.until(lambda: running.server._shares.requests.held("127.0.0.1") == 0)
    for each in held:
        each.close()


def test_who_asks_too_much_is_not_read_at_once_again(running: Running) -> None:
    with running.connect() as connection:
        connection.sendall(b"GET /many HTTP/1.1\r\nHost: h\r\n\r\n")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 429")
        connection.sendall(b"GET /body HTTP/1.1\r\nHost: h\r\n\r\n")
        connection.settimeout(0.02)
        with pytest.raises(TimeoutError):
            connection.recv(65_536)
        connection.settimeout(20)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")


def test_who_does_not_read_is_cut_off(running: Running) -> None:
    shares = running.server._shares
    with running.connect() as silent:
        silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        silent.sendall(b"GET /large HTTP/1.1\r\nHost: h\r\n\r\n")
        running.until(lambda: running.bodies == [0] and shares.requests.held("127.0.0.1") == 0)
        assert shares.unread.held("127.0.0.1") == 0
        assert len(rest(silent)) < 8_000_000


def test_who_reads_slowly_has_the_whole_answer(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "UNREAD_SECONDS", 1.0)
    pause = threading.Event()
    taken = 0
    with running.connect() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        slow.sendall(b"GET /large HTTP/1.1\r\nHost: h\r\n\r\n")
        for _ in range(25):
            taken += len(slow.recv(100_000, socket.MSG_WAITALL))
            pause.wait(0.1)
        while taken < 8_000_000:
            taken += len(slow.recv(1_000_000))
    running.until(lambda: running.server._shares.unread.held("127.0.0.1") == 0)


def test_streams_of_requests_in_a_row_are_answered_in_turn(running: Running) -> None:
    with running.connect() as connection:
        connection.sendall(b"GET /body HTTP/1.1\r\nHost: h\r\n\r\n" * 10 + b"GET /body HTTP/1.0\r\n\r\n")
        assert rest(connection).count(b"HTTP/1.1 200") == 11
    running.until(lambda: running.server._shares.requests.total == 0)


def test_who_has_connected_is_answered_although_the_server_is_told_to_end(running: Running) -> None:
    with running.connect() as before, running.connect() as blocking:
        blocking.sendall(b"GET /block HTTP/1.1\r\nHost: h\r\n\r\n")
        before.sendall(b"POST /body HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc")
        running.server.should_exit = True
        running.go_on.set()
        answer = rest(before)
    assert status(answer) == 200
