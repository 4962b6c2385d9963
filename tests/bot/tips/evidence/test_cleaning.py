"""What leaves a picture and what stays: canaries go, pixels do not change."""

import io
import os
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pictures import (
    AUTHOR,
    CANARIES,
    DEVICE,
    LATITUDE,
    TRAILER,
    WORDS,
    XMP,
    chunk,
    png,
    screen_profile,
    segment,
)
from pictures import tiff as tiff_of
from PIL import Image, ImageChops, ImageCms, ImageOps

from bot.tips.evidence import icc, jpeg, jpx, kinds, webp
from bot.tips.evidence import png as png_format
from bot.tips.evidence.cleaning import clean
from bot.tips.evidence.parts import Copy, Uncleanable

SIZE = (61, 47)


def noise(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    bands = len(Image.new(mode, (1, 1)).getbands())
    return Image.frombytes(mode, size, os.urandom(size[0] * size[1] * bands))


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def told(content: bytes) -> list[str]:
    return [word for word in CANARIES if word.encode() in content]


def same(before: bytes, after: bytes) -> bool:
    one, other = opened(before), opened(after)
    frames = getattr(one, "n_frames", 1)
    assert frames == getattr(other, "n_frames", 1)
    for number in range(frames):
        one.seek(number)
        other.seek(number)
        if one.mode != other.mode or one.size != other.size:
            return False
        if ImageChops.difference(one.convert("RGBA"), other.convert("RGBA")).getbbox(
            alpha_only=False
        ):
            return False
    return True


def photo(**options: object) -> bytes:
    """Return a JPEG with everything beside its pixels that a telephone writes, and more."""
    thumbnail = saved(noise(size=(8, 8)), "JPEG")
    exif = b"Exif\0\0" + tiff_of() + thumbnail
    plain = saved(noise(), "JPEG", icc_profile=screen_profile(), **options)
    beside = b"".join(
        (
            segment(0xE1, exif),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
            segment(0xE2, b"FPXR\0" + WORDS),
            segment(0xED, b"Photoshop 3.0\0" + WORDS),
            segment(0xE0, b"JFXX\0\x10" + thumbnail),
            segment(0xEB, b"JP\0\0" + WORDS),
            segment(0xFE, WORDS),
        )
    )
    return plain[:2] + beside + plain[2:] + TRAILER + thumbnail


JPEGS = {
    "baseline": {},
    "progressive": {"progressive": True},
    "restarts": {"restart_marker_blocks": 2},
    "full colour": {"subsampling": 0, "quality": 100},
    "optimised": {"optimize": True},
}


@pytest.mark.parametrize("options", JPEGS.values(), ids=JPEGS)
def test_a_photo_keeps_its_pixels_and_loses_everything_else(options: dict[str, object]) -> None:
    before = photo(**options)
    copy = clean(before, kinds.JPEG)
    assert told(before) == list(CANARIES)
    assert told(copy.content) == []
    assert same(before, copy.content)
    assert copy.has_location


@pytest.mark.parametrize("mode", ["L", "CMYK", "YCbCr"])
def test_a_photo_in_other_colours_keeps_them(mode: str) -> None:
    before = saved(noise(mode), "JPEG", comment=WORDS)
    after = clean(before, kinds.JPEG).content
    assert same(before, after)
    assert told(after) == []


def test_the_second_picture_behind_a_photo_goes() -> None:
    first, second = noise(), noise()
    before = saved(first, "MPO", save_all=True, append_images=[second])
    after = clean(before, kinds.JPEG).content
    assert len(after) < len(before) * 2 / 3
    assert opened(after).format == "JPEG"
    assert opened(after).tobytes() == opened(before).tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stays_upright(orientation: int) -> None:
    picture = saved(noise(), "JPEG")
    exif = segment(0xE1, b"Exif\0\0" + tiff_of(orientation))
    after = opened(clean(picture[:2] + exif + picture[2:], kinds.JPEG).content)
    shown = after.getexif()
    assert dict(shown) == ({274: orientation} if orientation > 1 else {})
    turned = ImageOps.exif_transpose(after)
    assert (turned.size == SIZE) is (orientation < 5)


def test_a_profile_keeps_its_colours_and_names_no_screen() -> None:
    before = screen_profile()
    after = icc.plain(before)
    assert told(after) == []
    swatches = noise()
    target = ImageCms.createProfile("LAB")

    def seen(profile: bytes) -> Image.Image:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        shown = ImageCms.profileToProfile(swatches, source, target, outputMode="LAB")
        assert shown is not None
        return shown

    assert seen(before).tobytes() == seen(after).tobytes()


def test_what_cannot_be_read_as_a_profile_is_left_out() -> None:
    assert icc.plain(b"") == icc.plain(WORDS) == icc.plain(bytes(36) + b"acsp" + bytes(90)) == b""


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_keeps_its_pixels_and_loses_everything_else(mode: str) -> None:
    picture = noise("L").convert(mode) if mode in {"1", "P", "I;16"} else noise(mode)
    plain = saved(picture, "PNG", icc_profile=screen_profile() if mode == "RGB" else None)
    telling = chunk(b"tEXt", b"Author\0" + WORDS) + chunk(b"zTXt", b"c\0\0" + zlib.compress(XMP))
    telling += chunk(b"eXIf", tiff_of(1)) + chunk(b"tIME", bytes(7)) + chunk(b"vpAg", WORDS)
    before = plain[:33] + telling + plain[33:] + TRAILER
    copy = clean(before, kinds.PNG)
    assert told(copy.content) == []
    assert same(before, copy.content)
    assert copy.has_location
    assert set(opened(copy.content).info) <= {"icc_profile", "transparency"}


def test_a_png_that_lies_on_its_side_says_only_that() -> None:
    after = clean(png(), kinds.PNG).content
    assert told(after) == []
    assert dict(opened(after).getexif()) == {274: 6}


def test_a_moving_png_keeps_all_its_pictures() -> None:
    frames = [noise() for _ in range(3)]
    before = saved(frames[0], "PNG", save_all=True, append_images=frames[1:])
    assert same(before, clean(before, kinds.PNG).content)


WEBPS: dict[str, dict[str, object]] = {
    "lossy": {},
    "lossless": {"lossless": True},
    "moving": {"save_all": True, "append_images": [noise("RGBA"), noise("RGBA")]},
}


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("options", WEBPS.values(), ids=WEBPS)
def test_a_webp_keeps_its_pixels_and_loses_everything_else(
    mode: str, options: dict[str, object]
) -> None:
    before = saved(
        noise(mode),
        "WEBP",
        exif=b"Exif\0\0" + tiff_of(3),
        xmp=XMP,
        icc_profile=screen_profile(),
        **options,
    )
    copy = clean(before + TRAILER, kinds.WEBP)
    assert told(before) == list(CANARIES)
    assert told(copy.content) == []
    assert same(before, copy.content)
    assert copy.has_location
    after = opened(copy.content)
    assert dict(after.getexif()) == {274: 3}
    assert "xmp" not in after.info


def test_a_simple_webp_stays_simple() -> None:
    before = saved(noise(), "WEBP")
    assert clean(before + TRAILER, kinds.WEBP).content == before


def test_words_hidden_in_a_frame_of_a_webp_go() -> None:
    moving = saved(noise(), "WEBP", save_all=True, append_images=[noise()])
    place = moving.index(b"ANMF")
    size = int.from_bytes(moving[place + 4 : place + 8], "little")
    end = place + 8 + size + size % 2
    hidden = b"HIDE" + len(WORDS).to_bytes(4, "little") + WORDS + bytes(len(WORDS) % 2)
    frame = moving[place + 8 : end] + hidden
    body = moving[12:place] + b"ANMF" + len(frame).to_bytes(4, "little") + frame + moving[end:]
    before = b"RIFF" + (4 + len(body)).to_bytes(4, "little") + b"WEBP" + body
    after = clean(before, kinds.WEBP).content
    assert told(after) == []
    assert same(moving, after)


def test_a_place_is_told_of_however_it_is_written() -> None:
    plain = saved(noise(), "JPEG")
    xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
    assert clean(plain[:2] + xmp + plain[2:], kinds.JPEG).has_location
    quiet = segment(0xE1, b"Exif\0\0" + tiff_of(gps=False))
    assert not clean(plain[:2] + quiet + plain[2:], kinds.JPEG).has_location


@pytest.mark.parametrize("kind", [kinds.JPEG, kinds.PNG, kinds.WEBP])
def test_a_file_that_ends_too_early_is_uncleanable(kind: str) -> None:
    whole = {kinds.JPEG: photo, kinds.PNG: png}.get(kind, lambda: saved(noise(), "WEBP"))()
    end = len(whole) - len(TRAILER) - 700 if kind == kinds.JPEG else len(whole) // 2
    for size in (0, 3, 11, 20, end):
        with pytest.raises(Uncleanable):
            clean(whole[:size], kind)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (kinds.JPEG, b"\xff\xd8" + b"\xff\xfe\0\x02" * 30_000 + b"\xff\xd9"),
        (kinds.JPEG, b"\xff\xd8\xff\xd9"),
        (kinds.JPEG, b"\xff\xd8\xff\xc3\0\x02\xff\xd9"),
        (kinds.JPEG, b"\xff\xd8\xff\xc0\0\x02\xff\xc0\0\x02\xff\xd9"),
        (kinds.PNG, png()[:8] + chunk(b"prVt", b"") * 100_001),
        (kinds.PNG, png()[:8] + chunk(b"IEND", b"")),
        (kinds.PNG, png()[:20] + b"?" + png()[21:]),
        (kinds.WEBP, b"RIFF\x04\0\0\0WEBP"),
        (kinds.WEBP, b"RIFF\xff\xff\xff\xffWEBP"),
        (kinds.WEBP, b"RIFF\x0c\0\0\0WEBPVP8 \xff\xff\xff\xff"),
        (kinds.GIF, b"GIF89a"),
    ],
)
def test_a_hostile_file_is_uncleanable(kind: str, content: bytes) -> None:
    with pytest.raises(Uncleanable):
        clean(content, kind)


