"""Write run.txt, dev.txt and bench.txt: every installed package that the direct ones of pyproject.toml need.

Run as ``make lock`` after changing pyproject.toml and installing the change into ``.venv``.
"""

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

HERE = Path(__file__).parent


def closure(requirements: list[str]) -> dict[str, str]:
    """Name to version of the requirements and of all that they bring along."""
    found: dict[str, str] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [Requirement(r) for r in requirements]
    while waiting:
        requirement = waiting.pop()
        key = (_normal(requirement.name), frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            package = distribution(requirement.name)
        except PackageNotFoundError:
            sys.exit(f"{requirement.name} is not installed")
        # "2.13.0+cpu" is one build of 2.13.0; the lock names the version only.
        found[key[0]] = package.version.split("+")[0]
        for needed in map(Requirement, package.requires or []):
            extras = requirement.extras or {""}
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(needed)
    return found


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> None:
    """Write the files."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run = closure(project["dependencies"])
    pins = [f"{name}=={version}" for name, version in sorted(run.items())]
    head = "# Every package `make run` installs, pinned. The direct ones stand in pyproject.toml.\n"
    (HERE / "run.txt").write_text(head + "\n".join(pins) + "\n", encoding="utf-8")
    for group, use in (("dev", "`make test` and `make lint` need"), ("bench", "`make bench` needs")):
        found = closure([*project["dependencies"], *project["optional-dependencies"][group]])
        more = [f"{name}=={version}" for name, version in sorted(found.items()) if name not in run]
        head = f"# What {use} besides.\n-r run.txt\n"
        (HERE / f"{group}.txt").write_text(head + "\n".join(more) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
