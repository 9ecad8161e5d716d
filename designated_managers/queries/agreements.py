"""Answers for the pages on agreements, and the deadlines that a missing one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Prefetch, Q, QuerySet

from centres.rules.naming import in_short
from common.certainty import needs_check
from common.db.columns import text
from common.db.history import with_version
from common.db.scoped import without_hidden
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from common.fiscal_year import FiscalYear
from designated_managers.choices import ResponsibilityArea
from designated_managers.models import (
    Agreement,
    AgreementFile,
    AgreementTemplate,
    AgreementTerms,
    AnnualAgreement,
    Designation,
    FeePayment,
    ObligationType,
    ResponsibilityRow,
    ResponsibilityTemplateRow,
)
from designated_managers.querysets.agreements import CONCLUDED
from designated_managers.querysets.designations import MADE
from designated_managers.rules.term import term_in_words
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from common.scope import Scope
    from designated_managers.querysets.agreements import AgreementQuerySet

AGREEMENT_MISSING = "agreement_missing"
"""The kind of deadline that a designation without its basic agreement is (基本協定の締結)."""


def deadlines(*, until: date) -> QuerySet[Designation, tuple[Any, ...]]:
    """Made designations whose basic agreement is not signed: due on the first day of the term. It does not
    end the designation, but the flag stays until the day is entered."""
    return (
        Designation.objects.filter(MADE, first_on__isnull=False, first_on__lte=until, revoked_on__isnull=True)
        .exclude(CONCLUDED)
        .order_by()
        .annotate(
            kind=text(AGREEMENT_MISSING),
            lead=text(AGREEMENT_MISSING),
            subject_id=F("pk"),
            due_on=F("first_on"),
            post_id=F("centre__post_in_charge_id"),
            side=text(Side.CITY),
        )
        .values_list(*COLUMNS)
    )


def settled() -> QuerySet[Designation, tuple[Any, ...]]:
    """Designations whose basic agreement is signed."""
    return (
        Designation.objects.filter(MADE)
        .filter(CONCLUDED)
        .order_by()
        .annotate(kind=text(AGREEMENT_MISSING), subject_id=F("pk"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )


@dataclass(frozen=True)
class AgreementLine:
    """One agreement in a list. ``agreed_on`` is the day the designation keeps; ``state`` says whether it is
    signed and whether this fiscal year's annual agreement is."""

    pk: int
    place: str
    organisation: str
    agreed_on: date | None
    term: str
    fee: int | None
    state: State


@dataclass(frozen=True)
class Payment:
    """One instalment with its state on the day."""

    payment: FeePayment
    state: State


@dataclass(frozen=True)
class AnnualTold:
    """One annual agreement with its instalments; ``paid`` of the fee in yen."""

    annual: AnnualAgreement
    year: str
    is_this_year: bool
    is_over: bool
    payments: Sequence[Payment]
    paid: int


@dataclass(frozen=True)
class TermsTold:
    """One state of the terms: the first (当初) or an amendment, and whether it counts on the day. Of
    amendments ``is_latest`` may be put right, and taken away as long as it is ``to_come``."""

    terms: AgreementTerms
    name: str
    counts: bool
    is_latest: bool
    to_come: bool
    rows: Sequence[ResponsibilityTold]


@dataclass(frozen=True)
class ResponsibilityTold:
    """A row of the 責任分担表 in words."""

    pk: int
    area: str
    what: str
    bearer: str
    note: str


@dataclass(frozen=True)
class AgreementPage:
    """One agreement with all that its page says. ``covers`` are the designations under it that the reader may
    see, ``now`` the terms that count on the day, ``others`` those before and to come."""

    agreement: Agreement
    version: str
    place: str
    organisation: str
    year: FiscalYear
    covers: Sequence[Designation]
    agreed_on: date | None
    unconfirmed: bool
    term: str
    template: str
    template_unsure: bool
    optional: Sequence[str]
    now: TermsTold
    others: Sequence[TermsTold]
    annuals: Sequence[AnnualTold]
    files: Sequence[AgreementFile]

    @property
    def is_signed(self) -> bool:
        """Whether it is signed, on whatever day."""
        return self.agreed_on is not None or self.unconfirmed


def agreements(scope: Scope) -> AgreementQuerySet:
    """The agreements this person may see, the latest first."""
    return (
        Agreement.objects.within(scope)
        .select_related("designation__centre", "designation__organisation", "bundle")
        .order_by("-pk")
    )


def with_lines(rows: AgreementQuerySet, *, scope: Scope, on: date) -> AgreementQuerySet:
    """These agreements with what a line names besides: the designations of a bundle, this year's fee."""
    this_year = AnnualAgreement.objects.told_to(scope).of_year(FiscalYear.of(on).year)
    return rows.prefetch_related(
        Prefetch("bundle__designations", _covered(scope)),
        Prefetch("annual_agreements", this_year, to_attr="this_year"),
    )


