"""An image of the programme on a page: PNG or JPEG that was made anew when it was sent, laid out from memory."""

import base64
import hashlib
import io
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, repr=False)
class Photo:
    """The bytes of a PNG or JPEG, and its size in pixels; a plain value that travels between processes."""

    data: bytes
    width: int
    height: int

    def __repr__(self) -> str:
        """A name by content, for the keys of caches."""
        return f"Photo({hashlib.blake2b(self.data, digest_size=16).hexdigest()})"

    @classmethod
    def of(cls, data: str) -> "Photo | None":
        """An image from base64, as the archive holds it; None where it cannot be read."""
        from PIL import Image, ImageFile, UnidentifiedImageError

        # WeasyPrint, once imported, has the whole process draw half of a broken image.
        lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            raw = base64.b64decode(data, validate=True)
            with Image.open(io.BytesIO(raw), formats=("PNG", "JPEG")) as image:
                image.load()
                return cls(raw, image.width, image.height)
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, SyntaxError):
            return None
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = lenient

    def on_page(self, images: dict[str, Any]) -> Any:
        """As WeasyPrint lays it out; `images` is its store of everything that is drawn."""
        from PIL import Image
        from weasyprint.images import RasterImage

        image = Image.open(io.BytesIO(self.data), formats=("PNG", "JPEG"))
        return RasterImage(image, repr(self)[6:-1], self.data, cache=images)
