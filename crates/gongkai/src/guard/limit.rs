//! 大小: how large a request may be, and a page that says so instead of a broken connection.

use std::sync::Arc;

use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::page::Error;

/// All files of one upload together: 20 MB.
pub const UPLOAD: usize = 20_000_000;
/// The whole body: the files, their names and the form around them.
pub const BODY: usize = UPLOAD + 200_000;
/// So much of a body that is too large is still taken in and thrown away, because a browser reads the answer only when
/// it has sent everything.
const DRAINED: u64 = 200_000_000;

/// Bodies of all uploads that are held in memory at the same moment: a dozen of the largest.
const TOGETHER: usize = 256_000_000;
/// Bodies are counted in these; a form without files is smaller and always finds room.
const UNIT: usize = 16_384;

/// What all uploads together may hold. Cheap to clone; all clones share one bound.
#[derive(Clone)]
pub struct Uploads(Arc<Semaphore>);

impl Default for Uploads {
    fn default() -> Self {
        Self::holding(TOGETHER)
    }
}

impl Uploads {
    /// Room for this many bytes.
    pub fn holding(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(bytes / UNIT)))
    }

    fn take(&self, bytes: u64) -> Option<OwnedSemaphorePermit> {
        let units = u32::try_from(bytes / UNIT as u64).ok()?;
        self.0.clone().try_acquire_many_owned(units).ok()
    }
}

/// Answers 413 when the announced length is too large, and 503 while others' uploads leave no room.
pub async fn admit(State(uploads): State<Uploads>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    // one that does not say may become as large as any
    let length = announced.unwrap_or(BODY as u64);
    if length <= BODY as u64 {
        // held until the answer is ready: by then the register has the files
        if let Some(_room) = uploads.take(length) {
            return next.run(request).await;
        }
    }
    if length <= DRAINED {
        drain(request.into_body()).await;
    }
    if length <= BODY as u64 { Error::Crowded.into_response() } else { Error::TooLarge.into_response() }
}

async fn drain(mut body: Body) {
    let mut taken = 0;
    while let Some(Ok(frame)) = std::future::poll_fn(|cx| std::pin::Pin::new(&mut body).poll_frame(cx)).await {
        taken += frame.data_ref().map_or(0, |data| data.len() as u64);
        if taken > DRAINED {
            break;
        }
    }
}
