//! Many people at once.

use std::{future::Future, sync::Arc};

use guiyan_core::{
    branch::member::{MemberCommand, ReportForm},
    ids::PersonId,
};
use tokio::sync::Semaphore;

use crate::{App, Person, make};

/// How many requests are under way at a time while a test sets its scene.
pub const LANES: usize = 32;

/// A person with a report-in, and their id.
#[derive(Clone, Debug)]
pub struct Member {
    /// Them.
    pub person: Person,
    /// Their random id.
    pub id: PersonId,
}

/// Does the work for each item, at most `lanes` at a time; answers in order.
pub async fn each<T, R, F>(
    lanes: usize,
    items: impl IntoIterator<Item = T>,
    work: impl Fn(T) -> F,
) -> Vec<R>
where
    R: Send + 'static,
    F: Future<Output = R> + Send + 'static,
{
    let gate = Arc::new(Semaphore::new(lanes));
    let tasks: Vec<_> = items
        .into_iter()
        .map(|item| (gate.clone(), work(item)))
        .map(|(gate, work)| {
            tokio::spawn(async move {
                let _lane = gate.acquire().await.expect("the gate stays open");
                work.await
            })
        })
        .collect();
    let mut answers = Vec::with_capacity(tasks.len());
    for task in tasks {
        answers.push(task.await.expect("a task that did not fail"));
    }
    answers
}

/// The nth person of a test, new to the district, with a form of their own.
pub async fn newcomer(app: &App, n: u32) -> (Person, ReportForm) {
    let person = app.person(&format!("new:p{n}")).await;
    (person, ReportForm { phone: make::phone(n), ..make::report(&make::name(n)) })
}

/// Those of these numbers who reported in, and whom the secretary received.
pub async fn members(
    app: &Arc<App>,
    secretary: &Person,
    branch: &'static str,
    numbers: impl IntoIterator<Item = u32>,
) -> Vec<Member> {
    let notice = secretary.view(branch).await.notice.facts.version;
    each(LANES, numbers, |n| {
        let (app, secretary, notice) = (app.clone(), secretary.clone(), notice.clone());
        async move {
            let (person, report) = newcomer(&app, n).await;
            let consent = make::consent(&notice);
            person.send(branch, MemberCommand::ReportIn { report, consent }).await;
            let id = person.id().await;
            secretary.receive(branch, id).await;
            Member { person, id }
        }
    })
    .await
}
