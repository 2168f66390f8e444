"""A run whose every name tries to be something else than a name."""

from dataclasses import replace

from synthetic import run

SCRIPT = "<script>alert(1)</script>"
QUOTED = "\"'><img src=x onerror=alert(2)> & &amp; {{ 7*7 }} {% raw %}"
MARKED = "# *b* _i_ `c` [x](http://evil.example) ![y](http://evil.example/y.png) | 1. $\\frac$ $"
TURNED = "left \u202eright \u2066to\u2069 left\u200f"
NAMES = (SCRIPT, QUOTED, MARKED, TURNED)


def hostile_run():
    """A run of two codings in which title, question, parties, issues and options are hostile."""
    found = run(parties=4, issues=4)
    labels = found.labels
    return replace(
        found,
        title=f"{SCRIPT} {MARKED}\n# second {TURNED}",
        question=QUOTED,
        overrides={"party.x": '"</script><b>`'},
        labels=replace(
            labels,
            parties=dict(zip(labels.parties, NAMES, strict=True)),
            issues=dict(zip(labels.issues, NAMES, strict=True)),
            options={
                issue: {option: f"{name} {at}" for at, option in enumerate(options)}
                for (issue, options), name in zip(labels.options.items(), NAMES, strict=True)
            },
        ),
    )
