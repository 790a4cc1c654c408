//! 电子邮件: by SMTP, as the configuration says.

use std::{
    path::PathBuf,
    time::{Duration, SystemTime},
};

use jiff::Timestamp;
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    message::{Mailbox, Message, header},
    transport::smtp::{
        SUBMISSION_PORT, SUBMISSIONS_PORT,
        authentication::Credentials,
        client::{Certificate, Tls as Way, TlsParameters},
        extension::ClientId,
    },
};
use serde::Deserialize;

use super::send::NotSent;

/// The longest that a server may take over one mail.
const PATIENCE: Duration = Duration::from_secs(30);

/// How the way to the mail server is kept from others' eyes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// From the first byte on; port 465.
    #[default]
    Tls,
    /// From the first command on, and not without; port 587.
    Starttls,
    /// Not at all: for a server on this machine or in a private network; port 25.
    None,
}

/// `[mail]` of the configuration.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// The mail server's name.
    pub host: String,
    /// Its port; the usual one when left out.
    pub port: Option<u16>,
    /// Whether the way is encrypted.
    #[serde(default)]
    pub tls: Tls,
    /// A PEM file with the certificate of the office's own authority, believed beside those of the machine.
    pub authority: Option<PathBuf>,
    /// Who signs in there; nobody when left out.
    #[serde(default)]
    pub user: String,
    /// Their password.
    #[serde(default)]
    pub password: String,
    /// From whom the mails come: `青禾县政府信息公开 <gk@qinghe.example>`.
    pub from: String,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("host", &self.host).field("from", &self.from).finish_non_exhaustive()
    }
}

/// Whether somebody can have this address.
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.parse::<Address>().is_ok()
}

impl Mail {
    /// The settings, where mails can be sent by them.
    ///
    /// # Errors
    /// A Chinese sentence on the first value that cannot be.
    pub fn checked(self) -> Result<Self, String> {
        match () {
            () if self.host.trim().is_empty() => Err("mail.host不能是空的".to_owned()),
            () if self.from.parse::<Mailbox>().is_err() => {
                Err("mail.from应当是“名称 <邮箱>”，如青禾县政府信息公开 <gk@qinghe.example>".to_owned())
            }
            () if !self.user.is_empty() && self.tls == Tls::None && !is_near(&self.host) => {
                Err("mail.tls是none时不能带着密码去别的机器：请用tls或者starttls".to_owned())
            }
            () if self.tls == Tls::None => Ok(self),
            () => self.parameters().map(|_| self),
        }
    }

    /// Whom the way to the server is encrypted for. The file is read for each mail, so that a renewed one counts at once.
    fn parameters(&self) -> Result<TlsParameters, String> {
        let mut parameters = TlsParameters::builder(self.host.clone());
        if let Some(file) = &self.authority {
            let no_certificate = || format!("mail.authority不是PEM格式的证书：{}", file.display());
            let pem = std::fs::read_to_string(file)
                .map_err(|error| format!("mail.authority读不出来：{}：{error}", file.display()))?;
            // a file without any certificate is read as none, and none would be believed more than before
            if !pem.contains("-----BEGIN CERTIFICATE-----") {
                return Err(no_certificate());
            }
            let certificate = Certificate::from_pem(pem.as_bytes()).map_err(|_| no_certificate())?;
            parameters = parameters.add_root_certificate(certificate);
        }
        parameters.build().map_err(|error| format!("mail.host不能用于加密连接：{error}"))
    }

    /// Sends one mail; `id` names it for the reader's program, so that the same mail is known again.
    ///
    /// # Errors
    /// [`NotSent`]
    pub async fn send(&self, to: &str, subject: &str, body: &str, named: (&str, Timestamp)) -> Result<(), NotSent> {
        self.send_ending(to, subject, body, named, None).await
    }

    /// The same with the address that ends more of its kind, for the button of the reader's program (RFC 8058).
    ///
    /// # Errors
    /// [`NotSent`]
    pub async fn send_ending(
        &self,
        to: &str,
        subject: &str,
        body: &str,
        (id, at): (&str, Timestamp),
        unsubscribe: Option<&str>,
    ) -> Result<(), NotSent> {
        let never = |error: &dyn std::fmt::Display| NotSent::Never(error.to_string());
        let from: Mailbox = self.from.parse().map_err(|error| never(&error))?;
        let to: Address = to.parse().map_err(|_| NotSent::Never("收件地址不是电子邮箱".to_owned()))?;
        let domain = from.email.domain().to_owned();
        let mut mail = Message::builder()
            .from(from)
            .to(Mailbox::new(None, to))
            .subject(subject)
            .date(SystemTime::from(at))
            .message_id(Some(format!("<{id}@{domain}>")))
            .header(header::ContentType::TEXT_PLAIN);
        if let Some(place) = unsubscribe {
            for (name, value) in [
                ("List-Unsubscribe", format!("<{place}>")),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
            ] {
                let name = header::HeaderName::new_from_ascii(name.to_owned()).map_err(|error| never(&error))?;
                mail = mail.raw_header(header::HeaderValue::new(name, value));
            }
        }
        let mail = mail.body(body.to_owned()).map_err(|error| never(&error))?;
        let sent = tokio::time::timeout(PATIENCE, self.server(domain)?.send(mail)).await;
        match sent {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if refuses_the_reader(&error) => Err(NotSent::Never(said(&error))),
            Ok(Err(error)) => Err(NotSent::Later(said(&error))),
            Err(_) => Err(NotSent::Later("邮件服务器没有及时回答".to_owned())),
        }
    }

    fn server(&self, domain: String) -> Result<AsyncSmtpTransport<Tokio1Executor>, NotSent> {
        let encrypted = || self.parameters().map_err(NotSent::Later);
        let (usual, way) = match self.tls {
            Tls::Tls => (SUBMISSIONS_PORT, Way::Wrapper(encrypted()?)),
            Tls::Starttls => (SUBMISSION_PORT, Way::Required(encrypted()?)),
            Tls::None => (25, Way::None),
        };
        let mut server = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&self.host)
            .port(self.port.unwrap_or(usual))
            .tls(way)
            .timeout(Some(PATIENCE))
            .hello_name(ClientId::Domain(domain));
        if !self.user.is_empty() {
            server = server.credentials(Credentials::new(self.user.clone(), self.password.clone()));
        }
        Ok(server.build())
    }
}

/// Whether a password would stay on this machine.
pub(crate) fn is_near(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "::1")
}

/// Whether the server will not take a mail to this address tomorrow either. What it has against us (a password that ran
/// out, a sender it does not know, no more room) somebody mends meanwhile.
fn refuses_the_reader(error: &lettre::transport::smtp::Error) -> bool {
    let code = error.status().map(|code| code.to_string());
    matches!(code.as_deref(), Some("550" | "551" | "553" | "556"))
}

/// What the server said, by its number alone: its words may repeat the address.
fn said(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("邮件服务器回答{code}"),
        None if error.is_timeout() => "邮件服务器没有及时回答".to_owned(),
        None => "邮件服务器连不上，或者加密、登录没有成功".to_owned(),
    }
}
