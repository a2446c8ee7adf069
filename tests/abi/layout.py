"""The layout of the C header: printed by a program that the header itself describes, compared with the
committed copy. An existing line may never change; new lines are fields at the end of their struct, and are
written down with the change that adds them. A kept header is compared declaration by declaration too, which
finds what has the same size and another type: the arguments of a function."""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile


def declarations(header: str) -> dict[str, dict[str, str]]:
    """Each field's declaration by its name, by struct, in order; white space does not count."""
    text = re.sub(r"/\*.*?\*/", " ", header, flags=re.S)
    text = re.sub(r"#define(?:.*\\\n)*.*", "", text)
    found = {}
    for match in re.finditer(r"struct (\w+) \{(.*?)\n\}", text, flags=re.S):
        fields = {}
        for statement in match.group(2).split(";"):
            pointer = re.search(r"\(\*(\w+)\)\(", statement)
            plain = re.search(r"(\w+)(?:\[\d+\])?\s*$", statement.strip())
            name = pointer or (statement.strip() and plain)
            if name:
                fields[name.group(1)] = re.sub(r"\s*([^\w\s])\s*", r"\1", " ".join(statement.split()))
        found[match.group(1)] = fields
    return found


def layout(compiler: str, header: str, beside: pathlib.Path) -> list[str]:
    """One line per field: struct.field offset size; then one per constant. It may include what lies in `beside`."""
    plain = re.sub(r"/\*.*?\*/", " ", header, flags=re.S)
    constants = re.findall(r"\b(VL_[A-Z0-9_]+)\s*=\s*-?\d+", plain)
    body = []
    for name, fields in declarations(header).items():
        for field in fields:
            body.append(f'printf("{name}.{field} %zu %zu\\n", offsetof(struct {name}, {field}), '
                        f'sizeof(((struct {name}*)0)->{field}));')
    body += [f'printf("{constant} %d\\n", {constant});' for constant in constants]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        (path / "under_test.h").write_text(header)
        (path / "layout.c").write_text('#include "under_test.h"\n#include <stdio.h>\nint main(void) {\n'
                                       + "\n".join(body) + "\nreturn 0; }\n")
        subprocess.run([compiler, "-std=c11", "-I", folder, "-I", beside, "-o", path / "layout", path / "layout.c"],
                       check=True)
        return subprocess.run([path / "layout"], check=True, capture_output=True, text=True).stdout.splitlines()


def broken_promises(old: list[str], new: list[str]) -> list[str]:
    problems = [f"changed or gone: {line}" for line in old if line not in new]
    known = {line.split()[0] for line in old}
    last_known = {}
    for line in old:
        if "." in line.split()[0]:
            struct = line.split(".")[0]
            last_known[struct] = max(last_known.get(struct, 0), int(line.split()[1]))
    for line in new:
        name = line.split()[0]
        struct = name.split(".")[0]
        if name not in known and "." in name and int(line.split()[1]) < last_known.get(struct, 0):
            problems.append(f"new field is not at the end: {line}")
    return problems


def retyped(old: str, new: str) -> list[str]:
    """What a kept header declares in another way than today's."""
    today = declarations(new)
    return [f"{struct}.{field} was \"{declared}\", is \"{today.get(struct, {}).get(field, 'gone')}\""
            for struct, fields in declarations(old).items() for field, declared in fields.items()
            if today.get(struct, {}).get(field) != declared]


def self_test(compiler: str, header: str, beside: pathlib.Path) -> None:
    old = layout(compiler, header, beside)
    assert len(old) > 150, f"only {len(old)} lines: the header was not understood"
    needle = "  vl_status (*post)(vl_loop* loop, vl_op* op) VL_NOEXCEPT;"
    assert needle in header
    inserted = header.replace(needle, "  vl_ns (*added)(vl_loop* loop) VL_NOEXCEPT;\n" + needle)
    assert broken_promises(old, layout(compiler, inserted, beside)), "an inserted slot was not noticed"
    renumbered = header.replace("VL_E_TIMEOUT = -5", "VL_E_TIMEOUT = -95")
    assert broken_promises(old, layout(compiler, renumbered, beside)), "a renumbered constant was not noticed"
    appended = header.replace("} vl_loop_v1;", "  vl_ns (*added)(vl_loop* loop) VL_NOEXCEPT;\n} vl_loop_v1;")
    assert not broken_promises(old, layout(compiler, appended, beside)), "an appended slot was refused"
    assert not retyped(header, appended.replace("vl_ns (*now)(vl_loop* loop)", "vl_ns  (*now)( vl_loop *loop )")), \
        "white space or an appended slot was taken for another type"
    other = header.replace(needle, needle.replace("vl_op* op", "const vl_op* op"))
    assert not broken_promises(old, layout(compiler, other, beside)) and retyped(header, other), \
        "a retyped argument was not noticed"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["check", "kept", "print", "self-test", "contract"])
    parser.add_argument("--compiler", default="cc")
    parser.add_argument("--header", required=True, type=pathlib.Path)
    parser.add_argument("--layout", type=pathlib.Path)
    parser.add_argument("--kept", type=pathlib.Path)
    args = parser.parse_args()
    header = args.header.read_text()
    if args.what == "print":
        print("\n".join(layout(args.compiler, header, args.header.parent)))
    elif args.what == "self-test":
        self_test(args.compiler, header, args.header.parent)
    elif args.what == "contract":
        lines = [line for line in header.splitlines() if line.strip()]
        comments = sum(len(c.splitlines()) for c in re.findall(r"/\*.*?\*/", header, flags=re.S))
        print(f"{comments} of {len(lines)} lines carry contract")
        if comments * 2 <= len(lines):
            sys.exit("less than half of the header says what the other half means")
    elif args.what == "kept":
        kept = args.kept.read_text()
        problems = broken_promises(layout(args.compiler, kept, args.kept.parent),
                                   layout(args.compiler, header, args.header.parent)) + retyped(kept, header)
        if problems:
            sys.exit("the ABI of released plugins breaks:\n  " + "\n  ".join(problems))
    else:
        written = args.layout.read_text().splitlines()
        found = layout(args.compiler, header, args.header.parent)
        problems = broken_promises(written, found)
        if problems:
            sys.exit("the ABI of released plugins breaks:\n  " + "\n  ".join(problems))
        missing = [line for line in found if line not in written]
        if missing:
            sys.exit(f"not written down in {args.layout.name}:\n  " + "\n  ".join(missing) +
                     f"\nif they are meant: layout.py print --header {args.header.name} > {args.layout.name}")


if __name__ == "__main__":
    main()
