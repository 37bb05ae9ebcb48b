//! The frame that every page stands in: where one is, the other pages, and what
//! is on this one. All of it is plain markup, which needs no script.

use super::html::{Html, address, document, plain, tag, text, void};
use super::names::file;

/// The pages in the order in which they are offered.
const PAGES: [(&str, &str); 8] = [
    (file::START, "Start"),
    (file::HTTP, "HTTP"),
    (file::COMMANDS, "Commands"),
    (file::VIEWS, "Views"),
    (file::TYPES, "Types"),
    (file::CORE, "guiyan/core"),
    (file::ELEMENT, "Element"),
    (file::CODES, "Codes"),
];

/// A page before it is framed.
pub(super) struct Page {
    pub(super) file: &'static str,
    title: &'static str,
    heading: &'static str,
    lead: Html,
    toc: Html,
    body: Html,
}

impl Page {
    pub(super) fn new(file: &'static str, title: &'static str, heading: &'static str) -> Self {
        let [lead, toc, body] = [const { Html::EMPTY }; 3];
        Self { file, title, heading, lead, toc, body }
    }

    /// What is said before anything else.
    pub(super) fn lead(&mut self, lead: Html) {
        self.lead.push(lead);
    }

    /// A line in the list of what is on this page.
    pub(super) fn toc(&mut self, anchor: &str, name: &str) {
        let link = tag("a", &[("href", &format!("#{anchor}"))], [address(name)]);
        self.toc.push(tag("li", &[], [link]));
    }

    /// A heading of several lines that follow, in the list and on the page.
    pub(super) fn group(&mut self, anchor: &str, name: &str, about: Html) {
        let link = tag("a", &[("href", &format!("#{anchor}"))], [text(name)]);
        self.toc.push(tag("li", &[("class", "group")], [link]));
        self.body.push(tag("h2", &[("id", anchor)], [text(name)]));
        self.body.push(about);
    }

    pub(super) fn body(&mut self, body: Html) {
        self.body.push(body);
    }

    /// The whole document.
    pub(super) fn framed(self) -> String {
        let skip =
            tag("a", &[("class", "skip"), ("href", "#main")], [plain("Skip to the content")]);
        let (aside, folded) = contents(&self.toc);
        let heading = tag("h1", &[], [text(self.heading)]);
        let lead = tag("div", &[("class", "lead")], [self.lead]);
        let main = tag("main", &[("id", "main")], [heading, lead, folded, self.body]);
        let class = if aside.is_empty() { "width columns" } else { "width columns two" };
        let columns = tag("div", &[("class", class)], [aside, main]);
        let title = format!("{} · Guiyan reference", self.title);
        document(head(&title), [skip, masthead(self.file), columns, foot()].into_iter().collect())
    }
}

fn head(title: &str) -> Html {
    let meta = |name: &str, content: &str| void("meta", &[("name", name), ("content", content)]);
    [
        void("meta", &[("charset", "utf-8")]),
        meta("viewport", "width=device-width, initial-scale=1"),
        meta("color-scheme", "light dark"),
        tag("title", &[], [plain(title)]),
        void("link", &[("rel", "icon"), ("href", "geese.svg"), ("type", "image/svg+xml")]),
        void("link", &[("rel", "stylesheet"), ("href", "reference.css")]),
    ]
    .into_iter()
    .collect()
}

fn masthead(current: &str) -> Html {
    let geese =
        void("img", &[("src", "geese.svg"), ("alt", ""), ("width", "28"), ("height", "28")]);
    let name = tag("span", &[], [text("Guiyan 归雁")]);
    let home = tag("a", &[("class", "home"), ("href", file::START)], [geese, name]);
    let links = PAGES.iter().map(|(file, name)| {
        let here = [("href", *file), ("aria-current", "page")];
        let there = [("href", *file)];
        let attributes: &[(&str, &str)] = if *file == current { &here } else { &there };
        tag("li", &[], [tag("a", attributes, [plain(name)])])
    });
    let nav = tag("nav", &[("aria-label", "Reference")], [tag("ul", &[], links)]);
    let inner = tag("div", &[("class", "width")], [home, nav]);
    tag("header", &[("class", "masthead")], [inner])
}

/// The list of what is on the page, twice: beside it where there is room, and
/// folded above it where there is not. Never are both shown.
fn contents(toc: &Html) -> (Html, Html) {
    if toc.is_empty() {
        return (Html::EMPTY, Html::EMPTY);
    }
    let label = [("aria-label", "On this page")];
    let list = || tag("nav", &label, [tag("ul", &[("class", "toc")], [toc.clone()])]);
    let summary = tag("summary", &[], [plain("On this page")]);
    let beside = tag("div", &[("class", "beside")], [list()]);
    (beside, tag("details", &[("class", "folded")], [summary, list()]))
}

fn foot() -> Html {
    let said = "Made from the source of this release by cargo xtask reference; nothing here is \
                written twice.";
    let portal = tag("a", &[("href", "/")], [plain("The demo portal")]);
    let words = [tag("p", &[], [plain(said)]), tag("p", &[], [portal])];
    tag("footer", &[("class", "foot")], [tag("div", &[("class", "width")], words)])
}

/// One thing that can be linked to: a heading that leads to itself, and what is
/// said of it.
pub(super) fn item(level: u8, anchor: &str, name: Html, inside: Html) -> Html {
    let link = tag("a", &[("href", &format!("#{anchor}"))], [name]);
    let heading = tag(&format!("h{level}"), &[], [link]);
    tag("section", &[("class", "item"), ("id", anchor)], [heading, inside])
}