def _covered(scope: Scope) -> Any:
    return (
        Designation.objects.within(scope)
        .select_related("centre", "organisation")
        .order_by("centre__kana", "centre__code")
    )


def covered(agreement: Agreement) -> list[Designation]:
    """The designations under an agreement, loaded with it."""
    if agreement.designation is not None:
        return [agreement.designation]
    return list(agreement.bundle.designations.all()) if agreement.bundle else []


def place_of(agreement: Agreement, *, scope: Scope) -> str:
    """The centre of an agreement. That of several is called by its bundle, whose name is for the city; a
    group reads its centres."""
    if agreement.bundle is not None and scope.internal:
        return agreement.bundle.name
    return in_short([one.centre.name for one in covered(agreement)])


def agreement_lines(rows: Iterable[Any], *, scope: Scope, on: date) -> list[AgreementLine]:
    """These agreements, as ``with_lines`` finds them, ready to be shown."""
    lines = []
    for row in rows:
        under = covered(row)
        annual = next(iter(row.this_year), None)
        lines.append(
            AgreementLine(
                pk=row.pk,
                place=place_of(row, scope=scope),
                organisation=_organisations(under),
                agreed_on=_agreed_on(under),
                term=_term_of(row, under),
                fee=annual.fee if annual else None,
                state=_state(row, under, annual, on=on),
            )
        )
    return lines


def _organisations(under: Sequence[Designation]) -> str:
    return "、".join(dict.fromkeys(one.organisation.name for one in under))


def _agreed_on(under: Sequence[Designation]) -> date | None:
    return min((one.agreed_on for one in under if one.agreed_on), default=None)


def _term_of(agreement: Agreement, under: Sequence[Designation]) -> str:
    firsts = [one.first_on for one in under if one.first_on]
    lasts = [one.last_on for one in under if one.last_on]
    first, last = (
        agreement.first_on or min(firsts, default=None),
        agreement.last_on or max(lasts, default=None),
    )
    return term_in_words(first, last)


def _state(
    agreement: Agreement, under: Sequence[Designation], annual: AnnualAgreement | None, *, on: date
) -> State:
    if not any(one.agreed_on or one.days_unconfirmed for one in under):
        return State("active", "締結前")
    first = agreement.first_on or min((one.first_on for one in under if one.first_on), default=None)
    if first is not None and on < first:
        return State("planned", "期間の前")
    over = agreement.last_on is not None and agreement.last_on < on
    if over or not any(one.in_force_on(on) for one in under):
        return State("none", "期間の外")
    if annual is None or annual.agreed_on is None:
        return State("soon", "年度協定なし")
    return State("done", "締結済み")


def agreements_to_show(scope: Scope) -> QuerySet[Any]:
    """The agreements that a person may open, each with its ``version``."""
    rows = agreements(scope).prefetch_related(
        Prefetch("bundle__designations", _covered(scope)),
        Prefetch("terms", AgreementTerms.objects.order_by("number").prefetch_related("responsibilities")),
        Prefetch(
            "annual_agreements",
            AnnualAgreement.objects.told_to(scope).order_by("-fiscal_year").prefetch_related("payments"),
        ),
        Prefetch("files", AgreementFile.objects.kept(), to_attr="kept_files"),
    )
    return with_version(rows)


def agreement_page(agreement: Any, *, scope: Scope, on: date) -> AgreementPage:
    """The page of one agreement; it comes from ``agreements_to_show``. It is emptied of what the reader never
    reads, and not to be saved."""
    without_hidden(agreement, scope)
    under = covered(agreement)
    template = AgreementTemplate.objects.in_front().filter(code=agreement.template_code).first()
    named = dict(
        ObligationType.objects.in_front()
        .filter(template=agreement.template_code, type_code__in=agreement.optional_types)
        .values_list("type_code", "name")
    )
    terms = list(agreement.terms.all())
    counting = counting_on(terms, on=on)
    told = {one.pk: _terms_told(one, terms, counts=one is counting, on=on) for one in terms}
    return AgreementPage(
        agreement=agreement,
        version=agreement.version,
        place=place_of(agreement, scope=scope),
        organisation=_organisations(under),
        year=FiscalYear.of(on),
        covers=under,
        agreed_on=_agreed_on(under),
        unconfirmed=any(one.agreed_on is None and one.days_unconfirmed for one in under),
        term=_term_of(agreement, under),
        template=template.name if template else agreement.template_code,
        template_unsure=scope.internal and template is not None and needs_check(template.certainty),
        optional=[named[code] for code in agreement.optional_types if code in named],
        now=told[counting.pk],
        others=[told[one.pk] for one in terms if one is not counting],
        annuals=[annual_told(one, on=on) for one in agreement.annual_agreements.all()],
        files=agreement.kept_files,
    )


