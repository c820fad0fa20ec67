"""Code that runs when the page is built, and the figures it leaves."""

from __future__ import annotations

import atexit
import contextlib
import html
import io
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from heatsim.figures.inline import inline

__all__ = ["Picture", "Run"]

WHOLE_FILE = re.compile(r"^```yaml whole-file (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROOT = Path(__file__).parent.parent.parent


class Run(SphinxDirective):
    """Python that is run and shown."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        place, _ = self.get_source_info()
        names, directory = _page(self.env.docname, Path(self.env.doc2path(self.env.docname)))
        text = "\n".join(self.content)
        with contextlib.chdir(directory), contextlib.redirect_stdout(io.StringIO()):
            exec(compile("\n" * self.lineno + text, place, "exec"), names)
        shown = nodes.literal_block(text, text)
        shown["language"] = "python"
        return [shown]


class Picture(Run):
    """Python that is run and shown, and the figure that it leaves in `figure`, in the colours of the page, light or dark."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        code = super().run()
        figure = _page(self.env.docname, Path())[0].pop("figure")
        drawing = inline(figure, f"live{self.env.new_serialno('live')}")
        words = html.escape(self.arguments[0], quote=True)
        picture = f'<div class="scrolls" tabindex="0" role="img" aria-label="{words}">{drawing}</div>'
        hint = '<p class="hint">The picture is wider than the window, and scrolls →</p>'
        return [*code, nodes.raw("", f'<figure class="live">{hint}{picture}</figure>', format="html")]


_PAGES: dict[str, tuple[dict[str, Any], Path]] = {}


def _page(name: str, source: Path) -> tuple[dict[str, Any], Path]:
    """The names of a page's blocks, and the directory in which they run, with the whole files that the page shows."""
    if name not in _PAGES:
        directory = Path(tempfile.mkdtemp(prefix="heatsim-docs-"))
        atexit.register(shutil.rmtree, directory, ignore_errors=True)
        for folder in ("scenarios", "seeds"):
            shutil.copytree(ROOT / folder, directory / folder)
        for file, text in WHOLE_FILE.findall(source.read_text(encoding="utf-8")):
            (directory / file).write_text(text, encoding="utf-8")
        _PAGES[name] = ({"__name__": "__page__"}, directory)
    return _PAGES[name]
