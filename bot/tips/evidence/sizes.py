"""How large a file is, as people read it."""

_STEP = 1024


def size_name(count: int) -> str:
    """Return as many bytes as offices write them, never less than there are.

    >>> size_name(1), size_name(2_930 * 1024), size_name(1_300_000)
    ('1 KB', '2,9 MB', '1,3 MB')
    """
    if count < _STEP * _STEP:
        return f"{-(-count // _STEP)} KB"
    tenths = -(-count * 10 // (_STEP * _STEP))
    return f"{tenths // 10},{tenths % 10} MB"
