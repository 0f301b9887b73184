"""What the workers' fork server imports ahead, so that every worker starts with the library, fonts and styles in place."""

from kehittamo_exports.pdf import engine, painter, sheet

engine.setting()

__all__ = ["engine", "painter", "sheet"]
