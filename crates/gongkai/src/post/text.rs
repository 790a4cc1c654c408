//! 短信: a command of the office's own that hands a message to whatever sends text messages there. It gets one line of JSON
//! on its standard input, `{"to":"13800000000","text":"…"}`, and says by its exit code whether it took it.

use std::{process::Stdio, time::Duration};

use serde::Deserialize;
use serde_json::json;
use tokio::{io::AsyncWriteExt as _, process::Command};

use super::send::NotSent;

/// The longest that the command may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// `[text]` of the configuration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The program and its arguments; no shell stands between.
    pub command: Vec<String>,
}

/// Whether somebody can be reached by this number.
pub fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (5..=20).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' '))
}

impl Text {
    /// The settings, where a message can be handed on by them.
    ///
    /// # Errors
    /// A Chinese sentence on what is missing.
    pub fn checked(self) -> Result<Self, String> {
        match self.command.first().is_some_and(|program| !program.trim().is_empty()) {
            true => Ok(self),
            false => Err("text.command要写明程序，如[\"/usr/local/bin/duanxin\"]".to_owned()),
        }
    }

    /// Hands one message on.
    ///
    /// # Errors
    /// [`NotSent`]
    pub async fn send(&self, to: &str, text: &str) -> Result<(), NotSent> {
        match tokio::time::timeout(PATIENCE, self.run(to, text)).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(NotSent::Later("短信程序没有办成".to_owned())),
            Ok(Err(error)) => Err(NotSent::Later(format!("短信程序用不了：{}", crate::trouble::said(&error)))),
            Err(_) => Err(NotSent::Later("短信程序没有及时办完".to_owned())),
        }
    }

    async fn run(&self, to: &str, text: &str) -> std::io::Result<bool> {
        let mut words = self.command.iter();
        let program = words.next().map_or("", String::as_str);
        let mut child = Command::new(program)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // when it takes too long
            .kill_on_drop(true)
            .spawn()?;
        let line = format!("{}\n", json!({"to": to, "text": text}));
        if let Some(mut input) = child.stdin.take() {
            input.write_all(line.as_bytes()).await?;
        }
        Ok(child.wait().await?.success())
    }
}
