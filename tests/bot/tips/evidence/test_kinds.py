"""What a file is, told by what is in it."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictures import png

from bot.tips.evidence import kinds
from bot.tips.evidence.kinds import NotTaken, Refusal, find


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "application/vnd.oasis.opendocument.text")
    return file.getvalue()


def boxed(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + bytes(12)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(), kinds.PNG),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", kinds.JPEG),
        (b"RIFF\0\0\0\0WEBPVP8 ", kinds.WEBP),
        (b"RIFF\0\0\0\0WAVEfmt ", kinds.WAV),
        (b"GIF89a", kinds.GIF),
        (b"%PDF-1.7\n", kinds.PDF),
        (b"OggS\0\x02", kinds.OGG),
        (b"ID3\x04\0", kinds.MP3),
        (b"\xff\xfb\x90\0", kinds.MP3),
        (b"\xff\xf1\x50\0", kinds.AAC),
        (b"#!AMR\n", kinds.AMR),
        (boxed(b"M4A "), kinds.M4A),
        (boxed(b"isom"), kinds.MP4),
        (boxed(b"mp42"), kinds.MP4),
        (boxed(b"3gp5"), kinds.GPP),
        (boxed(b"qt  "), kinds.QUICKTIME),
        (b"\0\0\0\x08wide\0\0\0\0mdat", kinds.QUICKTIME),
        (boxed(b"heic"), kinds.HEIC),
        (b"\x1aE\xdf\xa3", kinds.WEBM),
        ("Pak lurah membagi kaos. Ini buktinya…\n".encode(), kinds.TEXT),
    ],
)
def test_evidence_is_known_by_its_content(content: bytes, kind: str) -> None:
    assert find(content) == kind


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Refusal.EMPTY),
        (b"a" * (kinds.LARGEST + 1), Refusal.TOO_LARGE),
        (b"\x7fELF\x02", Refusal.PROGRAM),
        (b"MZ\x90\0", Refusal.PROGRAM),
        (b"\xcf\xfa\xed\xfe\x07", Refusal.PROGRAM),
        (b"\xca\xfe\xba\xbe\0\0", Refusal.PROGRAM),
        (b"#!/bin/sh\nrm -rf /", Refusal.PROGRAM),
        (b"dex\n035\0", Refusal.PROGRAM),
        (zipped("AndroidManifest.xml", "classes.dex"), Refusal.PROGRAM),
        (zipped("META-INF/MANIFEST.MF", "Main.class"), Refusal.PROGRAM),
        (zipped("foto.jpg"), Refusal.ARCHIVE),
        (b"Rar!\x1a\x07\0", Refusal.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", Refusal.ARCHIVE),
        (b"\x1f\x8b\x08\0", Refusal.ARCHIVE),
        (bytes(257) + b"ustar\0" + bytes(249), Refusal.ARCHIVE),
        (zipped("[Content_Types].xml", "word/document.xml"), Refusal.OFFICE),
        (zipped("mimetype", "content.xml"), Refusal.OFFICE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Refusal.OFFICE),
        (b"{\\rtf1", Refusal.OFFICE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Refusal.PAGE),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><html>", Refusal.PAGE),
        (b"<?xml version='1.0'?><svg/>", Refusal.PAGE),
        (b"\x01\x02\x03 nothing known", Refusal.UNKNOWN),
        (b"\xfe\xff\0a", Refusal.UNKNOWN),
    ],
)
def test_what_is_no_evidence_is_refused_with_its_reason(content: bytes, reason: Refusal) -> None:
    with pytest.raises(NotTaken) as raised:
        find(content)
    assert raised.value.reason is reason


@given(st.binary(max_size=400))
def test_whatever_comes_is_known_or_refused(content: bytes) -> None:
    try:
        kind = find(content)
    except NotTaken:
        return
    assert "/" in kind
