//! The service without HTTP: the same addresses, the same JSON, in the page.

use std::sync::{Arc, Mutex, PoisonError};

use guiyan_core::{
    Outcome, Refusal, Submission,
    caller::{Caller, Lang, Role},
    charter::DistrictCharter,
    ids::{PersonId, StreamId},
    time::Timestamp,
    view::{self, Handing, Named, Reading},
    wire::{
        self, AccountPerson, CommandAnswer, Door, Failure, FindAccount, Question, Sources, View,
    },
};
use guiyan_sample::persona::roles_of;
use guiyan_store::{
    Access, DeskOptions, Log, Receipt, StepDesk, StoreError, SubmitError, TallyRow, receipts,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::journal::{Journal, Unsaved};

/// Whom the page says its people are known by.
const ISSUER: &str = "guiyan-local";
/// For how many days the page keeps backups.
const NO_BACKUPS: u16 = 0;

/// A request, as it would go over HTTP.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: String,
    /// As in `/v1/branches/xinzhou-beijing/leads`.
    pub path: String,
    /// What follows the question mark.
    pub query: String,
    /// The JSON that is posted.
    pub body: String,
    /// `zh-CN` or `en`.
    pub lang: String,
    /// The tag of the view that the caller has.
    pub etag: Option<String>,
    /// Who asks; nobody when it is missing.
    pub caller: Option<Asker>,
}

/// Who asks: a name of the page's own, and offices.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asker {
    /// The same name is the same person.
    pub subject: String,
    /// As in `secretary:xinzhou-beijing`; without them those of a sample
    /// identity of that name, if it is one.
    pub roles: Option<Vec<String>>,
}

/// An answer, as it would come over HTTP.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// 200, 304, or that of a problem.
    pub status: u16,
    /// The tag of a view.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// JSON, or the text of a sheet; a problem document unless the status is 200.
    pub body: String,
    /// Under which name a sheet is offered as a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disposition: Option<String>,
}

/// A stream and the number of its last event.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Version {
    /// A branch, or `district`.
    pub stream: String,
    /// The number.
    pub version: u64,
}

/// A district whose record is in the page.
#[derive(Debug)]
pub struct Engine {
    home: Arc<DistrictCharter>,
    desk: StepDesk,
    journal: Journal,
}

impl Engine {
    /// The district that a journal says.
    ///
    /// # Errors
    /// The journal is damaged, or a newer release wrote it.
    pub fn open(home: Arc<DistrictCharter>, lines: &[String]) -> Result<Self, StoreError> {
        let journal = Journal::open(lines)?;
        let desk = StepDesk::open(home.clone(), Box::new(journal.clone()), DeskOptions::default())?;
        Ok(Self { home, desk, journal })
    }

    /// Fills an empty record with a sample year; leaves any other as it is.
    ///
    /// # Errors
    /// The samples do not fit the district.
    pub fn seed(&mut self, members: u32, now: Timestamp) -> Result<(), Failure> {
        let empty = self.desk.read(|district| {
            district.version == 0 && district.branches().all(|one| one.version == 0)
        });
        if !empty {
            return Ok(());
        }
        let journal = Mutex::new(self.journal.clone());
        let person = |persona: &str| {
            let mut journal = journal.lock().unwrap_or_else(PoisonError::into_inner);
            // The system's generator is the only thing that can fail, and the
            // first command would say so.
            journal.person(ISSUER, persona).unwrap_or(PersonId(uuid::Uuid::nil()))
        };
        for step in guiyan_sample::script(&self.home, members, now, &person) {
            self.submit(step.target, step.caller, step.at, step.submission)?;
        }
        self.settle(now)
    }

    /// Answers a request at that moment.
    pub fn ask(&mut self, request: &Request, now: Timestamp) -> Reply {
        let lang = Lang::from_tag(&request.lang);
        self.answer(request, lang, now).unwrap_or_else(|failure| problem(&failure, lang))
    }

