"""What the OpenAPI document says of each operation in Chinese, with examples of bodies."""

from collections.abc import Mapping
from typing import Any, Final

ENGLISH: Final = "x-summary-en"
"""The member of an operation with its summary in English."""
SUMMARIES: Final[Mapping[str, str]] = {
    "GET /guides": "现行的办事指南，按编码排列",
    "GET /guides/{code}": "一份办事指南的现行版本",
    "GET /guides/{code}/editions/{number}": "办事指南的一个版本，现行的或者已被代替的",
    "GET /guide-changes": "办事指南的变化：从游标起，按顺序，不缺号",
    "GET /search": "按文字、拼音首字母或者繁体字找事项和一件事",
    "GET /scenarios/{code}": "按回答算出要办的事项、材料和表单；问题的键作为查询参数",
    "POST /attachments": "上传一个文件（PDF、JPG、PNG、HEIC、WEBP，不超过 10 MB），以后提交申请时用",
    "POST /applications": "替申请人提交申请；同一个键、同样的内容再送一次，返回同一个申请",
    "GET /applications/{number}": "本系统提交的申请：办到哪一步，结果和告知怎样送达、何时送达",
    "POST /applications/{number}/withdrawal": "决定以前撤回申请，或者撤回其中几个办件；要么全撤，要么不撤",
    "GET /applications/{number}/copy": "申请人可以看的全部内容打成一个 ZIP：目录、文书、材料、笔录、证照",
    "GET /cases": "本部门的办件，先来的在前；不写 state 就是还没有决定、在本部门的",
    "GET /cases/{number}": "本部门的一个办件，有填写的内容和核验结果",
    "POST /cases/{number}/acceptance": "受理，办理期限开始",
    "POST /cases/{number}/refusal": "不予受理，写明指南里的依据和理由",
    "POST /cases/{number}/applied-law": "申请以后依据有变化的，决定以前写明适用新的还是旧的",
    "POST /cases/{number}/decision": "准予或者不予，只能一次；不予的写明依据",
    "POST /cases/{number}/supplement-notice": "一次告知全部需要补正的内容和补正的日期",
    "GET /cases/{number}/demands": "要求申请人补正什么，什么时候补的",
    "POST /cases/{number}/supplement": "本系统提交的办件补正，可以先存一部分",
    "POST /cases/{number}/correction": "受理以前更正本系统提交的办件；视为受理的补交还缺的材料",
    "POST /cases/{number}/agency-correction": "部门经申请人同意，当场更正还没有受理的办件里的小错",
    "POST /cases/{number}/no-power": "不属于本部门职权，告知有权的部门",
    "POST /cases/{number}/no-licence": "告知申请人这件事不需要许可",
    "GET /case-changes": "本部门办件的变化：从游标起，按顺序，每个变化恰好一次",
    "POST /cases/{number}/tolerance": "申请人承诺补交缺的材料的，替他选容缺受理",
    "POST /cases/{number}/tolerant-acceptance": "容缺受理，写明补交的日期",
    "POST /cases/{number}/supply": "补交本系统提交的办件承诺的材料，可以先存一部分",
    "POST /cases/{number}/supply-plea": "因不可抗力不能按期补交的，替申请人说明",
    "POST /cases/{number}/plea-refusal": "不认定为不可抗力，日期不变",
    "POST /cases/{number}/flaws": "写明可以容缺的材料哪里不合要求",
    "POST /cases/{number}/supply-day": "认定不可抗力，重新定一次补交的日期",
    "POST /cases/{number}/delivery": "登记证件、文书、告知书的送达：制作、交给、寄出、签收、退回",
    "GET /cases/{number}/deliveries": "结果和各份告知书怎样送达、何时送达，早的在前",
    "GET /cases/{number}/files": "本部门办件的全部文件，不论从哪个渠道来：材料、被代替的材料、照片、笔录",
    "GET /cases/{number}/papers": "本部门办件的全部文书，不论申请从哪个渠道来",
    "GET /files/{public_id}": "一个文件的内容：本系统上传的，或者本部门办件的；别的是 404",
    "GET /papers/{public_id}": "一份文书的 PDF；制作完成以前是 404",
    "GET /cases/{number}/officers": "可以办这个件的经办人",
    "GET /cases/{number}/heads": "部门的负责人，由他们答复延期",
    "POST /cases/{number}/steps": "登记指南里的下一个环节，第一个环节开始审查",
    "POST /cases/{number}/hand-over": "把办件交给一位经办人",
    "POST /cases/{number}/termination": "决定以前终止办理：已经没有什么可以决定",
    "POST /cases/{number}/notes": "写一条申请人看不到的备注",
    "POST /cases/{number}/opinions": "征求别的部门的意见",
    "GET /cases/{number}/opinions": "为这个办件征求了哪些意见，怎样答复",
    "POST /cases/{number}/site-checks": "约定由两名工作人员现场核查",
    "POST /cases/{number}/site-check-move": "现场核查改期",
    "POST /cases/{number}/site-check-cancellation": "取消现场核查",
    "POST /cases/{number}/site-check-record": "登记现场核查的结果，随后生成核查记录",
    "GET /cases/{number}/notices": "办件里的各份告知，早的在前；提交申请的系统只看告知申请人的",
    "POST /cases/{number}/hearing-notice": "决定以前告知利害关系人，或者告知听证的权利；决定等着答复",
    "POST /cases/{number}/statements": "登记被告知的人的陈述申辩",
    "POST /cases/{number}/own-statement": "替申请人答复告知，或者要求听证",
    "POST /cases/{number}/objection": "替申请人对办件的记录提出异议，任何状态都可以",
    "POST /cases/{number}/own-hearing-withdrawal": "申请人不再要求听证",
    "POST /cases/{number}/hearing": "告知听证的时间和地点，听证的时间不计入期限",
    "POST /cases/{number}/public-hearing": "涉及公共利益的，公告举行听证；决定等着听证",
    "POST /cases/{number}/hearing-record": "登记听证的日期和笔录",
    "POST /cases/{number}/hearing-withdrawal": "登记书面放弃听证",
    "GET /opinions": "别的部门征求本部门意见的问题",
    "POST /opinions/{opinion_id}/answer": "答复别的部门的问题，只能一次",
    "POST /cases/{number}/special-procedure": "今天开始特别程序，时间不计入期限",
    "POST /cases/{number}/special-procedure/end": "今天结束特别程序，期限继续",
    "POST /cases/{number}/extension": "上报经办人的延期申请，批准以后日期才变",
    "POST /cases/{number}/extension/answer": "上报负责人在部门自己的系统里作出的答复",
    "POST /cases/{number}/delay-reason": "向申请人说明为什么没有按承诺的日期办结",
    "POST /cases/{number}/commitment-checks": "登记告知承诺的核查：已履行，或者限期整改",
    "POST /cases/{number}/end-notices": "撤销、撤回许可以前的告知，写明陈述申辩的时间",
    "POST /cases/{number}/grant-end": "撤销、撤回或者注销许可，写明理由和依据",
    "POST /waiver-checks": "证照库能代替哪些材料；每次查询持证人都能看到记录",
    "GET /verifications/{code}": "核验证照或者文书是否有效，姓名遮住一部分",
    "GET /certificates/{identifier}": "本系统的办件签发的证照，有签章的 PDF；别的是 404",
}
"""By method and path below the prefix."""

EXAMPLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "POST /waiver-checks": {
        "code": "YCLS-XB",
        "scenario": {"agent": "no", "near_school": "no", "separate": "yes"},
        "holder": {"name": "李样例", "identifier_type": "111", "identifier": "420102188701120026"},
        "consent": True,
    },
    "POST /applications": {
        "code": "YCLS-XB",
        "division_code": "420102000000",
        "holder": {"name": "李样例", "identifier_type": "111", "identifier": "420102188701120026"},
        "phone": "10000000002",
        "scenario": {"agent": "no", "near_school": "no", "separate": "yes"},
        "answers": {"premises_name": "江岸演示小炒餐饮店", "premises_area": "30"},
        "attachments": {"premises-proof": ["kq3v9x0d7m2a"]},
        "editions": {"YCLS-XB": 1},
        "consent": True,
        "delivery": {"way": "electronic", "consent": True},
    },
    "POST /cases/{number}/decision": {
        "outcome": "grant",
        "is_review_confirmed": True,
        "site_check_reason": "材料已经说明现场情况",
    },
    "POST /cases/{number}/supplement-notice": {
        "demands": [
            {
                "target": "material.premises-proof",
                "problem": "租赁合同没有写明期限",
                "way_out": "请上传写明期限的合同",
            }
        ],
        "due_on": "2026-12-11",
    },
    "POST /cases/{number}/agency-correction": {"answers": {"premises_area": "32"}, "agreed": True},
    "POST /cases/{number}/steps": {"step": "review", "text": "材料齐全，符合条件"},
    "POST /cases/{number}/notes": {"text": "已电话联系申请人"},
    "POST /cases/{number}/hand-over": {"officer": "kq3v9x0d7m2a", "text": "请接着审查"},
    "POST /cases/{number}/no-licence": {"reason": "申请的活动不在本许可的范围内"},
    "POST /cases/{number}/delay-reason": {"reason": "等待检测结果"},
    "POST /opinions/{opinion_id}/answer": {"answer": "可以，须设两个出口"},
    "POST /applications/{number}/withdrawal": {"reason": "店面不租了"},
}
"""Bodies by method and path; the persons are invented."""


def describe(document: dict[str, Any], prefix: str) -> None:
    """Put the Chinese summaries and the examples into a document whose paths begin with `prefix`.

    The English summary remains beside the Chinese one.
    """
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            name = f"{method.upper()} {path.removeprefix(prefix)}"
            if name in SUMMARIES:
                operation[ENGLISH], operation["summary"] = operation["summary"], SUMMARIES[name]
            if name in EXAMPLES:
                operation["requestBody"]["content"]["application/json"]["example"] = EXAMPLES[name]
