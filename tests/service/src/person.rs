//! Someone who uses the service, over HTTP and in JSON.

use guiyan_core::{
    Command, Outcome, Submission,
    branch::{
        activity::{ActivityCommand, ActivityForm},
        member::{MemberCommand, ReportForm},
    },
    caller::Lang,
    ids::{ActivityId, CommandId, PersonId},
    view::{ActivityView, BranchView, MeView, RosterPage},
};
use reqwest::{Method, RequestBuilder, Response, header};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{Problem, changes::Changes, make};

/// Someone, signed in or not.
#[derive(Clone, Debug)]
pub struct Person {
    /// What the test calls them.
    pub name: String,
    /// Their token.
    pub token: Option<String>,
    /// The service's address.
    pub base: String,
    /// Their connections.
    pub client: reqwest::Client,
    /// The language they read.
    pub lang: Lang,
}

/// The answer to a command that was carried out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The stream's version that shows it.
    pub version: u64,
    /// What it came to.
    pub outcome: Outcome,
}

impl Person {
    /// The same person, reading that language.
    #[must_use]
    pub fn reading(&self, lang: Lang) -> Self {
        Self { lang, ..self.clone() }
    }

    /// A request of theirs to a path, as in `/v1/me`.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base));
        let request = request.header(header::ACCEPT_LANGUAGE, self.lang.tag());
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// GET, whatever the answer.
    pub async fn get(&self, path: &str) -> Response {
        let response = self.request(Method::GET, path).send().await;
        response.unwrap_or_else(|error| panic!("{} asks for {path}: {error}", self.name))
    }

    /// POST of JSON, whatever the answer.
    pub async fn post(&self, path: &str, body: &Value) -> Response {
        let response = self.request(Method::POST, path).json(body).send().await;
        response.unwrap_or_else(|error| panic!("{} posts to {path}: {error}", self.name))
    }

    /// GET, read as a value of that type.
    pub async fn read<T: DeserializeOwned>(&self, path: &str) -> T {
        let response = self.get(path).await;
        let status = response.status();
        let text = response.text().await.expect("a body");
        assert_eq!(status, 200, "{} reads {path}: {text}", self.name);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"))
    }

    /// Their view of a branch.
    pub async fn view(&self, branch: &str) -> BranchView {
        self.read(&format!("/v1/branches/{branch}")).await
    }

    /// Themselves across all branches.
    pub async fn me(&self) -> MeView {
        self.read("/v1/me").await
    }

    /// Their random id.
    pub async fn id(&self) -> PersonId {
        self.me().await.person
    }

    /// One activity in their view of a branch.
    pub async fn activity(&self, branch: &str, id: ActivityId) -> ActivityView {
        let view = self.view(branch).await;
        let found = view.activities.into_iter().find(|activity| activity.id == id);
        found.unwrap_or_else(|| panic!("{} does not see the activity {id}", self.name))
    }

    /// A page of a roster; `query` as in `list=members&q=xu`.
    pub async fn roster(&self, branch: &str, query: &str) -> RosterPage {
        self.read(&format!("/v1/branches/{branch}/roster?{query}")).await
    }

    /// The stream of a branch's changes.
    pub async fn changes(&self, branch: &str) -> Changes {
        Changes::of(self.get(&format!("/v1/branches/{branch}/changes")).await)
    }

    /// Sends a command under a given id.
    pub async fn try_send_as(
        &self,
        id: CommandId,
        branch: &str,
        command: impl Into<Command>,
    ) -> Result<Accepted, Problem> {
        let submission = Submission { id, command: command.into() };
        let body = serde_json::to_value(submission).expect("a command as JSON");
        let response = self.post(&format!("/v1/branches/{branch}/commands"), &body).await;
        accepted(response).await
    }

