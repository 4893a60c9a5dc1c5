#!/usr/bin/env python3
"""Checks that each library of bills of materials (CycloneDX, JSON) has a licence under which it may be shipped beside ours (Apache-2.0).

  .ci/licences.py FOLDER     prints libraries by licence, and fails on one that has none, or another
"""

import collections
import json
import pathlib
import sys

ALLOWED = {
    "Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "Unlicense", "Public Domain", "Unicode-3.0", "0BSD", "ISC", "Zlib", "MPL-2.0", "W3C",
    "EPL-1.0", "EPL-2.0",  # weak copyleft, of unchanged jars
    "LGPL", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-or-later",  # linked, and to be exchanged: a jar of its own
}
# What CycloneDX does not make a licence's name of, or a wrong one, by the POM of each.
TOLD = {
    "com.google.re2j:re2j": {"BSD-3-Clause"},  # "Go License", which is this one
    "org.jline:jline-terminal": {"BSD-3-Clause"},  # the POM's address; by its name, "The BSD License", CycloneDX takes it for that of four clauses
    "org.jline:jline-native": {"BSD-3-Clause"},
    "org.jfree:jfreechart": {"LGPL"},  # the POM tells no version
    "de.erichseifert.vectorgraphics2d:VectorGraphics2D": {"LGPL"},
}


def licences(component):
    found = set()
    for entry in component.get("licenses", []):
        if "expression" in entry:
            found |= {word for word in entry["expression"].replace("(", " ").replace(")", " ").split() if word not in ("OR", "AND", "WITH")}
        else:
            found.add(entry["license"].get("id") or entry["license"].get("name"))
    return found or {"(none)"}


def main():
    by_licence = collections.defaultdict(set)
    wrong = []
    for bom in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
        for component in json.loads(bom.read_text()).get("components", []):
            group, name = component.get("group", ""), component["name"]
            if group == "dev.steadfast":
                continue
            library = f"{group}:{name}"
            told = TOLD.get(library, licences(component))
            by_licence[" / ".join(sorted(told))].add(f"{library}:{component.get('version')}")
            if not told & ALLOWED and (library, told) not in wrong:
                wrong.append((library, told))
    for licence, libraries in sorted(by_licence.items(), key=lambda entry: -len(entry[1])):
        print(f"{licence}: {len(libraries)}")
        for library in sorted(libraries):
            print(f"    {library}")
    for library, told in wrong:
        print(f"{library}: {', '.join(sorted(told))} is not a licence that .ci/licences.py allows", file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
