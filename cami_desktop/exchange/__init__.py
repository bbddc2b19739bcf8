"""How records travel: workbook, report, signed package, keys and trust; never opens a workspace file.

Table of contents of the signing half. Import from the module named; this package itself imports nothing heavy.

keys
    new_key(path, name, country, passphrase) -> SigningKey: a coordinator's key, self-signed until enrolled
    new_root(path, name, passphrase) -> SigningKey: the Secretariat's root, its certificate beside it as .pem
    load_key(path, passphrase) -> SigningKey
    request(key) -> bytes: certificate request (PEM)
    accept(path, passphrase, certificate_pem) -> SigningKey: puts the issued certificate into the key file
certificates
    issue(root, request_pem, *, serial=None, valid_days=…, now=None) -> bytes: issued certificate, then root (PEM)
    revoke(root, [Revocation(serial, at, reason)], *, now=None) -> bytes: the whole revocation list (PEM)
    show(path, passphrase=None) -> Shown: what a key, certificate or request file holds
fingerprint
    fingerprint(public_key) -> str; words(fingerprint) -> list[str]
asic
    build_container(path, entries: Mapping[str, bytes | Path], key, *, signed_at=None) -> Built
container
    open_container(path) -> Container: reads hostile files; entries are streamed, never unpacked to disk
opc, opc_check
    sign_workbook(xlsx: bytes, key, signed_at) -> bytes
    check_workbook_signature(xlsx: bytes) -> WorkbookSignature
pades, pades_check
    sign_pdf(pdf: bytes, key, *, reason, location="", signed_at=None) -> bytes
    check_pdf_signature(pdf: bytes) -> PdfSignature
trust
    Trust(roots=(PEM, …), crls=(PEM, …)): whom the reader believes
verdict
    VerdictWord, Finding, Verdict: the six final words and what was found
verify
    verify_package(path, trust, at=None) -> Verdict
"""
