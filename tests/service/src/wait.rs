//! Waiting for conditions, never for time.

use std::time::{Duration, Instant};

/// How often a condition is looked at.
const TICK: Duration = Duration::from_millis(10);

/// Waits until the condition holds; `false` when it did not in time.
pub async fn wait_until(patience: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + patience;
    loop {
        if condition() {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        tokio::time::sleep(TICK).await;
    }
}

/// Asks again until there is an answer.
///
/// # Panics
/// When there is none in time.
pub async fn eventually<T, F: Future<Output = Option<T>>>(
    what: &str,
    patience: Duration,
    mut ask: impl FnMut() -> F,
) -> T {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "{what}: not within {patience:?}");
        tokio::time::sleep(TICK).await;
    }
}
