"""Messages about accounts, and about roles with their places."""

from typing import Final

from flask_babel import lazy_gettext as _l

from services_hall.identity.errors import AccountFault, PostFault, SystemFault

ACCOUNT_FAULTS: Final = {
    AccountFault.USERNAME_SHAPE: _l(
        "用户名用 2 到 64 个英文字母、数字、点、横线或下划线，第一个是字母或数字。"
    ),
    AccountFault.USERNAME_TAKEN: _l("这个用户名已经有人用了，请换一个。"),
    AccountFault.NAME_INVALID: _l("请填写姓名，按证件上的写。"),
    AccountFault.PHONE_INVALID: _l("电话不正确：请填写手机号（11 位）或者带区号的座机号；没有的不填。"),
    AccountFault.PASSWORD_TOO_SHORT: _l("新密码至少 10 个字符。"),
    AccountFault.PASSWORD_WRONG: _l("原来的密码不对。"),
    AccountFault.PASSWORD_SAME: _l("新密码要和原来的不一样。"),
    AccountFault.PASSWORDS_DIFFER: _l("两次输入的新密码不一样。"),
    AccountFault.NO_PASSWORD: _l(
        "这个账号没有本大厅的密码：它已经停用，或者由统一身份认证登录，密码在那里改。"
    ),
    AccountFault.NUMBER_TAKEN: _l("这个人已经另有账号，不能再启用这一个。"),
    AccountFault.OWN_ACCOUNT: _l(
        "不能停用自己的账号，也不能取消自己的系统管理员角色。请由另一位管理员办理。"
    ),
    AccountFault.LAST_ADMINISTRATOR: _l("这是最后一个系统管理员。请先给另一个人这个角色，再办这一步。"),
}
POST_FAULTS: Final = {
    PostFault.ROLE_MISSING: _l("请选择角色。"),
    PostFault.ROLE_OF_SYSTEMS: _l("部门业务系统不是人：请在“业务系统”里登记。"),
    PostFault.AGENCY_MISSING: _l("“%(role)s”要有部门：请填部门的名称或者统一社会信用代码。"),
    PostFault.AGENCY_UNKNOWN: _l("没有这个部门。请从列出的部门里选，或者填 18 位统一社会信用代码。"),
    PostFault.AGENCY_AMBIGUOUS: _l("有几个部门叫这个名称，请填 18 位统一社会信用代码。"),
    PostFault.AGENCY_REFUSED: _l("“%(role)s”不属于任何一个部门，请不要填部门。"),
    PostFault.DIVISION_MISSING: _l("“%(role)s”要有地方：请填行政区划的名称或者 12 位代码。"),
    PostFault.DIVISION_UNKNOWN: _l("没有这个行政区划。请从列出的里面选，或者填 12 位代码。"),
    PostFault.DIVISION_AMBIGUOUS: _l("有几个地方叫这个名称，请填 12 位代码。"),
    PostFault.DIVISION_OUTSIDE: _l("%(division)s不在%(agency)s管的地方里。不填就是这个部门的全部地方。"),
    PostFault.DIVISION_REFUSED: _l("“%(role)s”管全市，请不要填地方。"),
    PostFault.HELD_ALREADY: _l("这个账号已经有这个角色了。"),
}
SYSTEM_FAULTS: Final = {
    SystemFault.CLIENT_ID_SHAPE: _l("系统标识用 3 到 64 个小写英文字母、数字和横线，第一个是字母或数字。"),
    SystemFault.CLIENT_ID_TAKEN: _l("这个标识有系统在用，或者用过。请换一个。"),
    SystemFault.NAME_INVALID: _l("请填写系统的名称。"),
    SystemFault.CLOSED: _l("这个系统已经停用，不能再换密钥。要再接入的，请用新的标识登记。"),
    SystemFault.URL_INVALID: _l("接收地址不正确：写完整的地址，以 https:// 开头，不带用户名和密码。"),
    SystemFault.URL_NOT_ENCRYPTED: _l("接收地址要以 https:// 开头。"),
    SystemFault.URL_UNKNOWN_NAME: _l("找不到接收地址里的主机，请核对。"),
    SystemFault.URL_INTERNAL: _l("接收地址在内部网络里，大厅不往那里送。请用公网能访问的地址。"),
}
