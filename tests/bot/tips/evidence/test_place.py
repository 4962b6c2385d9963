import pytest
from pictures import tiff

from bot.tips.evidence import place


@pytest.mark.parametrize(
    "content",
    [
        b"moov....udta\xa9xyz\0\x12\x15\xc7-06.3924+106.8186/",
        b"mdta com.apple.quicktime.location.ISO6709",
        b"ftypheic" + bytes(40) + b"Exif\0\0" + tiff(),
        b"<x:xmpmeta exif:GPSLatitude='6'>",
    ],
)
def test_a_mark_of_a_place_is_seen(content: bytes) -> None:
    assert place.is_told(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"ftypheicExif\0\0" + tiff(gps=False), b"Exif\0\0II*\0" * 1000, b"OggS speech"],
)
def test_no_place_is_told_where_there_is_none(content: bytes) -> None:
    assert not place.is_told(content)
