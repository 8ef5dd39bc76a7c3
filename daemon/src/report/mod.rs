//! What is said at the end of a run: put together here, written by [`table`] or [`json`] to an
//! [`output`].

pub mod json;
pub mod output;
pub mod progress;
pub mod table;
pub mod units;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::aggregate::{Aggregate, Entry, Identity, Sum};
use crate::process::Ending;
use crate::receive::Connections;
use crate::told::{Sums, What};

/// A run that is over.
#[derive(Debug)]
pub struct Report {
    /// What was run.
    pub command: Vec<String>,
    /// How it ended.
    pub ending: Ending,
    /// How long it ran.
    pub elapsed: Duration,
    /// The folder that paths are shortened against.
    pub cwd: PathBuf,
    /// Functions that were called, by total time, then calls, then name.
    pub called: Vec<Row>,
    /// Functions that were woven and never called, by name.
    pub not_called: Vec<Row>,
    /// How many functions of `called` and `not_called` to show; `None` for all.
    pub top: Option<usize>,
    /// Calls that belong to no function of these.
    pub other: Row,
    /// What drivers were asked, by total time.
    pub statements: Vec<Asked>,
    /// Signals, by how often they came.
    pub told: Vec<(What, Sums)>,
    /// All calls.
    pub calls: u64,
    /// Requests that ended.
    pub requests: u64,
    /// How long they took together.
    pub requests_ns: u64,
    /// How many signals came.
    pub signals: u64,
    /// Signals that PHP processes had no room for.
    pub lost: u64,
    /// How the connections fared.
    pub connections: Connections,
}

/// What a run was, apart from what it reported.
#[derive(Debug)]
pub struct Facts {
    /// See [`Report::command`].
    pub command: Vec<String>,
    /// See [`Report::ending`].
    pub ending: Ending,
    /// See [`Report::elapsed`].
    pub elapsed: Duration,
    /// See [`Report::cwd`].
    pub cwd: PathBuf,
    /// See [`Report::top`].
    pub top: Option<usize>,
    /// See [`Report::connections`].
    pub connections: Connections,
}

/// One statement, URL or command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Who was asked.
    pub system: String,
    /// What, without values; empty for those that are not told apart.
    pub text: String,
    /// Rows that were brought or changed.
    pub rows: u64,
    /// Class or number of the last error; empty when there was none.
    pub error: String,
    /// Calls and times.
    pub row: Row,
}

/// One function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub function: String,
    /// Its file; empty for internal functions.
    pub file: String,
    /// Its line; 0 for internal functions.
    pub line: u32,
    /// The template that was woven around it.
    pub wrapper: String,
    /// How: `call`, `splice` or `intercept`.
    pub join: String,
    /// Calls that ended.
    pub calls: u64,
    /// Those that ended with an exception.
    pub errors: u64,
    /// Whether durations were reported; the wrapper `count` does not take the time.
    pub timed: bool,
    /// Time from entry to exit.
    pub total_ns: u64,
    /// The same without the time in other woven functions.
    pub self_ns: u64,
    /// Of one call.
    pub mean_ns: u64,
    /// Half of all calls took at most this long.
    pub p50_ns: u64,
    /// 95 of 100 calls took at most this long.
    pub p95_ns: u64,
    /// The longest call.
    pub max_ns: u64,
}

impl Row {
    fn new(identity: &Identity, entry: &Entry) -> Self {
        Row {
            function: identity.name.clone(),
            file: identity.file.clone(),
            line: identity.line,
            wrapper: entry.wrapper.clone(),
            join: entry.join.clone(),
            ..Row::of(&entry.sum)
        }
    }

    fn of(sum: &Sum) -> Self {
        // A bucket's middle may lie above the longest call, which is known exactly.
        let quantile = |q| sum.durations.quantile(q).min(sum.max_ns);
        Row {
            calls: sum.calls,
            errors: sum.errors,
            timed: !sum.durations.is_empty(),
            total_ns: sum.total_ns,
            self_ns: sum.self_ns,
            mean_ns: sum.total_ns.checked_div(sum.calls).unwrap_or(0),
            p50_ns: quantile(0.50),
            p95_ns: quantile(0.95),
            max_ns: sum.max_ns,
            ..Row::default()
        }
    }

