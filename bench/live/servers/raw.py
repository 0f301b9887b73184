"""The raw limit: picows alone, no Yjs, no store; every frame goes to everybody in the room."""

import asyncio
import os

import picows
import uvloop

rooms: dict[str, set[picows.WSTransport]] = {}


class Page(picows.WSListener):  # type: ignore[misc]
    """A socket."""

    def __init__(self, path: str) -> None:
        self.room = rooms.setdefault(path, set())

    def on_ws_connected(self, transport: picows.WSTransport) -> None:
        self.room.add(transport)

    def on_ws_disconnected(self, transport: picows.WSTransport) -> None:
        self.room.discard(transport)

    def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:
        if frame.msg_type == picows.WSMsgType.BINARY:
            data = frame.get_payload_as_bytes()
            for other in self.room:
                other.send(picows.WSMsgType.BINARY, data)


async def main() -> None:
    """Serve."""
    server = await picows.ws_create_server(lambda request: Page(request.path), "127.0.0.1", int(os.environ["PORT"]))
    await server.serve_forever()


uvloop.install()
asyncio.run(main())
