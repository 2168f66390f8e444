"""Every command shown in the README and in docs/ is run, and ends with exit code 0."""

import re
import shlex
from pathlib import Path

import pytest
import typer

import sim
from sim.cli import app, faults

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = sorted(
    [ROOT / "README.md", ROOT / "results" / "README.md", *(ROOT / "docs").rglob("*.md")]
)
SLOW = {"run", "compare", "trace"}
#: Commands that play a scenario many times over.
SLOWEST = {
    "brief",
    "clock",
    "concessions",
    "equilibrium",
    "robust",
    "sensitivity",
    "solve",
    "stability",
    "sweep",
    "zopa",
}
#: Readers get the full number of worlds; a test needs only to see that the command works.
FEW = ("--worlds", "32")


def blocks(document, kind):
    """Texts of the fenced blocks of one kind."""
    found, inside = [], None
    for line in document.read_text(encoding="utf-8").splitlines():
        if inside is None and line.strip() == f"```{kind}":
            inside = []
        elif inside is not None and line.strip() == "```":
            found.append("\n".join(inside))
            inside = None
        elif inside is not None:
            inside.append(line)
    return found


def commands(document):
    """The words after ``parley`` of each command, in order."""
    lines = [line for block in blocks(document, "console") for line in block.splitlines()]
    prompts = [line[2:] for line in lines if line.startswith("$ ")]
    assert all(prompt.startswith("parley ") for prompt in prompts), prompts
    return [shlex.split(prompt)[1:] for prompt in prompts]


def lighter(document, at):
    """The words of a document's command number ``at``, with options that spare a test time.

    Few worlds; and figures and concessions only where the README first runs a family of scenarios.
    """
    told = commands(document)
    words = told[at]
    if words[0] == "explore":
        return [*words, "--no-browser", "--port", "0"]
    if words[0] == "brief" and Path(words[1]).is_dir():
        return words  # a folder is read as it is, and nothing can be spared
    if words[0] in SLOWEST:
        return _spared(words, document)
    few = FEW if words[0] in SLOW and "--worlds" not in words else ()
    if words[0] != "run" or "--json" in words:
        return [*words, *few]
    before = {family(earlier) for earlier in told[:at]}
    in_full = document.name == "README.md" and family(words) not in before
    return [*words, *few, *(() if in_full else ("--json",))]


def _spared(words, document):
    """A command that plays a scenario many times over: few worlds whatever the document says, no
    processes to start, and figures where the README first shows the command."""
    words = [*words]
    if "--worlds" in words:
        at = words.index("--worlds")
        words[at : at + 2] = []
    quiet = () if document.name == "README.md" or words[0] == "brief" else ("--json",)
    more = [*FEW, "--workers", "1", *(flag for flag in quiet if flag not in words)]
    return [*words, *more]


def family(words):
    """The scenario a ``run`` plays, variants with their parent; ``None`` for other commands."""
    return words[1].split("-v")[0] if words[0] == "run" else None


def with_examples():
    return [document for document in DOCUMENTS if commands(document)]


def test_examples_are_found():
    assert len(commands(ROOT / "README.md")) >= 8
    assert len(with_examples()) >= 5


@pytest.mark.parametrize("document", with_examples(), ids=lambda d: str(d.relative_to(ROOT)))
def test_every_command_of_a_document_runs(document, parley, monkeypatch):
    # A page is served until somebody ends it: here, as soon as its address is told.
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)
    for at in range(len(commands(document))):
        words = lighter(document, at)
        said = parley(*words)
        assert said.code == 0, f"parley {' '.join(words)}: {said.err}"
        assert said.out.strip(), words


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: str(d.relative_to(ROOT)))
def test_python_examples_run(document, capsys):
    for block in blocks(document, "python"):
        exec(compile(block, str(document), "exec"), {})


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: str(d.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target


def test_a_spreadsheet_shown_can_be_read(parley):
    (shown,) = blocks(ROOT / "docs" / "how-to" / "write-a-scenario.md", "csv")
    Path("values.csv").write_text(shown, encoding="utf-8")
    assert parley("new", "from-sheet", "--values", "values.csv").code == 0
    assert parley("run", "from-sheet.toml", *FEW, "--json").code == 0


def sections(document):
    """Heading → text of its section, for headings of the second rank."""
    parts = document.read_text(encoding="utf-8").split("\n## ")[1:]
    return {part.splitlines()[0].strip("`"): part for part in parts}


@pytest.mark.parametrize("name", sorted(typer.main.get_command(app).commands))
def test_the_reference_names_every_command_with_its_options(name):
    told = sections(ROOT / "docs" / "reference" / "commands.md")
    section = told[f"parley {name}"]
    options = {
        option
        for parameter in typer.main.get_command(app).commands[name].params
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--")
    }
    assert options - {"--help"} == set(re.findall(r"(?<=`)--[a-z-]+", section))


def test_the_reference_names_every_exit_code():
    section = sections(ROOT / "docs" / "reference" / "commands.md")["Exit codes"]
    codes = {faults.DONE, faults.INTERNAL, faults.USAGE, faults.INVALID, faults.PARTIAL}
    shown = {int(code) for code in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)}
    assert shown == codes | {faults.INTERRUPTED}


def test_set_up_commands_are_the_agreed_ones():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    shown = [line for line in lines if line.startswith("python3 -m venv")]
    assert shown == [
        "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/parley run ukraine-2025",
        "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest",
    ]


def test_changelog_and_citation_know_the_version():
    assert f"version: {sim.__version__}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