def test_a_fault_of_a_cleaner_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(profile: bytes) -> bytes:
        raise ValueError(profile)

    monkeypatch.setattr(icc, "plain", broken)
    with pytest.raises(Uncleanable) as raised:
        clean(photo(), kinds.JPEG)
    assert "ValueError" in caplog.text
    assert told(caplog.text.encode() + str(raised.value).encode()) == []
    assert raised.value.__cause__ is None


def test_a_jpeg_2000_loses_boxes_that_make_no_picture() -> None:
    def box(name: bytes, data: bytes) -> bytes:
        return (len(data) + 8).to_bytes(4, "big") + name + data

    stream = b"\xff\x4f\xff\x51" + bytes(20)
    picture = box(b"jP  ", b"\r\n\x87\n") + box(b"jp2h", bytes(9))
    told_too = box(b"uuid", XMP) + box(b"xml ", WORDS)
    copy = jpx.clean(picture + told_too + box(b"jp2c", stream))
    assert copy == Copy(picture + box(b"jp2c", stream), has_location=True)
    assert jpx.clean(stream).content == stream
    for broken in (b"\0\0\0\x01jp2c", b"\0\0", box(b"free", b"") * 1001):
        with pytest.raises(Uncleanable):
            jpx.clean(broken)


SEEDS = [photo(), png(), saved(noise("RGBA"), "WEBP", exif=b"Exif\0\0" + tiff_of(), xmp=XMP)]
CLEANERS = [jpeg.clean, png_format.clean, webp.clean]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_change_of_bytes_makes_a_cleaner_fail_in_another_way(data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(SEEDS) - 1))
    content = bytearray(SEEDS[number])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    start = data.draw(st.integers(0, len(content)))
    content[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    try:
        copy = CLEANERS[number](bytes(content))
    except Uncleanable:
        return
    assert len(copy.content) <= len(content) + 4096


@given(st.binary(max_size=300), st.sampled_from([b"", b"II*\0", b"MM\0*\0\0\0\x08"]))
def test_any_exif_and_any_profile_can_be_read(data: bytes, start: bytes) -> None:
    picture = SEEDS[0]
    exif = segment(0xE1, b"Exif\0\0" + start + data)
    assert jpeg.clean(picture[:2] + exif + picture[2:]).content
    icc.plain(bytes(36) + b"acsp" + data)


def test_the_words_of_this_test_stand_in_its_files() -> None:
    assert told(png()) == [AUTHOR, DEVICE, CANARIES[2], LATITUDE]
