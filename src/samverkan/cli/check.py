"""``samverkan check``: every mistake in the data."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from samverkan.cli import options, output
from samverkan.language import N_, _, ngettext
from samverkan.model.domain import SCHEMA
from samverkan.sources import DATA_FOLDER
from samverkan.sources.findings import Finding, Findings
from samverkan.sources.reader import read

COLUMNS = ("file", "line", "column", "code", "level", "message", "fix")
ALIKE = 5
"""How many warnings of one code and column the list for people shows one by one; the other forms have all."""


@options.command(
    "samverkan check graph_data",
    "samverkan check network.xlsx --format csv",
    help=N_(
        "Read a folder of CSV files or an Excel workbook as `samverkan load` does, load nothing, and list every "
        "mistake: where it is, what was expected and, where it can be guessed, what to write instead. It quotes "
        "what is there, people included."
    ),
)
@click.argument(
    "path", cls=options.Argument, type=click.Path(path_type=Path), default=DATA_FOLDER, metavar=N_("[PATH]")
)
@options.format_option
@click.pass_context
def check(context: click.Context, path: Path, format: str) -> None:
    """List every mistake in the data."""
    with output.progress() as progress:
        findings = read(path, SCHEMA, progress, options.erasure_key()).findings
    if format == "table":
        if findings.kept:
            output.records(list(in_short(findings)), format)
    else:
        output.records([as_record(finding) for finding in findings], format, COLUMNS)
    output.say(count(findings))
    if findings.error_count:
        context.exit(1)


def as_record(finding: Finding) -> dict[str, object]:
    """Return a finding in the form that ``docs/cli.md`` documents."""
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "code": finding.code.value,
        "level": "error" if finding.code.is_error else "warning",
        "message": finding.message(),
        "fix": finding.fix,
    }


def in_short(findings: Findings) -> Iterator[dict[str, object]]:
    """Go through the findings as rows for people: errors, then warnings; of many alike the first, and their number."""
    alike = Counter((finding.code, finding.column) for finding in findings)
    told = set()
    for finding in sorted(findings, key=lambda finding: not finding.code.is_error):
        key = (finding.code, finding.column)
        more = alike[key] - 1
        if finding.code.is_error or more < ALIKE:
            yield in_words(finding)
        elif key not in told:
            told.add(key)
            row = in_words(finding)
            count = ngettext("And {n} more like it.", "And {n} more like it.", more).format(n=more)
            yield {**row, "message": f"{row['message']} {count}"}


def in_words(finding: Finding) -> dict[str, object]:
    """Return a finding as a row for people."""
    return {
        "place": ":".join(str(p) for p in (finding.file, finding.line, finding.column) if p is not None),
        "level": _("error") if finding.code.is_error else _("warning"),
        "message": f"{finding.message()} [{finding.code.value}]",
    }


def count(findings: Findings) -> str:
    """Count what was found."""
    if not len(findings):
        return _("No mistakes were found.")
    errors, warnings = findings.error_count, findings.warning_count
    told = _("{errors}, {warnings}.").format(
        errors=ngettext("{n} error", "{n} errors", errors).format(n=errors),
        warnings=ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings),
    )
    if len(findings) > len(findings.kept):
        told += " " + _("Only the first {n} are shown.").format(n=len(findings.kept))
    return told
