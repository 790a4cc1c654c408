//! 收取: a body on its way in, counted by what has come of it and not by what it promises.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
};

use axum::{
    BoxError,
    body::{Bytes, HttpBody},
};
use hyper::body::Frame;
use tokio::{runtime::Handle, sync::OwnedSemaphorePermit};
use tower_http::timeout::TimeoutError;

use super::limit::{DRAINED, Impatient, Uploads, drain};
use crate::page::Error;

/// What one request holds of the room for uploads, until it is answered.
#[derive(Clone)]
pub struct Intake(Arc<Mutex<Taken>>);

struct Taken {
    uploads: Uploads,
    room: Vec<OwnedSemaphorePermit>,
    bytes: u64,
    stopped: Option<Error>,
}

impl Intake {
    /// Nothing yet.
    pub fn new(uploads: Uploads) -> Self {
        Self(Arc::new(Mutex::new(Taken { uploads, room: Vec::new(), bytes: 0, stopped: None })))
    }

    /// Why the body was given up, if it was.
    pub fn stopped(&self) -> Option<Error> {
        self.taken().stopped.clone()
    }

    /// The body as its reader sees it.
    pub(super) fn arriving(&self, body: Impatient) -> Arriving {
        Arriving { body: Some(body), intake: self.clone() }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn take(&mut self, bytes: usize) {
        let before = self.bytes;
        self.bytes += bytes as u64;
        if self.stopped.is_none() {
            match self.uploads.grow(before, self.bytes) {
                Some(more) => self.room.push(more),
                None => self.stopped = Some(Error::Crowded),
            }
        }
    }
}

/// A body on its way in.
pub struct Arriving {
    /// `None` once nothing more comes of it.
    body: Option<Impatient>,
    intake: Intake,
}

impl Drop for Arriving {
    /// A browser reads the answer only when it has sent everything: what its reader left is thrown away meanwhile.
    fn drop(&mut self) {
        let taken = self.intake.taken().bytes;
        if let (Some(body), Ok(runtime)) = (self.body.take(), Handle::try_current()) {
            runtime.spawn(drain(body, taken));
        }
    }
}

impl HttpBody for Arriving {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        loop {
            let Some(body) = this.body.as_mut() else { return Poll::Ready(None) };
            let frame = ready!(body.as_mut().poll_frame(cx));
            if !matches!(frame, Some(Ok(_))) {
                this.body = None;
            }
            let mut taken = this.intake.taken();
            match frame {
                Some(Ok(frame)) => {
                    taken.take(frame.data_ref().map_or(0, Bytes::len));
                    match &taken.stopped {
                        None => return Poll::Ready(Some(Ok(frame))),
                        // a browser reads the answer only when it has sent everything: the rest is thrown away
                        Some(_) if taken.bytes <= DRAINED => {}
                        Some(why) => return Poll::Ready(Some(Err(why.clone().into()))),
                    }
                }
                Some(Err(error)) => {
                    if error.is::<TimeoutError>() {
                        taken.stopped = Some(Error::Stalled);
                    }
                    return Poll::Ready(Some(Err(error)));
                }
                None => return Poll::Ready(taken.stopped.clone().map(|why| Err(why.into()))),
            }
        }
    }
}
