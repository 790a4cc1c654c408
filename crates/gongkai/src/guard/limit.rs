//! 大小: how large a request may be, and a page that says so instead of a broken connection.

use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{office::Office, page::Error};

/// All files of one upload together: 20 MB.
pub const UPLOAD: usize = 20_000_000;
/// The whole body: the files, their names and the form around them.
pub const BODY: usize = UPLOAD + 200_000;
/// So much of a body that is too large is still taken in and thrown away, because a browser reads the answer only when
/// it has sent everything.
const DRAINED: u64 = 200_000_000;

/// Answers 413 when the announced length is too large.
pub async fn refuse_large(State(_): State<Office>, request: Request, next: Next) -> Response {
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let Some(length) = announced.filter(|length: &u64| *length > BODY as u64) else { return next.run(request).await };
    if length <= DRAINED {
        drain(request.into_body()).await;
    }
    Error::TooLarge.into_response()
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
