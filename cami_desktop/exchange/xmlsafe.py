"""Reads XML that strangers wrote: no document type, no entities, no network, bounded size; and canonicalises it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

LARGEST_XML = 32 << 20


class UnsafeXml(ValueError):
    """The bytes are no XML, or XML of a kind that is not accepted."""


def parse(data: bytes) -> etree._Element:
    """Return the root element. Raises UnsafeXml for broken, too large or DTD-bearing documents."""
    from lxml import etree

    if len(data) > LARGEST_XML:
        raise UnsafeXml("too large")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnsafeXml("document type declarations are not accepted")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnsafeXml(str(error)) from error
    # Encodings such as UTF-16 hide the words searched for above.
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeXml("document type declarations are not accepted")
    return root


def canonical(element: etree._Element) -> bytes:
    """Return the inclusive canonical form (XML C14N 1.0, no comments) of an element as it stands in its document.

    lxml writes stray `xmlns=""` when it canonicalises a part of a tree; so the part is serialised with the namespaces
    in scope and parsed again first.
    """
    from lxml import etree

    alone = etree.fromstring(etree.tostring(element, with_tail=False), etree.XMLParser(resolve_entities=False))
    return etree.tostring(alone, method="c14n", exclusive=False, with_comments=False)
