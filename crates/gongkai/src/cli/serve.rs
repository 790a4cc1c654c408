//! `gongkai serve`: opens the platform in the browser.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use clap::Args;
use gongkai::Config;

use super::{End, Ended};

#[derive(Args)]
pub struct Arguments {
    /// 在哪个地址监听
    #[arg(long, value_name = "地址:端口", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// 数据目录，没有就新建
    #[arg(long, value_name = "目录", default_value = "gongkai-data")]
    data: PathBuf,
    /// 台账数据库，默认是数据目录里的SQLite
    #[arg(long, value_name = "地址")]
    database: Option<String>,
    /// 用一个虚构的县装满空的数据目录，先看看样子
    #[arg(long)]
    demo: bool,
    /// 可以相信的反向代理，可以写几次
    #[arg(long = "trusted-proxy", value_name = "IP")]
    trusted_proxies: Vec<IpAddr>,
    /// 前面有HTTPS代理：登录凭据只经HTTPS传送
    #[arg(long)]
    https: bool,
}

/// Serves until it is asked to stop.
pub fn run(arguments: Arguments) -> Ended {
    let Arguments { listen, data, database, demo, trusted_proxies, https } = arguments;
    let config = Config { listen, database, demo, trusted_proxies, secure: https, ..Config::new(data) };
    gongkai::serve(config).map(|()| End::Fine).map_err(|error| error.to_string())
}
