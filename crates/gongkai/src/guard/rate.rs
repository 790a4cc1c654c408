//! 次数: how often one address may ask.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, header},
    middleware::map_response,
    response::{IntoResponse, Response},
};
use tower_governor::{GovernorError, GovernorLayer, governor::GovernorConfigBuilder, key_extractor::KeyExtractor};

use crate::page::Error;

/// How many at once, and how soon one more.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// Requests that may come at once.
    pub burst: u32,
    /// Until another is allowed.
    pub every: Duration,
}

/// Rates for reading pages and for posting.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// GET
    pub read: Rate,
    /// POST: uploads, sign-in, judgements.
    pub post: Rate,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            read: Rate { burst: 300, every: Duration::from_millis(50) },
            post: Rate { burst: 30, every: Duration::from_secs(2) },
        }
    }
}

/// The client's address: the peer's, or what a trusted proxy says.
#[derive(Clone, Debug)]
pub struct Client {
    trusted: Arc<[IpAddr]>,
}

impl Client {
    /// Believes these proxies and nobody else.
    pub fn behind(trusted: &[IpAddr]) -> Self {
        Self { trusted: trusted.into() }
    }

    /// Whose request it is, as far as addresses tell people apart: one household or office holds a /64.
    pub fn of<T>(&self, request: &Request<T>) -> IpAddr {
        match self.address(request) {
            IpAddr::V6(ip) => IpAddr::V6((u128::from(ip) & !u128::from(u64::MAX)).into()),
            ip => ip,
        }
    }

    fn address<T>(&self, request: &Request<T>) -> IpAddr {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        // without a connection (a test that calls the router) everybody is one client
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip().to_canonical());
        if !self.trusted.contains(&peer) {
            return peer;
        }
        self.forwarded(request.headers()).unwrap_or(peer)
    }

    /// The last address of the chain that is not one of our proxies: everything left of it is hearsay.
    fn forwarded(&self, headers: &HeaderMap) -> Option<IpAddr> {
        let chain: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|v| v.to_str().ok())
            .flat_map(|v| v.split(','))
            .collect();
        chain
            .iter()
            .rev()
            .map_while(|hop| hop.trim().parse::<IpAddr>().ok())
            .map(|ip| ip.to_canonical())
            .find(|ip| !self.trusted.contains(ip))
    }
}

impl KeyExtractor for Client {
    type Key = IpAddr;

    fn extract<T>(&self, request: &Request<T>) -> Result<IpAddr, GovernorError> {
        Ok(self.of(request))
    }
}

/// Puts a limit around a router, with a task that forgets addresses that have calmed down; the two kinds of builder have
/// no trait in common that could be named here.
macro_rules! governed {
    ($router:expr, $builder:expr) => {{
        let Some(config) = $builder.finish().map(Arc::new) else {
            tracing::warn!("a rate of zero limits nothing");
            continue;
        };
        let limiter = Arc::clone(config.limiter());
        tokio::spawn(async move {
            let mut minute = tokio::time::interval(Duration::from_secs(60));
            loop {
                minute.tick().await;
                limiter.retain_recent();
            }
        });
        $router.layer(GovernorLayer::new(config).error_handler(refuse))
    }};
}

/// Puts both limits around a router.
pub fn limit(mut router: Router, rates: Rates, client: &Client) -> Router {
    for (rate, methods) in [(rates.read, vec![Method::GET, Method::HEAD]), (rates.post, vec![Method::POST])] {
        let mut builder = GovernorConfigBuilder::default();
        builder.period(rate.every).burst_size(rate.burst).methods(methods);
        router = governed!(router, builder.key_extractor(client.clone()));
    }
    router
}

/// The same for programs, which are told in each answer how many requests are left to them: `x-ratelimit-limit`,
/// `x-ratelimit-remaining`, and `x-ratelimit-after` once there are none.
pub fn limit_and_tell(mut router: Router, rates: Rates, client: &Client) -> Router {
    let writing = vec![Method::POST, Method::PUT];
    for (rate, methods) in [(rates.read, vec![Method::GET, Method::HEAD]), (rates.post, writing)] {
        let mut builder = GovernorConfigBuilder::default();
        builder.period(rate.every).burst_size(rate.burst).methods(methods);
        router = governed!(router, builder.key_extractor(client.clone()).use_headers());
    }
    router.layer(map_response(unmarked))
}

/// Of the two limits, the one that a method does not fall under says so: nobody needs to know.
async fn unmarked(mut response: Response) -> Response {
    response.headers_mut().remove("x-ratelimit-whitelisted");
    response
}

fn refuse(error: GovernorError) -> Response {
    let (wait, told) = match error {
        GovernorError::TooManyRequests { wait_time, headers } => (wait_time, headers),
        GovernorError::UnableToExtractKey | GovernorError::Other { .. } => (1, None),
    };
    let mut response = Error::TooMany(wait).into_response();
    for (name, value) in told.unwrap_or_default() {
        if let Some(name) = name.filter(|name| name != header::RETRY_AFTER) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
