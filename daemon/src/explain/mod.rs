//! `weft explain`: what becomes of functions, and why.
//!
//! The extension knows; so PHP is started with it ([`ask`]) on a few lines of PHP that put the
//! questions. A target for which PHP was shown no code is answered from the rules ([`by_name`]).

pub mod answer;
mod ask;
mod by_name;
mod render;

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli;
use crate::failure::{Failure, NOT_EXECUTABLE, NOT_FOUND, OURS, Result};
use crate::php::extension;
use crate::php::ini::{SCAN_DIR, scan_dir};
use crate::php::probe::{self, Loaded};
use crate::private_dir::PrivateDir;
use crate::run::{listen, runtime};
use crate::weaving::{GENERATED, Loading, Weaving};

use weft_wire::Pattern;

use answer::{Answer, State};
use ask::{Php, Question, ask};

/// Explains and returns the exit code.
pub fn explain(options: &cli::Explain) -> Result<u8> {
    let loads_weft = probe::loads_weft(&probe::bare(&options.php)) == Some(true);
    // A PHP that is configured with rules is asked about those.
    let configured = loads_weft || ["WEFT_RULES", "WEFT_HOOK"].iter().any(|name| env::var_os(name).is_some());
    let weaving = Weaving::read(&options.weaving, (!configured).then_some("*"))?;
    let subjects = Subjects::read(options)?;
    let answers = match asked(options, &weaving, &subjects.questions(), loads_weft) {
        Ok(answers) => subjects.select(answers),
        // Names and rules are enough for an answer, if not for the best one.
        Err(failure) if failure.code == OURS && subjects.are_names_only() && weaving.rules().is_some() => {
            let reason = failure.message.lines().next().unwrap_or_default();
            let _ = writeln!(io::stderr(), "weft: {reason}; this is what the rules say");
            subjects.targets.iter().map(|target| Answer::new(target, State::Unknown, "")).collect()
        }
        Err(failure) => return Err(failure),
    };
    let answers: Vec<Answer> = answers
        .into_iter()
        .map(|answer| match weaving.rules() {
            Some(rules) if answer.state == State::Unknown && subjects.are_names_only() => by_name::answer(rules, answer),
            _ => answer,
        })
        .map(|answer| finished(answer, options))
        .collect();
    print(&answers, options)?;
    let unknown = answers.iter().any(|answer| answer.state == State::Unknown);
    Ok(u8::from(unknown))
}

/// What the user wants explained.
struct Subjects {
    /// Files of which everything is explained, absolute.
    files: Vec<String>,
    /// Files in which targets are looked for, absolute.
    searched: Vec<String>,
    /// Functions.
    targets: Vec<String>,
    /// Whether PHP is shown code in another way.
    require: bool,
}

impl Subjects {
    fn read(options: &cli::Explain) -> Result<Self> {
        let (files, targets): (Vec<_>, Vec<_>) = options.targets.iter().cloned().partition(|target| is_file(target));
        let mut subjects = Subjects {
            files: files.iter().map(|file| existing(Path::new(file))).collect::<Result<_>>()?,
            searched: options.files.iter().map(|file| existing(file)).collect::<Result<_>>()?,
            targets: targets.into_iter().map(function).collect::<Result<_>>()?,
            require: options.require.is_some(),
        };
        if subjects.targets.is_empty() {
            subjects.files.append(&mut subjects.searched);
        }
        Ok(subjects)
    }

    fn questions(&self) -> Vec<Question> {
        let files = self.files.iter().chain(&self.searched).cloned().map(Question::File);
        files.chain(self.targets.iter().cloned().map(Question::Target)).collect()
    }

    /// Whether PHP is shown no code at all.
    fn are_names_only(&self) -> bool {
        self.files.is_empty() && self.searched.is_empty() && !self.require
    }

    /// From the answers to all questions those that the user wants. A target is answered by the
    /// files in which it was found, else as PHP knows it by itself.
    fn select(&self, answers: Vec<Vec<Answer>>) -> Vec<Answer> {
        let mut answers = answers.into_iter();
        let mut selected: Vec<Answer> = answers.by_ref().take(self.files.len()).flatten().collect();
        let found: Vec<Answer> = answers.by_ref().take(self.searched.len()).flatten().collect();
        // A file that could not be compiled is no answer to any target, but must be said.
        let broken = |answer: &&Answer| self.searched.contains(&answer.target);
        selected.extend(found.iter().filter(broken).cloned());
        for (target, own) in self.targets.iter().zip(answers) {
            let mut matching = found.iter().filter(|answer| answer.is_about(target)).cloned().peekable();
            if matching.peek().is_some() {
                selected.extend(matching);
            } else {
                selected.extend(own);
            }
        }
        selected
    }
}

