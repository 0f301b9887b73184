"""The transport's end of a socket: what is pushed goes at once and in order, and who does not read is cut off."""

import asyncio
from typing import Any

from kehittamo_core.live.frames import SLOW
from kehittamo_core.web.socket import QUEUE_FRAMES, SocketConnection


class Pipe:
    """The sending half of an ASGI server's socket, which may be full."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.free = asyncio.Event()
        self.free.set()

    async def send(self, message: dict[str, Any]) -> None:
        await self.free.wait()
        self.sent.append(message)


async def test_what_is_pushed_is_sent_before_push_returns() -> None:
    pipe = Pipe()
    connection = SocketConnection(pipe)  # type: ignore[arg-type]
    connection.push_text("a")
    connection.push_bytes(b"b")
    assert [message["text"] or message["bytes"] for message in pipe.sent] == ["a", b"b"]


async def test_what_waits_goes_in_its_order_when_there_is_room_again() -> None:
    pipe = Pipe()
    connection = SocketConnection(pipe)  # type: ignore[arg-type]
    pipe.free.clear()
    for number in range(5):
        connection.push_text(str(number))
    assert pipe.sent == []
    pipe.free.set()
    await asyncio.sleep(0.01)
    connection.push_text("5")
    assert [message["text"] for message in pipe.sent] == ["0", "1", "2", "3", "4", "5"]


async def test_who_does_not_read_is_cut_off_and_gets_nothing_more(monkeypatch: Any) -> None:
    monkeypatch.setattr("kehittamo_core.web.socket.LAST_WORDS", 0.05)
    pipe = Pipe()

    async def handler() -> str:
        connection = SocketConnection(pipe)  # type: ignore[arg-type]
        pipe.free.clear()
        for number in range(QUEUE_FRAMES + 10):
            connection.push_text(str(number))
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            assert connection.is_cut
            return "cut"
        return "left hanging"

    assert await asyncio.create_task(handler()) == "cut"
    pipe.free.set()
    await asyncio.sleep(0.01)
    assert [message.get("code") for message in pipe.sent] == [None, SLOW]


async def test_a_page_that_is_gone_is_no_error() -> None:
    class Gone(Pipe):
        async def send(self, message: dict[str, Any]) -> None:
            raise ConnectionResetError

    connection = SocketConnection(Gone())  # type: ignore[arg-type]
    connection.push_text("a")
    connection.push_text("b")
    connection.close(1012)
