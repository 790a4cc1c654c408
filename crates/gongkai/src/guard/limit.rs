//! 大小: how large a request may be, and a page that says so instead of a broken connection.

use std::{pin::Pin, sync::Arc, time::Duration};

use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower_http::timeout::TimeoutBody;

use super::arriving::Intake;
use crate::page::Error;

/// All files of one upload together: 20 MB.
pub const UPLOAD: usize = 20_000_000;
/// The whole body: the files, their names and the form around them.
pub const BODY: usize = UPLOAD + 200_000;
/// A form of words alone, written as browsers write it: some forty thousand characters.
pub const WORDS: usize = 400_000;
/// So much of a body that is too large is still taken in and thrown away, because a browser reads the answer only when
/// it has sent everything.
pub(super) const DRAINED: u64 = 200_000_000;
/// So long a body may say nothing before it is given up.
const PAUSE: Duration = Duration::from_secs(20);

/// Bodies of all uploads that are held in memory at the same moment: a dozen of the largest.
const TOGETHER: usize = 256_000_000;
/// Bodies are counted in these; a form without files is smaller and always finds room.
const UNIT: usize = 16_384;

/// What all uploads together may hold, and how long one may say nothing. Cheap to clone; all clones share one bound.
#[derive(Clone)]
pub struct Uploads {
    room: Arc<Semaphore>,
    pause: Duration,
}

impl Default for Uploads {
    fn default() -> Self {
        Self::holding(TOGETHER)
    }
}

impl Uploads {
    /// Room for this many bytes.
    pub fn holding(bytes: usize) -> Self {
        Self { room: Arc::new(Semaphore::new(bytes / UNIT)), pause: PAUSE }
    }

    /// Gives a body up that says nothing for so long.
    pub fn waiting(self, pause: Duration) -> Self {
        Self { pause, ..self }
    }

    /// Room for what a body grew by; `None` while there is none.
    pub(super) fn grow(&self, before: u64, after: u64) -> Option<OwnedSemaphorePermit> {
        let units = after / UNIT as u64 - before / UNIT as u64;
        self.room.clone().try_acquire_many_owned(u32::try_from(units).ok()?).ok()
    }
}

/// A body that is given up when it says nothing for too long.
pub(super) type Impatient = Pin<Box<TimeoutBody<Body>>>;

/// Answers 413 when the announced length is far too large, 503 while others' uploads leave no room for what has come, and
/// 408 when nothing more comes.
pub async fn admit(State(uploads): State<Uploads>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::POST | Method::PUT) {
        return next.run(request).await;
    }
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let (head, body) = request.into_parts();
    let body = Box::pin(TimeoutBody::new(uploads.pause, body));
    let length: u64 = announced.unwrap_or(0);
    // what is a little too large is read up to the limit, so that a form can come back with the words before the files
    if length > DRAINED {
        return Error::TooLarge.into_response();
    }
    // held until the answer is ready: by then the register has the files
    let intake = Intake::new(uploads);
    let answer = next.run(Request::from_parts(head, Body::new(intake.arriving(body)))).await;
    intake.stopped().map_or(answer, IntoResponse::into_response)
}

/// Takes in and throws away what is left of a body.
pub(super) async fn drain(mut body: Impatient, mut taken: u64) {
    while let Some(Ok(frame)) = std::future::poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        taken += frame.data_ref().map_or(0, |data| data.len() as u64);
        if taken > DRAINED {
            break;
        }
    }
}
