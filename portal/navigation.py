"""Where the navigation of the city's staff leads: sections, and the lists each is divided into."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A list that the navigation leads to: its label, its URL name, what the paths of its pages begin with,
    and the permission without which it leads nowhere."""

    label: str
    url_name: str
    paths: tuple[str, ...]
    permission: str


NAVIGATION: tuple[tuple[str, tuple[Part, ...]], ...] = (
    (
        "要対応",
        (
            Part("要対応", "desk", ("/desk/",), "reminders.view_flag"),
            Part(
                "動作の状況",
                "reminder-status",
                ("/reminders/status/", "/reminders/messages/"),
                "reminders.view_sweeprun",
            ),
            Part(
                "お知らせの時期",
                "lead-time-list",
                ("/reminders/lead-times/", "/reminders/centre-lead-times/"),
                "reminders.view_leadtime",
            ),
        ),
    ),
    (
        "施設",
        (
            Part(
                "施設の一覧",
                "centre-list",
                ("/centres/", "/land/", "/years/", "/files/"),
                "centres.view_centre",
            ),
            Part(
                "建物の一覧",
                "building-list",
                ("/buildings/", "/equipment/", "/rooms/", "/condition/"),
                "facilities.view_building",
            ),
            Part("台帳の充足度", "completeness", ("/completeness/",), "facilities.change_building"),
        ),
    ),
    (
        "整備",
        (Part("整備", "project-list", ("/projects/", "/milestones/"), "facilities.view_renewalproject"),),
    ),
    (
        "点検・修繕",
        (
            Part("点検", "inspection-list", ("/inspections/",), "maintenance.view_dueinspection"),
            Part("修繕", "repair-list", ("/repairs/",), "maintenance.view_repair"),
            Part(
                "年間点検計画",
                "year-plan",
                ("/inspections/year-plan/", "/inspections/planned/"),
                "maintenance.view_plannedturn",
            ),
            Part("届出・報告", "filing-list", ("/filings/",), "maintenance.view_filing"),
            Part(
                "臨時点検", "round-list", ("/rounds/", "/round-centres/"), "maintenance.view_emergencyround"
            ),
            Part(
                "法定点検実施報告書",
                "year-end-list",
                ("/inspections/year-end/",),
                "maintenance.view_yearendreport",
            ),
            Part(
                "点検の種類",
                "inspection-type-list",
                ("/inspection-types/", "/verdict-overrules/"),
                "maintenance.view_inspectiontype",
            ),
        ),
    ),
    ("契約", (Part("契約", "contract-list", ("/contracts/",), "maintenance.view_servicecontract"),)),
    (
        "指定管理",
        (
            Part(
                "指定",
                "designation-list",
                ("/designations/", "/bundles/", "/site-visits/", "/findings/"),
                "designated_managers.view_designation",
            ),
            Part(
                "移行",
                "transfer-list",
                ("/transfers/", "/handover-items/", "/meetings/", "/questions/"),
                "designated_managers.view_transfer",
            ),
            Part("移行グループ", "wave-list", ("/waves/",), "designated_managers.view_transferwave"),
            Part(
                "指定スケジュール",
                "road-list",
                ("/roads/", "/road-steps/"),
                "designated_managers.view_road",
            ),
            Part(
                "議会の会期",
                "council-session-list",
                ("/council-sessions/",),
                "designated_managers.view_councilsession",
            ),
            Part(
                "協定",
                "agreement-list",
                ("/agreements/", "/annual-agreements/", "/fee-payments/", "/agreement-files/"),
                "designated_managers.view_agreement",
            ),
            Part("義務", "obligation-list", ("/obligations/",), "designated_managers.view_obligation"),
            Part("提出物", "submission-list", ("/submissions/",), "designated_managers.view_submission"),
            Part("年度評価", "evaluation-list", ("/evaluations/",), "designated_managers.view_evaluation"),
            Part(
                "措置",
                "measure-list",
                ("/measures/", "/improvement-plans/"),
                "designated_managers.view_measure",
            ),
        ),
    ),
    (
        "団体",
        (
            Part(
                "団体",
                "organisation-list",
                ("/organisations/", "/officers/", "/papers/"),
                "designated_managers.view_organisation",
            ),
        ),
    ),
    (
        "お金",
        (
            Part("予算要求の一覧", "budget", ("/budget/",), "maintenance.view_servicecontract"),
            Part("更新費用の試算", "forecast", ("/forecast/",), "facilities.view_forecastscenario"),
            Part(
                "平準化の試算",
                "scenario-list",
                ("/forecast/scenarios/",),
                "facilities.view_forecastscenario",
            ),
        ),
    ),
    ("利用者", (Part("利用者", "people", ("/accounts/people/",), "accounts.view_user"),)),
)
