"""Hostile content: it stays plain text, fetches nothing, opens nothing, and the report comes in bounded time."""

import builtins
import http.server
import io
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import pikepdf
import pytest

from exports.tests import documents, small_method
from exports.tests.conftest import make
from exports.tests.pdf_checker import faults
from exports.tests.reading import letters_by_font, pages, squeezed
from kehittamo_core.api import MissingPart
from kehittamo_exports.pdf import engine

TEXTS = {
    "markup": '<script>alert(1)</script><img src="{url}/img"><style>@import url({url}/css)</style>',
    "style": "</p><link rel=stylesheet href={url}/l.css><p style='background:url({url}/bg)'>",
    "entities": '<!DOCTYPE s [<!ENTITY e SYSTEM "{file}">]> &e; &amp; &#x41;',
    "addresses": "{url}/plain {file} javascript:alert(1) urn:dest:cover",
    "arabic": "مرحبا بالعالم والناس جميعا",
    "hebrew": "שלום עולם abc 123",
    "accents": "A\u030angstro\u0308m e\u0301te\u0301 n\u0303 " + "z" + "\u0301" * 3000,
    "emoji": "👩‍👩‍👧‍👦 🇫🇮 👍🏽 ❤️ ☕ tekstiä",
    "cjk": "個人予算 개인 예산 个人预算 ひらがなカタカナ",
    "long word": "ö" * 5000,
    "joiners": "a\u200d\u200b\u00ad" * 1200,
    "controls": "a\x00b\x01\x08\x0b\x7f\x9f c\ud800d \u202e takaperin \u2066 x",
    "braces": "{ei} %(paikka)s %s {0} {{}} $HOME `id` ${7*7} {{7*7}}",
    "formula": '=HYPERLINK("{url}/x")',
    "newlines": "yksi\n\n\nkaksi\r\nkolme\tneljä",
    "spaces": " \u00a0\u2003 " * 300 + "loppu",
}


SCRIPTS = {"arabic": "[\u0600-\u06ff]", "hebrew": "[\u0590-\u05ff]", "cjk": "[\u3040-\ud7a3]"}
OURS = ("Atkinson", "Schibsted", "Noto", "noto-sans", "Vazirmatn")
"""How the names of our fonts begin; the first two have no letters of other scripts."""


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """An address and a file that must not be read, and the list of requests that came."""
    hits: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"p{color:red}")

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="9"><text y="9">CANARY-7731</text></svg>'
    )
    yield f"http://127.0.0.1:{server.server_port}", secret.as_uri(), hits
    server.shutdown()
    server.server_close()
    thread.join(5)


def hostile(text: str) -> dict[str, Any]:
    """The small programme with a text in every place where people write; notes hold at most 2,000 characters."""
    document = documents.programme()
    head = document["programme"]
    head["goal"]["text"] = text
    text = text[:2000]
    head["title"] = text[:300]
    head["banner"] = text[:80]
    for name in ("background", "challenge", "principles", "figures", "credits"):
        head[name][0]["text"] = text
    head["principles"][0]["heading"] = text[:200]
    head["target_group"] = text
    head["area"] = {"text": text, "excluded": [text[:100]], "reason": text}
    head["terms"][0].update(term=text[:200], meaning=text)
    head["perspectives"][0].update(goal=text, benefits=[text])
    head["acknowledgement"] = text
    head["website"] = text[:100]
    head["actors"][0]["name"] = text[:200]
    for stage in document["stages"]:
        stage["title"] = text[:120]
        for entry in stage.get("agenda", ()):
            entry["text"] = text
    for board in document["boards"]:
        board["title"] = text[:200]
        for item in board["items"]:
            item["values"]["text"] = text
            item["uncertain"] = {"text": text}
    for name in ("decisions", "questions", "interim_tasks"):
        document[name][0]["text"] = text
    document["next_steps"] = [{"id": "n", "text": text}]
    document["participants"][0]["organisation"] = text[:200]
    return document


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_stays_text_everywhere(name: str, canary: tuple[str, str, list[str]]) -> None:
    url, file, hits = canary
    text = TEXTS[name].replace("{url}", url).replace("{file}", file)
    start = time.monotonic()
    made = make(hostile(text), names=True)
    assert time.monotonic() - start < 60
    assert hits == []
    assert faults(made) == []
    printed = squeezed(" ".join(pages(made)))
    assert "CANARY" not in printed
    assert squeezed("Tätä lukua ei voitu tehdä") not in printed
    if name in ("markup", "style", "entities", "addresses", "braces", "formula"):
        assert squeezed(text)[:60] in printed
    if name in SCRIPTS:
        for font, letters in letters_by_font(made).items():
            assert font.startswith(OURS), f"{font} is a font of this machine, not of ours"
            assert not (font.startswith(OURS[:2]) and re.search(SCRIPTS[name], letters)), (
                f"{font} has boxes for {letters}"
            )
        for word in text.split():
            assert squeezed(word) in printed or squeezed(word)[::-1] in printed, word
    if name == "long word":
        assert printed.count("ö") > 15 * 2000
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert not list(pdf.attachments)


def test_what_is_asked_for_by_address_is_refused_before_it_is_opened(canary: tuple[str, str, list[str]]) -> None:
    url, file, hits = canary
    root = Element("html", {"lang": "fi"})
    body = SubElement(root, "body")
    for address in (
        f"{url}/img",
        file,
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
        "asset:../../etc/passwd",
    ):
        SubElement(body, "img", {"src": address, "alt": "x"})
        SubElement(body, "object", {"data": address})
        SubElement(body, "embed", {"src": address})
        SubElement(body, "a", {"rel": "attachment", "href": address}).text = "liite"
        SubElement(
            body, "p", {"style": f"background:url('{address}');list-style-image:url('{address}')"}
        ).text = "teksti"
        SubElement(body, "link", {"rel": "stylesheet", "href": address})
        SubElement(body, "link", {"rel": "attachment", "href": address})
        SubElement(body, "style").text = f"@import url('{address}'); @font-face {{font-family:q; src:url('{address}')}}"
    made = engine.render(root, {}).write_pdf(pdf_variant="pdf/ua-1")
    assert hits == []
    with pikepdf.open(io.BytesIO(made)) as pdf:
        everything = b"".join(bytes(thing.read_bytes()) for thing in pdf.objects if isinstance(thing, pikepdf.Stream))
        assert not list(pdf.attachments)
    assert b"CANARY" not in everything
    assert "CANARY" not in " ".join(pages(made))


@pytest.mark.slow
def test_a_board_of_many_notes_is_split_and_comes_in_bounded_time() -> None:
    document = documents.programme()
    document["boards"] = [
        documents.board(
            "suuri", "Suuri", [documents.cause(n, f"Syy {n} WIDE " + "sana " * 12) for n in range(1, 1201)]
        ),
    ]
    start = time.monotonic()
    made = make(document)
    assert time.monotonic() - start < 60
    text = " ".join(pages(made))
    assert "Syy 1200" in text
    last = re.findall(r"osa(\d+)/(\d+)", squeezed(text))[-1]
    assert int(last[0]) == int(last[1]) >= 2
    assert faults(made) == []


def test_without_pango_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.split(".")[0] == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest, **more)

    with monkeypatch.context() as patched:
        patched.setattr(builtins, "__import__", without)
        with pytest.raises(MissingPart, match=r"apt-get install libpango-1\.0-0"):
            engine.weasyprint()


def test_what_is_missing_in_the_workers_ends_the_export_with_that_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kehittamo_exports.report.cached", small_method.without_pango)
    with pytest.raises(MissingPart, match="apt-get install"):
        make(documents.programme())
