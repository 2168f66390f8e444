"""Where the browser of the tests is: one that is installed, never one that is downloaded."""

import shutil

#: What Chromium and Chrome are called where they are installed.
NAMES = ("chromium", "chromium-browser", "google-chrome")

NONE_FOUND = (
    f"no browser found: none of {', '.join(NAMES)} is on the PATH. Install one (on Debian: apt-get "
    "install chromium) or name one in PARLEY_BROWSER"
)


def installed_browser(environment):
    """The browser to drive, or None where there is none.

    ``PARLEY_BROWSER`` (a path or a name) goes before what is on the PATH. One that is named and
    cannot be run is a fault of the setting, so ``ValueError`` is raised and nothing is skipped.
    """
    path = environment.get("PATH", "")
    named = environment.get("PARLEY_BROWSER")
    if not named:
        return next(filter(None, (shutil.which(name, path=path) for name in NAMES)), None)
    found = shutil.which(named, path=path)
    if found is None:
        raise ValueError(f"PARLEY_BROWSER is {named!r}, which is no program that can be run")
    return found
