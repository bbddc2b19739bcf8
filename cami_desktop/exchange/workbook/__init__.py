"""The workbook of a submission, its data of record: written fresh, read back exactly; signing is done elsewhere.

write_workbook(records, catalogue, info, changes=(), progress=None) -> bytes
read_workbook(source, *, strict=False) -> WorkbookContent(records, info, problems, counts, columns)
"""

from cami_desktop.exchange.workbook.read import WorkbookContent, read_workbook
from cami_desktop.exchange.workbook.write import write_workbook

__all__ = ["WorkbookContent", "read_workbook", "write_workbook"]
