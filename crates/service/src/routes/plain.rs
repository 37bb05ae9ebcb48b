//! A branch as plain HTML, without script, for browsers below the baseline:
//! what it is, whom to call, what is coming, and a QR code that leads a newer
//! phone to the portal. What a visitor may see.

use std::{fmt::Write as _, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, header, uri::Authority},
    response::{IntoResponse, Response},
};
use guiyan_core::{
    caller::{Caller, Lang},
    ids::BranchId,
    refusal::Refusal,
    time::Timestamp,
    view::{self, ActivityStatus, ActivityView, BranchView},
};

use qrcode::{QrCode, render::svg};

use super::ask::{InPath, branch_id, lang_of};
use crate::{
    app::{App, now},
    client,
    problem::{Failure, Told as _},
    site::PAGE_POLICY,
};

/// `branches/{branch}` outside of `/v1`.
pub(super) async fn page(
    State(app): State<Arc<App>>,
    branch: InPath,
    request: Request,
) -> Response {
    let headers = request.headers();
    let lang = lang_of(headers);
    let taken = app.limits.address(client::of(request.extensions()));
    let view = taken.and_then(|()| branch_id(branch)).and_then(|branch| {
        let view = app.desk.read(|district| {
            let now = now().max(district.last_at());
            let portal = district.branch(&branch).and_then(|branch| branch.charter.portal.clone());
            let (view, _) = view::view(district, &branch, &Caller::anonymous(), now)?;
            Ok((view, portal.or_else(|| own_address(&branch, headers))))
        });
        view.map_err(|refusal: Refusal| Failure::from(refusal))
    });
    match view {
        Ok((view, address)) => {
            let mut response = html(&view, address.as_deref(), lang).into_response();
            let headers = response.headers_mut();
            let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
            set(header::CONTENT_TYPE, "text/html; charset=utf-8");
            set(header::CONTENT_SECURITY_POLICY, PAGE_POLICY);
            set(header::CONTENT_LANGUAGE, lang.tag());
            set(header::CACHE_CONTROL, "no-cache");
            set(header::VARY, "Accept-Language");
            set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
            set(header::REFERRER_POLICY, "no-referrer");
            response
        }
        Err(failure) => failure.told(lang).into_response(),
    }
}

/// The few styles of that page.
pub(super) async fn styles() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "max-age=3600"),
    ];
    (headers, include_str!("plain.css"))
}

// Where no portal is named, the page leads to itself.
fn own_address(branch: &BranchId, headers: &HeaderMap) -> Option<String> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let host: Authority = host.parse().ok()?;
    Some(format!("http://{host}/branches/{branch}"))
}

// Drawn in place, as the page's policy wants it. Too long an address has none.
fn code(address: &str, lang: Lang) -> Option<String> {
    let hint = match lang {
        Lang::Zh => "用手机扫一扫，打开支部页面",
        Lang::En => "Scan to open the branch’s page on a phone",
    };
    let code = QrCode::new(address).ok()?;
    let picture = code.render::<svg::Color<'_>>().min_dimensions(180, 180).build();
    // The declaration belongs to a file of its own.
    let picture = picture.get(picture.find("<svg")?..)?;
    Some(format!("<figure>{picture}<figcaption>{hint}</figcaption></figure>\n"))
}

fn html(view: &BranchView, address: Option<&str>, lang: Lang) -> String {
    let branch = &view.branch;
    let name = escape(branch.names.name.get(lang));
    let (contact, coming, none) = match lang {
        Lang::Zh => ("联系支部", "近期活动", "近期没有活动。"),
        Lang::En => ("Contact", "Coming activities", "No activities are coming up."),
    };
    let tag = lang.tag();
    let about = escape(branch.about.get(lang));
    let person = escape(&branch.contact.name);
    let phone = escape(&branch.contact.phone);
    let code = address.and_then(|address| code(address, lang)).unwrap_or_default();
    // Relative addresses: a proxy may serve all of this below a path.
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{name}</title>\n<link rel=\"stylesheet\" href=\"../plain.css\">\n\
         <link rel=\"icon\" href=\"../portal/geese.svg\" type=\"image/svg+xml\">\n</head>\n<body>\n\
         <main>\n<h1>{name}</h1>\n<p>{about}</p>\n<h2>{contact}</h2>\n\
         <p>{person}</p>\n<p class=\"tel\"><a href=\"tel:{phone}\">{phone}</a></p>\n{code}\
         <h2>{coming}</h2>\n"
    );
    let activities: Vec<&ActivityView> = view.activities.iter().collect();
    if activities.is_empty() {
        let _ = writeln!(page, "<p>{none}</p>");
    } else {
        page.push_str("<ul>\n");
        activities.iter().for_each(|activity| item(&mut page, activity, lang));
        page.push_str("</ul>\n");
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn item(page: &mut String, activity: &ActivityView, lang: Lang) {
    let cancelled = match (activity.status == ActivityStatus::Cancelled, lang) {
        (false, _) => "",
        (true, Lang::Zh) => "（已取消）",
        (true, Lang::En) => " (cancelled)",
    };
    let title = escape(&activity.title);
    let time = span(activity.start, activity.end, lang);
    let online = match lang {
        Lang::Zh => "线上",
        Lang::En => "Online",
    };
    let place = activity.place.as_deref().map_or_else(|| online.to_owned(), escape);
    let _ = writeln!(
        page,
        "<li><p><strong>{title}</strong>{cancelled}</p><p>{time}</p><p>{place}</p></li>"
    );
}

fn span(start: Timestamp, end: Timestamp, lang: Lang) -> String {
    let clock = |time: Timestamp| {
        let (hours, minutes) = time.clock();
        format!("{hours}:{minutes:02}")
    };
    let date = |time: Timestamp| {
        let day = time.day();
        match lang {
            Lang::Zh => format!("{}月{}日", day.month_of_year(), day.day_of_month()),
            Lang::En => day.to_string(),
        }
    };
    let last = if start.day() == end.day() { String::new() } else { format!("{} ", date(end)) };
    format!("{} {}–{last}{}", date(start), clock(start), clock(end))
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use guiyan_core::testing::at;

    use super::*;

    #[test]
    fn what_people_type_stays_text() {
        assert_eq!(escape("<b onclick='x'>\"&"), "&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;");
    }

    #[test]
    fn the_code_is_drawn_in_place_and_holds_what_it_should() {
        let address = "https://portal.example/beijing";
        let drawn = code(address, Lang::Zh).unwrap();
        assert!(drawn.starts_with("<figure><svg "), "{drawn}");
        assert!(!drawn.contains("style="), "{drawn}");
        assert_ne!(drawn, code("https://portal.example/yiwu", Lang::Zh).unwrap());
        assert_eq!(code(&"x".repeat(5000), Lang::Zh), None);
    }

    #[test]
    fn a_strange_host_leads_nowhere() {
        let branch: BranchId = "xinzhou-beijing".parse().unwrap();
        let to = |host: &'static str| {
            let headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]);
            own_address(&branch, &headers)
        };
        assert_eq!(to("127.0.0.1:7117").unwrap(), "http://127.0.0.1:7117/branches/xinzhou-beijing");
        assert_eq!(to("evil/<script>"), None);
    }

    #[test]
    fn times_read_as_people_write_them() {
        let (start, end) = (at("2026-12-06T14:00"), at("2026-12-06T16:05"));
        assert_eq!(span(start, end, Lang::Zh), "12月6日 14:00–16:05");
        assert_eq!(
            span(start, at("2026-12-07T09:00"), Lang::En),
            "2026-12-06 14:00–2026-12-07 9:00"
        );
    }
}
