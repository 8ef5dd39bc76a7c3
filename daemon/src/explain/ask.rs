//! Asking the extension, through a PHP that is started for it.

use std::ffi::OsStr;
use std::fs;
use std::os::fd::AsFd;
use std::process::Stdio;

use serde::Deserialize;
use serde_json::json;
use tokio::process::Command;

use super::answer::{Answer, State};
use crate::failure::{Failure, Result};
use crate::php::ini::SCAN_DIR;
use crate::private_dir::PrivateDir;
use crate::process::{Ending, Program};
use crate::signals::{Signals, asks_for_the_end};

/// The PHP side of this file.
const DRIVER: &str = include_str!("driver.php");

/// Something to be explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// All functions of a file.
    File(String),
    /// One function.
    Target(String),
}

/// How PHP is started.
#[derive(Clone, Copy, Debug)]
pub struct Php<'a> {
    /// The program.
    pub program: &'a OsStr,
    /// Makes it load weft.
    pub scan_dir: &'a OsStr,
    /// Variables of the environment that it must not see.
    pub hidden: &'a [&'a str],
    /// What it runs first.
    pub require: Option<&'a str>,
    /// Where questions and answers are kept.
    pub private: &'a PrivateDir,
}

/// A line from the driver. The first one says whether the extension is there; each of the others
/// answers the next question.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Line {
    Weft(Option<String>),
    Answers(Vec<Answer>),
    Error(String),
}

/// What one PHP made of its questions.
struct Session {
    /// Answers to as many questions as it came to.
    answers: Vec<Vec<Answer>>,
    /// How it ended.
    ending: Ending,
}

/// The answers to each question, in order; `None` if PHP does not load the extension.
///
/// A file may hold what ends PHP, such as a function that exists already. Then the question is
/// answered with that, and a new PHP goes on behind it.
///
/// # Errors
/// When PHP cannot be started or gives answers that are none.
pub async fn ask(php: Php<'_>, questions: &[Question], signals: &mut Signals) -> Result<Option<Vec<Vec<Answer>>>> {
    let mut answers = Vec::with_capacity(questions.len());
    while let Some(rest) = questions.get(answers.len()..).filter(|rest| !rest.is_empty()) {
        let Some(session) = session(php, rest, signals).await? else {
            return Ok(None);
        };
        let unanswered = rest.get(session.answers.len());
        answers.extend(session.answers);
        if let Some(question) = unanswered {
            answers.push(vec![unknown(question, &ended(session.ending))]);
        }
    }
    Ok(Some(answers))
}

async fn session(php: Php<'_>, questions: &[Question], signals: &mut Signals) -> Result<Option<Session>> {
    let request = json!({
        "require": php.require,
        "questions": questions.iter().map(Question::words).collect::<Vec<_>>(),
    });
    let driver = php.private.write("driver.php", DRIVER)?;
    let asked = php.private.write("questions.json", &request.to_string())?;
    let answered = php.private.write("answers.json", "")?;
    // What the code prints must not mix with what we print.
    let stdout = std::io::stderr()
        .as_fd()
        .try_clone_to_owned()
        .map_err(|error| Failure::ours(format!("standard error: {error}")))?;
    let mut command = Command::new(php.program);
    command
        .args([driver, asked, answered.clone()])
        .env(SCAN_DIR, php.scan_dir)
        .stdin(Stdio::null())
        .stdout(stdout);
    for name in php.hidden {
        command.env_remove(name);
    }
    let ending = Program::start(command)?.end(signals).await?;
    if let Ending::Signal(signal) = ending
        && asks_for_the_end(signal)
    {
        return Err(Failure::interrupted(signal));
    }
    let text = fs::read_to_string(&answered).map_err(|error| Failure::ours(format!("cannot read the answers of PHP: {error}")))?;
    let mut lines = text.lines().map(parse);
    match lines.next().transpose()? {
        Some(Line::Weft(Some(_))) => {}
        Some(_) => return Ok(None),
        None => {
            let ended = ended(ending);
            return Err(Failure::ours(format!("PHP gave no answer: {ended}")));
        }
    }
    let answers = lines.zip(questions).map(|(line, question)| {
        Ok(match line? {
            Line::Answers(answers) => answers,
            Line::Error(error) => vec![unknown(question, &error)],
            Line::Weft(_) => Vec::new(),
        })
    });
    let answers = answers.collect::<Result<_>>()?;
    Ok(Some(Session { answers, ending }))
}

impl Question {
    /// As the driver reads it.
    fn words(&self) -> [&str; 2] {
        match self {
            Question::File(file) => ["file", file],
            Question::Target(target) => ["target", target],
        }
    }
}

fn parse(line: &str) -> Result<Line> {
    serde_json::from_str(line).map_err(|error| {
        Failure::ours(format!(
            "the extension's answer is not understood ({error}); is it of version {}?\n{line}",
            env!("CARGO_PKG_VERSION")
        ))
    })
}

fn unknown(question: &Question, reason: &str) -> Answer {
    let [kind, subject] = question.words();
    Answer {
        file: (kind == "file").then(|| subject.to_owned()),
        ..Answer::new(subject, State::Unknown, reason)
    }
}

fn ended(ending: Ending) -> String {
    match ending {
        Ending::Code(code) => format!("it ended with exit code {code} while it looked at this"),
        Ending::Signal(signal) => {
            format!("it was ended by signal {signal} while it looked at this")
        }
    }
}
