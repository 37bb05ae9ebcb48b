//! A need with the leads that go with it: shown to those who may see these leads
//! anyhow, and to nobody else; and needs beyond the first hundred.

use guiyan_core::{
    District, Event,
    branch::lead::LeadStage,
    caller::Caller,
    ids::{LeadId, NeedId, StreamId},
    matching::MatchReason,
    need::NeedForm,
    testing::*,
    view::{self, HeldQuery, LeadsQuery, LeadsView, NeedView},
};

use super::views_leads::{everybody, marked_district};

const T: &str = "2026-11-01T10:00";
const NOW: &str = "2026-11-01T12:00";

fn append(district: &mut District, stream: &StreamId, event: &Event) {
    let seq = district.version_of(stream) + 1;
    district.evolve(stream, seq, at(NOW), event);
}

fn leads(district: &District, caller: &Caller, query: &LeadsQuery) -> LeadsView {
    let id = "xinzhou-beijing".parse().unwrap();
    view::leads(district, &id, caller, at(NOW), query).unwrap().0
}

fn shown(need: &NeedView) -> (u32, Vec<LeadId>) {
    (need.matching, need.matches.iter().map(|it| it.lead).collect())
}

#[test]
fn a_need_shows_each_caller_the_leads_that_they_may_open() {
    let mut district = marked_district();
    append(&mut district, &StreamId::District, &need_posted(90));
    let of = |numbers: &[u128]| -> Vec<LeadId> { numbers.iter().map(|n| lead_id(*n)).collect() };
    for (name, caller) in everybody() {
        let expected = match name.as_str() {
            "secretary" | "organiser" => (3, of(&[1, 2, 3])),
            "yiwu secretary" | "yiwu organiser" => (1, of(&[7])),
            // Passed on to them, and the consent stands.
            "qinfeng" => (2, of(&[1, 7])),
            "investment" => (1, of(&[7])),
            // How many there are, and not which.
            "district officer" => (4, of(&[])),
            _ => (0, of(&[])),
        };
        let view = leads(&district, &caller, &LeadsQuery::default());
        assert_eq!(shown(&view.needs[0]), expected, "{name}");
        if let Ok((held, _)) = view::held_leads(&district, &caller, at(NOW), &HeldQuery::default())
        {
            let held: Vec<_> = held.needs.iter().map(shown).collect();
            let answers = matches!(name.as_str(), "qinfeng" | "district officer");
            assert_eq!(held, if answers { vec![expected] } else { vec![] }, "{name}");
        }
    }
}

#[test]
fn the_best_come_first_with_their_reasons_and_what_is_over_is_not_among_them() {
    let all = [
        MatchReason::SameKind,
        MatchReason::SameIndustry,
        MatchReason::SamePlace,
        MatchReason::AmountWithinRange,
    ];
    let mut elsewhere = lead_codes();
    elsewhere.township = "xishi".parse().ok();
    let landing = guiyan_core::branch::lead::Landing { amount: 5, jobs: 0, talent: None };
    let mut district = given([
        (T, lead_submitted_with(1, 1, elsewhere, at(T))),
        (T, lead_submitted(2, 1, T)),
        (T, lead_submitted(3, 1, T)),
        (T, lead_landed(3, LeadStage::Signed, landing)),
        (T, lead_submitted(4, 1, T)),
        (T, lead_withdrawn(4, 1, LeadStage::Submitted)),
    ])
    .district();
    append(&mut district, &StreamId::District, &need_posted(90));
    let need = leads(&district, &secretary(&beijing()), &LeadsQuery::default()).needs.remove(0);
    assert_eq!(shown(&need), (2, vec![lead_id(2), lead_id(1)]));
    assert_eq!(need.matches[0].reasons, all);
    assert_eq!(need.matches[1].reasons, [all[0], all[1], all[3]]);

    append(&mut district, &StreamId::District, &need_closed(90));
    let home = district_officer();
    let (held, _) = view::held_leads(&district, &home, at(NOW), &HeldQuery::default()).unwrap();
    assert_eq!((held.needs_total, shown(&held.needs[0])), (1, (0, vec![])));
}

#[test]
fn no_more_than_five_are_shown_and_all_are_counted() {
    let many = (1..=12_u128).map(|number| (T, lead_submitted(number, 1, T)));
    let mut district = given(many).district();
    append(&mut district, &StreamId::District, &need_posted(90));
    let need = leads(&district, &secretary(&beijing()), &LeadsQuery::default()).needs.remove(0);
    assert_eq!((need.matching, need.matches.len()), (12, 5));
}

#[test]
fn needs_come_by_the_hundred() {
    let mut district = given([]).district();
    for number in 1..=230 {
        let form = NeedForm { subject: format!("第 {number} 项"), ..need_form() };
        append(&mut district, &StreamId::District, &need_posted_with(number, &form));
    }
    let mut seen: Vec<NeedId> = Vec::new();
    let mut query = LeadsQuery::default();
    let mut sizes = Vec::new();
    loop {
        let page = leads(&district, &Caller::anonymous(), &query);
        assert_eq!(page.open_needs, 230);
        sizes.push(page.needs.len());
        seen.extend(page.needs.iter().map(|need| need.id));
        query.needs_cursor = page.needs_cursor;
        if page.needs_cursor.is_none() {
            break;
        }
    }
    assert_eq!(sizes, [100, 100, 30]);
    let whole = seen.clone();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 230);

    // The form that answers one finds it, wherever it stands.
    let only = LeadsQuery { need: Some(whole[229]), ..LeadsQuery::default() };
    let page = leads(&district, &Caller::anonymous(), &only);
    assert_eq!((page.needs.len(), page.needs[0].id), (1, whole[229]));
    append(&mut district, &StreamId::District, &need_closed(7));
    let gone = LeadsQuery { need: Some(need_id(7)), ..LeadsQuery::default() };
    assert_eq!(leads(&district, &Caller::anonymous(), &gone).needs.len(), 0);

    // So for those who answer for them, closed ones too.
    let liaison = liaison("qinfeng");
    let held = |needs_cursor| {
        let query = HeldQuery { needs_cursor, ..HeldQuery::default() };
        view::held_leads(&district, &liaison, at(NOW), &query).unwrap().0
    };
    let first = held(None);
    assert_eq!((first.needs.len(), first.needs_total), (100, 230));
    let second = held(first.needs_cursor);
    let third = held(second.needs_cursor);
    assert_eq!((second.needs.len(), third.needs.len(), third.needs_cursor), (100, 30, None));
}
