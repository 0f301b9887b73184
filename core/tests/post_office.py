"""A mail server on this machine, for tests that read what was sent."""

import asyncio
import email
import threading
from email.policy import default


class post_office:  # noqa: N801 (used as a function)
    """A mail server on this machine that refuses refused.example; letters by receiver."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.letters: dict[str, str] = {}

    def __enter__(self) -> dict[str, str]:
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()

        async def serve() -> None:
            self.server = await asyncio.start_server(self.talk, "127.0.0.1", self.port)
            ready.set()

        def run() -> None:
            self.loop.run_until_complete(serve())
            self.loop.run_forever()

        self.thread = threading.Thread(target=run, daemon=True)
        self.thread.start()
        assert ready.wait(10)
        return self.letters

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(text: str) -> None:
            writer.write(f"{text}\r\n".encode())

        say("220 here")
        to = ""
        while line := (await reader.readline()).decode().strip():
            word = line[:4].upper()
            if word == "RCPT":
                to = line.partition("<")[2].rstrip(">")
                say("550 no" if "refused" in to else "250 ok")
            elif word == "DATA":
                say("354 go on")
                body = await reader.readuntil(b"\r\n.\r\n")
                letter = email.message_from_bytes(body[:-5], policy=default)
                self.letters[to] = letter.get_body().get_content()  # type: ignore[union-attr]
                say("250 taken")
            elif word == "QUIT":
                say("221 bye")
                break
            else:
                say("250 ok")
        writer.close()
