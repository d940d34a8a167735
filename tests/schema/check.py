#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Holds the JSON Schemas to the files that they are for.

    tests/schema/check.py STEWARD FOLDER

STEWARD is the program, FOLDER where it may write. The schemas that it writes must be those of
config/schemas, valid themselves, and right about the shipped files, the examples that they give,
and the corpus of tests/data: what steward takes an editor must not underline, and what is wrong in
its form an editor must see.
"""
import json
import pathlib
import re
import subprocess
import sys

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Wrong in form: a key, a kind of value, a word of a closed list. The rest of the corpus is wrong
# in what only the database or the other files tell.
SEEN_BY_EDITORS = """
    unknown-keys wrong-kinds rules-empty rules-missing rules-not-a-list not-a-mapping
    clock-unknown-key clock-is-a-list clock-is-text clock-within-without-unit
    clock-renews-is-a-word
    step-at-noon step-without-at step-breach-is-a-word step-unknown-channel step-channel-twice
    step-unknown-urgency step-recipient-misspelt step-person-without-quotes step-is-text
    step-key-misspelt
    rule-mode-misspelt rule-on-change-misspelt rule-effective-from-is-a-word rule-key-misspelt
    rule-effective-from-without-offset rule-effective-from-without-seconds rule-retroactive-is-a-word rule-description-is-a-list
    rule-name-with-capitals rule-name-with-a-space rule-without-title rule-is-text
    rule-steps-empty
""".split()


class Yaml12(yaml.SafeLoader):
    """YAML 1.2's core schema, as language servers read it: dates and `on` are text."""


Yaml12.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", "-+.0123456789"),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


def read(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Yaml12)


def mistakes(schema, document):
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in jsonschema.Draft7Validator(schema).iter_errors(document)
    ]


def examples(schema):
    """Every value for which there is an example: its schema and the example, read as YAML."""
    mappings = [schema] + list(schema.get("definitions", {}).values())
    for mapping in mappings:
        for key, value in mapping.get("properties", {}).items():
            for example in value.get("examples", []):
                # Messages are texts in quotes: unquoted, their braces would be YAML's.
                text = json.dumps(example) if "{{" in str(example) else example
                text = text if isinstance(text, str) else json.dumps(text)
                yield key, {**value, "definitions": schema.get("definitions", {})}, text


def main():
    steward, folder = sys.argv[1:]
    subprocess.run([steward, "schema", "--dir", folder], check=True, stdout=subprocess.DEVNULL)
    wrong = []
    schemas = {}
    for written in sorted(pathlib.Path(folder).glob("*.json")):
        shipped = ROOT / "config/schemas" / written.name
        if not shipped.exists() or shipped.read_text() != written.read_text():
            wrong.append(f"config/schemas/{written.name} is not what 'steward schema' writes")
        schemas[written.stem] = json.loads(written.read_text())
        jsonschema.Draft7Validator.check_schema(schemas[written.stem])

    files = [("rules", path) for path in sorted((ROOT / "rules").glob("*.yaml"))]
    files += [("rules", path) for path in sorted((ROOT / "tests/data/good-rules").rglob("*.yaml"))]
    files += [("calendar", path) for path in sorted((ROOT / "config/calendars").glob("*.yaml"))]
    files += [("template", path) for path in sorted((ROOT / "config/templates").glob("*.yaml"))]
    files += [("chains", ROOT / "config/escalations.yaml")]
    files += [("model", ROOT / "config/model.yaml")]
    files += [("configuration", ROOT / "config/steward.yaml")]
    for kind, path in files:
        name = path.relative_to(ROOT)
        wrong += [f"{name}: {mistake}" for mistake in mistakes(schemas[kind], read(path))]
        first = path.read_text(encoding="utf-8").splitlines()[:2]
        named = "".join(line.partition("$schema=")[2] for line in first)
        if "tests/data" not in str(name) and (path.parent / named).resolve() != (
            ROOT / "config/schemas" / f"{kind}.json"
        ):
            wrong.append(f"{name}: its first lines do not name the schema of its kind")

    tried = 0
    for kind, schema in schemas.items():
        for key, value, text in examples(schema):
            tried += 1
            found = mistakes(value, yaml.load(text, Loader=Yaml12))
            wrong += [f"the example of '{key}' ({kind}): {mistake}" for mistake in found]

    for name in SEEN_BY_EDITORS:
        path = ROOT / "tests/data/bad-rules" / f"{name}.yaml"
        if not mistakes(schemas["rules"], read(path)):
            wrong.append(f"bad-rules/{name}.yaml: the schema sees nothing wrong in it")

    for mistake in wrong:
        print(mistake)
    print(
        f"schemas: {len(schemas)}, {len(files)} right files, {tried} examples, "
        f"{len(SEEN_BY_EDITORS)} wrong files: {len(wrong)} mistakes"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
