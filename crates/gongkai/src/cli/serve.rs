//! `gongkai serve`: opens the platform in the browser.

use std::net::{IpAddr, SocketAddr};

use clap::Args;
use gongkai::Config;

use super::{
    End, Ended,
    register::{LISTEN, PROXY, Register},
};

#[derive(Args)]
pub struct Arguments {
    /// 在哪个地址监听，默认127.0.0.1:8080
    #[arg(long, value_name = "地址:端口", value_parser = address)]
    listen: Option<SocketAddr>,
    #[command(flatten)]
    register: Register,
    /// 用一个虚构的县装满空的数据目录，先看看样子
    #[arg(long)]
    demo: bool,
    /// 可以相信的反向代理，可以写几次
    #[arg(long = "trusted-proxy", value_name = "IP", value_parser = proxy)]
    trusted_proxies: Vec<IpAddr>,
    /// 前面有HTTPS代理：登录凭据只经HTTPS传送
    #[arg(long)]
    https: bool,
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("应当是{LISTEN}"))
}

fn proxy(text: &str) -> Result<IpAddr, String> {
    text.parse().map_err(|_| format!("应当是{PROXY}"))
}

/// Serves until it is asked to stop.
pub fn run(arguments: Arguments) -> Ended {
    let Arguments { listen, register, demo, mut trusted_proxies, https } = arguments;
    let settings = register.settings()?;
    let place = register.place(&settings);
    let mut config = Config { database: place.database, demo, ..Config::new(place.data) };
    config.listen = listen.or(settings.listen).unwrap_or(config.listen);
    config.secure = https || settings.https.unwrap_or(config.secure);
    config.post = register.post(&settings)?;
    config.provider = register.provider(&settings)?;
    config.rules = settings.signin;
    config.letters = settings.letters;
    config.matter_days = settings.matter_days.unwrap_or(config.matter_days);
    trusted_proxies.extend(settings.trusted_proxies);
    config.trusted_proxies = trusted_proxies;
    gongkai::serve(config).map(|()| End::Fine).map_err(|error| error.to_string())
}
