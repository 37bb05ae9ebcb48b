//! Work of several steps, of which none may be left out. Who hangs up has the
//! handler dropped where it waits; what must follow a step that is durable
//! already, as the forgetting follows an erasure, is done all the same.

use crate::{problem::Failure, request::RequestId};

/// Does it to its end, whoever listens, as a part of the same request.
pub(super) async fn unbroken<T: Send + 'static>(
    work: impl Future<Output = Result<T, Failure>> + Send + 'static,
) -> Result<T, Failure> {
    let task = match RequestId::current() {
        Some(id) => tokio::spawn(id.scope(work)),
        None => tokio::spawn(work),
    };
    // It panicked, which the hook has logged.
    task.await.unwrap_or(Err(Failure::Internal))
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn it_goes_on_when_nobody_waits_for_it_and_keeps_its_request() {
        let ((go, going), (tell, told)) = (oneshot::channel::<()>(), oneshot::channel());
        let id = RequestId::of(&axum::http::HeaderMap::new());
        let work = unbroken(async move {
            going.await.map_err(|_| Failure::Internal)?;
            tell.send(RequestId::current()).map_err(|_| Failure::Internal)
        });
        let mut handler = Box::pin(id.scope(work));
        // It is begun, and waits.
        assert!(handler.as_mut().now_or_never().is_none());
        drop(handler);
        go.send(()).unwrap();
        assert_eq!(told.await.unwrap(), Some(id));
    }

    #[tokio::test]
    async fn a_panic_is_a_failure_without_a_cause() {
        let work = async { if true { panic!("on purpose") } else { Ok(()) } };
        assert_eq!(unbroken(work).await, Err(Failure::Internal));
    }
}
