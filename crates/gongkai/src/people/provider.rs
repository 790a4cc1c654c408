//! 统一认证: the office's own identity provider (OpenID Connect, authorization code with PKCE), as the configuration says.

mod https;
mod proof;

pub use proof::Return;

use std::path::PathBuf;

use jiff::Timestamp;
use openidconnect::{
    ClientId, IssuerUrl, LogoutRequest, PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use self::https::Https;

/// For how long what the provider says of itself is believed, in milliseconds: its keys change now and then.
const FRESH: i64 = 60_000;
/// Where the provider leads back to.
const BACK: &str = "/signin/oidc/back";

/// `[oidc]` of the configuration.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oidc {
    /// Who it is, as its tokens name it: `https://login.qinghe.example/realms/gov`.
    pub issuer: String,
    /// Who we are there.
    pub client_id: String,
    /// By what we prove it; empty for a public client.
    #[serde(default)]
    pub client_secret: String,
    /// A file that holds it, instead.
    pub client_secret_file: Option<PathBuf>,
    /// The claim that says the account's name here.
    #[serde(default = "Oidc::usual_claim")]
    pub claim: String,
    /// What is asked for beside `openid`.
    #[serde(default = "Oidc::usual_scopes")]
    pub scopes: Vec<String>,
    /// The words of the button.
    #[serde(default = "Oidc::usual_label")]
    pub label: String,
    /// A PEM file with the certificate of the office's own authority, believed beside those of the machine.
    pub authority: Option<PathBuf>,
}

impl std::fmt::Debug for Oidc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Oidc").field("issuer", &self.issuer).field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

impl Oidc {
    fn usual_claim() -> String {
        "preferred_username".to_owned()
    }

    fn usual_scopes() -> Vec<String> {
        vec!["profile".to_owned()]
    }

    fn usual_label() -> String {
        "用统一认证登录".to_owned()
    }
}

/// The provider, and the way to it.
pub struct Provider {
    settings: Oidc,
    issuer: IssuerUrl,
    site: String,
    back: RedirectUrl,
    https: Https,
    /// What it said of itself, and when.
    known: Mutex<Option<(i64, ProviderMetadataWithLogout)>>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.settings.fmt(f)
    }
}

/// 一次登录: what a browser takes along to the provider, kept in its session. Good for one return.
#[derive(Serialize, Deserialize)]
pub struct Journey {
    state: String,
    nonce: String,
    verifier: String,
    /// When it began, in milliseconds since 1970.
    since: i64,
}

/// Whom the provider vouches for.
#[derive(Clone, Serialize, Deserialize)]
pub struct Vouched {
    /// The provider.
    pub issuer: String,
    /// Who it is there, for good.
    pub subject: String,
    /// The account here, as the provider names it now.
    pub account: String,
}

/// Why the provider vouched for nobody. The sentence is for the person; what went wrong in it is for the log, without
/// anything that the provider or the browser sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotVouched {
    /// It does not answer, or not as a provider does.
    #[error("统一认证现在连不上，或者没有正常回答。请稍后再试；急用的，用账号和密码登录")]
    Away(&'static str),
    /// It let nobody in, or somebody turned back.
    #[error("统一认证没有让您登录，或者您中途取消了。请再试一次")]
    Denied,
    /// No journey of this browser, one that was used, or one that lasted too long.
    #[error("这次登录已经用过、过期，或者不是从这个浏览器开始的。请从这里重新登录")]
    Stray,
    /// Its word does not hold.
    #[error("统一认证的回答核对不上，没有登录。请再试一次；仍然不行的，请告诉系统管理员")]
    Unsound(&'static str),
    /// It names no account.
    #[error("统一认证没有给出您的账号名。请告诉系统管理员")]
    Nameless,
}

impl Oidc {
    /// The provider, where people can be sent there and brought back to `site`.
    ///
    /// # Errors
    /// A Chinese sentence on the first value that keeps them from it.
    pub fn checked(mut self, site: &str) -> Result<Provider, String> {
        if let Some(file) = self.client_secret_file.take() {
            let name = file.display();
            let text = std::fs::read_to_string(&file).map_err(|error| {
                format!("oidc.client_secret_file读不出来：{name}：{}", crate::trouble::said(&error))
            })?;
            self.client_secret = text.trim().to_owned();
        }
        let issuer = IssuerUrl::new(self.issuer.trim().to_owned());
        let issuer = issuer.ok().filter(|issuer| https::is_safe(issuer.url()));
        let Some(issuer) = issuer else {
            return Err("oidc.issuer应当是https开头的网址，和统一认证自己说的一字不差；http只能用于本机".to_owned());
        };
        for (key, value) in [("client_id", &self.client_id), ("claim", &self.claim), ("label", &self.label)] {
            if value.trim().is_empty() {
                return Err(format!("oidc.{key}不能是空的"));
            }
        }
        if site.is_empty() {
            return Err("用统一认证登录，要先写明site：统一认证凭它把人送回来".to_owned());
        }
        let back = RedirectUrl::new(format!("{site}{BACK}")).map_err(|_| "site应当是网址".to_owned())?;
        let https = Https::believing(self.authority.as_deref())?;
        Ok(Provider { settings: self, issuer, site: site.to_owned(), back, https, known: Mutex::default() })
    }
}

impl Provider {
    /// Who it is.
    pub fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    /// The words of the button.
    pub fn label(&self) -> &str {
        &self.settings.label
    }

    /// Where somebody goes who wants to leave the provider too; `None` where it has no such place or does not answer.
    pub async fn farewell(&self, now: Timestamp) -> Option<String> {
        let end = self.metadata(now).await.ok()?.additional_metadata().end_session_endpoint.clone()?;
        let home = PostLogoutRedirectUrl::new(format!("{}/", self.site)).ok()?;
        let leaving = LogoutRequest::from(end)
            .set_client_id(ClientId::new(self.settings.client_id.clone()))
            .set_post_logout_redirect_uri(home);
        Some(leaving.http_get_url().to_string()).filter(|address| address.starts_with("http"))
    }

    /// What the provider says of itself, asked again after a minute; whoever comes meanwhile waits for the same answer.
    async fn metadata(&self, now: Timestamp) -> Result<ProviderMetadataWithLogout, NotVouched> {
        let now = now.as_millisecond();
        let mut known = self.known.lock().await;
        if let Some((at, metadata)) = known.as_ref()
            && (*at..at.saturating_add(FRESH)).contains(&now)
        {
            return Ok(metadata.clone());
        }
        let asked = ProviderMetadataWithLogout::discover_async(self.issuer.clone(), &self.https).await;
        let metadata = asked.map_err(|_| NotVouched::Away("discovery"))?;
        if !https::is_safe(metadata.authorization_endpoint().url()) {
            return Err(NotVouched::Unsound("the authorization endpoint is not https"));
        }
        *known = Some((now, metadata.clone()));
        Ok(metadata)
    }
}
