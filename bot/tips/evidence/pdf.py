"""PDF without metadata: pages and what draws them are copied into a new file, and nothing else.

Of a page, only what ISO 32000 names for drawing is taken, and its pictures are cleaned.
"""

from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from bot.tips.evidence import icc, place
from bot.tips.evidence.drawing import (
    ANNOTATION,
    DRAWING,
    LAYERS,
    MARKED,
    NAMED,
    PAGE,
    UNDRAWN,
    names,
)
from bot.tips.evidence.packing import refuse_undrawn_form, stored
from bot.tips.evidence.parts import Copy, Uncleanable

_MOST_PAGES, _MOST_OBJECTS, _DEEPEST = 3000, 200_000, 60
_TEXT = (TextStringObject, ByteStringObject)  # draws nothing by itself
_MARK = "/Marked"  # stands for the key of a marked passage, which names itself
_BY_COUNT = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}


def clean(content: bytes) -> Copy:
    """Return a copy that draws the same pages.

    Raises Uncleanable, or whatever a broken file makes of the library; use a process of its own.
    """
    # Not strict, the library reads past faults: then a photo may be missed as one.
    reader = PdfReader(BytesIO(content), strict=True)
    if reader.is_encrypted:
        raise Uncleanable("An encrypted PDF")
    refuse_undrawn_form(reader.root_object)
    if not 0 < len(reader.pages) <= _MOST_PAGES:
        raise Uncleanable("A PDF without pages, or with too many")
    copier = _Copier()
    for page in reader.pages:
        copier.add_page(page)
    copier.add_layers(reader.root_object.get("/OCProperties", NullObject()).get_object())
    return Copy(copier.written(), copier.has_location or place.is_told(content))


