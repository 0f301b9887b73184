"""Which fonts the house speaks in, and the npm packages that they are cut from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """One font under node_modules: its package and subset, and the signs wanted from it (None: all that it has)."""

    package: str
    subset: str
    signs: str | None = None


@dataclass(frozen=True)
class Family:
    """A family to cut: the name that its files carry, and its sources, where an earlier one wins."""

    name: str
    sources: tuple[Source, ...]
    weights: tuple[int, ...] = (400, 600, 700)

    @property
    def stem(self) -> str:
        """The start of the file names: the family's name without spaces."""
        return self.name.replace(" ", "")


# What the two families lack: signs of figures and effects, and the letters of the Sámi languages.
ADDED = (
    Source("@fontsource-variable/roboto", "math", "≈≠≤≥∞√"),
    Source("@fontsource-variable/roboto", "latin-ext", "ÁáÂâČčĐđǤǥǦǧǨǩŊŋŠšŦŧŽžƷʒǮǯʹʼ"),
    Source("@fontsource-variable/noto-sans-symbols", "symbols", "←→↑↓↔"),
)


def _subsets(package: str, *subsets: str) -> tuple[Source, ...]:
    return tuple(Source(package, subset) for subset in subsets)


ATKINSON = _subsets("@fontsource-variable/atkinson-hyperlegible-next", "latin", "latin-ext")
SCHIBSTED = _subsets("@fontsource-variable/schibsted-grotesk", "latin", "latin-ext")
NOTO = _subsets(
    "@fontsource-variable/noto-sans",
    "latin",
    "latin-ext",
    "cyrillic",
    "cyrillic-ext",
    "greek",
    "greek-ext",
    "vietnamese",
)
EMOJI = _subsets("@fontsource/noto-emoji", "emoji")
# Its letters are whole: fonts that set the dots apart give a PDF no way to tell which letter was meant.
ARABIC = _subsets("@fontsource-variable/vazirmatn", "arabic")
HEBREW = _subsets("@fontsource-variable/noto-sans-hebrew", "hebrew")

FAMILIES = (
    Family("Atkinson Hyperlegible Next", ATKINSON + ADDED),
    Family("Schibsted Grotesk", SCHIBSTED + ADDED),
    # Behind the two above, where a server has no fonts of its own: other scripts, and emoji in one colour.
    Family("Noto Sans", NOTO, (400, 700)),
    Family("Vazirmatn", ARABIC, (400, 700)),
    Family("Noto Sans Hebrew", HEBREW, (400, 700)),
    Family("Noto Emoji", EMOJI, (400,)),
)

# Scripts of many thousand letters stay in the slices that npm brings; paper takes those whose letters somebody wrote.
SLICED = {"Noto Sans SC": "@fontsource-variable/noto-sans-sc", "Noto Sans KR": "@fontsource-variable/noto-sans-kr"}


def packages() -> frozenset[str]:
    """The npm packages that the fonts are cut from."""
    return frozenset(source.package for family in FAMILIES for source in family.sources) | set(SLICED.values())


def files() -> tuple[str, ...]:
    """The names of all files that `cut_all` writes."""
    return tuple(
        f"{family.stem}-{weight}.{end}" for family in FAMILIES for weight in family.weights for end in ("ttf", "woff2")
    )