    /// `file:line`, the file relative to `cwd` where it lies below it; empty for internal
    /// functions.
    pub fn place(&self, cwd: &Path) -> String {
        place(&self.file, self.line, cwd)
    }
}

fn place(file: &str, line: u32, cwd: &Path) -> String {
    if file.is_empty() {
        return String::new();
    }
    let path = Path::new(file);
    let shown = path.strip_prefix(cwd).unwrap_or(path);
    format!("{}:{line}", shown.display())
}

impl Report {
    /// Puts it together.
    pub fn new(aggregate: &Aggregate, facts: Facts) -> Self {
        let rows = aggregate.functions().map(|(i, e)| Row::new(i, e));
        let (mut called, mut not_called): (Vec<_>, Vec<_>) = rows.partition(|row| row.calls > 0);
        // A trait's method is called as that of a class which uses the trait: the same code under another name.
        let ran: HashSet<_> = called.iter().map(code).collect();
        not_called.retain(|row| !ran.contains(&code(row)));
        drop(ran);
        let mut statements: Vec<_> = aggregate.statements().map(asked).collect();
        statements.sort_by(|a, b| {
            b.row
                .total_ns
                .cmp(&a.row.total_ns)
                .then_with(|| (&a.system, &a.text).cmp(&(&b.system, &b.text)))
        });
        let mut told: Vec<_> = aggregate.told().map(|(what, sums)| (what.clone(), sums.clone())).collect();
        told.sort_by(|(a, first), (b, second)| {
            let key = |what: &What| (what.event.clone(), what.text.clone(), what.file.clone(), what.line);
            second.count.cmp(&first.count).then_with(|| key(a).cmp(&key(b)))
        });
        called.sort_by(|a, b| {
            let weight = |row: &Row| (row.total_ns, row.calls);
            weight(b).cmp(&weight(a)).then_with(|| by_name(a, b))
        });
        not_called.sort_by(by_name);
        Report {
            command: facts.command,
            ending: facts.ending,
            elapsed: facts.elapsed,
            cwd: facts.cwd,
            called,
            not_called,
            top: facts.top,
            other: Row::of(&aggregate.other),
            statements,
            told,
            calls: aggregate.calls,
            requests: aggregate.requests,
            requests_ns: aggregate.requests_ns,
            signals: aggregate.signals,
            lost: aggregate.lost,
            connections: facts.connections,
        }
    }

    /// Whether no PHP process reported a function.
    pub fn is_empty(&self) -> bool {
        self.woven() == 0 && self.calls == 0 && self.statements.is_empty() && self.told.is_empty()
    }

    /// How many functions were woven.
    pub fn woven(&self) -> usize {
        self.called.len() + self.not_called.len()
    }
}

fn asked((system, text, asked): (&str, &str, &crate::aggregate::Asked)) -> Asked {
    Asked {
        system: system.to_owned(),
        text: text.to_owned(),
        rows: asked.rows,
        error: asked.error.clone(),
        row: Row::of(&asked.sum),
    }
}

/// Where a function's code stands, and its name there.
fn code(row: &Row) -> (&str, u32, &str) {
    let name = row.function.rsplit_once("::").map_or(&*row.function, |(_, method)| method);
    (&row.file, row.line, name)
}

fn by_name(a: &Row, b: &Row) -> std::cmp::Ordering {
    let key = |row: &Row| (row.function.clone(), row.file.clone(), row.line);
    key(a).cmp(&key(b))
}

