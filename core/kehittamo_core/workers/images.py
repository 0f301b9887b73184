"""Images that people send are decoded and made anew here, apart from the server: no metadata, no other format, no bomb."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_400
FORMATS = ("PNG", "JPEG")


@dataclass(frozen=True)
class Cleaned:
    """An image as it is stored, or (`problem`, an English msgid) why there is none. Sizes are pixels."""

    data: bytes = b""
    media_type: str = ""
    width: int = 0
    height: int = 0
    problem: str = ""


def clean_image(data: bytes) -> Cleaned:
    """A PNG or JPEG of at most 40 megapixels, upright, at most 2,400 pixels long, made anew without its metadata."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as sent:
            if sent.width * sent.height > MOST_PIXELS:
                return Cleaned(problem="The image has more than 40 megapixels; send a smaller one.")
            drawn = sent.format == "PNG"
            upright = ImageOps.exif_transpose(sent)
            picture = upright.convert("RGBA" if drawn and upright.has_transparency_data else "RGB")
    except UnidentifiedImageError:
        return Cleaned(problem="This is neither a PNG nor a JPEG image.")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, EOFError):
        return Cleaned(problem="The image is damaged and cannot be read.")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    if drawn:
        picture.save(out, "PNG", optimize=True)
    else:
        picture.save(out, "JPEG", quality=88, optimize=True)
    return Cleaned(out.getvalue(), "image/png" if drawn else "image/jpeg", picture.width, picture.height)
