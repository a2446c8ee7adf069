"""Certificates made by openssl while a test runs."""

import pathlib
import subprocess


class authority:
    """A certificate authority in `folder`: its own certificate is NAME.pem."""

    def __init__(self, folder, name="ca"):
        self.folder = pathlib.Path(folder)
        self.name = name
        self._make(name, f"/CN=test {name}", ["basicConstraints=critical,CA:TRUE"])

    @property
    def file(self):
        return self.folder / f"{self.name}.pem"

    def issue(self, name, *alternatives, days=30):
        """NAME.pem and NAME.key; `alternatives` are such as DNS:shop.test and IP:127.0.0.1."""
        extensions = ["basicConstraints=CA:FALSE"]
        if alternatives:
            extensions.append("subjectAltName=" + ",".join(alternatives))
        self._make(name, f"/CN={name}", extensions,
                   "-CA", self.file, "-CAkey", self.file.with_suffix(".key"), days=days)
        return self.folder / f"{name}.pem"

    def _make(self, name, subject, extensions, *more, days=30):
        words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc",
                 "-subj", subject, "-days", str(days), "-out", self.folder / f"{name}.pem",
                 "-keyout", self.folder / f"{name}.key", *more]
        for extension in extensions:
            words += ["-addext", extension]
        subprocess.run(words, check=True, capture_output=True, timeout=30)
