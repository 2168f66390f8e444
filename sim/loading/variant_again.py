"""A variant that is saved again: its text edited in place, so that comments and order survive.

What a variant holds beside its changes is kept: the head, what it removes, codings of its own, and
what it writes under one coding of its parent and not, or otherwise, under another. The rest is
taken out where the new state no longer changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sim.loading.layers import SOURCE_KEYS
from sim.loading.lines import Path
from sim.loading.setting import FILE_KEYS
from sim.loading.toml import as_toml
from sim.loading.variant_changes import Change, Section, end_of, leaves
from sim.loading.variant_elements import VariantText
from sim.loading.variant_wording import Source, comments, source_of

if TYPE_CHECKING:
    from sim.loading.variant_elements import Entry

__all__ = ["edited", "kept_of"]

_HEAD = ("schema", "title", "question", *FILE_KEYS)
_TOLD = ("says", "remove")


def kept_of(tables: Mapping[str, Any], codings: Iterable[str]) -> dict[str, Any]:
    """What a variant holds beside changes that stand under every coding of its parent.

    tables : the variant as parsed. codings : the parent's.
    """
    common = _common(tables, list(codings))
    kept: dict[str, Any] = {}
    for path, value in leaves(tables).items():
        if not _is_change(path, common, set(codings)) and path[-1] not in SOURCE_KEYS:
            _lay(kept, path, value)
    return kept


def edited(
    text: str,
    head: Mapping[str, str],
    sections: Sequence[Section],
    stated: Mapping[Path, Source],
    codings: Iterable[str],
) -> str:
    """The text of a variant with other changes in it.

    head : ``title``, and perhaps ``question`` and ``extends``. stated : tables (from the root of
    the file) that state where their numbers come from. codings : the parent's.
    """
    variant = VariantText(text)
    tables = variant.tables()
    common = _common(tables, list(codings))
    units = {(*_at(section), *one.path): one for section in sections for one in section.changes}
    wanted = {
        (*path, *rest): value
        for path, one in units.items()
        for rest, value in _beneath(path, one.value).items()
    }
    wanted |= {(key,): value for key, value in head.items()}
    old = leaves(tables)
    kept = {
        path: value
        for path, value in old.items()
        if not _is_change(path, common, set(codings))
        and not any(path[:n] in wanted for n in range(1, len(path)))
    }
    for entry in variant.entries():
        whole = end_of(entry.path)
        if whole == entry.path:
            _rewrite(variant, entry, wanted, kept, units)
        elif whole not in kept and wanted.get(whole) != old[whole]:
            variant.drop(entry)
    variant.prune(SOURCE_KEYS)
    there = leaves(variant.tables())
    for table, source in stated.items():
        _state(variant, table, source)
    _add(variant, units, {path for path in wanted if path not in there}, wanted)
    for section in sections:
        for table, group in groupby(section.changes, key=lambda change: change.path[:-1]):
            changed = [one for one in group if _is_new(one, (*_at(section), *one.path), old)]
            anew = source_of(changed)
            if anew is not None:
                _restate(variant, (*_at(section), *table), anew)
    return variant.text()


def _rewrite(
    variant: VariantText,
    entry: Entry,
    wanted: Mapping[Path, Any],
    kept: Mapping[Path, Any],
    units: Mapping[Path, Change],
) -> None:
    """Give one key of the file what is to stand there; take it out where nothing is."""
    if entry.path[-1] in SOURCE_KEYS:
        return
    size = len(entry.path)
    new: dict[Path, Any] = {}
    for rest in _beneath(entry.path, entry.value):
        path = (*entry.path, *rest)
        if path in wanted:
            new[rest] = wanted[path]
        elif path in kept or (rest and rest[-1] in SOURCE_KEYS):
            new[rest] = kept.get(path, _beneath(entry.path, entry.value)[rest])
    for path, value in wanted.items():
        if path[:size] == entry.path:
            new.setdefault(path[size:], value)
    if all(rest and rest[-1] in SOURCE_KEYS for rest in new):
        variant.drop(entry)
        return
    tree: dict[str, Any] = {}
    for rest, value in new.items():
        _lay(tree, ("", *rest), value)
    if tree[""] != entry.value:
        variant.replace(entry, as_toml(tree[""]))
        if entry.path in units:
            variant.retell(entry, comments(units[entry.path]))


def _add(
    variant: VariantText,
    units: Mapping[Path, Change],
    missing: set[Path],
    wanted: Mapping[Path, Any],
) -> None:
    """Write what the file did not hold yet: whole changes with their comments, else keys."""
    for path, change in units.items():
        parts = [(*path, *rest) for rest in _beneath(path, change.value)]
        if all(part in missing for part in parts):
            variant.add(path, as_toml(change.value), comments(change))
            missing.difference_update(parts)
    for path in wanted:
        if path in missing:
            variant.add(path, as_toml(wanted[path]), ())


def _state(variant: VariantText, table: Path, source: Source) -> None:
    """State a source on a table that states none."""
    there: Any = variant.tables()
    for key in table:
        there = there.get(key, {})
    for key, value in zip(SOURCE_KEYS, source, strict=True):
        if key not in there:
            variant.add((*table, key), as_toml(value), ())


def _restate(variant: VariantText, table: Path, source: Source) -> None:
    """State another source on a table, some number of which is new."""
    texts = {(*table, key): value for key, value in zip(SOURCE_KEYS, source, strict=True)}
    for entry in variant.entries():
        if texts.get(entry.path, entry.value) != entry.value:
            variant.replace(entry, as_toml(texts[entry.path]))


def _is_new(change: Change, path: Path, old: Mapping[Path, Any]) -> bool:
    held = _beneath(path, change.value)
    return any(old.get((*path, *rest), old) != value for rest, value in held.items())


def _at(section: Section) -> Path:
    return () if section.coding is None else ("coding", section.coding)


def _beneath(path: Path, value: Any) -> dict[Path, Any]:
    """Leaves of what stands at a path, by their path from there; itself where it is one."""
    return {rest[1:]: held for rest, held in leaves({path[-1]: value}).items()}


def _lay(tables: dict[str, Any], path: Path, value: Any) -> None:
    for key in path[:-1]:
        held = tables.setdefault(key, {})
        if not isinstance(held, dict):
            held = tables[key] = {}
        tables = held
    tables[path[-1]] = value


def _common(tables: Mapping[str, Any], codings: list[str]) -> dict[Path, Any]:
    """What every one of the parent's codings is given alike."""
    blocks = [leaves(tables.get("coding", {}).get(coding, {})) for coding in codings]
    if not blocks:
        return {}
    first, *others = blocks
    return {
        path: value
        for path, value in first.items()
        if path[0] not in _TOLD
        and path[-1] not in SOURCE_KEYS
        and all(path in other and other[path] == value for other in others)
    }


def _is_change(path: Path, common: Mapping[Path, Any], codings: set[str]) -> bool:
    if path[-1] in SOURCE_KEYS:
        return False
    if path[0] == "coding":
        return len(path) > 2 and path[1] in codings and path[2:] in common
    return path[0] not in _HEAD
