"""PDFs: what is drawn stays, who, when, where and what else goes."""

import io
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pictures import (
    AUTHOR,
    CANARIES,
    DEVICE,
    LATITUDE,
    NAME,
    WORDS,
    XMP,
    screen_profile,
    segment,
    tiff,
)
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Text
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from bot.tips.evidence import apart, icc, kinds, pdf
from bot.tips.evidence.cleaning import clean
from bot.tips.evidence.parts import Uncleanable

SAID = TextStringObject(WORDS.decode())


def named(**entries: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): each for name, each in entries.items()})


def stream(data: bytes, **entries: object) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(data)
    made.update(named(**entries))
    return made


def photo() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((40, 30), 60).convert("RGB").save(file, "JPEG")
    plain = file.getvalue()
    return plain[:2] + segment(0xE1, b"Exif\0\0" + tiff(1)) + plain[2:]


def telling() -> bytes:
    """Return a PDF with a photo, notes, and the words in every place that was thought of."""
    file = io.BytesIO()
    Image.open(io.BytesIO(photo())).save(file, "PDF", author=AUTHOR, title=NAME, producer=DEVICE)
    writer = PdfWriter(clone_from=io.BytesIO(file.getvalue()))
    writer.add_metadata({"/Author": AUTHOR, "/Keywords": WORDS.decode()})
    writer.add_attachment(NAME, WORDS)
    page = writer.pages[0]
    xmp = writer._add_object(stream(XMP, Type=NameObject("/Metadata")))
    script = named(S=NameObject("/JavaScript"), JS=SAID)
    writer.root_object.update(named(Metadata=xmp, OpenAction=script, Lang=SAID))
    page.update(named(Metadata=xmp, PieceInfo=named(Illustrator=SAID), AA=named(O=script)))
    image = next(iter(page["/Resources"]["/XObject"].values())).get_object()
    image._data = photo()
    image.update(named(Metadata=xmp, OPI=SAID, Name=NameObject("/Kanari")))
    add_notes(writer)
    add_layer(writer)
    out, again = io.BytesIO(), io.BytesIO()
    writer.write(out)
    revised = PdfWriter(io.BytesIO(out.getvalue()), incremental=True)
    revised.add_metadata({"/Subject": WORDS.decode()})
    revised.write(again)
    return again.getvalue()


def add_notes(writer: PdfWriter) -> None:
    note = FreeText(text="Lihat baris ini", rect=(0, 0, 20, 10))
    note.update(named(T=SAID, M=SAID, CreationDate=SAID, NM=SAID))
    writer.add_annotation(0, note)
    writer.add_annotation(0, Text(text=WORDS.decode(), rect=(0, 0, 10, 10)))
    drawn = writer._add_object(stream(b"0 0 5 5 re f", Subtype=NameObject("/Form"), PieceInfo=SAID))
    field = named(
        Subtype=NameObject("/Widget"),
        Rect=ArrayObject(map(NumberObject, (0, 0, 5, 5))),
        AP=named(N=drawn),
        T=SAID,
        V=SAID,
    )
    hidden = named(Subtype=NameObject("/Widget"), V=SAID)
    for each in (field, hidden, named(Subtype=NameObject("/FileAttachment"), FS=SAID)):
        writer.pages[0]["/Annots"].append(writer._add_object(each))


def add_layer(writer: PdfWriter) -> None:
    layer = writer._add_object(named(Type=NameObject("/OCG"), Name=SAID, Usage=SAID))
    marked = named(MCID=NumberObject(1), ActualText=SAID)
    writer.pages[0]["/Resources"][NameObject("/Properties")] = named(Title=marked, Layer=layer)
    off = named(OFF=ArrayObject([layer]), Name=SAID, Creator=SAID)
    writer.root_object[NameObject("/OCProperties")] = named(OCGs=ArrayObject([layer]), D=off)


