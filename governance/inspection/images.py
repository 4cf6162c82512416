"""Pictures: limits before anything is decoded, and a copy without what a camera adds (place, device, preview).

Source: trust.md, Uploads (image pixels).
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from governance.inspection.archives import DAMAGED
from governance.inspection.findings import Rejected
from governance.inspection.kinds import JPEG, Kind
from governance.rules.text import Message, mark

MOST_PIXELS = 20_000_000
TOO_MANY_PIXELS = Message(
    mark("The picture has more than %(count)s million pixels. Make it smaller and upload it again."),
    {"count": MOST_PIXELS // 1_000_000},
)
_QUALITY = 90


def plain_picture(content: bytes, kind: Kind) -> bytes:
    """Return the picture upright and without metadata; raises `Rejected` for too many pixels or a broken file."""
    name = "JPEG" if kind is JPEG else "PNG"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=(name,)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Rejected(TOO_MANY_PIXELS)
                return _without_metadata(picture, name)
    except Rejected:
        raise
    except Image.DecompressionBombError as error:
        raise Rejected(TOO_MANY_PIXELS) from error
    except Exception as error:  # whatever a hostile file makes the library raise, the answer is a sentence
        raise Rejected(DAMAGED) from error


def _without_metadata(picture: Image.Image, name: str) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    transparency = upright.info.get("transparency")
    upright.info.clear()
    out = io.BytesIO()
    if name == "JPEG":
        shown = upright if upright.mode in {"L", "RGB", "CMYK"} else upright.convert("RGB")
        shown.save(out, "JPEG", quality=_QUALITY, icc_profile=profile)
    else:
        extra = {} if transparency is None else {"transparency": transparency}
        upright.save(out, "PNG", compress_level=3, icc_profile=profile, **extra)
    return out.getvalue()
