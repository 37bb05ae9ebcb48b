//! Tells open widgets that a branch has changed: a version, nothing more.
//! What the change is, each caller reads in their own view.

use std::{collections::BTreeMap, time::Duration};

use futures_util::{Stream, stream};
use guiyan_core::ids::{BranchId, StreamId};
use guiyan_store::{Desk, Moved};
use tokio::sync::watch;

/// Changes that follow each other faster are told as one.
const COALESCE: Duration = Duration::from_millis(100);

/// Where a branch stands: its latest committed version, and how often something
/// else that its page shows has changed.
type Standing = (u64, u64);

/// The latest committed version of each branch. The same version told again says
/// that something beside it has changed: an activity of the district, or one
/// that a sister branch has opened.
#[derive(Clone, Debug)]
pub struct Changes {
    branches: std::sync::Arc<BTreeMap<BranchId, watch::Sender<Standing>>>,
}

impl Changes {
    /// Follows the commits of a desk.
    pub fn of(desk: &Desk) -> Self {
        let branches = desk.read(|district| {
            let branches = district.branches();
            branches
                .map(|branch| (branch.charter.id.clone(), watch::Sender::new((branch.version, 0))))
                .collect()
        });
        let changes = Self { branches: std::sync::Arc::new(branches) };
        let told = changes.clone();
        desk.on_commit(Box::new(move |stream, moved| told.tell(stream, moved)));
        changes
    }

    /// The versions of a branch: the present one at once, then each change,
    /// until `stopping` becomes true. `None` for an unknown branch.
    pub fn follow(
        &self,
        branch: &BranchId,
        stopping: watch::Receiver<bool>,
    ) -> Option<impl Stream<Item = u64> + Send + use<>> {
        let mut version = self.branches.get(branch)?.subscribe();
        // The first step must find the present version, not wait for a change.
        version.mark_changed();
        let start = (version, stopping, false);
        Some(stream::unfold(start, |(mut version, mut stopping, told)| async move {
            let next = async {
                if told {
                    tokio::time::sleep(COALESCE).await;
                }
                version.changed().await.ok()?;
                Some(version.borrow_and_update().0)
            };
            let now = tokio::select! {
                now = next => now?,
                _ = stopping.wait_for(|stopping| *stopping) => return None,
            };
            Some((now, (version, stopping, true)))
        }))
    }

    fn tell(&self, stream: &StreamId, moved: Moved) {
        for (branch, sender) in self.branches.iter() {
            let own = matches!(stream, StreamId::Branch(of) if of == branch);
            sender.send_if_modified(|(version, beside)| {
                let newer = own && moved.version > *version;
                if newer {
                    *version = moved.version;
                }
                let news = !own && moved.beside;
                *beside += u64::from(news);
                newer || news
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::StreamExt as _;

    use super::*;

    fn changes() -> (Changes, BranchId) {
        let ids = ["xinzhou-beijing", "xinzhou-yiwu"].map(|id| id.parse::<BranchId>().unwrap());
        let branches = ids.iter().map(|id| (id.clone(), watch::Sender::new((3, 0)))).collect();
        (Changes { branches: std::sync::Arc::new(branches) }, ids[0].clone())
    }

    fn at(version: u64) -> Moved {
        Moved { version, beside: false }
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_is_told_as_one_and_the_latest_is_never_lost() {
        let (changes, branch) = changes();
        let (stop, stopping) = watch::channel(false);
        let mut told = pin!(changes.follow(&branch, stopping).unwrap());
        assert_eq!(told.next().await, Some(3));
        for version in 4..=50 {
            changes.tell(&StreamId::Branch(branch.clone()), at(version));
        }
        assert_eq!(told.next().await, Some(50));
        changes.tell(&StreamId::District, at(99));
        changes.tell(&StreamId::Branch(branch.clone()), at(49));
        changes.tell(&StreamId::Branch(branch), at(51));
        assert_eq!(told.next().await, Some(51));
        stop.send_replace(true);
        assert_eq!(told.next().await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn what_shows_beside_is_told_by_the_same_version_again() {
        let (changes, branch) = changes();
        let (_stop, stopping) = watch::channel(false);
        let mut told = pin!(changes.follow(&branch, stopping).unwrap());
        assert_eq!(told.next().await, Some(3));
        let yiwu = StreamId::Branch("xinzhou-yiwu".parse().unwrap());
        changes.tell(&yiwu, at(7));
        changes.tell(&yiwu, Moved { version: 8, beside: true });
        assert_eq!(told.next().await, Some(3));
        changes.tell(&StreamId::District, Moved { version: 1, beside: true });
        assert_eq!(told.next().await, Some(3));
        // To itself it is a change like any other.
        changes.tell(&StreamId::Branch(branch), Moved { version: 4, beside: true });
        assert_eq!(told.next().await, Some(4));
    }

    #[tokio::test]
    async fn an_unknown_branch_has_no_changes() {
        let (changes, _) = changes();
        let (_stop, stopping) = watch::channel(false);
        assert!(changes.follow(&"xinzhou-paris".parse().unwrap(), stopping).is_none());
    }
}