    /// Sends a command that may get no answer at all.
    pub async fn attempt(&self, branch: &str, submission: &Submission) -> Fate {
        let path = format!("/v1/branches/{branch}/commands");
        let request = self.request(Method::POST, &path).json(submission);
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) => return Fate::Unknown(format!("{error:?}")),
        };
        let status = response.status().as_u16();
        let kind = crate::problem::header(&response, "content-type");
        let text = match response.text().await {
            Ok(text) => text,
            Err(error) => return Fate::Unknown(format!("{error:?}")),
        };
        match status {
            200 => Fate::Done(serde_json::from_str(&text).expect("an answer")),
            503 => {
                // Honest: a problem with a code, and nothing of the cause.
                Problem::parse(status, &kind, &text).expect(503, "unavailable");
                Fate::Unknown(text)
            }
            _ => Fate::Refused(Problem::parse(status, &kind, &text)),
        }
    }

    /// Sends a command under a fresh id.
    pub async fn try_send(
        &self,
        branch: &str,
        command: impl Into<Command>,
    ) -> Result<Accepted, Problem> {
        self.try_send_as(make::command_id(), branch, command).await
    }

    /// Sends a command that must be carried out.
    pub async fn send(&self, branch: &str, command: impl Into<Command>) -> Accepted {
        let answer = self.try_send(branch, command).await;
        answer.unwrap_or_else(|problem| panic!("{} was refused: {problem:?}", self.name))
    }

    /// Sends a command to the district as a whole.
    pub async fn try_send_home(&self, command: impl Into<Command>) -> Result<Accepted, Problem> {
        let submission = Submission { id: make::command_id(), command: command.into() };
        let body = serde_json::to_value(submission).expect("a command as JSON");
        accepted(self.post("/v1/district/commands", &body).await).await
    }

    /// Sends one that must be carried out.
    pub async fn send_home(&self, command: impl Into<Command>) -> Accepted {
        let answer = self.try_send_home(command).await;
        answer.unwrap_or_else(|problem| panic!("{} was refused: {problem:?}", self.name))
    }

    /// Sends a command that must be refused with that status and code.
    pub async fn refused(
        &self,
        branch: &str,
        command: impl Into<Command>,
        status: u16,
        code: &str,
    ) -> Problem {
        match self.try_send(branch, command).await {
            Ok(answer) => panic!("{} got {answer:?}, expected {code}", self.name),
            Err(problem) => problem.expect(status, code),
        }
    }

    /// 报到 with that form.
    pub async fn report_in(&self, branch: &str, report: ReportForm) -> Accepted {
        let notice = self.view(branch).await.notice.facts.version;
        let consent = make::consent(&notice);
        self.send(branch, MemberCommand::ReportIn { report, consent }).await
    }

    /// 接收, as the secretary.
    pub async fn receive(&self, branch: &str, person: PersonId) -> Accepted {
        self.send(branch, MemberCommand::ReceiveMember { person }).await
    }

    /// 发布, as the secretary.
    pub async fn publish(&self, branch: &str, details: ActivityForm) -> ActivityId {
        match self
            .send(branch, ActivityCommand::PublishActivity { details, draft: None })
            .await
            .outcome
        {
            Outcome::ActivityPublished { activity } => activity,
            outcome => panic!("published, and the answer was {outcome:?}"),
        }
    }

    /// 报名
    pub async fn sign_up(&self, branch: &str, activity: ActivityId) -> Outcome {
        self.send(branch, ActivityCommand::SignUp { activity, share_name: false }).await.outcome
    }

    /// 取消报名
    pub async fn leave(&self, branch: &str, activity: ActivityId) -> Outcome {
        self.send(branch, ActivityCommand::LeaveActivity { activity }).await.outcome
    }
}

/// What became of a command, as its client can know.
#[derive(Debug)]
pub enum Fate {
    /// It was carried out.
    Done(Accepted),
    /// It was refused.
    Refused(Problem),
    /// Nobody knows: no answer, or one that says to send it again. Which.
    Unknown(String),
}

/// Reads the answer to a command.
pub async fn accepted(response: Response) -> Result<Accepted, Problem> {
    if response.status() != 200 {
        return Err(Problem::of(response).await);
    }
    let text = response.text().await.expect("the answer to a command");
    Ok(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")))
}