/// The first `top` of a list, and how many are left out.
fn shown<T>(list: &[T], top: Option<usize>) -> (&[T], usize) {
    let shown = top.unwrap_or(list.len()).min(list.len());
    (&list[..shown], list.len() - shown)
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::aggregate::Ids;
    use weft_wire::{Calls, Function, Histogram, Message};

    /// A report with round numbers: two functions called, two not, one unknown.
    pub fn example(wrapper: &str) -> Report {
        let mut aggregate = Aggregate::new(100);
        let mut ids = Ids::default();
        let function = |id, name: &str, file: &str, line| Function {
            id,
            name: name.into(),
            file: file.into(),
            line,
            wrapper: wrapper.into(),
            join: "splice".into(),
            rule: String::new(),
        };
        aggregate.add(
            &mut ids,
            Message::Functions(vec![
                function(0, "App\\load", "/app/src/load.php", 3),
                function(1, "App\\Repo::find", "/app/src/Repo.php", 12),
                function(2, "App\\unused", "/app/src/load.php", 30),
                function(3, "strlen", "", 0),
            ]),
        );
        let calls = |id, calls, errors, ns: u64| {
            let mut durations = Histogram::new();
            let timed = if wrapper == "count" { 0 } else { calls };
            for _ in 0..timed {
                durations.record(ns);
            }
            let ns = if timed == 0 { 0 } else { ns };
            Calls {
                id,
                calls,
                errors,
                total_ns: ns * calls,
                self_ns: ns * calls / 2,
                max_ns: ns,
                durations,
            }
        };
        aggregate.add(
            &mut ids,
            Message::Calls(vec![calls(0, 1, 0, 1_500_000), calls(1, 1200, 7, 20_000), calls(9, 3, 0, 1_000)]),
        );
        aggregate.add(&mut ids, Message::Lost { signals: 5 });
        aggregate.add(
            &mut ids,
            Message::Request {
                kind: "cli".into(),
                subject: "app.php".into(),
                status: 0,
                total_ns: 30_000_000,
            },
        );
        Report::new(&aggregate, facts())
    }

    fn facts() -> Facts {
        Facts {
            command: vec!["php".into(), "app.php".into()],
            ending: Ending::Code(0),
            elapsed: Duration::from_millis(1234),
            cwd: "/app".into(),
            top: None,
            connections: Connections {
                accepted: 1,
                greeted: 1,
                ..Connections::default()
            },
        }
    }

    #[test]
    fn most_time_comes_first() {
        let report = example("time");
        let names: Vec<_> = report.called.iter().map(|row| &row.function[..]).collect();
        assert_eq!(names, ["App\\Repo::find", "App\\load"]);
        let names: Vec<_> = report.not_called.iter().map(|row| &row.function[..]).collect();
        assert_eq!(names, ["App\\unused", "strlen"]);
    }

    #[test]
    fn code_that_ran_under_the_name_of_a_class_is_not_unused_under_that_of_its_trait() {
        let mut aggregate = Aggregate::new(100);
        let mut ids = Ids::default();
        let function = |id, name: &str, line| Function {
            id,
            name: name.into(),
            file: "/app/Saves.php".into(),
            line,
            wrapper: "count".into(),
            join: "splice".into(),
            rule: String::new(),
        };
        let functions = vec![
            function(0, "Saves::save", 4),
            function(1, "Saves::other", 4),
            function(2, "Saves::unused", 9),
            function(3, "Order::save", 4),
        ];
        aggregate.add(&mut ids, Message::Functions(functions));
        let ran = Calls {
            id: 3,
            calls: 1,
            errors: 0,
            total_ns: 0,
            self_ns: 0,
            max_ns: 0,
            durations: Histogram::new(),
        };
        aggregate.add(&mut ids, Message::Calls(vec![ran]));
        let report = Report::new(&aggregate, facts());
        let names: Vec<_> = report.not_called.iter().map(|row| &row.function[..]).collect();
        assert_eq!(names, ["Saves::other", "Saves::unused"]);
    }

    #[test]
    fn quantiles_do_not_exceed_the_longest_call() {
        let row = &example("time").called[0];
        assert_eq!((row.p50_ns, row.p95_ns, row.max_ns), (19_456, 19_456, 20_000));
        assert_eq!(row.mean_ns, 20_000);
    }

    #[test]
    fn paths_are_shortened_below_the_folder_only() {
        let row = |file: &str| Row {
            file: file.into(),
            line: 3,
            ..Row::default()
        };
        assert_eq!(row("/app/a.php").place(Path::new("/app")), "a.php:3");
        assert_eq!(row("/apps/a.php").place(Path::new("/app")), "/apps/a.php:3");
        assert_eq!(row("").place(Path::new("/app")), "");
    }
}
