//! 党费: worked out on the device by core's rules. Nothing is stored, nothing
//! is sent, nothing is paid. [domain §7]

use guiyan_core::{
    caller::Lang,
    dues::{DuesRates, Payer},
};
use yew::prelude::*;

use crate::{
    components::{Field, PageProps, Pick, page_head, radios, use_fetched},
    messages::{dues, fill},
};

/// The greatest base that is taken: a milliard yuan, in fen.
const MOST_FEN: u64 = 100_000_000_000;

/// Where the district's rates are asked for.
const RATES: &str = "/v1/dues";

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
    // The district's own, which its data file may change.
    let rates = use_fetched::<DuesRates>(cx, RATES.to_owned());
    let lang = cx.lang();
    let result = of.map(|payer| rates.html(|rates| result(lang, rates, payer)));
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
            <div role="status">{ for result }</div>
            <p class="second">{m.source}</p>
        </div>
    }
}

// The amount, and the rule it follows from.
fn result(lang: Lang, rates: &DuesRates, payer: Payer) -> Html {
    let m = dues::of(lang);
    let Some(due) = rates.monthly(payer) else { return Html::default() };
    let amount = if due.least_fen == due.most_fen {
        fill(m.yuan, &[&yuan(due.least_fen)])
    } else {
        fill(m.range, &[&yuan(due.least_fen), &yuan(due.most_fen)])
    };
    let sum = match payer {
        Payer::Salaried { base_fen } => {
            let rate = short(u64::from(rates.rate(base_fen)));
            Some(fill(m.rule_rate, &[&yuan(base_fen), &rate]))
        }
        Payer::Farmer | Payer::Student => None,
    };
    html! {
        <div class="card stack">
            <p class="second">{m.result}</p>
            <p class="figure">{amount}</p>
            <p class="strong">{m.rule}</p>
            { for sum.map(|sum| html! { <p class="num">{sum}</p> }) }
            <p>{rule(lang, rates, payer)}</p>
        </div>
    }
}

// The rule in words, with the district's figures.
fn rule(lang: Lang, rates: &DuesRates, payer: Payer) -> String {
    let m = dues::of(lang);
    match payer {
        Payer::Farmer => {
            fill(m.rule_farmer, &[&short(rates.farmer_least_fen), &short(rates.farmer_most_fen)])
        }
        Payer::Student => fill(m.rule_student, &[&short(rates.student_fen)]),
        Payer::Salaried { .. } => {
            let mut below: Option<String> = None;
            let mut parts = Vec::new();
            for step in &rates.steps {
                let (to, rate) = (short(step.up_to_fen), short(step.basis_points.into()));
                parts.push(match &below {
                    None => fill(m.rule_up_to, &[&to, &rate]),
                    Some(below) => fill(m.rule_between, &[below, &to, &rate]),
                });
                below = Some(to);
            }
            let above = short(rates.above_basis_points.into());
            parts.push(match &below {
                None => fill(m.rule_one, &[&above]),
                Some(below) => fill(m.rule_above, &[below, &above]),
            });
            let comma = if lang == Lang::Zh { "，" } else { ", " };
            fill(m.rule_steps, &[&parts.join(comma)])
        }
    }
}

// Hundredths without closing zeros: fen as yuan, basis points as a per cent.
fn short(hundredths: u64) -> String {
    let whole = yuan(hundredths);
    whole.trim_end_matches('0').trim_end_matches('.').to_owned()
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
    use guiyan_core::{
        caller::Lang,
        dues::{DuesRates, DuesStep, Payer},
    };

    use super::{TooMuch, fen, rule, yuan};
    use crate::read::{Read, parse};

    const SALARIED: Payer = Payer::Salaried { base_fen: 620_000 };

    #[test]
    fn the_rule_is_told_with_the_rates_that_the_service_sent() {
        let sent = serde_json::to_string(&DuesRates::default()).unwrap();
        let rates = DuesRates::read(&parse(&sent).unwrap()).unwrap();
        assert_eq!(rates, DuesRates::default());
        assert_eq!(
            rule(Lang::Zh, &rates, SALARIED),
            "整个基数按一个比例：3000 元及以下 0.5%，3000 元以上到 5000 元 1%，\
             5000 元以上到 10000 元 1.5%，10000 元以上 2%。"
        );
        assert_eq!(rule(Lang::Zh, &rates, Payer::Farmer), "农民党员每月交 0.2 元到 1 元。");

        let own = DuesRates {
            steps: vec![DuesStep { up_to_fen: 400_050, basis_points: 75 }],
            above_basis_points: 125,
            student_fen: 50,
            ..rates
        };
        assert_eq!(
            rule(Lang::En, &own, SALARIED),
            "One rate for the whole amount: up to 4000.5 yuan 0.75 %, above 4000.5 yuan 1.25 %."
        );
        assert_eq!(own.monthly(SALARIED).unwrap().least_fen, 7_750);
        assert!(rule(Lang::Zh, &own, Payer::Student).contains("每月交 0.5 元"));
        let one = DuesRates { steps: Vec::new(), ..own };
        assert_eq!(rule(Lang::Zh, &one, SALARIED), "整个基数按一个比例：1.25%。");
    }

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
