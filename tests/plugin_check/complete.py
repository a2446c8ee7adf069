"""Every rule of `veriload plugin check --list` has a paragraph in sdk/docs/plugin_rules.md and a plugin that breaks it."""

import json
import pathlib
import re
import subprocess
import sys

veriload, root = sys.argv[1], pathlib.Path(sys.argv[2])
listed = subprocess.run([veriload, "plugin", "check", "--list", "--json"], check=True, capture_output=True,
                        text=True).stdout.splitlines()
rules = {rule["rule"]: rule for rule in map(json.loads, listed)}
text = (root / "sdk/docs/plugin_rules.md").read_text()
paragraphs = {match[1]: match[2] for match in re.finditer(r"^### (\w+)\b[^\n]*\n(.*?)(?=^### |^## |\Z)", text,
                                                          re.MULTILINE | re.DOTALL)}
plugins = {path.stem for path in (root / "tests/plugin_check/bad").glob("*.c")}
wrong = []
for what, names in (("paragraphs", set(paragraphs)), ("bad plugins", plugins)):
    if names != set(rules):
        wrong.append(f"{what}: {sorted(names)}, expected {sorted(rules)}")
for name, paragraph in paragraphs.items():
    for part in ("Why", "What breaks", "How it is checked"):
        if f"*{part}:*" not in " ".join(paragraph.split()):
            wrong.append(f"{name}: the paragraph has no \"*{part}:*\"")
    if name in rules and f"({rules[name]['level']})" not in re.search(rf"^### {name}\b.*", text, re.MULTILINE)[0]:
        wrong.append(f"{name}: the heading does not say ({rules[name]['level']})")
for path in (root / "tests/plugin_check/bad").glob("*.c"):
    if not path.read_text().startswith("/* Wrong: "):
        wrong.append(f"{path.name}: does not begin with what is wrong")
if len(rules) < 10:
    wrong.append(f"only {len(rules)} rules are listed")
sys.exit("\n".join(wrong) or 0)
