"""Messages of the findings about guides and bundles."""

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from guides import vocabulary
from guides.element_labels import element_label
from guides.enumerations import StepKind
from guides.validation import BasisDemand, FindingCode, OptionalTerm, RankDemand

FINDINGS: Final[Mapping[FindingCode, LazyString]] = {
    FindingCode.KEY_REPEATED: _l("键“%(key)s”用了两次，请改成不同的键。"),
    FindingCode.OPTION_REPEATED: _l("“%(text)s”有两个选项的值相同，请改成不同的值。"),
    FindingCode.BASIS_UNKNOWN: _l("设定依据中没有“%(key)s”，请补上这条依据或者改正引用。"),
    FindingCode.QUESTION_UNKNOWN: _l("没有问题“%(question)s”，请改成情景引导中已有的问题。"),
    FindingCode.ANSWER_UNKNOWN: _l("问题“%(question)s”没有答案“%(value)s”，请改成已有的选项。"),
    FindingCode.QUESTION_TOO_LATE: _l("问题“%(key)s”在这一题之后才提出，请调整先后顺序。"),
    FindingCode.CONDITIONAL_WITHOUT_SITUATION: _l("“%(name)s”视情形提交，请写明在什么情形下提交。"),
    FindingCode.REQUIRED_WITH_SITUATION: _l(
        "“%(name)s”只在部分情形下提交，请改为视情形提交（conditional）。"
    ),
    FindingCode.CHOICE_WITHOUT_OPTIONS: _l("“%(label)s”是选择项，请至少给出一个选项。"),
    FindingCode.NO_OPTION_FOR_APPLICANT: _l(
        "“%(label)s”的选项里，有一类服务对象一个也不能选。请补上选项，或者改“哪些申请人可以选”。"
    ),
    FindingCode.RULE_OUT_OF_PLACE: _l(
        "“%(label)s”的类型用不上这条要求：数的大小只用于整数、数量、金额，日期要求只用于日期、身份证号码。请删去或者改类型。"
    ),
    FindingCode.RULE_CONTRADICTS: _l("“%(label)s”的要求是空的或者互相矛盾，谁也填不对。请改正。"),
    FindingCode.AMOUNT_WITHOUT_UNIT: _l("“%(label)s”是带单位的数量，请写明计量单位，例如平方米。"),
    FindingCode.FORM_FILE_MISSING: _l("这个文件不在本站，打不开。请重新上传，或者改成别的网址。"),
    FindingCode.OTHER_FIELD_UNKNOWN: _l("申请表里没有可以比较的“%(key)s”，请改成另一项的键。"),
    FindingCode.COMMITMENT_MISSING: _l("“%(name)s”可以承诺代替，请写明告知承诺的内容。"),
    FindingCode.BASIS_MISSING: _l("“%(name)s”没有设定依据。请写明依据；没有依据的，请删除。"),
    FindingCode.BASIS_RANK_TOO_LOW: _l(
        "“%(name)s”的依据层级不够：%(who)s要有%(rank_names)s的依据。请补充依据；没有的，请删除。"
    ),
    FindingCode.ITEM_WITHOUT_BASIS: _l("事项没有设定依据。请写明依据；没有依据的，取消事项。"),
    FindingCode.ITEM_ONLY_NORMATIVE: _l(
        "只有公共服务可以只依据规范性文件。请补充法律、法规、规章或者国务院决定。"
    ),
    FindingCode.CATCH_ALL: _l("“%(entry)s”是兜底条款。请逐项写明具体名称；写不出的，请删除。"),
    FindingCode.PROMISED_ABOVE_LEGAL: _l(
        "承诺办结时限可能长于法定办结时限。请缩短；两者单位不同的，请改用同一单位。"
    ),
    FindingCode.VISIT_REASON_MISSING: _l("要求到现场，请写明原因。"),
    FindingCode.ONLINE_WITH_VISITS: _l("全程网上办理的，到现场次数应为 0。请改次数或者改办理深度。"),
    FindingCode.ONLINE_DEPTH_NOT_ONLINE: _l("办理深度是网上办，却不能网上办理。请改成一致。"),
    FindingCode.ONE_VISIT_WITH_MORE_VISITS: _l("办理深度是一次办，到现场次数不应超过 1。"),
    FindingCode.ON_THE_SPOT_WITH_LIMIT: _l("即办件的承诺办结时限应为 0。"),
    FindingCode.LEGAL_LIMIT_WITHOUT_BASIS: _l("请写明法定办结时限的依据。"),
    FindingCode.STEPS_ABOVE_PROMISED: _l("各环节时间之和超过承诺办结时限，请核对。"),
    FindingCode.DEFERRAL_ABOVE_PROMISED: _l("“%(name)s”容缺补交的时间可能晚于承诺办结时限。"),
    FindingCode.LICENCE_WITHOUT_CERTIFICATE: _l("许可的结果请写明颁发哪一种证照。"),
    FindingCode.LICENCE_WITHOUT_SAMPLE: _l("许可的结果请附样本。"),
    FindingCode.LICENCE_STEPS_MISSING: _l("许可的办理环节缺少：%(missing)s。"),
    FindingCode.LICENCE_WITHOUT_FAQ: _l("请至少写一条常见问题。"),
    FindingCode.ISSUER_MISSING: _l("“%(name)s”由政府部门出具，请写明是哪个部门。"),
    FindingCode.MATERIAL_REPEATED: _l("“%(name)s”出现了不止一次，请合并或者改名。"),
    FindingCode.TOPIC_FOR_PERSONS: _l("“%(topic)s”是个人主题，服务对象却没有个人。"),
    FindingCode.TOPIC_FOR_ORGANISATIONS: _l("“%(topic)s”是法人主题，服务对象却没有法人。"),
    FindingCode.QUANTITY_MISSING: _l("有数量限制的，请写明数量或者在哪里公布数量。"),
    FindingCode.TERM_WITHOUT_BASIS: _l("请写明%(name)s的依据。"),
    FindingCode.AFTER_CHECK_STEP_MISSING: _l("告知承诺有事后核查，请在办理环节中列出。"),
    FindingCode.CERTIFICATE_TYPE_UNKNOWN: _l("电子证照库没有“%(code)s”这种证照。"),
    FindingCode.BUNDLE_QUESTION_REPEATED: _l("问题 %(key)s 重复。"),
    FindingCode.BUNDLE_OPTION_REPEATED: _l("选项的值重复。"),
    FindingCode.EARLIER_QUESTION_UNKNOWN: _l("前面没有问题 %(key)s。"),
    FindingCode.OPTION_UNKNOWN: _l("问题 %(key)s 没有选项 %(value)s。"),
    FindingCode.ITEM_REPEATED: _l("事项 %(item)s 重复。"),
    FindingCode.ITEM_NOT_IN_FORCE: _l("事项 %(item)s 没有生效的办事指南。"),
    FindingCode.AFTER_NOT_IN_BUNDLE: _l("%(other)s 不是本“一件事”的其他事项。"),
    FindingCode.MERGE_REPEATED: _l("合并项 %(key)s 重复。"),
    FindingCode.MEMBER_REPEATED: _l("%(item)s 的材料 %(material)s 已经合并过。"),
    FindingCode.MEMBER_UNKNOWN: _l("%(item)s 没有材料 %(material)s。"),
    FindingCode.PASSED_ANSWER_REPEATED: _l("同一事项的同一问题只能由一个问题回答。"),
    FindingCode.SOURCE_QUESTION_UNKNOWN: _l("本“一件事”没有问题 %(source)s。"),
    FindingCode.ITEM_QUESTION_UNKNOWN: _l("%(item)s 没有问题 %(question)s。"),
    FindingCode.DATE_WITHOUT_RULE: _l("“%(label)s”是日期，没有写日期要求：2099 年也会收下。"),
    FindingCode.SIZE_QUESTION_UNKNOWN: _l(
        "没有问题 %(key)s，或者它不是这里要的题型：面积、座位数用数字题，在哪里用选择题。"
    ),
    FindingCode.PASSED_ANSWER_NOT_OFFERED: _l("%(item)s 的问题不接受答案 %(value)s。"),
    FindingCode.MERGED_FIELDS_DIFFER: _l("%(first)s 与 %(item)s 对 %(key)s 的填写要求不同，申请人要填两次。"),
    FindingCode.CIRCLE: _l(
        "这些事项互相等待，谁也不能先办：%(circle)s。请去掉其中一处先后顺序，或者不让其中的证照免提交。"
    ),
    FindingCode.CIRCLE_IN_BUNDLE: _l(
        "公开以后，“%(bundle)s”里的事项会互相等待，谁也不能先办：%(circle)s。请不让其中的证照免提交，或者先改“%(bundle)s”。"
    ),
    FindingCode.STARTED_TYPE_DIFFERS: _l("延续、变更、补领换领的结果应当是同一种证照，请改成一致。"),
    FindingCode.CANCELLATION_WITH_CERTIFICATE: _l("注销不发新证照，请删去结果中的证照类型。"),
    FindingCode.STARTS_IN_BUNDLE: _l("事项 %(item)s 要凭已有的证照申请，不能放进“一件事”。"),
    FindingCode.JOINT_LIMIT_TOO_LONG: _l("政府组织统一、联合、集中办理的，法定办结时限不超过 45 个工作日。"),
    FindingCode.SAME_PHONES: _l("咨询电话和投诉电话不应相同，请改成两个不同的号码。"),
}
BASIS_DEMANDS: Final[Mapping[BasisDemand, LazyString]] = {
    BasisDemand.LICENCE_CONDITION: _l("许可的条件"),
    BasisDemand.PROOF: _l("证明"),
    BasisDemand.LICENCE_FEE: _l("许可的收费"),
}
RANK_DEMANDS: Final[Mapping[RankDemand, LazyString]] = {
    RankDemand.LAWS_OR_STATE_COUNCIL: _l("法律、法规或者国务院决定"),
    RankDemand.LAWS_OR_RULES: _l("法律、法规或者规章"),
    RankDemand.LAW_OR_REGULATION: _l("法律或者行政法规"),
}
OPTIONAL_TERMS: Final[Mapping[OptionalTerm, LazyString]] = {
    term: _l(element_label(term)) for term in OptionalTerm
}
STEP_KINDS: Final[Mapping[StepKind, LazyString]] = {
    kind: _l(label) for kind, label in vocabulary.STEP_KINDS.items()
}