class _Copier:
    """Copy pages into a new file, object by object."""

    def __init__(self) -> None:
        self._writer = PdfWriter()
        self._writer.metadata = None
        self._copied: dict[tuple[int, int], PdfObject] = {}
        self._profiles: dict[bytes, PdfObject] = {}
        self.has_location = False

    def add_page(self, page: DictionaryObject) -> None:
        """Add what draws *page*."""
        new = self._writer.add_blank_page(width=1, height=1)
        for key in page:
            if key in PAGE:
                new[NameObject(key)] = self._copy(page.raw_get(key), key)
        notes = page.get("/Annots", NullObject()).get_object()
        if isinstance(notes, ArrayObject):
            kept = [note for each in notes if (note := self._note(each.get_object()))]
            new[NameObject("/Annots")] = ArrayObject(map(self._writer._add_object, kept))  # noqa: SLF001

    def add_layers(self, layers: PdfObject) -> None:
        """Keep hidden what *layers* hide."""
        if isinstance(layers, DictionaryObject):
            kept = self._picked(layers, LAYERS)
            settings = layers.get("/D", NullObject()).get_object()
            if isinstance(settings, DictionaryObject):
                kept[NameObject("/D")] = self._picked(settings, LAYERS)
            self._writer.root_object[NameObject("/OCProperties")] = kept

    def written(self) -> bytes:
        """Return the new file."""
        file = BytesIO()
        self._writer.write(file)
        return file.getvalue()

    def _note(self, note: PdfObject) -> DictionaryObject | None:
        """Return what draws an annotation, without who wrote it, when, and what else they said."""
        if not isinstance(note, DictionaryObject) or note.get("/Subtype") in UNDRAWN:
            return None
        kept = self._picked(note, ANNOTATION)
        if note.get("/Subtype") == "/Widget":
            if "/AP" not in note:
                return None
            kept[NameObject("/Subtype")] = NameObject("/Stamp")  # drawn the same, without a form
        if note.get("/Subtype") == "/FreeText" and "/AP" not in note and "/Contents" in note:
            kept[NameObject("/Contents")] = self._copy(note.raw_get("/Contents"))
        return kept

    def _picked(self, given: DictionaryObject, keys: frozenset[str]) -> DictionaryObject:
        """Return a dictionary of those *keys* that *given* has."""
        kept = DictionaryObject()
        for key in given:
            if key in keys:
                kept[NameObject(key)] = self._copy(given.raw_get(key), key)
        return kept

    def _copy(self, given: PdfObject, key: str = "", depth: int = 0) -> PdfObject:
        """Return *given*, the value of *key*, as an object of the new file."""
        if depth > _DEEPEST or len(self._copied) > _MOST_OBJECTS:
            raise Uncleanable("A PDF of more depth than any program writes")
        if isinstance(given, IndirectObject):
            return self._referred(given, key, depth)
        if isinstance(given, StreamObject):
            return self._fill_stream(EncodedStreamObject(), given, depth)
        if isinstance(given, DictionaryObject):
            return self._fill(DictionaryObject(), given, key=key, depth=depth)
        if isinstance(given, ArrayObject):
            return self._array(given, key, depth)
        return given

    def _referred(self, given: IndirectObject, key: str, depth: int) -> PdfObject:
        """Return a reference to the copy of what *given* refers to, which may contain itself."""
        name = (given.idnum, given.generation)
        if name in self._copied:
            return self._copied[name]
        value = given.get_object()
        if isinstance(value, StreamObject):
            stream = EncodedStreamObject()
            self._copied[name] = self._writer._add_object(stream)  # noqa: SLF001
            self._fill_stream(stream, value, depth)
        elif isinstance(value, DictionaryObject):
            new = DictionaryObject()
            self._copied[name] = self._writer._add_object(new)  # noqa: SLF001
            self._fill(new, value, key=key, depth=depth)
        else:
            self._copied[name] = NullObject()  # for an array that contains itself
            self._copied[name] = self._copy(value, key, depth + 1) if value else NullObject()
        return self._copied[name]

    def _array(self, given: ArrayObject, key: str, depth: int) -> PdfObject:
        """Return a copy of an array; colour profiles in it lose the name of their screen."""
        if len(given) > 1 and given[0] == "/ICCBased":
            return self._profile(given[1].get_object())
        return ArrayObject(self._copy(each, key, depth + 1) for each in list.__iter__(given))

    def _profile(self, profile: PdfObject) -> PdfObject:
        """Return the colours of *profile*, of one that cannot be read those that viewers take."""
        if not isinstance(profile, StreamObject):
            raise Uncleanable("A PDF with a broken colour profile")
        count = int(str(profile.get("/N", 3)))
        plain = icc.plain(profile.get_data())
        if not plain:
            return NameObject(_BY_COUNT.get(count, "/DeviceRGB"))
        new = self._profiles.get(plain)
        if new is None:
            stream = DecodedStreamObject()
            stream.set_data(plain)
            stream[NameObject("/N")] = NumberObject(count)
            new = self._profiles[plain] = self._writer._add_object(stream.flate_encode())  # noqa: SLF001
        return ArrayObject((NameObject("/ICCBased"), new))

    def _fill(
        self, new: DictionaryObject, given: DictionaryObject, *, key: str, depth: int
    ) -> DictionaryObject:
        """Copy into *new* what *given*, the value of *key*, has for drawing."""
        usual = names("MCID") if key == _MARK else DRAWING
        allowed = MARKED.get(str(given.get("/Type")), usual)
        for name in given:
            if key in NAMED and not isinstance(given[name], _TEXT):
                under = _MARK if key == "/Properties" else ""
            elif name not in allowed:
                continue
            else:
                under = name
            new[NameObject(name)] = self._copy(given.raw_get(name), under, depth + 1)
        if given.get("/Type") == "/OCG":
            new[NameObject("/Name")] = TextStringObject("-")
        return new

    def _fill_stream(
        self, new: EncodedStreamObject, given: StreamObject, depth: int
    ) -> EncodedStreamObject:
        """Copy a stream as it is stored, a picture of a camera without what the camera wrote."""
        for name in given:
            if name in DRAWING:
                new[NameObject(name)] = self._copy(given.raw_get(name), name, depth + 1)
        copy = stored(given)
        self.has_location = self.has_location or copy.has_location
        new._data = copy.content  # noqa: SLF001
        return new
