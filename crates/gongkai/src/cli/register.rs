//! Where the register is: from the command line, the environment, a configuration file or, last, the defaults.

use std::{env, fs, future::Future, path::PathBuf, sync::Arc};

use clap::Args;
use gongkai::{
    letters::fonts::Chosen,
    people::{
        provider::{Oidc, Provider},
        rules::Rules,
    },
    post::{Post, mail::Mail, text::Text},
    trouble::{self, said},
};
use gongkai_store::{Actor, Db, Moment};
use serde::{Deserialize, de::DeserializeOwned};

/// What an address to listen on looks like.
pub const LISTEN: &str = "127.0.0.1:8080这样的IP地址和端口";
/// What the address of the site looks like.
const SITE: &str = "https://gk.qinghe.example这样的网址";
/// What a proxy's address looks like.
pub const PROXY: &str = "10.0.0.1这样的IP地址";

/// Options of every command with state.
#[derive(Args, Clone)]
pub struct Register {
    /// 数据目录，默认gongkai-data
    #[arg(long, value_name = "目录")]
    data: Option<PathBuf>,
    /// 台账数据库的地址，默认是数据目录里的SQLite
    #[arg(long, value_name = "地址")]
    database: Option<String>,
    /// 配置文件（TOML）；其中每一项也可以写作环境变量GONGKAI_…
    #[arg(long, value_name = "文件")]
    config: Option<PathBuf>,
}

/// What a configuration file may say.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    data: Option<PathBuf>,
    database: Option<String>,
    /// Where `serve` listens.
    pub listen: Option<std::net::SocketAddr>,
    /// Proxies that `serve` believes.
    #[serde(default)]
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Working days that the office gives itself for complaints and corrections.
    pub matter_days: Option<u16>,
    /// Whether `serve` stands behind TLS.
    pub https: Option<bool>,
    /// What a sign-in has to be like.
    #[serde(default)]
    pub signin: Rules,
    /// By whom people may sign in besides.
    oidc: Option<Oidc>,
    /// Where the site is for those outside.
    #[serde(default)]
    site: String,
    /// How mails go out.
    mail: Option<Mail>,
    /// How text messages go out.
    text: Option<Text>,
    /// What letters are printed with.
    #[serde(default)]
    pub letters: Chosen,
}

/// A register that was found.
pub struct Place {
    /// The data folder.
    pub data: PathBuf,
    /// The database's address; `None` for SQLite in the data folder.
    pub database: Option<String>,
}

impl Settings {
    /// The site's address without the last slash; empty where nobody said it.
    fn site(&self) -> Result<String, String> {
        let site = self.site.trim().trim_end_matches('/').to_owned();
        if !site.is_empty() && !site.starts_with("https://") && !site.starts_with("http://") {
            return Err(format!("site应当是{SITE}"));
        }
        Ok(site)
    }
}

impl Register {
    /// What the configuration file says, with the environment over it.
    pub fn settings(&self) -> Result<Settings, String> {
        let path = self.config.clone().or_else(|| env::var_os("GONGKAI_CONFIG").map(PathBuf::from));
        let mut settings = match path {
            None => Settings::default(),
            Some(path) => {
                let name = path.display();
                let text = fs::read_to_string(&path).map_err(|e| format!("配置文件{name}：{}", said(&e)))?;
                toml::from_str(&text).map_err(|e| format!("配置文件{name}{}", misread(&text, &e)))?
            }
        };
        if let Some(data) = env::var_os("GONGKAI_DATA") {
            settings.data = Some(data.into());
        }
        settings.database = variable("GONGKAI_DATABASE", "UTF-8文字")?.or(settings.database);
        settings.listen = variable("GONGKAI_LISTEN", LISTEN)?.or(settings.listen);
        settings.matter_days = variable("GONGKAI_MATTER_DAYS", "整数")?.or(settings.matter_days);
        if settings.matter_days.is_some_and(|days| !(1..=250).contains(&days)) {
            return Err("matter_days应当在1和250之间".to_owned());
        }
        settings.https = variable("GONGKAI_HTTPS", "true或者false")?.or(settings.https);
        settings.signin = rules_of_environment(settings.signin)?.checked()?;
        settings.site = variable("GONGKAI_SITE", SITE)?.unwrap_or(settings.site);
        // as it stands: a password of digits is no number
        if let (Some(mail), Ok(password)) = (&mut settings.mail, env::var("GONGKAI_MAIL_PASSWORD")) {
            mail.password = password;
        }
        if let (Some(oidc), Ok(secret)) = (&mut settings.oidc, env::var("GONGKAI_OIDC_CLIENT_SECRET")) {
            oidc.client_secret = secret;
            oidc.client_secret_file = None;
        }
        let fonts = &mut settings.letters;
        fonts.font = env::var_os("GONGKAI_LETTERS_FONT").map(PathBuf::from).or(fonts.font.take());
        fonts.title_font = env::var_os("GONGKAI_LETTERS_TITLE_FONT").map(PathBuf::from).or(fonts.title_font.take());
        if let Some(list) = variable::<String>("GONGKAI_TRUSTED_PROXIES", PROXY)? {
            let proxies = list.split(',').map(|proxy| proxy.trim().parse());
            settings.trusted_proxies = proxies
                .collect::<Result<_, _>>()
                .map_err(|_| format!("环境变量GONGKAI_TRUSTED_PROXIES不对：应当是{PROXY}，几个之间用逗号隔开"))?;
        }
        Ok(settings)
    }

