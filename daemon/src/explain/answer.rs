//! What is known of one function: the contract between the extension and this program.

use serde::{Deserialize, Serialize};

/// Whether a function is woven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// It is.
    #[serde(rename = "woven")]
    Woven,
    /// It is not, because no rule matches it.
    #[serde(rename = "not woven")]
    NotWoven,
    /// A rule matches it, but it cannot be woven.
    #[serde(rename = "refused")]
    Refused,
    /// There is no such function, as far as PHP was shown.
    #[serde(rename = "unknown")]
    Unknown,
    /// Told from the rules alone: a rule matches this name. Never said by the extension.
    #[serde(rename = "matched")]
    Matched,
    /// Told from the rules alone: no rule matches this name. Never said by the extension.
    #[serde(rename = "unmatched")]
    Unmatched,
}

impl State {
    /// The word that users read and programs compare.
    pub fn name(self) -> &'static str {
        match self {
            State::Woven => "woven",
            State::NotWoven => "not woven",
            State::Refused => "refused",
            State::Unknown => "unknown",
            State::Matched => "matched",
            State::Unmatched => "unmatched",
        }
    }
}

/// What `Weft\explain()` returns, and `Weft\explain_file()` returns a list of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The function, such as `App\Foo::bar`; the file, where the question was for one.
    pub target: String,
    /// The file that defines it.
    pub file: Option<String>,
    /// The line of its first token.
    pub line: Option<u32>,
    /// Whether it is woven.
    pub state: State,
    /// The rule that decided, such as `weft.toml:3` or `weft.hook`.
    pub rule: Option<String>,
    /// The pattern of that rule that matched.
    pub pattern: Option<String>,
    /// The wrapper.
    pub wrapper: Option<String>,
    /// The template's file.
    pub template: Option<String>,
    /// `splice` or `call`.
    pub join: Option<String>,
    /// Why this join, or why it is not woven.
    pub reason: String,
    /// The woven function as PHP.
    pub php: Option<String>,
    /// The woven function as the engine has it.
    pub opcodes: Option<String>,
}

impl Answer {
    /// An answer about `target` that consists of a state and a reason.
    pub fn new(target: &str, state: State, reason: impl Into<String>) -> Self {
        Answer {
            target: target.to_owned(),
            file: None,
            line: None,
            state,
            rule: None,
            pattern: None,
            wrapper: None,
            template: None,
            join: None,
            reason: reason.into(),
            php: None,
            opcodes: None,
        }
    }

    /// Whether this is about the function `name`, spelled as PHP allows.
    pub fn is_about(&self, name: &str) -> bool {
        let bare = |name: &str| name.trim_start_matches('\\').to_ascii_lowercase();
        bare(&self.target) == bare(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_php_does() {
        let answer = Answer::new("App\\Repo::find", State::Woven, "");
        assert!(answer.is_about("\\app\\repo::FIND"));
        assert!(!answer.is_about("find"));
    }

    #[test]
    fn each_state_is_written_as_it_is_named() {
        for state in [State::Woven, State::NotWoven, State::Refused, State::Unknown, State::Matched, State::Unmatched] {
            assert_eq!(serde_json::to_value(state).unwrap(), state.name());
        }
    }
}
