//! Whom the widget asks: the service over HTTP, or, behind the same addresses,
//! the rules in the page itself (`guiyan/core`, through [`Host::fetch`]).

mod changes;
mod http;
mod problem;

use std::rc::Rc;

use guiyan_core::{
    Outcome, Submission,
    branch::member::MemberState,
    caller::Lang,
    ids::{ActivityId, PersonId},
    view::{BranchView, RosterPage},
    wire::AccountPerson,
};

pub(crate) use changes::{Subscription, Word, subscribe};
pub(crate) use problem::{FieldProblem, Problem};

use crate::{
    host::Host,
    read::{Read, parse},
    write,
};
pub(crate) use http::Http;
use http::Reply;

/// What a command came to.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Answer {
    /// The stream's version after it.
    pub version: u64,
    /// Ids and codes.
    pub outcome: Outcome,
}

/// Which rows of which list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RosterAsk {
    /// Of which branch; of the district when empty.
    pub of: String,
    /// The people of one activity, or the report-ins.
    pub activity: Option<ActivityId>,
    /// Only report-ins in that state.
    pub state: Option<MemberState>,
    /// Part of a name.
    pub q: String,
}

/// A view, or word that the one at hand is still true.
pub(crate) struct Fetched<T> {
    /// The new view; nothing when it has not changed.
    pub view: Option<T>,
    /// What to ask with next time.
    pub etag: Option<String>,
}

/// Whom the widget asks.
#[derive(Clone)]
pub(crate) struct Port(Rc<Http>);

impl Port {
    /// The service over HTTP.
    pub(crate) fn http(service: String, lang: Lang, host: Host) -> Self {
        Self(Rc::new(Http { service, lang, host }))
    }

    /// A port of its own to the same service, for what outlives a widget.
    pub(crate) fn beside(http: &Http) -> Self {
        Self::http(http.service.clone(), http.lang, http.host.clone())
    }

    /// The caller's view of a branch.
    pub(crate) async fn branch(
        &self,
        branch: &str,
        etag: Option<String>,
    ) -> Result<Fetched<BranchView>, Problem> {
        self.view(&["/v1/branches/", branch].concat(), etag).await
    }

    /// Any view, by its address.
    pub(crate) async fn view<T: Read>(
        &self,
        path: &str,
        etag: Option<String>,
    ) -> Result<Fetched<T>, Problem> {
        let reply = self.0.get(&[path], etag.as_deref()).await?;
        if reply.status == 304 {
            return Ok(Fetched { view: None, etag });
        }
        let view = read(&reply)?;
        Ok(Fetched { view: Some(view), etag: reply.etag })
    }

    /// Carries out a command; one without a branch is for the district.
    pub(crate) async fn send(
        &self,
        branch: &str,
        submission: &Submission,
    ) -> Result<Answer, Problem> {
        let body = write::submission(submission);
        let reply = if branch.is_empty() {
            self.0.post(&["/v1/district/commands"], &body).await?
        } else {
            self.0.post(&["/v1/branches/", branch, "/commands"], &body).await?
        };
        read(&reply)
    }

    /// Whose account it is, for those who appoint people to offices.
    pub(crate) async fn account(&self, account: &str) -> Result<PersonId, Problem> {
        let reply = self.0.post(&["/v1/accounts"], &write::account(account)).await?;
        read::<AccountPerson>(&reply).map(|found| found.person)
    }

    /// Posts what is no command, in the caller's name.
    pub(crate) async fn post<T: Read>(&self, path: &str, body: &str) -> Result<T, Problem> {
        read(&self.0.post(&[path], body).await?)
    }

    /// The same as nobody: who signs in has no token yet.
    pub(crate) async fn post_openly<T: Read>(&self, path: &str, body: &str) -> Result<T, Problem> {
        read(&self.0.once(&[path], Some(body), None, None).await?)
    }

    /// A page of a list of people.
    pub(crate) async fn roster(
        &self,
        ask: &RosterAsk,
        cursor: Option<PersonId>,
    ) -> Result<RosterPage, Problem> {
        let list = if ask.activity.is_some() { "activity" } else { "members" };
        let activity = ask.activity.map(|id| id.to_string()).unwrap_or_default();
        let state = match ask.state {
            None => "",
            Some(MemberState::Submitted) => "submitted",
            Some(MemberState::SentBack) => "sentBack",
            Some(MemberState::Received) => "received",
            Some(MemberState::Ended) => "ended",
        };
        let q = String::from(js_sys::encode_uri_component(ask.q.trim()));
        let cursor = cursor.map(|id| id.to_string()).unwrap_or_default();
        let mut path = match &*ask.of {
            "" => vec!["/v1/district/roster?list=", list],
            branch => vec!["/v1/branches/", branch, "/roster?list=", list],
        };
        for (name, value) in
            [("&activity=", &*activity), ("&state=", state), ("&q=", &q), ("&cursor=", &cursor)]
        {
            if !value.is_empty() {
                path.extend([name, value]);
            }
        }
        read(&self.0.get(&path, None).await?)
    }

    /// A file, as text.
    pub(crate) async fn text(&self, path: &str) -> Result<String, Problem> {
        Ok(self.0.get(&[path], None).await?.text)
    }
}

fn read<T: Read>(reply: &Reply) -> Result<T, Problem> {
    parse(&reply.text).and_then(|node| T::read(&node)).ok_or_else(Problem::unreadable)
}
