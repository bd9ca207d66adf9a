"""What mkdocs does beyond Markdown: files of the repository are shown on a page with ``{{ include PATH }}``."""

import logging
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
_INCLUDE = re.compile(r"^\{\{ include (\S+) \}\}$", re.MULTILINE)
_FRONT = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)
# The codebook's rules stand a line each; on a page each begins a paragraph of its own.
_RULE = re.compile(r"^(?=[A-Z]\d+\. |(?:favor|against|neutral|Edge|Target)(?: / \w+)?:)", re.MULTILINE)
log = logging.getLogger("mkdocs.hooks.include")


def on_page_markdown(markdown, page, **_):
    """Put the files in, without the front matter that is for model hubs."""

    def content(found):
        path = ROOT / found.group(1)
        if not path.is_file():
            log.warning("%s includes %s, which is missing", page.file.src_uri, found.group(1))
            return ""
        text = path.read_text(encoding="utf-8").replace("](../docs/", "](")  # as seen from the pages
        return _RULE.sub("\n", _FRONT.sub("", text))

    return _INCLUDE.sub(content, markdown)
