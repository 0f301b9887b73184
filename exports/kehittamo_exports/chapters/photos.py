"""Images with whom to credit under them: on the free pages where their composer put them, the others in a chapter of their own."""

from collections.abc import Sequence

from kehittamo_exports.page.draft import Draft
from kehittamo_exports.pdf.photo import Photo
from kehittamo_exports.reading import Entry, Version

WIDEST, HIGHEST = 120.0, 110.0
"""Millimetres of an image on a page, at most."""
LOGO = (50.0, 30.0)


def photos_of(version: Version, page: Entry) -> Sequence[Entry]:
    """The images of a free page in their order; one that the programme has not (any more) is left out."""
    known = {str(one.get("id")): one for one in version.entries("images")}
    return [known[id_] for id_ in page.get("images") or () if id_ in known]


def other_photos(version: Version) -> Sequence[Entry]:
    """The images that stand on no printed page, the logo last."""
    pages = (one for one in version.entries("report") if one.get("kind") == "page" and not one.get("left_out"))
    shown = {id_ for page in pages for id_ in page.get("images") or ()}
    others = [one for one in version.entries("images") if one.get("id") not in shown or one.get("use") == "logo"]
    return sorted(others, key=lambda one: one.get("use") == "logo")


def add_photos(version: Version, draft: Draft, entries: Sequence[Entry]) -> None:
    """Each image as large as it may be, its credit under it; one that cannot be read says so."""
    pen, voice = draft.pen, version.voice
    for number, entry in enumerate(entries, 1):
        photo = Photo.of(str(entry.get("data") or ""))
        credit = version.said(entry, "credit")
        if photo is None:
            draft.say(voice("An image could not be read: {credit}", credit=credit.text))
            continue
        name = f"photo:{draft.id}-{number}"
        draft.art[name] = photo
        most = LOGO if entry.get("use") == "logo" else (WIDEST, HIGHEST)
        scale = min(most[0] / photo.width, most[1] / photo.height)
        size = f"width:{photo.width * scale:.1f}mm;height:{photo.height * scale:.1f}mm"
        picture = pen.image(name, entry.get("alt") or credit.text, style=size)
        caption = pen("figcaption", draft.words(credit))
        draft.add(pen("figure", picture, caption, class_="photo"), photo.height * scale + 12)


def images(version: Version, draft: Draft) -> None:
    """The programme's images that stand on no page of their own, each with whom to credit under it."""
    add_photos(version, draft, other_photos(version))
