"""Sphinx configuration. Nothing is fetched while building."""

from __future__ import annotations

import sys
from pathlib import Path

from heatsim.version import __version__

sys.path.insert(0, str(Path(__file__).parent))  # `live`, beside this file

project = "heatsim"
author = "The heatsim developers"
copyright = "The heatsim developers"
version = release = __version__

extensions = ["live", "myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "images/*.py", "models/_*.md"]

html_theme = "furo"
html_title = f"heatsim {release}"
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["live.css"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
