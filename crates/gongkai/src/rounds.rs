//! 巡查: what the platform does by itself while it serves. A round that fails is logged and tried again at its next turn.

use std::{fmt, future::Future, time::Duration};

use gongkai_store::Moment;

use crate::{
    case_files, find::feed, library::region::fill::fill, office::Office, post::send, publish::clock, requests::night,
    serve::purge, subscriptions::round, visits,
};

const HOUR: Duration = Duration::from_secs(3600);
/// How soon after midnight the night's work begins at the latest.
const NIGHT: Duration = Duration::from_secs(600);
/// How long a message waits at most.
const POST: Duration = Duration::from_secs(20);

/// How soon on its day something is published, or taken down.
const PUBLISH: Duration = Duration::from_secs(60);

/// How often views are written down.
const SEEN: Duration = Duration::from_secs(5);

/// How soon what was published is found, and what was withdrawn is not.
const FRESH: Duration = Duration::from_secs(1);

/// Makes the rounds for as long as it is polled; each kind once at the start.
pub async fn make(office: Office) {
    let tidy = every(HOUR, "expired uploads could not be deleted", || purge(&office));
    let settle = every(HOUR, "the register's statistics were not renewed", || office.db.settle());
    let night = every(NIGHT, "the night's work was not done", || tonight(&office));
    // a machine with an older program may keep reports beside this one
    let figures =
        every(HOUR, "the figures of older reports were not written down", || fill(&office.db, Moment(office.now_ms())));
    let post = every(POST, "no message went out", || send::turn(&office));
    let seal = every(HOUR, "papers from an older program were not sealed", || case_files::seal_open(&office));
    let out = every(PUBLISH, "what was due to be published was not", || clock::turn(&office));
    let search = every(FRESH, "the search is not up to date", || feed::turn(&office));
    let told = every(NIGHT, "who subscribed was not told", || round::turn(&office));
    let seen = every(SEEN, "views were not written down", || visits::write(&office));
    tokio::join!(tidy, settle, night, figures, post, seal, out, search, told, seen);
}

async fn tonight(office: &Office) -> Result<(), crate::requests::take::NotTaken> {
    if night::is_due(office).await?
        && let Some(found) = night::run(office).await?
    {
        tracing::info!(?found, "the night's work is done");
    }
    Ok(())
}

async fn every<T, E: fmt::Display, F: Future<Output = Result<T, E>>>(
    period: Duration,
    fault: &str,
    round: impl Fn() -> F,
) {
    let mut turns = tokio::time::interval(period);
    // after a long round the next one does not come at once
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        turns.tick().await;
        if let Err(error) = round().await {
            tracing::error!(%error, "{fault}");
        }
    }
}
