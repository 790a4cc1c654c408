//! 登录规则: what a password must be, when an account locks and how long a session lasts: configuration, with the values
//! usual for systems of the third level (GB/T 22239).

use serde::Deserialize;

/// 登录规则: `[signin]` of the configuration file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// The shortest password, in characters.
    pub shortest: usize,
    /// How many kinds of capital letters, small letters, digits and other signs it mixes, where it is shorter than
    /// [`Rules::PHRASE`].
    pub kinds: usize,
    /// After how many days it has to be changed; 0 for never.
    pub days: i64,
    /// How many of the last passwords do not come back.
    pub remembered: i64,
    /// Wrong passwords in a row that lock an account for the address they come from.
    pub failures: i32,
    /// Wrong passwords in a row, from wherever, that lock it for every address from which nobody has signed in yet:
    /// whoever sits where they always sit is not shut out by somebody elsewhere.
    pub anywhere: i32,
    /// For how many minutes.
    pub locked: i64,
    /// Minutes without a request after which a session ends.
    pub idle: i64,
    /// Hours after which somebody signs in again, however busy they were.
    pub longest: i64,
    /// Whether everybody has to have an authenticator.
    pub two_factor: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            shortest: 12,
            kinds: 3,
            days: 90,
            remembered: 5,
            failures: 5,
            anywhere: 50,
            locked: 15,
            idle: 20,
            longest: 12,
            two_factor: false,
        }
    }
}

impl Rules {
    /// From this length on, in characters, a password needs no mixture: several words are both longer and kept in mind.
    pub const PHRASE: usize = 20;
    /// The longest password; a hash of more would be work for nothing.
    pub const LONGEST: usize = 128;

    /// The rules, where they can be kept.
    ///
    /// # Errors
    /// A Chinese sentence on the first value that locks everybody out or lets everybody in.
    pub fn checked(self) -> Result<Self, String> {
        let bounds = [
            ("shortest", self.shortest as i64, 8, 64),
            ("kinds", self.kinds as i64, 1, 4),
            ("days", self.days, 0, 3650),
            ("remembered", self.remembered, 0, 24),
            ("failures", self.failures.into(), 1, 100),
            ("anywhere", self.anywhere.into(), 1, 10_000),
            ("locked", self.locked, 1, 1440),
            ("idle", self.idle, 1, 480),
            ("longest", self.longest, 1, 24),
        ];
        match bounds.into_iter().find(|(_, value, least, most)| !(least..=most).contains(&value)) {
            Some((key, value, least, most)) => Err(format!("signin.{key}不能是{value}，应当在{least}和{most}之间")),
            None => Ok(self),
        }
    }

    /// What is wrong with a new password of this account, in a sentence for the form; `None` where nothing is.
    ///
    /// ```
    /// use gongkai::people::rules::Rules;
    ///
    /// let rules = Rules::default();
    /// assert_eq!(rules.fault("three words and a river", "lin"), None);
    /// assert_eq!(rules.fault("Water-2026-ok", "lin"), None);
    /// assert!(rules.fault("only-letters-s", "lin").is_some());
    /// assert!(rules.fault("Lin-lives-here-2026!", "lin").is_some());
    /// ```
    pub fn fault(&self, password: &str, account: &str) -> Option<String> {
        let length = password.chars().count();
        if !(self.shortest..=Self::LONGEST).contains(&length) {
            return Some(format!("密码要有{}至{}个字符", self.shortest, Self::LONGEST));
        }
        if length < Self::PHRASE && kinds(password) < self.kinds {
            let (kinds, phrase) = (self.kinds, Self::PHRASE);
            return Some(format!("大写字母、小写字母、数字、其他符号里至少要有{kinds}种；或者长到{phrase}个字符"));
        }
        let holds = !account.is_empty() && password.to_lowercase().contains(&account.to_lowercase());
        holds.then(|| "密码里不能有账号".to_owned())
    }

    /// The rules for a password in one sentence.
    pub fn said(&self) -> String {
        let kinds = match self.kinds {
            1 => String::new(),
            kinds => format!("，不满{}个字符的要混用{kinds}种字符", Self::PHRASE),
        };
        let days = match self.days {
            0 => String::new(),
            days => format!("；每{days}天换一次"),
        };
        format!("至少{}个字符{kinds}{days}。几个不相干的词连起来，又长又好记。", self.shortest)
    }
}

/// How many of the four kinds of characters it has.
fn kinds(password: &str) -> usize {
    let others = |c: char| !c.is_ascii_uppercase() && !c.is_ascii_lowercase() && !c.is_ascii_digit();
    let tests: [&dyn Fn(char) -> bool; 4] =
        [&|c| c.is_ascii_uppercase(), &|c| c.is_ascii_lowercase(), &|c| c.is_ascii_digit(), &others];
    tests.iter().filter(|test| password.chars().any(test)).count()
}
