"""Messages about refused files, and the names of the file types."""

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from services_hall.attachments.uploads import FileKind, UploadFault

UPLOAD_FAULTS: Final = {
    UploadFault.EMPTY: _l("“%(name)s”是空文件，请重新选择。"),
    UploadFault.TOO_LARGE: _l("“%(name)s”超过 10 MB，请压缩后再传。"),
    UploadFault.WRONG_KIND: _l("“%(name)s”不是 PDF、JPG 或 PNG 文件，请换一种格式。"),
    UploadFault.OTHER_CONTENT: _l("“%(name)s”的内容其实是%(kind)s，与文件名不符，请核对后再传。"),
    UploadFault.BROKEN: _l("“%(name)s”不完整或者已经损坏，请用原来的软件打开看看，另存后再传。"),
    UploadFault.LOCKED: _l("“%(name)s”设了密码或者限制，部门打不开，请去掉密码后再传。"),
}
FILE_KINDS: Final[dict[FileKind, LazyString | str]] = {
    FileKind.PDF: "PDF",
    FileKind.JPEG: _l("JPG 图片"),
    FileKind.PNG: _l("PNG 图片"),
}
