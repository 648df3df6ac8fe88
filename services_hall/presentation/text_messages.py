"""Messages about a text that cannot be taken as it is; they name the place, never the text."""

from typing import Final

from flask_babel import lazy_gettext as _l

from certificate_store.text_input.reader import TextFault

TEXT_FAULTS: Final = {
    TextFault.DIRECTION_CONTROL: _l(
        "第 %(position)s 个字符是看不见的控制符，会把文字的顺序颠倒。请删掉这一段，重新输入。"
    ),
    TextFault.CONTROL_CHARACTER: _l("第 %(position)s 个字符显示不出来。请删掉，重新输入。"),
    TextFault.DAMAGED_TEXT: _l("第 %(position)s 个字符已经损坏（乱码）。请删掉，重新输入。"),
    TextFault.UNDECODED_TEXT: _l("从第 %(position)s 个字符起是没有转换好的编码（乱码）。请重新输入文字。"),
    TextFault.NO_SUCH_LETTER: _l(
        "第 %(position)s 个字符印不到文书上，例如表情或字库里没有的字。请换成别的写法；"
        "姓名用字印不出来的，请到窗口办理。"
    ),
    TextFault.SYMBOL_IN_NAME: _l("名称里不能有图形符号（第 %(position)s 个字符）。请按证件上的写。"),
}