def counting_on(terms: Sequence[AgreementTerms], *, on: date) -> AgreementTerms:
    """Of all terms of one agreement those that count on the day; the same answer as ``.counting(on)``."""
    return max((one for one in terms if one.counts_on(on)), key=lambda one: one.number)


def _terms_told(
    terms: AgreementTerms, every: Sequence[AgreementTerms], *, counts: bool, on: date
) -> TermsTold:
    return TermsTold(
        terms=terms,
        name=name_of_terms(terms),
        counts=counts,
        is_latest=terms.number == max(one.number for one in every),
        to_come=not terms.counts_on(on),
        rows=[_row_told(row) for row in terms.responsibilities.all()],
    )


def name_of_terms(terms: AgreementTerms) -> str:
    """当初の協定, 変更協定（第1回）."""
    return "当初の協定" if terms.number == 1 else f"変更協定（第{terms.number - 1}回）"


def terms_to_show(scope: Scope) -> QuerySet[Any]:
    """The terms of the agreements that a person may open, each with its ``version`` and its rows."""
    rows = AgreementTerms.objects.within(scope).select_related(
        "agreement__designation__centre", "agreement__designation__organisation", "agreement__bundle"
    )
    return with_version(rows.prefetch_related("responsibilities"))


def _row_told(row: ResponsibilityRow) -> ResponsibilityTold:
    what = row.name or row.type_code
    if row.area == ResponsibilityArea.INSPECTION and not row.type_code:
        what = row.name or "ほかのすべての点検"
    if row.amount_from is not None:
        what = amounts_in_words(row.amount_from, row.amount_upto)
    return ResponsibilityTold(
        pk=row.pk,
        area=row.get_area_display(),
        what=what,
        bearer=row.get_bearer_display(),
        note=row.note,
    )


def amounts_in_words(first: int, last: int | None) -> str:
    """1件100,000円まで, 1件100,001円から."""
    if last is None:
        return f"1件{first:,}円から" if first else "金額にかかわらず"
    return f"1件{first:,}円から{last:,}円まで" if first else f"1件{last:,}円まで"


def annual_told(annual: AnnualAgreement, *, on: date) -> AnnualTold:
    """One annual agreement, its instalments loaded, ready to be shown."""
    payments = list(annual.payments.all())
    return AnnualTold(
        annual=annual,
        year=FiscalYear(annual.fiscal_year).label,
        is_this_year=annual.fiscal_year == FiscalYear.of(on).year,
        is_over=annual.fiscal_year < FiscalYear.of(on).year,
        payments=[Payment(payment, _state_of_payment(payment, on=on)) for payment in payments],
        paid=sum(payment.amount for payment in payments if payment.paid_on),
    )


def _state_of_payment(payment: FeePayment, *, on: date) -> State:
    if payment.paid_on is not None:
        return State("done", "支払済み")
    left = (payment.due_on - on).days
    if left < 0:
        return State("overdue", f"{-left:,}日超過")
    return State("soon" if left <= 7 else "planned", f"あと{left:,}日" if left else "きょうまで")


@dataclass(frozen=True)
class TemplateChoices:
    """What the form of an agreement offers: templates, and the optional duties by template."""

    templates: Sequence[tuple[str, str]]
    optional: Sequence[tuple[str, str]]


def template_choices(*, on: date) -> TemplateChoices:
    """The templates in use, and the optional duties of all of them."""
    templates = AgreementTemplate.objects.in_front().current(on).exclude(code="law").order_by("code")
    optional = ObligationType.objects.in_front().current(on).filter(optional=True).order_by("code")
    return TemplateChoices(
        templates=list(templates.values_list("code", "name")),
        optional=list(dict(optional.values_list("type_code", "name")).items()),
    )


def rows_of_template(template_code: str, *, on: date) -> list[ResponsibilityTemplateRow]:
    """The rows of the 責任分担表 that a template proposes."""
    rows = ResponsibilityTemplateRow.objects.in_front().current(on).filter(template=template_code)
    return list(rows.order_by("position", "code"))


def without_agreement(scope: Scope) -> Any:
    """Designations under no agreement yet, to be chosen from: each alone, or as its bundle."""
    return (
        Designation.objects.within(scope)
        .filter(Q(agreement__isnull=True), Q(bundle__isnull=True) | Q(bundle__agreement__isnull=True))
        .select_related("centre", "organisation")
        .order_by("centre__kana", "-first_on")
    )
