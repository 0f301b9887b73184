"""A drawing as an SVG file that stands alone: its name, its words for those who do not see it, and the fonts it is drawn with.

The whole faces are in it, not only the letters that stand there now: the words can be edited in a program for drawings, and
the licence of the fonts allows it. A program that takes no fonts from a file finds one of the others that are named.
"""

import base64
import re
from functools import lru_cache
from html import escape
from importlib import resources

from kehittamo_core.api import MissingPart, Scene, paint_svg

FACES = {"Atkinson Hyperlegible Next": "AtkinsonHyperlegibleNext", "Schibsted Grotesk": "SchibstedGrotesk"}
HOME = "Atkinson Hyperlegible Next"
OTHERS = "Noto Sans, Arial, sans-serif"
_TEXT = re.compile("<text ([^>]*)>")
_WEIGHT = re.compile('font-weight="([0-9]+)"')
_FAMILY = re.compile('font-family="([^",]+)"')


def alone(scene: Scene, title: str) -> bytes:
    """The file of a drawing; `title` is its name."""
    painted = paint_svg(scene, "print")
    head = f"<title>{escape(title)}</title><desc>{escape(scene.alt)}</desc><style>{_styles(painted)}</style>"
    start, end = painted.index("<title>"), painted.index("</title>") + len("</title>")
    made = _with_others(painted[:start]) + head + _TEXT.sub(lambda tag: _with_others(tag[0]), painted[end:])
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + made.encode()


def _with_others(tag: str) -> str:
    """A tag with the fonts to take where its own is not there."""
    return _FAMILY.sub(rf'font-family="\1, {OTHERS}"', tag)


def _styles(painted: str) -> str:
    """The faces that the drawing's words have, as rules that hold the fonts themselves."""
    used = set()
    for attributes in _TEXT.findall(painted):
        family, weight = _FAMILY.search(attributes), _WEIGHT.search(attributes)
        used.add((family[1] if family else HOME, weight[1] if weight else "400"))
    return "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};src:url(data:font/woff2;base64,{_face(family, weight)})}}"
        for family, weight in sorted(used)
        if family in FACES
    )


@lru_cache(maxsize=8)
def _face(family: str, weight: str) -> str:
    name = f"{FACES[family]}-{weight}.woff2"
    try:
        data = (resources.files("kehittamo_core") / "static" / "fonts" / name).read_bytes()
    except FileNotFoundError:
        raise MissingPart(f"The font {name} is missing; build it with «make assets».") from None
    return base64.b64encode(data).decode()
