"""The first slide: deep spruce, the programme's name, its goal, and the thread through the meetings."""

from xml.etree.ElementTree import Element

from kehittamo_exports.chapters.cover import journey, logo
from kehittamo_exports.deck.model import WIDTH
from kehittamo_exports.page.markup import Pen
from kehittamo_exports.page.text import paragraphs, plain
from kehittamo_exports.pdf.sheet import Sheet
from kehittamo_exports.reading import Version


def cover(version: Version, *, final: bool) -> Sheet:
    """The cover as a page."""
    pen, voice = Pen(version.language), version.voice
    title, goal = version.title, version.said(version.programme.get("goal") or {})
    art = {"art:logo": logo(), "art:journey": journey(version)[0]}
    _, _, width, height = art["art:journey"].window
    wide = f"width:{WIDTH:.2f}mm;height:{height * WIDTH / width:.2f}mm;display:block"
    day = version.result_day
    when = " ".join(
        part for part in (voice.day(day.get("date")), voice.hours(day.get("start"), day.get("end"))) if part
    )
    state = f"{voice('version')} {version.short_id} · {voice('final') if final else voice('draft')}"
    long = len(goal.text) > 200
    page = pen(
        "section",
        pen("div", pen.image("art:logo", "Kehittämö", "width:14mm;height:9.88mm;display:block"), class_="logo"),
        pen("p", "Kehittämö", class_="product"),
        pen("p", version.banner, class_="banner") if version.banner else None,
        pen.headline("h1", title.text, 36, 270.0, lang=title.lang, data_label=plain(title.text), class_="tight" if len(title.text) > 70 else ""),
        [pen("p", text, lang=goal.lang, class_="goes small" if long else "goes") for text in list(paragraphs(goal.text))[:1]],
        pen("div", pen.image("art:journey", voice("The journey: {meetings}", meetings=journey(version)[1]), wide), class_="journey"),
        pen("p", pen.verbatim("span", " · ".join(part for part in (when, state) if part)), class_="when"),
        class_="slide cover", id="cover",
    )  # fmt: skip
    body = Element("body")
    body.append(page)
    return Sheet("cover", title.text, version.language, body, art)
