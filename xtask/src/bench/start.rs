//! From the start of `serve` until it answers.

use std::fs;

use super::{Ground, Table, server::Server};
use crate::run::{Done, Failure};

const RUNS: usize = 7;

pub fn measure(ground: &Ground, table: &mut Table) -> Done {
    let data = ground.folder.join("data");
    let (mut first, mut again) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        if data.exists() {
            fs::remove_dir_all(&data).map_err(Failure::doing(data.display()))?;
        }
        for times in [&mut first, &mut again] {
            times.push(Server::start::<&str>(&ground.gongkai, &data, &[])?.took);
        }
    }
    table.under("serve, until /health answers (median of 7)", median(again), "ms", Some(300.0));
    table.under("serve on a new data folder (median of 7)", median(first), "ms", Some(300.0));
    Ok(())
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
