"""Words for background jobs, for the administrator's page."""

from typing import Final

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from services_hall.jobs.names import JobName

JOBS: Final = {
    JobName.RENDER_PAPER: _l("生成文书"),
    JobName.ISSUE_CERTIFICATE: _l("制作电子证照"),
    JobName.ANNUL_CERTIFICATE: _l("注销电子证照"),
    JobName.CANCEL_SOURCE: _l("注销被换下的电子证照"),
    JobName.RENEW_BY_SILENCE: _l("到期未决定的视为延续"),
    JobName.TERMINATE_UNSUPPLIED: _l("终止没有补交的容缺办件"),
    JobName.REMIND_OF_SUPPLY: _l("提醒补交"),
    JobName.PUBLISH_GUIDES: _l("办事指南到期生效"),
    JobName.PUBLISH_BUNDLES: _l("一件事到期生效"),
    JobName.PRINT_GUIDE: _l("办事指南的打印件"),
    JobName.DEEM_CASES_ACCEPTED: _l("逾期未告知的视为受理"),
    JobName.CLOSE_LATE_SUPPLEMENTS: _l("没有按期补正的退件"),
    JobName.REMIND_OF_SUPPLEMENTS: _l("提醒补正"),
    JobName.DELETE_REGISTRATIONS: _l("删除听证会后的报名"),
    JobName.RECKON_CASES: _l("重新计算办理日期"),
    JobName.NUMBER_CASE_CHANGES: _l("给办件变化编号"),
    JobName.DELIVER_WEBHOOK: _l("把办件变化告诉部门的系统"),
    JobName.REMIND_OF_CERTIFICATES: _l("提醒证照快到期"),
    JobName.SEND_NOTICE: _l("发送通知的邮件或短信"),
    JobName.SEND_RECOVERY: _l("发送找回账户的链接"),
    JobName.SEND_PROOF: _l("发送验证的邮件或短信"),
    JobName.SEAL_AUDIT: _l("审计记录加封"),
    JobName.CLEAR_DONE_JOBS: _l("清理做完的任务"),
    JobName.CLEAR_ORPHAN_FILES: _l("清理无主文件"),
}


def init_app(app: Flask) -> None:
    """Registers the words for templates."""
    app.add_template_filter(job_words, "job_words")


def job_words(name: JobName | str) -> LazyString | str:
    """What the job does; the name itself for a job of another version of the program."""
    return JOBS[name] if isinstance(name, JobName) else name
