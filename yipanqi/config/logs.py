"""How log lines look, and what they leave out: the database's DETAIL lines quote whole rows."""

import logging
from types import TracebackType


def without_rows(text: str) -> str:
    """The text of an error without the lines in which PostgreSQL quotes the failing row."""
    kept: list[str] = []
    quoting = False
    for line in text.splitlines():
        # a quoted value may hold line breaks: the quotation ends at the next line of the traceback
        quoting = line.startswith(("DETAIL:", "CONTEXT:")) or (quoting and not _resumes(line))
        if not quoting:
            kept.append(line)
    return "\n".join(kept)


def _resumes(line: str) -> bool:
    return not line or line.startswith(("Traceback", "The above exception", "During handling", "HINT:"))


class DiscreetFormatter(logging.Formatter):
    """A formatter whose tracebacks quote no row."""

    def formatException(  # noqa: N802  the name is logging's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return without_rows(super().formatException(ei))