    /// Whether a command would be accepted now; nothing is changed.
    pub fn check(&mut self, request: &Request, now: Timestamp) -> Reply {
        let lang = Lang::from_tag(&request.lang);
        let checked = self.caller(request).and_then(|caller| {
            let (target, submission) = command(request)?;
            self.settle(now)?;
            self.desk.read(|district| {
                let (id, command) = (submission.id, &submission.command);
                district.decide(&target, &caller, now, id, command)
            })?;
            ok(&json!({}))
        });
        checked.unwrap_or_else(|failure| problem(&failure, lang))
    }

    /// Every stream with the number of its last event.
    pub fn versions(&self) -> Vec<Version> {
        self.desk.read(|district| {
            let branches = district.branches().map(|branch| Version {
                stream: branch.charter.id.to_string(),
                version: branch.version,
            });
            let own = Version { stream: "district".to_owned(), version: district.version };
            branches.chain([own]).collect()
        })
    }

    /// What has not been kept yet.
    pub fn unsaved(&self) -> Unsaved {
        self.journal.unsaved()
    }

    /// The record below.
    pub fn log(&mut self) -> &mut dyn Log {
        self.desk.log()
    }

    /// All of it is kept now.
    pub fn saved(&self) {
        self.journal.saved();
    }

    fn answer(&mut self, request: &Request, lang: Lang, now: Timestamp) -> Result<Reply, Failure> {
        let caller = self.caller(request)?;
        // What has fallen due is written first, as nothing else wakes the page.
        self.settle(now)?;
        match request.method.as_str() {
            "GET" => self.read(request, &caller, lang, now),
            "POST" if request.path == "/v1/accounts" => {
                self.desk.read(|district| FindAccount::allows(district, &caller, now))?;
                let account = FindAccount::read(request.body.as_bytes())?;
                let person = self.desk.log().person(ISSUER, &account).map_err(lost)?;
                ok(&AccountPerson { person })
            }
            "POST" => {
                let (target, submission) = command(request)?;
                let id = submission.id;
                let Receipt { version, outcome, .. } =
                    self.submit(target, caller, now, submission)?;
                let erased = outcome == Outcome::Erased;
                let receipt = match erased {
                    true => receipts::of(self.desk.log(), id, NO_BACKUPS).map_err(lost)?,
                    false => None,
                };
                ok(&CommandAnswer { version, outcome, receipt })
            }
            _ => Err(Failure::MethodNotAllowed),
        }
    }

    fn read(
        &mut self,
        request: &Request,
        caller: &Caller,
        lang: Lang,
        now: Timestamp,
    ) -> Result<Reply, Failure> {
        if let Some(given) = wire::Receipt::asked(&request.path) {
            let found = receipts::find(self.desk.log(), &given, NO_BACKUPS).map_err(lost)?;
            return ok(&found.ok_or(Refusal::UnknownReceipt)?);
        }
        let question = question(request)?;
        let tallies = if question.counts() {
            let rows = self.desk.log().tallies(None).map_err(lost)?;
            let tally = |TallyRow { stream, month, measure, n }| (stream, month, measure, n);
            rows.into_iter().map(tally).collect()
        } else {
            Vec::new()
        };
        let readings = match caller.person.filter(|_| question.tells_readings()) {
            Some(person) => self.desk.log().accesses(person).map_err(lost)?,
            None => Vec::new(),
        };
        let readings: Vec<Reading> = readings.into_iter().map(Reading::from).collect();
        let answer = self.desk.read(|district| {
            let sources =
                Sources { matches: &|_, _| false, tallies: &tallies, readings: &readings };
            question.answer(district, caller, now, &sources)
        })?;
        let etag = answer.until.map(|until| {
            let versions: Vec<_> = self.versions().iter().map(|one| one.version).collect();
            let roles = format!("{:?}{:?}", caller.person, caller.roles);
            tag(&format!("{question:?}|{versions:?}|{roles}|{}|{until:?}", lang.tag()))
        });
        if etag.is_some() && etag == request.etag {
            return Ok(Reply { etag, ..text(304, String::new()) });
        }
        if let Some(by) = caller.person {
            let reader = (by, &*answer.offices, &answer.handing);
            self.keep(reader, now, answer.purpose, answer.named)?;
        }
        match answer.view {
            View::Sheet(sheet) => {
                let disposition = Some(sheet.disposition());
                Ok(Reply { disposition, ..text(200, sheet.text) })
            }
            view => Ok(Reply { etag, ..ok(&view)? }),
        }
    }

