"""WeasyPrint with everything it may read: our fonts and our style sheet, from memory; it opens no file and no address."""

import atexit
import logging
import os
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import ModuleType
from typing import Any
from xml.etree.ElementTree import Element

from kehittamo_core.api import MissingPart
from kehittamo_exports.pdf import slices
from kehittamo_exports.pdf.slices import Slices

logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)

FACES = (
    ("AtkinsonHyperlegibleNext", "Atkinson Hyperlegible Next", (400, 600, 700)),
    ("SchibstedGrotesk", "Schibsted Grotesk", (600, 700)),
    ("NotoSans", "Noto Sans", (400, 700)),
    ("Vazirmatn", "Vazirmatn", (400, 700)),
    ("NotoSansHebrew", "Noto Sans Hebrew", (400, 700)),
    ("NotoEmoji", "Noto Emoji", (400,)),
)
"""File name, family name and weights of the built fonts; the Notos hold letters and signs that the first two lack."""
FALLBACK = tuple(family for _, family, _ in FACES[2:])
"""Where letters are looked for that the house's own families lack, in this order."""


def weasyprint() -> ModuleType:
    """The library.

    Raises:
        MissingPart: a library of the system that it needs is not installed.
    """
    try:
        import weasyprint as library
    except OSError as error:
        raise MissingPart(
            "PDF needs Pango, which is not installed. On Debian or Ubuntu: "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from error
    module: ModuleType = library
    return module


def font_bytes(name: str) -> bytes:
    """A built font by its file name without ending; raises MissingPart where it has not been built."""
    try:
        return (resources.files("kehittamo_core") / "static" / "fonts" / f"{name}.ttf").read_bytes()
    except FileNotFoundError:
        raise MissingPart(f"The font {name} is missing; build it with «make assets».") from None


def _faces(more: Slices) -> str:
    own = [(family, weight, f"{file}-{weight}.ttf") for file, family, weights in FACES for weight in weights]
    return "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};src:url(asset:{file})}}"
        for family, weight, file in (*own, *((name, 400, f"{name}.woff2") for name in more))
    )


def _assets() -> dict[str, tuple[str, bytes]]:
    found = {}
    for file, family, weights in FACES:
        del family
        for weight in weights:
            name = f"{file}-{weight}"
            found[f"asset:{name}.ttf"] = ("font/ttf", font_bytes(name))
    return found


@lru_cache(maxsize=1)
def _memory_only() -> Any:
    """A fetcher that knows our assets and refuses everything else before anything is opened."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    assets = _assets()

    class MemoryOnly(URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=("asset",), allow_redirects=False)

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            try:
                media_type, body = assets.get(url) or ("font/woff2", slices.data(url))
            except KeyError:
                raise ValueError("only what is in memory may be read") from None
            return URLFetcherResponse(url, body, {"Content-Type": media_type})

    return MemoryOnly()


def style_sheet(more: Slices = ()) -> str:
    """The report's style sheets as text: what our elements are, and how they look; Noto Sans brings all other scripts."""
    folder = resources.files("kehittamo_exports") / "page"
    text = "".join((folder / name).read_text("utf-8") for name in ("base.css", "report.css"))
    others = ", ".join(f'"{family}"' for family in (*FALLBACK, *more))
    return text.replace('"Noto Sans", "Noto Emoji"', '"Noto Sans"').replace('"Noto Sans"', others)


def _forget(owner: int) -> None:
    """Let the font files go while the interpreter can still remove them; forked workers share and must keep them."""
    if os.getpid() == owner:
        setting.cache_clear()


@lru_cache(maxsize=1)
def setting() -> tuple[Any, Any]:
    """The font configuration and the parsed style sheet, made once in a process."""
    atexit.register(_forget, os.getpid())
    return setting_with(())


def setting_with(more: Slices) -> tuple[Any, Any]:
    """A setting of its own for one sheet that needs slices of large scripts; its files go with it."""
    library = weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = library.CSS(
        string=_faces(more) + style_sheet(more), font_config=fonts, url_fetcher=_memory_only(), base_url="asset:"
    )
    return fonts, sheet


def render(
    root: Element,
    images: dict[str, Any],
    fitted: tuple[float, float] = (0.0, 0.0),
    given: tuple[Any, Any] | None = None,
) -> Any:
    """A laid-out document of a tree of elements.

    `images` are objects that draw themselves, by the name in `src`; `fitted` is the size of pages of that style in mm;
    `given` is a setting of its own.
    """
    library = weasyprint()
    import cssselect2  # type: ignore[import-untyped]

    class Tree(library.HTML):  # type: ignore[misc, name-defined]
        """A document that is a tree already: nothing is parsed, nothing is fetched."""

        def __init__(self) -> None:
            self.base_url = "asset:"
            self.url_fetcher = _memory_only()
            self.media_type = "print"
            self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            """None but ours: see base.css."""
            del forms
            return []

    fonts, sheet = given or setting()
    sheets = [sheet]
    if any(fitted):
        rule = f"@page fitted{{size:{fitted[0]:.1f}mm {fitted[1]:.1f}mm;margin:12mm}}"
        sheets.append(library.CSS(string=rule, font_config=fonts, url_fetcher=_memory_only(), base_url="asset:"))
    return Tree().render(font_config=fonts, stylesheets=sheets, cache=images, pdf_variant="pdf/ua-1")
