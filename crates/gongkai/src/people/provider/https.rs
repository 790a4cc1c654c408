//! The way to the provider: TLS, bounded in size and time, following no redirect.

use std::{future::Future, path::Path, pin::Pin, sync::Arc, time::Duration};

use axum::body::{Body, to_bytes};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, url::Url};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};

use crate::post::mail::is_near;

/// The longest that one answer may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest answer: key sets of large providers have some tens of kilobytes.
const LARGEST: usize = 512 << 10;

/// A client for one provider.
pub(super) struct Https {
    client: Client<HttpsConnector<HttpConnector>, Body>,
}

/// No answer, and why in words that hold nothing of it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NoAnswer(&'static str);

/// Whether what goes there can be read by nobody on the way.
pub(super) fn is_safe(address: &Url) -> bool {
    let near = || address.host_str().is_some_and(|host| is_near(host.trim_matches(['[', ']'])));
    address.scheme() == "https" || (address.scheme() == "http" && near())
}

impl Https {
    /// Believes the authorities of the machine, and the one of this file.
    pub(super) fn believing(authority: Option<&Path>) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if let Some(file) = authority {
            let wrong = || format!("oidc.authority不是PEM格式的证书：{}", file.display());
            let certificates = CertificateDer::pem_file_iter(file).map_err(|_| wrong())?;
            let before = roots.len();
            for certificate in certificates {
                roots.add(certificate.map_err(|_| wrong())?).map_err(|_| wrong())?;
            }
            if roots.len() == before {
                return Err(wrong());
            }
        }
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| format!("加密连接建不起来：{error}"))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(PATIENCE / 2));
        let connector = HttpsConnectorBuilder::new().with_tls_config(config).https_or_http().enable_http1();
        // a connection that the provider closes while it idles would cost somebody their sign-in
        let client =
            Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector.wrap_connector(tcp));
        Ok(Self { client })
    }

    async fn answer(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let address = Url::parse(&request.uri().to_string()).map_err(|_| NoAnswer("no address"))?;
        if !is_safe(&address) {
            return Err(NoAnswer("not https"));
        }
        let answered = self.client.request(request.map(Body::from)).await;
        let (parts, body) = answered.map_err(|_| NoAnswer("no connection"))?.into_parts();
        let body = to_bytes(Body::new(body), LARGEST).await.map_err(|_| NoAnswer("too large, or cut off"))?;
        Ok(HttpResponse::from_parts(parts, body.to_vec()))
    }
}

impl<'c> AsyncHttpClient<'c> for Https {
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let answered = tokio::time::timeout(PATIENCE, self.answer(request)).await;
            answered.unwrap_or(Err(NoAnswer("no answer in time")))
        })
    }
}