def unpacked(content: bytes) -> str:
    """Return everything that stands in a PDF, with its streams opened."""
    reader = PdfReader(io.BytesIO(content))
    seen = [str(reader.trailer)]
    for number in range(1, int(reader.trailer["/Size"])):
        each = reader.get_object(number)
        seen.append(str(each))
        if hasattr(each, "get_data") and each.get("/Filter") != "/DCTDecode":
            seen.append(each.get_data().decode("latin-1"))
        elif hasattr(each, "_data"):
            seen.append(each._data.decode("latin-1"))
    return "\n".join(seen)


SEED = telling()


def test_nothing_tells_who_made_a_pdf_when_or_where() -> None:
    before = telling()
    assert all(word in unpacked(before) for word in CANARIES)
    copy = clean(before, kinds.PDF)
    after = unpacked(copy.content)
    assert [word for word in CANARIES if word in after or word.encode() in copy.content] == []
    assert copy.has_location
    reader = PdfReader(io.BytesIO(copy.content))
    assert reader.metadata is None
    assert set(reader.trailer) == {"/Size", "/Root"}
    assert set(reader.root_object) == {"/Type", "/Pages", "/OCProperties"}
    assert copy.content.count(b"%%EOF") == copy.content.count(b"startxref") == 1


def test_what_is_drawn_is_the_same() -> None:
    before, after = (
        PdfReader(io.BytesIO(each)).pages[0] for each in (SEED, pdf.clean(SEED).content)
    )
    assert after.get_contents().get_data() == before.get_contents().get_data()
    assert after.mediabox == before.mediabox
    one, other = before.images[0].image, after.images[0].image
    assert one is not None
    assert other is not None
    assert one.tobytes() == other.tobytes()


def test_notes_are_still_drawn() -> None:
    page = PdfReader(io.BytesIO(pdf.clean(telling()).content)).pages[0]
    notes = [each.get_object() for each in page["/Annots"]]
    assert [each["/Subtype"] for each in notes] == ["/FreeText", "/Text", "/Stamp"]
    assert notes[0]["/Contents"] == "Lihat baris ini"
    assert notes[2]["/AP"]["/N"].get_data() == b"0 0 5 5 re f"


def test_a_hidden_layer_stays_hidden() -> None:
    root = PdfReader(io.BytesIO(pdf.clean(telling()).content)).root_object
    layers = root["/OCProperties"]
    assert layers["/D"]["/OFF"][0].get_object() == layers["/OCGs"][0].get_object()
    assert layers["/OCGs"][0].get_object()["/Name"] == "-"


def test_the_same_file_gives_the_same_copy() -> None:
    before = telling()
    assert apart.clean(before) == apart.clean(before) == pdf.clean(before)


def with_form(**entries: object) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(10, 10)
    writer.root_object[NameObject("/AcroForm")] = named(**entries)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(telling()))
    writer.encrypt("", "owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def deep() -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(10, 10)
    inner: DictionaryObject = named()
    for _ in range(100):
        inner = named(Group=inner)
    page[NameObject("/Resources")] = inner
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + bytes(5000),
        telling()[:900],
        encrypted(),
        deep(),
        with_form(XFA=TextStringObject("x")),
        with_form(NeedAppearances=BooleanObject(value=True)),
    ],
    ids=["empty", "head", "zeros", "torn", "encrypted", "deep", "xfa", "undrawn form"],
)
def test_what_has_no_clean_copy_is_uncleanable(content: bytes) -> None:
    with pytest.raises(Uncleanable):
        clean(content, kinds.PDF)


def coloured(profile: bytes, count: int = 3) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(10, 10)
    colours = writer._add_object(stream(profile, N=NumberObject(count)))
    space = ArrayObject([NameObject("/ICCBased"), colours])
    page[NameObject("/Resources")] = named(ColorSpace=named(Title=space, Author=space))
    page[NameObject("/Contents")] = stream(b"/Title cs 1 0 0 sc 0 0 5 5 re f")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def spaces(content: bytes) -> DictionaryObject:
    page = PdfReader(io.BytesIO(pdf.clean(content).content)).pages[0]
    found: DictionaryObject = page["/Resources"]["/ColorSpace"]
    return found


