"""What every drawing is made of: a tinted ground and a few flat shapes on a grid 200 units wide."""

from dataclasses import dataclass

SCALE = 4  # a drawing's pixels for each unit it is drawn in


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing on a 200 wide ground of `tall` units; `words` in a title make it the fitting one."""

    tall: int
    ground: str
    shapes: str
    words: tuple[str, ...]
    topics: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Pixels across."""
        return 200 * SCALE

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.tall * SCALE

    def svg(self) -> str:
        """The drawing as a file."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
            f'viewBox="0 0 200 {self.tall}"><rect width="200" height="{self.tall}" fill="{self.ground}"/>'
            f"{self.shapes}</svg>\n"
        )


def drawn(tall: int, ground: str, words: str, *shapes: str) -> Drawing:
    """A drawing of `shapes`, the hindmost first; `words` stand between blanks."""
    return Drawing(tall, ground, "".join(shapes), tuple(word.replace("_", " ") for word in words.split()))


def rect(x: float, y: float, width: float, height: float, fill: str, r: float = 0) -> str:
    """A rectangle with corners rounded by `r`."""
    corners = f' rx="{r}"' if r else ""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}"{corners} fill="{fill}"/>'


def disc(x: float, y: float, r: float, fill: str) -> str:
    """A full circle."""
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}"/>'


def oval(x: float, y: float, rx: float, ry: float, fill: str) -> str:
    """An ellipse; the shadow a thing stands in is one."""
    return f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{fill}"/>'


def form(fill: str, d: str) -> str:
    """A shape with an outline in SVG's path language."""
    return f'<path d="{d}" fill="{fill}"/>'


def line(stroke: str, width: float, d: str) -> str:
    """Strokes with round ends."""
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width}" {ends}/>'
