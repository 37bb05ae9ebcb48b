//! Someone with a telephone, and the gateway that sends to it.

use std::path::Path;

use reqwest::{Response, header};
use serde_json::{Value, json};

use crate::{
    App, Person, Problem,
    stand_in::{Asked, StandIn},
};

/// The secret that gateway and service share in these tests.
pub const SECRET: &str = "a-secret-of-the-tests-that-is-long-enough-0123456789";

/// The operator's SMS gateway.
pub struct Gateway {
    /// Its server.
    pub server: StandIn,
}

impl Gateway {
    /// Starts one that takes every message.
    pub async fn start() -> Self {
        Self { server: StandIn::start(|_| (202, "{}".to_owned())).await }
    }

    /// The settings that know it, with more of them; the secret is put in `folder`.
    pub fn settings(&self, folder: &Path, more: &str) -> String {
        let file = folder.join("sms.secret");
        std::fs::write(&file, format!("{SECRET}\n")).expect("write the secret");
        let (webhook, file) = (format!("{}/send", self.server.base), file.display());
        format!("[phone]\nwebhook = '{webhook}'\nsecret-file = '{file}'\n{more}\n")
    }

    /// Every message so far.
    pub fn messages(&self) -> Vec<Value> {
        let body = |asked: Asked| serde_json::from_str(&asked.body).expect("a message in JSON");
        self.server.asked().into_iter().map(body).collect()
    }

    /// The code in the last message to that number.
    pub fn code(&self, phone: &str) -> String {
        let messages = self.messages();
        let last = messages.iter().rfind(|message| message["phone"] == phone);
        let last = last.unwrap_or_else(|| panic!("no message to {phone}: {messages:?}"));
        last["code"].as_str().expect("a code").to_owned()
    }
}

/// The tokens of a session.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// For `Authorization`.
    pub access: String,
    /// For the next.
    pub refresh: String,
    /// The person's random id.
    pub person: String,
}

impl Tokens {
    /// Those of an answer that must be one.
    pub async fn of(response: Response) -> Self {
        let status = response.status();
        let text = response.text().await.expect("a body");
        assert_eq!(status, 200, "{text}");
        let answer: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(answer["expiresIn"], 900);
        let field = |name: &str| answer[name].as_str().expect(name).to_owned();
        Self {
            access: field("accessToken"),
            refresh: field("refreshToken"),
            person: field("person"),
        }
    }

    /// Who has these.
    pub fn holder(&self, app: &App) -> Person {
        app.with_token("somebody with a telephone", &self.access)
    }
}

impl App {
    /// Posts to one of the addresses of signing in.
    pub async fn sign_in(&self, to: &str, body: &Value) -> Response {
        self.anonymous().post(&format!("/v1/sign-in/{to}"), body).await
    }

    /// Asks for a code, whatever the answer.
    pub async fn ask_code(&self, phone: &str) -> Response {
        self.sign_in("codes", &json!({ "phone": phone })).await
    }

    /// Begins a session with a code, whatever the answer.
    pub async fn enter_code(&self, phone: &str, code: &str) -> Response {
        self.sign_in("sessions", &json!({ "phone": phone, "code": code })).await
    }

    /// Continues a session, whatever the answer.
    pub async fn refresh(&self, token: &str) -> Response {
        self.sign_in("refresh", &json!({ "refreshToken": token })).await
    }

    /// Signs in by phone.
    pub async fn by_phone(&self, gateway: &Gateway, phone: &str) -> Tokens {
        let asked = self.ask_code(phone).await;
        assert_eq!(asked.status(), 202, "a code for {phone}");
        Tokens::of(self.enter_code(phone, &gateway.code(phone)).await).await
    }

    /// Signs in by phone on a device that says this about itself.
    pub async fn by_phone_on(&self, gateway: &Gateway, phone: &str, device: &str) -> Tokens {
        assert_eq!(self.ask_code(phone).await.status(), 202, "a code for {phone}");
        let body = json!({ "phone": phone, "code": gateway.code(phone) });
        let request = self.client.post(format!("{}/v1/sign-in/sessions", self.base));
        let request = request.header(header::USER_AGENT, device).json(&body);
        Tokens::of(request.send().await.expect("an answer")).await
    }
}

/// The problem of an answer, which must be of that status and code.
pub async fn problem(response: Response, status: u16, code: &str) -> Problem {
    Problem::of(response).await.expect(status, code)
}

/// A code that is not this one.
pub fn wrong(code: &str) -> String {
    let number: u32 = code.parse().expect("digits");
    format!("{:06}", (number + 1) % 1_000_000)
}
