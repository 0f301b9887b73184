"""Colour roles of drawings and their light values; screens take them from CSS variables of the same names."""

from typing import Literal

Role = Literal[
    "paper",
    "surface",
    "sunken",
    "line",
    "edge",
    "ink",
    "ink-2",
    "ink-3",
    "spruce",
    "spruce-tint",
    "on-spruce",
    "thread",
    "thread-tint",
    "lake",
    "lake-tint",
    "moss",
    "moss-tint",
    "amber",
    "amber-tint",
    "heather",
    "heather-tint",
    "rust",
    "rust-tint",
    "n-lakka",
    "n-lakka-e",
    "n-sammal",
    "n-sammal-e",
    "n-jarvi",
    "n-jarvi-e",
    "n-kanerva",
    "n-kanerva-e",
    "n-puolukka",
    "n-puolukka-e",
    "n-kivi",
    "n-kivi-e",
    "n-ink",
]

LIGHT: dict[Role, str] = {
    "paper": "#F3F5F1", "surface": "#FFFFFF", "sunken": "#E8ECE6", "line": "#D3DAD2", "edge": "#7C8881",
    "ink": "#13221D", "ink-2": "#3F4E48", "ink-3": "#57655F", "spruce": "#14594C", "spruce-tint": "#DCECE6",
    "on-spruce": "#FFFFFF", "thread": "#B21E3C", "thread-tint": "#FBE5E8", "lake": "#1C5F94", "lake-tint": "#DCEBF7",
    "moss": "#4A6B18", "moss-tint": "#E4EFD0", "amber": "#7F5200", "amber-tint": "#FFEFC7", "heather": "#6E4492",
    "heather-tint": "#EEE4F6", "rust": "#9A3B0C", "rust-tint": "#FCE8DC", "n-lakka": "#FFE9A6", "n-lakka-e": "#9A6B00",
    "n-sammal": "#DDEBBE", "n-sammal-e": "#55761C", "n-jarvi": "#D0E5F5", "n-jarvi-e": "#2A6FA3",
    "n-kanerva": "#E8DBF2", "n-kanerva-e": "#774B99", "n-puolukka": "#FAD7D9", "n-puolukka-e": "#B21E3C",
    "n-kivi": "#E7EAE6", "n-kivi-e": "#5F6C66", "n-ink": "#1B211C",
}  # fmt: skip


def fill_of(tone: str) -> Role:
    """The fill role of a note's tone; `plain` is the surface."""
    return "surface" if tone == "plain" else f"n-{tone}"  # type: ignore[return-value]


def edge_of(tone: str) -> Role:
    """The edge role of a note's tone."""
    return "edge" if tone == "plain" else f"n-{tone}-e"  # type: ignore[return-value]


def rgb(role: Role) -> tuple[float, float, float]:
    """A role's light value as three numbers from 0 to 1."""
    value = LIGHT[role]
    return int(value[1:3], 16) / 255, int(value[3:5], 16) / 255, int(value[5:7], 16) / 255
