"""Our own flat drawings, which stand in where a product has no picture yet.

They are written here and served as static files (goodword/web/shell/static/drawings/); a test compares the two.
"""

from hashlib import blake2b
from pathlib import Path

from goodword.catalog.drawings.home import HOME
from goodword.catalog.drawings.kitchen import KITCHEN
from goodword.catalog.drawings.leisure import LEISURE
from goodword.catalog.drawings.pantry import PANTRY
from goodword.catalog.drawings.pen import Drawing
from goodword.catalog.drawings.road import ROAD
from goodword.catalog.drawings.staples import STAPLES
from goodword.catalog.drawings.wardrobe import WARDROBE

__all__ = ["DRAWINGS", "Drawing", "choose", "write_all"]

DRAWINGS = STAPLES | PANTRY | KITCHEN | HOME | WARDROBE | ROAD | LEISURE


def choose(title: str, topic: str | None, seed: bytes) -> str:
    """The name of the drawing for a product, by the longest word of its title that a drawing fits.

    Without one by its topic, else by chance from `seed`.
    """
    text = f" {title.casefold()}"
    fits = {name: max((len(w) for w in one.words if _begins(w, text)), default=0) for name, one in DRAWINGS.items()}
    best = max(fits, key=fits.__getitem__)
    if fits[best]:
        return best
    fitting = [name for name, drawing in DRAWINGS.items() if topic in drawing.topics] or list(DRAWINGS)
    return fitting[int.from_bytes(blake2b(seed, digest_size=4).digest()) % len(fitting)]


def _begins(word: str, text: str) -> bool:
    """Whether a word of the text begins with `word`; Chinese has no blanks, so there it may stand anywhere."""
    return (f" {word}" if word.isascii() else word) in text


def write_all(folder: Path) -> None:
    """Writes every drawing into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawing in DRAWINGS.items():
        (folder / f"{name}.svg").write_text(drawing.svg())
