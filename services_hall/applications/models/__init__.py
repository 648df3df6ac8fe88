"""Database tables of applications, their drafts, cases and papers."""

from services_hall.applications.models.agency_work import CaseNote, CaseOpinion, SiteCheck
from services_hall.applications.models.applications import PUBLIC_ID, Application
from services_hall.applications.models.cases import Case, CaseEvent, CaseStep, CaseWait
from services_hall.applications.models.deliveries import Delivery
from services_hall.applications.models.demands import CaseDemand, DemandKind, SupersededMaterial
from services_hall.applications.models.desk_work import OfficerAbsence, SavedView
from services_hall.applications.models.drafts import Draft
from services_hall.applications.models.hearings import Hearing, HearingRegistration, NoticeKind, PriorNotice
from services_hall.applications.models.indexes import UNDELIVERED, case_indexes, one_of, partial_index
from services_hall.applications.models.items import ApplicationItem, Requirement
from services_hall.applications.models.joint_confirmations import JointConfirmation
from services_hall.applications.models.papers import AnyPaper, ApplicationPaper, CasePaper
from services_hall.applications.models.parties import ApplicationParty
from services_hall.applications.models.procedures import LimitExtension, ProcedureKind, SpecialProcedure
from services_hall.applications.models.promises import CommitmentCheck, Promise, PromiseKind

__all__ = [
    "PUBLIC_ID",
    "UNDELIVERED",
    "AnyPaper",
    "Application",
    "ApplicationItem",
    "ApplicationPaper",
    "ApplicationParty",
    "Case",
    "CaseDemand",
    "CaseEvent",
    "CaseNote",
    "CaseOpinion",
    "CasePaper",
    "CaseStep",
    "CaseWait",
    "CommitmentCheck",
    "Delivery",
    "DemandKind",
    "Draft",
    "Hearing",
    "HearingRegistration",
    "JointConfirmation",
    "LimitExtension",
    "NoticeKind",
    "OfficerAbsence",
    "PriorNotice",
    "ProcedureKind",
    "Promise",
    "PromiseKind",
    "Requirement",
    "SavedView",
    "SiteCheck",
    "SpecialProcedure",
    "SupersededMaterial",
    "case_indexes",
    "one_of",
    "partial_index",
]
