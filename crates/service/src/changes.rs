//! Tells open widgets that a branch has changed: a version, nothing more.
//! What the change is, each caller reads in their own view.

use std::{collections::BTreeMap, time::Duration};

use futures_util::{Stream, stream};
use guiyan_core::ids::{BranchId, StreamId};
use guiyan_store::Desk;
use tokio::sync::watch;

/// Changes that follow each other faster are told as one.
const COALESCE: Duration = Duration::from_millis(100);

/// The latest committed version of each branch.
#[derive(Clone, Debug)]
pub struct Changes {
    versions: std::sync::Arc<BTreeMap<BranchId, watch::Sender<u64>>>,
}

impl Changes {
    /// Follows the commits of a desk.
    pub fn of(desk: &Desk) -> Self {
        let versions = desk.read(|district| {
            let branches = district.branches();
            branches
                .map(|branch| (branch.charter.id.clone(), watch::Sender::new(branch.version)))
                .collect()
        });
        let changes = Self { versions: std::sync::Arc::new(versions) };
        let told = changes.clone();
        desk.on_commit(Box::new(move |stream, version| told.tell(stream, version)));
        changes
    }

    /// The versions of a branch: the present one at once, then each change,
    /// until `stopping` becomes true. `None` for an unknown branch.
    pub fn follow(
        &self,
        branch: &BranchId,
        stopping: watch::Receiver<bool>,
    ) -> Option<impl Stream<Item = u64> + Send + use<>> {
        let mut version = self.versions.get(branch)?.subscribe();
        // The first step must find the present version, not wait for a change.
        version.mark_changed();
        let start = (version, stopping, false);
        Some(stream::unfold(start, |(mut version, mut stopping, told)| async move {
            let next = async {
                if told {
                    tokio::time::sleep(COALESCE).await;
                }
                version.changed().await.ok()?;
                Some(*version.borrow_and_update())
            };
            let now = tokio::select! {
                now = next => now?,
                _ = stopping.wait_for(|stopping| *stopping) => return None,
            };
            Some((now, (version, stopping, true)))
        }))
    }

    fn tell(&self, stream: &StreamId, version: u64) {
        if let StreamId::Branch(branch) = stream
            && let Some(sender) = self.versions.get(branch)
        {
            sender.send_if_modified(|known| {
                let newer = version > *known;
                *known = version.max(*known);
                newer
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
        let branch: BranchId = "xinzhou-beijing".parse().unwrap();
        let versions = BTreeMap::from([(branch.clone(), watch::Sender::new(3))]);
        (Changes { versions: std::sync::Arc::new(versions) }, branch)
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_is_told_as_one_and_the_latest_is_never_lost() {
        let (changes, branch) = changes();
        let (stop, stopping) = watch::channel(false);
        let mut told = pin!(changes.follow(&branch, stopping).unwrap());
        assert_eq!(told.next().await, Some(3));
        for version in 4..=50 {
            changes.tell(&StreamId::Branch(branch.clone()), version);
        }
        assert_eq!(told.next().await, Some(50));
        changes.tell(&StreamId::District, 99);
        changes.tell(&StreamId::Branch(branch.clone()), 49);
        changes.tell(&StreamId::Branch(branch), 51);
        assert_eq!(told.next().await, Some(51));
        stop.send_replace(true);
        assert_eq!(told.next().await, None);
    }

    #[tokio::test]
    async fn an_unknown_branch_has_no_changes() {
        let (changes, _) = changes();
        let (_stop, stopping) = watch::channel(false);
        assert!(changes.follow(&"xinzhou-paris".parse().unwrap(), stopping).is_none());
    }
}