    /// By which ways people are told who are not at the desk.
    pub fn post(&self, settings: &Settings) -> Result<Post, String> {
        let site = settings.site()?;
        let mail = settings.mail.clone().map(Mail::checked).transpose()?;
        Ok(Post { mail, text: settings.text.clone().map(Text::checked).transpose()?, site })
    }

    /// By whom people may sign in besides.
    pub fn provider(&self, settings: &Settings) -> Result<Option<Arc<Provider>>, String> {
        let Some(oidc) = settings.oidc.clone() else { return Ok(None) };
        oidc.checked(&settings.site()?).map(|provider| Some(Arc::new(provider)))
    }

    /// Where the register is.
    pub fn place(&self, settings: &Settings) -> Place {
        let data = self.data.clone().or_else(|| settings.data.clone()).unwrap_or_else(|| "gongkai-data".into());
        Place { data, database: self.database.clone().or_else(|| settings.database.clone()) }
    }

    /// Runs one act on a register that is there.
    pub fn with<T, F: Future<Output = Result<T, String>>>(&self, act: impl FnOnce(Db) -> F) -> Result<T, String> {
        let place = self.place(&self.settings()?);
        block_on(async {
            let db = place.open().await?;
            let done = act(db.clone()).await;
            db.close().await;
            done
        })?
    }
}

impl Place {
    /// SQLite's file in the data folder.
    pub fn file(&self) -> PathBuf {
        self.data.join("gongkai.sqlite")
    }

    /// Opens what is there; a command must not make an empty register by a slip of the path.
    async fn open(&self) -> Result<Db, String> {
        match &self.database {
            Some(address) => Db::connect(address).await,
            None if self.file().is_file() => Db::open(&self.file()).await,
            None => {
                return Err(format!(
                    "“{}”里没有台账；请用 --data 指明数据目录，或者先用 gongkai serve 建一个",
                    self.data.display()
                ));
            }
        }
        .map_err(|error| trouble::register(&error))
    }
}

/// Runs something asynchronous to its end.
pub fn block_on<F: Future>(act: F) -> Result<F::Output, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    Ok(runtime.map_err(|e| said(&e))?.block_on(act))
}

/// An environment variable in the type of its key: a number, a flag, an address or words.
fn variable<T: DeserializeOwned>(name: &str, form: &str) -> Result<Option<T>, String> {
    let Some(text) = env::var_os(name) else { return Ok(None) };
    let wrong = || format!("环境变量{name}不对：应当是{form}");
    let text = text.into_string().map_err(|_| wrong())?;
    let value = match (text.as_str(), text.parse()) {
        ("true" | "false", _) => toml::Value::Boolean(text == "true"),
        (_, Ok(number)) => toml::Value::Integer(number),
        _ => toml::Value::String(text),
    };
    value.try_into().map(Some).map_err(|_| wrong())
}

/// Each rule may also stand in the environment: `GONGKAI_SIGNIN_IDLE=15`.
fn rules_of_environment(mut rules: Rules) -> Result<Rules, String> {
    const NUMBER: &str = "整数";
    rules.shortest = variable("GONGKAI_SIGNIN_SHORTEST", NUMBER)?.unwrap_or(rules.shortest);
    rules.kinds = variable("GONGKAI_SIGNIN_KINDS", NUMBER)?.unwrap_or(rules.kinds);
    rules.days = variable("GONGKAI_SIGNIN_DAYS", NUMBER)?.unwrap_or(rules.days);
    rules.remembered = variable("GONGKAI_SIGNIN_REMEMBERED", NUMBER)?.unwrap_or(rules.remembered);
    rules.failures = variable("GONGKAI_SIGNIN_FAILURES", NUMBER)?.unwrap_or(rules.failures);
    rules.anywhere = variable("GONGKAI_SIGNIN_ANYWHERE", NUMBER)?.unwrap_or(rules.anywhere);
    rules.locked = variable("GONGKAI_SIGNIN_LOCKED", NUMBER)?.unwrap_or(rules.locked);
    rules.idle = variable("GONGKAI_SIGNIN_IDLE", NUMBER)?.unwrap_or(rules.idle);
    rules.longest = variable("GONGKAI_SIGNIN_LONGEST", NUMBER)?.unwrap_or(rules.longest);
    rules.two_factor = variable("GONGKAI_SIGNIN_TWO_FACTOR", "true或者false")?.unwrap_or(rules.two_factor);
    Ok(rules)
}

/// Where a configuration file is wrong, and what it may say.
fn misread(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map_or_else(String::new, |before| format!("第{}行", before.matches('\n').count() + 1));
    format!(
        "{line}有误：每行一项，可以写data、database、listen、https、trusted_proxies、site，登录规则写在[signin]下面，统一认证写在[oidc]下面，邮件和短信写在[mail]、[text]下面，文书字体写在[letters]下面，写法见docs/operate.md"
    )
}

/// Whoever runs a command, now.
pub fn operator() -> (Actor, Moment) {
    (Actor::Operator, Moment(gongkai::office::now().as_millisecond()))
}
