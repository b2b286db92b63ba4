"""A picture of a page made ready for the recogniser."""

import io

from PIL import Image


def prepared(picture: Image.Image) -> bytes:
    """``picture`` as a PNG file of the same size."""
    stream = io.BytesIO()
    picture.save(stream, "PNG", compress_level=1)
    return stream.getvalue()
