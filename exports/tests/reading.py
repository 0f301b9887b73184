"""What a reader finds in a PDF: the text of its pages, its bookmarks, what its contents page promises."""

import io
import re
import subprocess

import pikepdf


def pages(data: bytes, *, layout: bool = False) -> list[str]:
    """The text of every page without soft hyphens; `layout` keeps what stands beside each other on one line."""
    command = ["pdftotext", *(["-layout"] if layout else []), "-", "-"]
    out = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    return [page.replace("\u00ad", "") for page in out.split("\f")[:-1]]


def letters_by_font(data: bytes) -> dict[str, str]:
    """The letters that each font of a file paints, by the font's name without its subset's mark."""
    found: dict[str, str] = {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                table = bytes(thing.ToUnicode.read_bytes()).decode("latin-1")
                letters = re.findall(r"<[0-9a-fA-F]{4}>\s*<([0-9a-fA-F]+)>", table)
                name = str(thing.BaseFont).rpartition("+")[2]
                found[name] = found.get(name, "") + "".join(bytes.fromhex(one).decode("utf-16-be") for one in letters)
    return found


def squeezed(text: str) -> str:
    """Text without spaces and hyphens, for looking words up."""
    return re.sub(r"[\s\-\u00ad\u200b]+", "", text)


def bookmarks(data: bytes) -> list[tuple[int, str, int]]:
    """Level, words and page (from 1) of every bookmark."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        found: list[tuple[int, str, int]] = []

        def walk(items: list[pikepdf.OutlineItem], level: int) -> None:
            for item in items:
                found.append((level, item.title, numbers[item.destination[0].objgen]))
                walk(list(item.children), level + 1)

        with pdf.open_outline() as outline:
            walk(list(outline.root), 1)
        return found
