"""A picture as SVG text; nothing is measured or laid out here."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from cami_desktop.synthesis.picture import LIGHT, Circle, Line, Picture, Polyline, Primitive, Rect, Text


def picture_to_svg(picture: Picture, palette: Mapping[str, str] = LIGHT) -> str:
    """The picture as a standalone SVG 1.1 document, with its title and description for screen readers."""
    width, height = _n(picture.width), _n(picture.height)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}" role="img" font-family="Noto Sans, sans-serif">',
        f"<title>{escape(picture.title)}</title>",
        f"<desc>{escape(picture.description)}</desc>",
        f'<rect width="{width}" height="{height}" fill="{palette["paper"]}"/>',
        *(_element(item, palette) for item in picture.primitives()),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _paint(palette: Mapping[str, str], fill: str, stroke: str, width: float, dash: tuple[float, ...] = ()) -> str:
    parts = [f' fill="{palette[fill] if fill else "none"}"']
    if stroke:
        parts.append(f' stroke="{palette[stroke]}" stroke-width="{_n(width)}"')
    if dash:
        parts.append(f' stroke-dasharray="{" ".join(_n(length) for length in dash)}"')
    return "".join(parts)


def _element(item: Primitive, palette: Mapping[str, str]) -> str:
    if isinstance(item, Line):
        paint = _paint(palette, "", item.stroke, item.width, item.dash)
        return f'<line x1="{_n(item.x1)}" y1="{_n(item.y1)}" x2="{_n(item.x2)}" y2="{_n(item.y2)}"{paint}/>'
    if isinstance(item, Rect):
        paint = _paint(palette, item.fill, item.stroke, item.stroke_width)
        return (
            f'<rect x="{_n(item.x)}" y="{_n(item.y)}" width="{_n(item.width)}" height="{_n(item.height)}"{paint}/>'
        )
    if isinstance(item, Circle):
        paint = _paint(palette, item.fill, item.stroke, item.stroke_width)
        return f'<circle cx="{_n(item.x)}" cy="{_n(item.y)}" r="{_n(item.radius)}"{paint}/>'
    if isinstance(item, Polyline):
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in item.points)
        paint = _paint(palette, item.fill, item.stroke, item.width, item.dash)
        name = "polygon" if item.closed else "polyline"
        return f'<{name} points="{points}" stroke-linejoin="round"{paint}/>'
    return _text(item, palette)


def _text(item: Text, palette: Mapping[str, str]) -> str:
    anchor = "" if item.anchor == "start" else f' text-anchor="{item.anchor}"'
    weight = ' font-weight="700"' if item.bold else ""
    colour = quoteattr(palette[item.colour])
    return (
        f'<text x="{_n(item.x)}" y="{_n(item.y)}" font-size="{_n(item.size)}" fill={colour}{anchor}{weight}>'
        f"{escape(item.text)}</text>"
    )
