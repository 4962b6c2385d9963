"""What a PDF holds as it is stored: streams, their photos cleaned, and forms."""

from pypdf.generic import ArrayObject, DictionaryObject, NullObject, StreamObject

from bot.tips.evidence import jpeg, jpx
from bot.tips.evidence.drawing import FILTERS
from bot.tips.evidence.parts import Copy, Uncleanable

_PHOTOS = (b"\xff\xd8\xff", b"\0\0\0\x0cjP")
_PICTURES = {"/DCTDecode": jpeg.clean, "/JPXDecode": jpx.clean}


def stored(stream: StreamObject) -> Copy:
    """Return the bytes of *stream* without what a camera wrote beside a picture.

    Raises Uncleanable where a photo could hide: in a packing nobody knows, or below another one.
    """
    data = bytes(stream._data)  # noqa: SLF001 - the library has no other way to what is stored
    names = _filters(stream)
    hidden = len(names) > 1 and any(each in _PICTURES for each in names)
    if hidden or not FILTERS.issuperset(names) or (not names and data.startswith(_PHOTOS)):
        raise Uncleanable("A picture that is packed in an unknown way")
    clean = _PICTURES.get(names[-1]) if names else None
    return clean(data) if clean else Copy(data)


def refuse_undrawn_form(root: DictionaryObject) -> None:
    """Raise Uncleanable for a form that only a program draws, from values beside the pages."""
    form = root.get("/AcroForm", NullObject()).get_object()
    if isinstance(form, DictionaryObject) and ("/XFA" in form or form.get("/NeedAppearances")):
        raise Uncleanable("A form that is not drawn on its pages")


def _filters(stream: StreamObject) -> list[str]:
    """Return how *stream* is packed, the last filter last."""
    filters = stream.get("/Filter", NullObject()).get_object()
    if isinstance(filters, NullObject):
        return []
    return [str(each) for each in filters] if isinstance(filters, ArrayObject) else [str(filters)]