def test_colours_keep_their_profile_once_and_without_its_screen() -> None:
    found = spaces(coloured(screen_profile()))
    assert found["/Title"] == found["/Author"]
    kept = found["/Title"][1].get_object()
    assert kept.get_data() == icc.plain(screen_profile())
    assert kept["/N"] == 3


@pytest.mark.parametrize(("count", "space"), [(1, "/DeviceGray"), (4, "/DeviceCMYK")])
def test_a_profile_that_cannot_be_read_gives_way_to_plain_colours(count: int, space: str) -> None:
    assert spaces(coloured(WORDS, count))["/Title"] == space


def with_picture(data: bytes, packing: object) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(10, 10)
    picture = writer._add_object(stream(b"", Subtype=NameObject("/Image")))
    page[NameObject("/Resources")] = named(XObject=named(F=picture))
    made = picture.get_object()
    made._data = data
    made[NameObject("/Filter")] = packing
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_picture_that_is_packed_twice_or_broken_is_not_passed_on() -> None:
    twice = ArrayObject([NameObject("/FlateDecode"), NameObject("/DCTDecode")])
    for content in (with_picture(b"x", twice), with_picture(WORDS, NameObject("/DCTDecode"))):
        with pytest.raises(Uncleanable):
            pdf.clean(content)


def test_a_photo_in_an_array_of_one_packing_is_cleaned() -> None:
    once = ArrayObject([NameObject("/DCTDecode")])
    after = pdf.clean(with_picture(photo(), once))
    assert after.has_location
    assert DEVICE.encode() not in after.content


def test_a_loop_in_a_pdf_ends() -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(10, 10)
    loop = named()
    reference = writer._add_object(loop)
    loop[NameObject("/Group")] = reference
    loop[NameObject("/Process")] = ArrayObject([reference, reference])
    page[NameObject("/Resources")] = reference
    file = io.BytesIO()
    writer.write(file)
    assert len(pdf.clean(file.getvalue()).content) < 2000


def test_the_process_that_reads_pdfs_knows_no_secret_and_writes_no_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[dict[str, object]] = []

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        seen.append(options)
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setenv("SECRET_KEY", "kanari")
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(Uncleanable, match="too long"):
        apart.clean(b"")
    assert set(seen[0]["env"]) == {"PYTHONPATH"}  # type: ignore[call-overload]
    probe = "from bot.tips.evidence import apart; apart.main()"
    monkeypatch.undo()
    limits = "import resource; print(resource.getrlimit(resource.RLIMIT_FSIZE))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\ntry:\n {probe}\nexcept Exception:\n {limits}"],
        input=b"x",
        capture_output=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert b"(0, 0)" in done.stdout


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
@pytest.mark.filterwarnings("ignore")
def test_a_changed_pdf_never_tells_more(data: st.DataObject) -> None:
    content = bytearray(SEED)
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        after = pdf.clean(bytes(content)).content
    except (Uncleanable, PyPdfError, ValueError, TypeError, LookupError, AttributeError):
        return  # the process ends, and so the file is uncleanable
    assert AUTHOR.encode() not in after
    assert LATITUDE.encode() not in after


def test_a_form_that_is_cut_off_its_drawing_is_not_copied_with_its_words() -> None:
    content = SEED.replace(b"stream\n0 0 5 5 re f\ne", b"strea\x00\n0 0 5 5 re f\ne")
    assert content != SEED
    try:
        after = pdf.clean(content).content
    except (Uncleanable, PyPdfError, ValueError, TypeError, LookupError, AttributeError):
        return
    assert AUTHOR.encode() not in after