/// Names of functions have neither `/` nor `.` in them, but closures are named after their place.
fn is_file(subject: &str) -> bool {
    let named_like_one = subject.contains(['/', '.']) && !subject.contains("{closure");
    named_like_one || Path::new(subject).is_file()
}

/// Checks that a target can be the name of a function, for a slip of the pen is easily made.
fn function(target: String) -> Result<String> {
    let is_closure = target.contains("{closure");
    match Pattern::parse(&target) {
        _ if is_closure => Ok(target),
        Ok(_) if target.contains(['*', '+', '!']) => Err(Failure::usage(format!("{target}: found a pattern, expected a function"))),
        Ok(_) => Ok(target),
        Err(error) => Err(Failure::usage(format!("{target}: {error}"))),
    }
}

fn existing(file: &Path) -> Result<String> {
    let absolute = file.canonicalize().map_err(|error| Failure::usage(format!("{}: {error}", file.display())))?;
    match absolute.into_os_string().into_string() {
        Ok(text) => Ok(text),
        Err(path) => Err(Failure::usage(format!("{}: a name that is not UTF-8 cannot be handed to PHP", path.display()))),
    }
}

/// Starts PHP with the extension and puts the questions.
fn asked(options: &cli::Explain, weaving: &Weaving, questions: &[Question], loads_weft: bool) -> Result<Vec<Vec<Answer>>> {
    let mut signals = listen()?;
    let loading = if loads_weft {
        Loading::Already
    } else {
        Loading::By(extension::find(options.weaving.extension.as_deref(), &options.php)?)
    };
    let private = PrivateDir::new()?;
    let mut ini = weaving.ini(&private, &loading)?;
    ini.set("weft.daemon", "");
    // A cached file is not compiled, so there would be nothing to explain.
    ini.set("opcache.enable_cli", "0");
    // What ends PHP must be seen, once.
    ini.set("display_errors", "stderr");
    ini.set("log_errors", "0");
    private.write("weft.ini", ini.text())?;
    let scan_dir = scan_dir(env::var_os(SCAN_DIR).as_deref(), private.path().as_os_str());
    let require = options.require.as_deref().map(existing).transpose()?;
    // What is explained is nobody's traffic.
    let hidden = [weaving.hidden(), &["WEFT_DAEMON"]].concat();
    let php = Php {
        program: &options.php,
        scan_dir: &scan_dir,
        hidden: &hidden,
        require: require.as_deref(),
        private: &private,
    };
    let answers = runtime()?.block_on(ask(php, questions, &mut signals)).map_err(without_php)?;
    answers.map(|answers| without_private_names(answers, &private)).ok_or_else(|| {
        Failure::ours(match probe::loaded(&probe::bare(&options.php), &scan_dir) {
            Loaded::No(error) => format!("PHP did not load the extension. It says:\n  {error}"),
            Loaded::Yes => "the extension that PHP loads cannot explain: it is of another version".to_owned(),
            Loaded::Unknown => "PHP did not load the extension".to_owned(),
        })
    })
}

/// Here PHP is a tool of ours, not the user's program whose exit code is passed on.
fn without_php(failure: Failure) -> Failure {
    match failure.code {
        NOT_FOUND | NOT_EXECUTABLE => Failure { code: OURS, ..failure },
        _ => failure,
    }
}

/// Rules in the generated file are the command line's.
fn without_private_names(mut answers: Vec<Vec<Answer>>, private: &PrivateDir) -> Vec<Vec<Answer>> {
    let generated = private.file(GENERATED).display().to_string();
    for answer in answers.iter_mut().flatten() {
        if let Some(rule) = answer.rule.as_mut().filter(|rule| rule.starts_with(&generated)) {
            let place = std::mem::replace(rule, "--hook".to_owned());
            answer.php = answer
                .php
                .take()
                .map(|php| php.replacen(&format!("woven by {place} with"), "woven by --hook with", 1));
        }
    }
    answers
}

fn finished(answer: Answer, options: &cli::Explain) -> Answer {
    let opcodes = answer.opcodes.filter(|_| options.opcodes);
    Answer { opcodes, ..answer }
}

fn print(answers: &[Answer], options: &cli::Explain) -> Result<()> {
    let text = if options.json {
        // Strings and numbers only: nothing in it can fail.
        serde_json::to_string_pretty(answers).unwrap_or_default() + "\n"
    } else {
        let cwd = env::current_dir().unwrap_or_else(|_| PathBuf::new());
        let text = render::render(answers, &cwd, console::colors_enabled());
        if text.is_empty() { "no functions\n".to_owned() } else { text }
    };
    match io::stdout().write_all(text.as_bytes()) {
        // Who pipes into `head` has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(|error| Failure::ours(format!("cannot write: {error}"))),
    }
}
