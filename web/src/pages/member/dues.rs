//! 党费: worked out on the device by core's rules. Nothing is stored, nothing
//! is sent, nothing is paid. [domain §7]

use guiyan_core::dues::{DuesRates, Payer};
use yew::prelude::*;

use crate::{
    components::{Field, PageProps, Pick, page_head, radios},
    messages::{
        dues::{self, DuesMessages},
        fill,
    },
};

/// The greatest base that is taken: a milliard yuan, in fen.
const MOST_FEN: u64 = 100_000_000_000;

/// The calculator.
#[function_component]
pub(super) fn Dues(props: &PageProps) -> Html {
    let cx = &props.cx;
    let m = dues::of(cx.lang());
    let payer = use_state(|| "salaried".to_owned());
    let base = use_state(String::new);
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |value| state.set(value))
    };
    let pick = |value: &'static str, label: &'static str| Pick {
        value: value.into(),
        label: label.into(),
        help: "".into(),
    };
    let options =
        [pick("salaried", m.salaried), pick("farmer", m.farmer), pick("student", m.student)];
    let typed = fen(&base);
    let error = match (&typed, base.trim().is_empty()) {
        (_, true) | (Ok(_), _) => None,
        (Err(TooMuch(true)), _) => Some(m.too_much.to_owned()),
        (Err(_), _) => Some(m.not_an_amount.to_owned()),
    };
    let of = match &**payer {
        "farmer" => Some(Payer::Farmer),
        "student" => Some(Payer::Student),
        _ => typed.ok().map(|base_fen| Payer::Salaried { base_fen }),
    };
    let salaried = **payer == *"salaried";
    html! {
        <div class="page">
            {page_head(cx, m.title)}
            <p>{m.lead}</p>
            <div class="group">
                {radios("f-payer", m.payer, &options, &payer, None, &set(&payer))}
                if salaried {
                    {Field {
                        id: "f-base",
                        label: m.base,
                        help: m.base_help,
                        error,
                        value: &base,
                        inputmode: Some("decimal"),
                        autocomplete: Some("off"),
                        on: set(&base),
                        ..Field::default()
                    }.input("text")}
                }
            </div>
            <div role="status">{ for of.map(|payer| result(m, payer)) }</div>
            <p class="second">{m.source}</p>
        </div>
    }
}

// The amount, and the rule it follows from.
fn result(m: &'static DuesMessages, payer: Payer) -> Html {
    // The rates of the demo's data file are these too; no view carries them.
    let rates = DuesRates::default();
    let Some(due) = rates.monthly(payer) else { return Html::default() };
    let amount = if due.least_fen == due.most_fen {
        fill(m.yuan, &[&yuan(due.least_fen)])
    } else {
        fill(m.range, &[&yuan(due.least_fen), &yuan(due.most_fen)])
    };
    let rule = match payer {
        Payer::Farmer => m.rule_farmer,
        Payer::Student => m.rule_student,
        Payer::Salaried { .. } => m.rule_steps,
    };
    let sum = match payer {
        Payer::Salaried { base_fen } => {
            // Hundredths of a per cent: 150 is 1.5 %.
            let rate = yuan(u64::from(rates.rate(base_fen)));
            let rate = rate.trim_end_matches('0').trim_end_matches('.');
            Some(fill(m.rule_rate, &[&yuan(base_fen), rate]))
        }
        Payer::Farmer | Payer::Student => None,
    };
    html! {
        <div class="card stack">
            <p class="second">{m.result}</p>
            <p class="figure">{amount}</p>
            <p class="strong">{m.rule}</p>
            { for sum.map(|sum| html! { <p class="num">{sum}</p> }) }
            <p>{rule}</p>
        </div>
    }
}

// Fen as yuan, to the fen.
fn yuan(fen: u64) -> String {
    let cents = fen % 100;
    let zero = if cents < 10 { "0" } else { "" };
    [&*(fen / 100).to_string(), ".", zero, &*cents.to_string()].concat()
}

/// Not an amount; whether because it is too great.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct TooMuch(bool);

// What was typed, in fen. Full-width digits and the marks people put between
// thousands are understood; no amount is rounded.
fn fen(text: &str) -> Result<u64, TooMuch> {
    let mut digits = String::new();
    let mut cents: Option<usize> = None;
    for c in text.trim().chars() {
        match c {
            ',' | '，' | ' ' | '_' if cents.is_none() => {}
            '.' | '。' | '．' if cents.is_none() && !digits.is_empty() => cents = Some(0),
            _ => {
                let plain = match c {
                    '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
                    other => Some(other),
                };
                let digit = plain.filter(char::is_ascii_digit).ok_or(TooMuch(false))?;
                digits.push(digit);
                cents = cents.map(|count| count + 1);
            }
        }
    }
    let missing = 2_usize.checked_sub(cents.unwrap_or(0)).ok_or(TooMuch(false))?;
    if digits.is_empty() {
        return Err(TooMuch(false));
    }
    digits.extend(std::iter::repeat_n('0', missing));
    let amount = digits.parse::<u64>().map_err(|_| TooMuch(true))?;
    if amount > MOST_FEN { Err(TooMuch(true)) } else { Ok(amount) }
}

#[cfg(test)]
mod tests {
    use super::{TooMuch, fen, yuan};

    #[test]
    fn amounts_are_read_to_the_fen_or_not_at_all() {
        for (text, expected) in [
            ("6200", Ok(620_000)),
            (" 6,200.5 ", Ok(620_050)),
            ("６２００．０５", Ok(620_005)),
            ("0", Ok(0)),
            ("-1", Err(TooMuch(false))),
            ("6200.005", Err(TooMuch(false))),
            ("1.2.3", Err(TooMuch(false))),
            (".5", Err(TooMuch(false))),
            ("", Err(TooMuch(false))),
            ("六千", Err(TooMuch(false))),
            ("1000000000000000", Err(TooMuch(true))),
            ("99999999999999999999999999", Err(TooMuch(true))),
        ] {
            assert_eq!(fen(text), expected, "{text}");
        }
        assert_eq!([yuan(9_305), yuan(20), yuan(0)], ["93.05", "0.20", "0.00"]);
    }
}
