"""Asks a running LibreOffice about the signatures of a file; runs in the system's Python, prints one JSON object.

Usage: uno_verify.py PIPE FILE. It stops at the signatures: the document itself is not opened.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.connection import NoConnectException
from com.sun.star.embed.ElementModes import READ

PATIENCE = 60.0


def connect(pipe: str) -> Any:
    """Return the component context of the LibreOffice that listens on a pipe; wait until it does."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


def signatures(context: Any, file: Path) -> list[dict[str, Any]]:
    """Return what LibreOffice says about every signature of an office package."""
    manager = context.ServiceManager
    storages = manager.createInstanceWithContext("com.sun.star.embed.StorageFactory", context)
    access = manager.createInstanceWithContext("com.sun.star.ucb.SimpleFileAccess", context)
    stream = access.openFileRead(file.resolve().as_uri())
    as_zip = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    as_zip.Name, as_zip.Value = "StorageFormat", "ZipFormat"
    # A plain tuple would arrive as a sequence of anything, which the factory refuses.
    settings = uno.Any("[]com.sun.star.beans.PropertyValue", (as_zip,))
    storage = uno.invoke(storages, "createInstanceWithArguments", ((stream, READ, settings),))
    checker = manager.createInstanceWithArgumentsAndContext(
        "com.sun.star.security.DocumentDigitalSignatures", ("1.2", True), context
    )
    found = checker.verifyDocumentContentSignatures(storage, None)
    return [
        {
            "valid": bool(one.SignatureIsValid),
            "subject": one.Signer.SubjectName if one.Signer else None,
            "date": [one.SignatureDate, one.SignatureTime],
        }
        for one in found
    ]


def main() -> None:
    """Print the signatures of the file."""
    context = connect(sys.argv[1])
    print(json.dumps(signatures(context, Path(sys.argv[2])), ensure_ascii=False))


if __name__ == "__main__":
    main()