    /// Keeps who read about whom, as the service does.
    fn keep(
        &mut self,
        (by, offices, handing): (PersonId, &[Role], &Option<Handing>),
        at: Timestamp,
        purpose: &str,
        named: Vec<Named>,
    ) -> Result<(), Failure> {
        let access = |(branch, persons)| {
            let (offices, purpose) = (offices.to_vec(), purpose.to_owned());
            Access { at, by, offices, branch, purpose, handing: handing.clone(), persons }
        };
        let accesses: Vec<_> = view::readings(by, named).into_iter().map(access).collect();
        if accesses.is_empty() {
            return Ok(());
        }
        self.desk.log().record_accesses(&accesses).map_err(lost)
    }

    fn caller(&mut self, request: &Request) -> Result<Caller, Failure> {
        let Some(Asker { subject, roles }) = &request.caller else {
            return Ok(Caller::anonymous());
        };
        if subject.is_empty() {
            return Err(Failure::InvalidToken);
        }
        let roles = match roles {
            Some(roles) => {
                let roles = roles.iter().map(|role| role.parse::<Role>());
                roles.collect::<Result<_, _>>().map_err(|_| Failure::InvalidToken)?
            }
            None => roles_of(&self.home, subject).ok_or(Failure::InvalidToken)?,
        };
        let person = self.desk.log().person(ISSUER, subject).map_err(lost)?;
        Ok(Caller::officer(person, roles))
    }

    fn settle(&mut self, now: Timestamp) -> Result<(), Failure> {
        let (answer, reply) = slot();
        self.desk.settle(now, reply);
        self.stepped(&answer).map(|_| ())
    }

    fn submit(
        &mut self,
        target: StreamId,
        caller: Caller,
        now: Timestamp,
        submission: Submission,
    ) -> Result<Receipt, Failure> {
        let (answer, reply) = slot();
        self.desk.submit(target, caller, now, submission, reply);
        self.stepped(&answer)
    }

    fn stepped(&mut self, answer: &Slot) -> Result<Receipt, Failure> {
        while self.desk.step() {}
        let answer = answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        match answer {
            Some(Ok(receipt)) => Ok(receipt),
            Some(Err(SubmitError::Refused(refusal))) => Err(refusal.into()),
            Some(Err(SubmitError::Unavailable)) | None => Err(Failure::Unavailable),
        }
    }
}

/// The answer when what was done could not be kept.
pub fn unavailable(lang: &str) -> Reply {
    problem(&Failure::Unavailable, Lang::from_tag(lang))
}

type Answer = Result<Receipt, SubmitError>;
type Slot = Arc<Mutex<Option<Answer>>>;

/// Where an answer is put, and what puts it there.
fn slot() -> (Slot, impl FnOnce(Answer) + Send + 'static) {
    let slot = Slot::default();
    let into = slot.clone();
    (slot, move |answer| {
        *into.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    })
}

fn question(request: &Request) -> Result<Question, Failure> {
    let query: Vec<_> = form_urlencoded::parse(request.query.as_bytes()).collect();
    Question::of(&request.path, query.iter().map(|(name, value)| (&**name, &**value)))
}

/// The stream that a command is posted to, and the command.
fn command(request: &Request) -> Result<(StreamId, Submission), Failure> {
    Door::of(&request.path)?.read(request.body.as_bytes())
}

pub(crate) fn ok(value: &impl Serialize) -> Result<Reply, Failure> {
    Ok(text(200, serde_json::to_string(value).map_err(|_| Failure::Internal)?))
}

fn problem(failure: &Failure, lang: Lang) -> Reply {
    // A problem document is made of texts and numbers, which are always JSON.
    let body = serde_json::to_string(&failure.document(lang)).unwrap_or_default();
    text(failure.status(), body)
}

fn text(status: u16, body: String) -> Reply {
    Reply { status, etag: None, body, disposition: None }
}

fn lost(_: StoreError) -> Failure {
    Failure::Unavailable
}

/// A short name of a text: as long as it is the same, so is the view.
fn tag(text: &str) -> String {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
}

#[cfg(test)]
mod tests;
