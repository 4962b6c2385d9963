"""Templates to pages; whatever is put into one is text, unless it is Markup."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.tips.evidence.sizes import size_name

_FEW = 5


def few(count: int) -> str:
    """Return *count* where a person could be guessed from a small one.

    >>> few(0), few(4), few(5)
    ('0', '<5', '5')
    """
    return f"<{_FEW}" if 0 < count < _FEW else str(count)


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["few"] = few
_templates.filters["size_name"] = size_name


def render(template: str, **given: object) -> str:
    """Return *template* with what is *given*."""
    return _templates.get_template(template).render(given)
