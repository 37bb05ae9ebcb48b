//! 朗读: the page, read aloud by the browser's own voice in 长辈版. Where there
//! is none, as in some of WeChat's windows, there is no button either.

use std::{cell::Cell, rc::Rc};

use guiyan_core::caller::Lang;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{Element, HtmlElement, Node};
use yew::prelude::*;

use crate::{
    browser,
    components::{Button, PageProps},
};

/// What the browser calls when it has said a line, or could not.
type Said = Closure<dyn FnMut(JsValue)>;

/// The button that begins and ends it. It ends by itself with the page.
#[function_component]
pub(crate) fn Aloud(props: &PageProps) -> Html {
    let cx = &props.cx;
    let m = cx.pm();
    let speaking = use_state_eq(|| false);
    let silent = use_state_eq(|| false);
    let reading = use_mut_ref(|| None::<Reading>);
    let page = (cx.model.route.clone(), cx.lang());
    {
        let (reading, speaking, silent) = (reading.clone(), speaking.clone(), silent.clone());
        use_effect_with(page, move |_| {
            move || {
                // Dropped, it falls silent.
                reading.borrow_mut().take();
                speaking.set(false);
                silent.set(false);
            }
        });
    }
    let Some(voice) = Voice::of_browser() else { return Html::default() };
    let press = {
        let (root, lang) = (cx.shell.root.clone(), cx.lang());
        let (speaking, silent) = (speaking.clone(), silent.clone());
        Callback::from(move |_| {
            let stop = reading.borrow_mut().take().is_some() && *speaking;
            speaking.set(!stop);
            silent.set(false);
            if !stop {
                let (speaking, silent) = (speaking.clone(), silent.clone());
                let over = move |spoken: bool| {
                    speaking.set(false);
                    silent.set(!spoken);
                };
                *reading.borrow_mut() = Some(Reading::begin(&voice, &root, lang, over));
            }
        })
    };
    let label = if *speaking { m.stop_reading } else { m.read_aloud };
    html! {
        <>
            {Button::quiet(label).id("aloud").on(press).html()}
            if *silent {
                <p class="second" role="status">{m.no_voice}</p>
            }
        </>
    }
}

/// The browser's voice.
#[derive(Clone)]
struct Voice(JsValue);

impl Voice {
    fn of_browser() -> Option<Self> {
        let window = browser::window()?;
        // Both are missing together in old windows, but a page may take one away.
        get(&window, "SpeechSynthesisUtterance").filter(JsValue::is_function)?;
        get(&window, "speechSynthesis").filter(JsValue::is_object).map(Self)
    }

    fn call(&self, name: &str, arguments: &Array) {
        if let Some(Ok(function)) = get(&self.0, name).map(JsCast::dyn_into::<Function>) {
            // A voice that refuses stays silent; its `error` says so.
            let _ = function.apply(&self.0, arguments);
        }
    }
}

/// A page that is being read. Dropped, it falls silent.
struct Reading {
    voice: Voice,
    // Kept, or some browsers forget to tell when a line is over.
    lines: Vec<JsValue>,
    _said: Said,
    over: Rc<Cell<bool>>,
}

impl Reading {
    /// `over` is told once whether something was spoken to the end.
    fn begin(voice: &Voice, root: &HtmlElement, lang: Lang, over: impl Fn(bool) + 'static) -> Self {
        let lines = lines(root);
        let left = Cell::new(lines.len());
        let ended = Rc::new(Cell::new(false));
        let said = {
            let ended = ended.clone();
            Said::new(move |event: JsValue| {
                let failed = get(&event, "type").is_some_and(|kind| kind == "error");
                left.set(left.get().saturating_sub(1));
                if (failed || left.get() == 0) && !ended.replace(true) {
                    over(!failed);
                }
            })
        };
        // What another page of the widget had begun ends here.
        voice.call("cancel", &Array::new());
        let tag = if lang == Lang::En { "en-US" } else { "zh-CN" };
        let spoken =
            lines.iter().filter_map(|line| utterance(line, tag, &said)).collect::<Vec<_>>();
        // One by one: long texts are cut off by some voices.
        for one in &spoken {
            voice.call("speak", &Array::of1(one));
        }
        Self { voice: voice.clone(), lines: spoken, _said: said, over: ended }
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        // Told of its end later, a line would call what is dropped.
        for line in &self.lines {
            for name in ["onend", "onerror"] {
                let _ = Reflect::set(line, &name.into(), &JsValue::NULL);
            }
        }
        // One voice serves the whole window: what was over may be another's now.
        if !self.over.replace(true) {
            self.voice.call("cancel", &Array::new());
        }
    }
}

fn utterance(line: &str, tag: &str, said: &Said) -> Option<JsValue> {
    let maker = get(&browser::window()?, "SpeechSynthesisUtterance")?;
    let maker = maker.dyn_into::<Function>().ok()?;
    let one = Reflect::construct(&maker, &Array::of1(&line.into())).ok()?;
    let said = said.as_ref();
    for (name, value) in
        [("lang", &tag.into()), ("rate", &0.9.into()), ("onend", said), ("onerror", said)]
    {
        // Setting a property of an utterance does not fail.
        let _ = Reflect::set(&one, &name.into(), value);
    }
    Some(one)
}

fn get(of: &impl AsRef<JsValue>, name: &str) -> Option<JsValue> {
    Reflect::get(of.as_ref(), &name.into()).ok()
}

// What the page says, line by line: what stands in one element is one line. The
// words of fields and of the way back are not read.
fn lines(root: &HtmlElement) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(panel) = root.query_selector(".body").ok().flatten() {
        collect(&panel, &mut lines);
    }
    lines
}

fn collect(element: &Element, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut child = element.first_child();
    while let Some(node) = child {
        if node.node_type() == Node::TEXT_NODE {
            line.push_str(&node.text_content().unwrap_or_default());
        } else if let Some(below) = node.dyn_ref::<Element>().filter(|it| is_read(it)) {
            flush(&mut line, lines);
            collect(below, lines);
        }
        child = node.next_sibling();
    }
    flush(&mut line, lines);
}

fn flush(line: &mut String, lines: &mut Vec<String>) {
    let said = line.trim();
    if said.chars().any(char::is_alphanumeric) {
        lines.push(said.to_owned());
    }
    line.clear();
}

fn is_read(element: &Element) -> bool {
    let skipped =
        ".back, .unseen, svg, select, textarea, input, details:not([open]) > :not(summary)";
    !element.matches(skipped).unwrap_or(true)
}
