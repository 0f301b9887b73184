"""The templates: one Jinja environment with strict names and escaping, the core's own before any method's.

A method's templates stand behind its id (`empathy_map/board.html`), so no plugin can replace a page of the core.
"""

import hashlib
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from kehittamo_core.loading import Plugins
from kehittamo_core.scene.hyphens import hyphenate
from kehittamo_core.web import hall_strip, language
from kehittamo_core.web.live import script_words
from kehittamo_core.words import LANGUAGES, translate

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "static"


@lru_cache(maxsize=512)
def _stamp(path: str, changed: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


def static(path: str) -> str:
    """The address of a static file, with a stamp of its content so that browsers may keep it for good."""
    file = STATIC / path
    try:
        return f"/static/{path}?v={_stamp(str(file), file.stat().st_mtime_ns)}"
    except OSError:
        return f"/static/{path}"


def icon(name: str, size: str = "") -> Markup:
    """A line icon of the sprite; it says nothing to a screen reader, the words beside it do."""
    address = static("icons.svg")
    return Markup('<svg class="ic {}" aria-hidden="true"><use href="{}#{}"/></svg>').format(size, address, name)


def glyph(name: str, size: str = "") -> Markup:
    """A kind's sign; nothing for a kind without one."""
    if not name:
        return Markup("")
    address = static("icons.svg")
    return Markup('<svg class="gl {}" aria-hidden="true"><use href="{}#g-{}"/></svg>').format(size, address, name)


def initials(name: str) -> str:
    """One or two letters for a person's chip."""
    parts = [part for part in name.replace("-", " ").split() if part[:1].isalnum()]
    if not parts:
        return "?"
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else parts[0][1:2])).upper()


def soft(text: str) -> str:
    """A label with soft hyphens where its long words may break."""
    return hyphenate(text, language.current())


def words_of(package: str, message: str) -> str:
    """A msgid of a plugin in the reader's language."""
    return translate(package, language.current(), message) if message else ""


def package_folder(package: str) -> Path | None:
    """Where an import package lies on the disk; None where it lies nowhere."""
    try:
        file = import_module(package).__file__
    except ImportError:
        return None
    return Path(file).parent if file else None


def environment(plugins: Plugins) -> Environment:
    """The environment for these plugins."""
    methods = {}
    for method in plugins.methods.values():
        folder = package_folder(method.package)
        if folder is not None and (folder / "templates" / method.id).is_dir():
            methods[method.id] = FileSystemLoader(folder / "templates" / method.id)
    own = PrefixLoader({"core": FileSystemLoader(ROOT / "templates" / "core")})
    env = Environment(
        loader=ChoiceLoader([own, PrefixLoader(methods)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    env.globals.update(
        {
            "_": language.say, "n_": language.count, "icon": icon, "glyph": glyph, "static": static, "words_of": words_of,
            "LANGUAGES": LANGUAGES, "LANGUAGE_NAMES": language.NAMES, "language": language.current,
            "day": language.day, "hours": language.hours, "clock": language.clock, "moment": language.moment,
            "just_time": language.just_time, "number": language.number, "initials": initials, "script_words": script_words,
            "spell": hall_strip.spell, "round_words": hall_strip.round_words,
        }
    )  # fmt: skip
    env.filters.update({"soft": soft, "number": language.number, "day": language.day})
    return env


def render(env: Environment, template: str, speak: str, context: dict[str, Any]) -> str:
    """A template in a language; for fragments and answers that are made outside a handler."""
    with language.speaking(speak):
        return env.get_template(template).render(context)
