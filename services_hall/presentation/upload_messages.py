"""Messages about refused files, and the names of the file types."""

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from services_hall.attachments.file_kinds import FileKind
from services_hall.attachments.uploads import UploadFault

UPLOAD_FAULTS: Final = {
    UploadFault.EMPTY: _l("“%(name)s”是空文件，请重新选择。"),
    UploadFault.TOO_LARGE: _l("“%(name)s”超过 10 MB，请压缩后再传。"),
    UploadFault.WRONG_KIND: _l(
        "“%(name)s”不是 PDF、JPG、PNG、HEIC 或 WEBP 文件。请另存为 PDF，或者拍成照片再传。"
    ),
    UploadFault.OTHER_CONTENT: _l("“%(name)s”的内容其实是%(kind)s，与文件名不符，请核对后再传。"),
    UploadFault.BROKEN: _l(
        "“%(name)s”不完整或者已经损坏，可能没有下载完。请打开看看：打得开就另存一份再传，打不开就重新下载或者重新拍。"
    ),
    UploadFault.LOCKED: _l(
        "“%(name)s”要密码才能打开，部门看不了。请打开后选“打印”，另存为没有密码的 PDF 再传；也可以拍照上传。"
    ),
    UploadFault.OFD: _l(
        "“%(name)s”是 OFD 文件，这里收不了。请用 OFD 阅读器打开，选“导出为 PDF”再传；也可以截图上传。"
    ),
    UploadFault.TOO_FEW_PIXELS: _l(
        "“%(name)s”太小（%(width)s×%(height)s 像素），字看不清。请传原图，好的样子见“怎样拍才看得清”。"
    ),
    UploadFault.TOO_MANY_PIXELS: _l("“%(name)s”的像素太多，打不开。请缩小以后再传。"),
    UploadFault.BLANK: _l(
        "“%(name)s”几乎是空白的，或者只有一种颜色。请看看是不是拍到了背面、镜头被挡住；好的样子见“怎样拍才看得清”。"
    ),
    UploadFault.TOO_MANY_FILES: _l(
        "一份材料最多 %(most)s 个文件，刚选的没有存。页数多的请合成一个 PDF 再传。"
    ),
    UploadFault.FILES_TOO_LARGE: _l("一份材料的文件加起来不能超过 %(most)s MB，刚选的没有存。请压缩后再传。"),
    UploadFault.SEVERAL: _l("%(one)s %(more)s"),
}
FILE_KINDS: Final[dict[FileKind, LazyString | str]] = {
    FileKind.PDF: "PDF",
    FileKind.JPEG: _l("JPG 图片"),
    FileKind.PNG: _l("PNG 图片"),
    FileKind.HEIC: _l("HEIC 图片"),
    FileKind.WEBP: _l("WEBP 图片"),
}
