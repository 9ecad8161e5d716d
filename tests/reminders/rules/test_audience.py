"""Who is told of a duty and why: whoever is in charge, superiors, the group; and who passes it on."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reminders.choices import FlagKind, Why
from reminders.rules.audience import (
    Duty,
    Holder,
    Listener,
    Office,
    PostFacts,
    Told,
    posts_where_the_place_counts,
    told,
)
from reminders.rules.plans import Circle

OFFICER, DEPUTY, CHIEF, MANAGER, AT_CENTRE, MEMBER, KEEPER = range(1, 8)
POST, CHIEF_POST, MANAGER_POST, CENTRE_POST, VACANT = 11, 12, 13, 14, 15
CENTRE, OTHER, BODY = 21, 22, 31
ALL = frozenset(FlagKind.values)
OWN = frozenset({FlagKind.OBLIGATION, FlagKind.INSPECTION})


def _person(kinds=ALL, centres=None, *, address=True) -> Listener:
    return Listener(kinds, None if centres is None else frozenset(centres), address)


PEOPLE = {
    OFFICER: _person(),
    DEPUTY: _person(),
    CHIEF: _person(),
    MANAGER: _person(),
    AT_CENTRE: _person(ALL - {FlagKind.CONTRACT}, [CENTRE]),
    MEMBER: _person(OWN, []),
    KEEPER: _person(),
}
POSTS = {
    POST: PostFacts("officer", CHIEF_POST, (Holder(OFFICER), Holder(DEPUTY, is_deputy=True))),
    CHIEF_POST: PostFacts("chief", MANAGER_POST, (Holder(CHIEF),)),
    MANAGER_POST: PostFacts("manager", None, (Holder(MANAGER),)),
    CENTRE_POST: PostFacts("centre", POST, (Holder(AT_CENTRE),)),
    VACANT: PostFacts("officer", CHIEF_POST, ()),
}


def _office(*, people=PEOPLE, posts=POSTS) -> Office:
    return Office(posts=posts, people=people, members={BODY: (MEMBER,)}, keepers=(KEEPER,))


def _who(duty, circle=Circle.IN_CHARGE, office=None):
    return [(person.user_id, person.why) for person in told(duty, circle, office or _office())]


DUTY = Duty(FlagKind.INSPECTION, CENTRE, POST)


@pytest.mark.parametrize(
    ("circle", "who"),
    [
        (Circle.IN_CHARGE, [(OFFICER, Why.HOLDER), (DEPUTY, Why.DEPUTY)]),
        (Circle.CHIEF, [(OFFICER, Why.HOLDER), (DEPUTY, Why.DEPUTY), (CHIEF, Why.CHIEF)]),
        (
            Circle.MANAGER,
            [(OFFICER, Why.HOLDER), (DEPUTY, Why.DEPUTY), (CHIEF, Why.CHIEF), (MANAGER, Why.MANAGER)],
        ),
    ],
)
def test_the_holder_and_the_deputy_are_told_and_then_their_superiors(circle, who):
    assert _who(DUTY, circle) == who


def test_from_the_post_of_a_centre_it_climbs_past_the_officer_to_the_chief():
    assert _who(Duty(FlagKind.INSPECTION, CENTRE, CENTRE_POST), Circle.CHIEF) == [
        (CHIEF, Why.CHIEF),
        (AT_CENTRE, Why.HOLDER),
    ]


def test_a_vacant_post_hands_it_up():
    assert _who(Duty(FlagKind.INSPECTION, CENTRE, VACANT)) == [(CHIEF, Why.VACANT)]


def test_where_the_chief_is_away_too_it_goes_on_upwards():
    posts = {**POSTS, CHIEF_POST: PostFacts("chief", MANAGER_POST, ())}

    assert _who(DUTY, Circle.CHIEF, _office(posts=posts)) == [
        (OFFICER, Why.HOLDER),
        (DEPUTY, Why.DEPUTY),
        (MANAGER, Why.CHIEF),
    ]


@pytest.mark.parametrize(
    ("post_id", "circle", "who"),
    [
        (MANAGER_POST, Circle.CHIEF, [(MANAGER, Why.HOLDER)]),
        (MANAGER_POST, Circle.MANAGER, [(MANAGER, Why.HOLDER)]),
        (CHIEF_POST, Circle.CHIEF, [(CHIEF, Why.HOLDER), (MANAGER, Why.CHIEF)]),
        (CHIEF_POST, Circle.MANAGER, [(CHIEF, Why.HOLDER), (MANAGER, Why.CHIEF)]),
    ],
)
def test_what_the_head_of_a_line_has_in_hand_climbs_to_nobody_elses_chiefs(post_id, circle, who):
    elsewhere = {**POSTS, 16: PostFacts("chief", None, (Holder(KEEPER),))}

    assert _who(Duty(FlagKind.INSPECTION, CENTRE, post_id), circle, _office(posts=elsewhere)) == who


@pytest.mark.parametrize("circle", [Circle.CHIEF, Circle.MANAGER])
def test_where_the_head_of_a_line_is_away_it_climbs_to_whoever_is_there(circle):
    posts = {
        **POSTS,
        MANAGER_POST: PostFacts("manager", None, ()),
        16: PostFacts("manager", None, (Holder(KEEPER),)),
    }
    duty = Duty(FlagKind.INSPECTION, CENTRE, MANAGER_POST)

    assert KEEPER in dict(_who(duty, Circle.MANAGER, _office(posts=posts)))
    assert CHIEF in dict(_who(duty, circle, _office(posts=posts)))


def test_what_nobody_is_in_charge_of_goes_to_the_chiefs():
    assert _who(Duty(FlagKind.INSPECTION, CENTRE, None)) == [(CHIEF, Why.NOBODY)]
    assert _who(Duty(FlagKind.INSPECTION, CENTRE, None), Circle.MANAGER) == [
        (CHIEF, Why.NOBODY),
        (MANAGER, Why.MANAGER),
    ]


def test_members_are_told_what_is_their_bodys_and_only_of_kinds_they_may_see():
    theirs = Duty(FlagKind.OBLIGATION, CENTRE, POST, BODY)
    of_the_city = Duty(FlagKind.CONTRACT, CENTRE, POST, BODY)

    assert (MEMBER, Why.MEMBER) in _who(theirs)
    assert MEMBER not in dict(_who(of_the_city))
    assert MEMBER not in dict(_who(DUTY))


def test_whoever_may_not_see_the_record_or_the_centre_is_not_told_but_somebody_is():
    contract = Duty(FlagKind.CONTRACT, CENTRE, CENTRE_POST)
    elsewhere = Duty(FlagKind.INSPECTION, OTHER, CENTRE_POST)

    assert _who(contract) == [(OFFICER, Why.VACANT), (DEPUTY, Why.VACANT)]
    assert _who(elsewhere) == [(OFFICER, Why.VACANT), (DEPUTY, Why.VACANT)]


def test_whoever_has_left_is_as_if_the_post_were_vacant():
    people = {pk: person for pk, person in PEOPLE.items() if pk not in {OFFICER, DEPUTY}}

    assert _who(DUTY, office=_office(people=people)) == [(CHIEF, Why.VACANT)]


def test_the_end_of_an_account_is_told_to_those_who_keep_the_accounts():
    assert _who(Duty(FlagKind.ACCOUNT_END, None, None), Circle.MANAGER) == [(KEEPER, Why.KEEPER)]


def test_a_post_that_stands_above_itself_ends_nobody_in_a_circle():
    posts = {
        POST: PostFacts("officer", CHIEF_POST, ()),
        CHIEF_POST: PostFacts("chief", POST, ()),
        MANAGER_POST: PostFacts("manager", None, (Holder(MANAGER),)),
    }

    assert _who(DUTY, Circle.MANAGER, _office(posts=posts)) == [(MANAGER, Why.VACANT)]


@pytest.mark.parametrize(
    ("left", "who"),
    [
        ([CHIEF_POST, MANAGER_POST], [(CHIEF, Why.VACANT)]),
        ([MANAGER_POST], [(MANAGER, Why.VACANT)]),
        ([], [(KEEPER, Why.VACANT)]),
    ],
)
def test_a_vacant_post_with_nothing_above_it_does_not_end_with_nobody(left, who):
    posts = {VACANT: PostFacts("officer", None, ()), **{pk: POSTS[pk] for pk in left}}

    assert _who(Duty(FlagKind.INSPECTION, CENTRE, VACANT), office=_office(posts=posts)) == who


@pytest.mark.parametrize(
    ("without", "via"),
    [
        ([MEMBER], OFFICER),
        ([MEMBER, OFFICER], DEPUTY),
        ([MEMBER, OFFICER, DEPUTY], CHIEF),
        ([MEMBER, OFFICER, DEPUTY, CHIEF], MANAGER),
        ([MEMBER, OFFICER, DEPUTY, CHIEF, MANAGER], None),
    ],
)
def test_whoever_has_no_address_is_called_by_whoever_is_in_charge(without, via):
    people = {
        pk: Listener(person.kinds, person.centre_ids, pk not in without) for pk, person in PEOPLE.items()
    }
    duty = Duty(FlagKind.OBLIGATION, CENTRE, POST, BODY)

    heard = {person.user_id: person for person in told(duty, Circle.IN_CHARGE, _office(people=people))}

    assert heard[MEMBER] == Told(MEMBER, Why.MEMBER, via)
    assert heard[DEPUTY].via_id == (DEPUTY if DEPUTY not in without else via)


def test_the_place_counts_up_to_whoever_hears_of_their_own_centre_alone():
    below = {**POSTS, VACANT: PostFacts("centre", CENTRE_POST, ())}

    assert posts_where_the_place_counts(_office()) == {CENTRE_POST}
    assert posts_where_the_place_counts(_office(posts=below)) == {CENTRE_POST, VACANT}


@pytest.mark.parametrize("who", [CHIEF, MANAGER, KEEPER])
def test_it_counts_everywhere_if_whoever_steps_in_does_not_hear_of_every_centre(who):
    people = {**PEOPLE, who: _person(centres=[CENTRE])}

    assert posts_where_the_place_counts(_office(people=people)) == {None, *POSTS}


REACHES = st.sampled_from([None, frozenset(), frozenset({CENTRE}), frozenset({OTHER})])
LISTENERS = st.builds(Listener, st.sampled_from([ALL, OWN]), REACHES, st.booleans())
HOLDERS = st.lists(st.sampled_from([*PEOPLE, 99]), max_size=2).map(
    lambda ids: tuple(Holder(pk) for pk in ids)
)
ANY_POST = st.builds(
    PostFacts,
    st.sampled_from(["centre", "officer", "chief", "manager"]),
    st.sampled_from([None, *POSTS]),
    HOLDERS,
)
OFFICES = st.builds(
    Office,
    st.fixed_dictionaries(dict.fromkeys(POSTS, ANY_POST)),
    st.fixed_dictionaries(dict.fromkeys(PEOPLE, LISTENERS)),
    st.just({BODY: (MEMBER,)}),
    st.lists(st.sampled_from([*PEOPLE]), max_size=2).map(tuple),
)


@given(
    office=OFFICES,
    post_id=st.sampled_from([None, *POSTS]),
    kind=st.sampled_from([FlagKind.INSPECTION, FlagKind.CONTRACT, FlagKind.ACCOUNT_END]),
    body=st.sampled_from([None, BODY]),
    circle=st.sampled_from(Circle),
)
@example(_office(), POST, FlagKind.INSPECTION, BODY, Circle.MANAGER)
def test_elsewhere_one_answer_serves_every_centre(office, post_id, kind, body, circle):
    if post_id not in posts_where_the_place_counts(office):
        anywhere = told(Duty(kind, None, post_id, body), circle, office)

        assert anywhere == told(Duty(kind, CENTRE, post_id, body), circle, office)
        assert anywhere == told(Duty(kind, OTHER, post_id, body), circle, office)
