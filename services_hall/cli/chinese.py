"""The commands' messages and help in Chinese, by their English text; `{name}` is the place of a value."""

from collections.abc import Mapping
from typing import Final

COMMAND_LINES: Final[Mapping[str, str]] = {
    "Commands": "命令",
    "Create the data folder and its keys, migrate both databases.": "建立数据目录和密钥，升级两个数据库。",
    "Load places, agencies, the calendar and the sample guides.": (
        "装入行政区划、部门、工作日和示例办事指南。"
    ),
    "Run the server and one worker.": "运行服务和一个任务进程。",
    "Run jobs without a server.": "只运行任务，不开服务。",
    "Import, export and check guides; publish what is due.": "导入、导出、检查办事指南；公开到期的版本。",
    "Name the bodies that hear reconsideration and lawsuits.": "写明复议机关和受诉法院。",
    "Show and change the sizes from which an item applies in a place.": (
        "查看、修改事项在一个地方适用的规模。"
    ),
    "List, verify and cancel electronic certificates.": "列出、核验、注销电子证照。",
    "List waiting and parked jobs, and retry them.": "列出等着做和停下的任务，重新做。",
    "Check the tamper-evident record.": "核对防篡改的审计记录。",
    "Add and change encryption keys, re-encrypt older values.": "增加、更换加密密钥，重新加密旧数据。",
    "List, add and close accounts, change roles, reset passwords.": (
        "列出、新建、停用账号，改角色，重设密码。"
    ),
    "Check the whole installation, and print remedies.": "检查整个安装，给出解决办法。",
}
HELP: Final[Mapping[str, str]] = {
    "Create the data folder and its keys, and upgrade both databases to the newest schema.": (
        "建立数据目录和密钥，把两个数据库升级到最新结构。"
    ),
    "Add invented persons, certificates and accounts (loopback only).": (
        "加上虚构的人、证照和账号（只限本机）。"
    ),
    "Address to listen on.": "监听的地址。",
    "Port.": "端口。",
    "With a broker: run only one half.": "用消息队列时：只运行其中一半。",
    "List jobs that are not done, the oldest first.": "列出没有做完的任务，最早的在前。",
    "Only these; else all not done.": "只列这种状态的；不写就是全部没有做完的。",
    "Only jobs with a higher number.": "只列编号更大的任务。",
    "Make a parked job due again, with all its attempts.": "让停下的任务重新做，次数从头算。",
    "Every parked job.": "全部停下的任务。",
    "List, add and close accounts, give and take roles, reset passwords, add agencies' systems.": (
        "列出、新建、停用账号，给或者取消角色，重设密码，登记部门业务系统。"
    ),
    "List the accounts of staff with name, roles and bodies.": "列出工作人员的账号：姓名、角色、部门。",
    "Only accounts with this role.": "只列这个角色的账号。",
    "Only accounts at the agency with this credit code.": "只列这个部门的账号（统一社会信用代码）。",
    "Only accounts in the division with this 12-digit code.": "只列这个行政区划的账号（12 位代码）。",
    "Closed accounts instead of open ones.": "列已停用的，不列在用的。",
    "Only accounts with a higher number.": "只列编号更大的账号。",
    "How many lines.": "最多几行。",
    "Close the account USERNAME: its sign-ins end at once; it can be opened again.": (
        "停用账号 USERNAME：它的登录马上退出；可以重新启用。"
    ),
    "Open the closed account USERNAME again.": "重新启用已停用的账号 USERNAME。",
    "Give the account USERNAME a one-time password, which is shown once; its sign-ins end.": (
        "给账号 USERNAME 一个一次性密码，只显示一次；它的登录都退出。"
    ),
    "Without USERNAME list all roles; with it show the account's roles, or add those of --role.": (
        "不写 USERNAME 就列出全部角色；写了就显示这个账号的角色，或者加上 --role 写的角色。"
    ),
    "A role; may be repeated.": "角色，可以写几个。",
    "Agency of the role: credit code or name.": "角色所在的部门：统一社会信用代码或者名称。",
    "Division of the role: 12-digit code or name.": "角色所在的行政区划：12 位代码或者名称。",
    "Take the roles away instead of giving them.": "取消这些角色，不是加上。",
    "Add an account that signs in with USERNAME.": "新建一个用 USERNAME 登录的账号。",
    "The person's name, shown on pages.": "姓名，显示在页面上。",
    "Asked for when left out.": "不写就会问。",
    "Number of the document that was seen; only such an account can apply.": (
        "看过原件的证件号码；有号码的账号才能申请办事。"
    ),
    "Kind of document of --identity, as a code of GB/T 36903.": "--identity 的证件种类，GB/T 36903 的代码。",
    "Credit code of the organisation that the account acts for.": "账号所代表单位的统一社会信用代码。",
    "Its name, as registered.": "单位的登记名称。",
    "Add an agency's system that uses the API as CLIENT_ID; its secret is shown once. The id of a disabled "
    "system stays its own; a system that comes back gets a new id.": (
        "登记一个部门业务系统，用标识 CLIENT_ID 接入接口；密钥只显示一次。停用过的标识不再给别的系统用。"
    ),
    "What the system is called in records.": "系统在记录里的名称。",
    "Credit code of the agency whose cases it handles.": "它办哪个部门的件：统一社会信用代码或者名称。",
    "12-digit code of the division it handles them in.": "它办哪个行政区划的件：12 位代码。",
    "Give the system CLIENT_ID a new secret, which is shown once; the old one no longer holds.": (
        "给系统 CLIENT_ID 换一个密钥，只显示一次；原来的马上失效。"
    ),
    "Tell the system CLIENT_ID at URL of each change in its cases; the secret is shown once.": (
        "把办件的每次变化告诉系统 CLIENT_ID，送到 URL；密钥只显示一次。"
    ),
    "Tell the system nothing any more.": "不再告诉这个系统。",
    "Close the system CLIENT_ID for good: its secret and its tokens no longer hold.": (
        "停用系统 CLIENT_ID：密钥和令牌马上失效，不能再启用。"
    ),
}
MESSAGES: Final[Mapping[str, str]] = {
    "number": "编号",
    "user name": "用户名",
    "name": "姓名",
    "roles": "角色",
    "state": "状态",
    "role": "角色",
    "title": "名称",
    "reach": "范围",
    "may": "能做",
    "open": "在用",
    "closed": "已停用",
    "one-time password": "一次性密码还没改",
    "closed {username}; `users reopen {username}` opens it again": (
        "{username} 已停用；用 `users reopen {username}` 重新启用"
    ),
    "{username} is open": "{username} 在用",
    "{username}: one-time password, shown only now: {password}": (
        "{username} 的一次性密码，只显示这一次：{password}"
    ),
    "no account has the user name {username}; `services-hall users list` shows them": (
        "没有用户名是 {username} 的账号；用 `services-hall users list` 查看"
    ),
    "the account does not have the role {role} there": "这个账号在那里没有角色 {role}",
    "an organisation's account needs the person who acts: add --identity": (
        "单位的账号要有经办的人：请加 --identity"
    ),
    "the user name {username} is taken: choose another, or `users roles {username}`": (
        "用户名 {username} 已经有人用了：换一个，或者用 `users roles {username}` 加角色"
    ),
    "another account belongs to the person with this number": "这个证件号码的人已经有账号",
    "the name is empty or cannot be kept as it is written": "姓名没有写，或者有不能用的字符",
    "a password needs at least 10 characters": "密码至少 10 个字符",
    "added {username}: {roles}": "已新建 {username}：{roles}",
    "added {client_id}; its secret, shown only now: {secret}": (
        "已登记 {client_id}；密钥只显示这一次：{secret}"
    ),
    "{client_id}: new secret, shown only now: {secret}": "{client_id} 的新密钥，只显示这一次：{secret}",
    "there is no system {client_id}": "没有业务系统 {client_id}",
    "write either an address or --remove": "要么写地址，要么写 --remove",
    "{client_id} is told nothing any more": "不再告诉 {client_id}",
    "{client_id}: secret of the signatures, shown only now: {secret}": (
        "{client_id}：签名密钥只显示这一次：{secret}"
    ),
    "closed {client_id}": "{client_id} 已停用",
    "job": "任务",
    "about": "为谁做",
    "status": "状态",
    "attempts": "做过几次",
    "runs at": "什么时候做",
    "last error": "原因",
    "waiting": "等着做",
    "leased": "正在做",
    "done": "做完",
    "parked": "停下",
    "a parked job runs again after `services-hall jobs retry NUMBER` (or --all)": (
        "停下的任务用 `services-hall jobs retry 编号`（或 --all）重新做"
    ),
    "name one job by its number (see `services-hall jobs list`), or --all": (
        "请写一个任务的编号（见 `services-hall jobs list`），或者 --all"
    ),
    "{count} parked jobs will run again": "{count} 个停下的任务会重新做",
    "there is no job {number}; `services-hall jobs list` shows them": (
        "没有编号是 {number} 的任务；用 `services-hall jobs list` 查看"
    ),
    "job {number} is {status}: only parked and waiting jobs are tried again": (
        "任务 {number} 是“{status}”：只有停下和等着做的才能重新做"
    ),
    "job {number} will run at once; a worker must be running": "任务 {number} 马上重新做；要有任务进程在运行",
}
CITY: Final[Mapping[str, str]] = {
    "A folder of tables (CSV) with another city: divisions, agencies, who handles what, service points.": (
        "装着另一个城市的表（CSV）的目录：行政区划、部门、谁办什么、办理点。"
    ),
    "invented persons belong to the program's own city: leave out one of both": (
        "虚构的人只属于程序自带的城市：--demo 和 --from 只能用一个"
    ),
    "{count} faults; nothing was loaded:": "有 {count} 处错误，什么都没有装入：",
    "{file}, line {row}, {column}: ": "{file} 第 {row} 行 {column}：",
    "{file}: ": "{file}：",
    "the file is missing": "没有这个文件",
    "the file cannot be read; save it as CSV in UTF-8": "读不出这个文件；请另存为 UTF-8 的 CSV",
    "the column is missing": "缺这一列",
    "there is no such column": "没有这样的列",
    "the value is missing": "没有填",
    "at most {value} characters": "最多 {value} 个字",
    "{value} is no 12-digit code": "{value} 不是 12 位数字代码",
    "{value} is no valid 18-character credit code": "{value} 不是正确的 18 位统一社会信用代码",
    "{value} is no level: city, district, street or community": (
        "没有 {value} 这种级别：city（市）、district（区）、street（街道）、community（社区）"
    ),
    "{value} is written twice": "{value} 写了两遍",
    "the parent {value} is not in the file": "表里没有上级 {value}",
    "the code does not lie in its parent {value}": "代码不在上级 {value} 里面",
    "no line has the level city": "没有一行是市（city）",
    "the site has the division {value} of another city: use a new data folder": (
        "这个站点已有另一个城市的行政区划 {value}：请用新的数据目录"
    ),
    "there is no division {value} in divisions.csv": "divisions.csv 里没有行政区划 {value}",
    "there is no agency {value} in agencies.csv": "agencies.csv 里没有部门 {value}",
    "there is no item {value}": "没有事项 {value}",
    "the site itself numbers its papers under {value}": "{value} 是本站点自己的文书代字",
    "{value} is no day; write it like 2027-01-04": "{value} 不是日期；请写成 2027-01-04 这样",
    "{value} is neither yes nor no": "{value} 应当是 yes 或者 no",
}
CHINESE: Final[Mapping[str, str]] = {**CITY, **COMMAND_LINES, **HELP, **MESSAGES}
