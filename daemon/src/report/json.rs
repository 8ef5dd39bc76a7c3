//! The report for programs. `docs/run.md` describes it field by field; a change of meaning raises
//! [`SCHEMA`], a new field does not.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Asked, Report, Row, shown};
use crate::process::Ending;
use crate::told::{Sums, What};

/// The version of what is written.
pub const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    weft: &'static str,
    command: &'a [String],
    exit_code: u8,
    signal: Option<i32>,
    elapsed_ns: u64,
    calls: u64,
    functions: Vec<Called<'a>>,
    functions_left_out: usize,
    not_called: Vec<NotCalled<'a>>,
    not_called_left_out: usize,
    other: CallSums,
    statements: Vec<Statement<'a>>,
    statements_left_out: usize,
    events: Vec<Event<'a>>,
    events_left_out: usize,
    requests: Requests,
    signals: u64,
    lost_signals: u64,
    connections: Connections,
}

#[derive(Serialize)]
struct NotCalled<'a> {
    function: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    wrapper: &'a str,
    join: &'a str,
}

#[derive(Serialize)]
struct Statement<'a> {
    system: &'a str,
    text: &'a str,
    calls: u64,
    errors: u64,
    error: Option<&'a str>,
    rows: u64,
    total_ns: u64,
    p50_ns: u64,
    p95_ns: u64,
    max_ns: u64,
}

#[derive(Serialize)]
struct Event<'a> {
    event: &'a str,
    what: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<u32>,
    count: u64,
    sums: BTreeMap<&'a str, u64>,
}

#[derive(Serialize)]
struct Called<'a> {
    #[serde(flatten)]
    what: NotCalled<'a>,
    #[serde(flatten)]
    sums: CallSums,
}

#[derive(Serialize)]
struct CallSums {
    calls: u64,
    errors: u64,
    #[serde(flatten)]
    times: Option<Times>,
}

#[derive(Serialize)]
struct Times {
    total_ns: u64,
    self_ns: u64,
    mean_ns: u64,
    p50_ns: u64,
    p95_ns: u64,
    max_ns: u64,
}

#[derive(Serialize)]
struct Requests {
    count: u64,
    total_ns: u64,
}

#[derive(Serialize)]
struct Connections {
    accepted: u64,
    refused: u64,
    cut: u64,
}

/// Writes the report as one JSON object and a line break.
pub fn write(report: &Report) -> String {
    let (functions, functions_left_out) = shown(&report.called, report.top);
    let (not_called, not_called_left_out) = shown(&report.not_called, report.top);
    let (statements, statements_left_out) = shown(&report.statements, report.top);
    let (told, events_left_out) = shown(&report.told, report.top);
    let document = Document {
        schema: SCHEMA,
        weft: env!("CARGO_PKG_VERSION"),
        command: &report.command,
        exit_code: report.ending.exit_code(),
        signal: match report.ending {
            Ending::Code(_) => None,
            Ending::Signal(signal) => Some(signal),
        },
        elapsed_ns: report.elapsed.as_nanos() as u64,
        calls: report.calls,
        functions: functions.iter().map(called).collect(),
        functions_left_out,
        not_called: not_called.iter().map(what).collect(),
        not_called_left_out,
        other: sums(&report.other),
        statements: statements.iter().map(statement).collect(),
        statements_left_out,
        events: told.iter().map(event).collect(),
        events_left_out,
        requests: Requests {
            count: report.requests,
            total_ns: report.requests_ns,
        },
        signals: report.signals,
        lost_signals: report.lost,
        connections: Connections {
            accepted: report.connections.accepted,
            refused: report.connections.refused,
            cut: report.connections.cut,
        },
    };
    // Strings and numbers only: nothing in it can fail.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn statement(asked: &Asked) -> Statement<'_> {
    Statement {
        system: &asked.system,
        text: &asked.text,
        calls: asked.row.calls,
        errors: asked.row.errors,
        error: (!asked.error.is_empty()).then_some(&asked.error),
        rows: asked.rows,
        total_ns: asked.row.total_ns,
        p50_ns: asked.row.p50_ns,
        p95_ns: asked.row.p95_ns,
        max_ns: asked.row.max_ns,
    }
}

fn event((what, sums): &(What, Sums)) -> Event<'_> {
    Event {
        event: &what.event,
        what: (!what.text.is_empty()).then_some(&what.text),
        file: (!what.file.is_empty()).then_some(&what.file),
        line: (what.line > 0).then_some(what.line),
        count: sums.count,
        sums: sums.more.iter().map(|(name, sum)| (name.as_str(), *sum)).collect(),
    }
}

fn called(row: &Row) -> Called<'_> {
    Called {
        what: what(row),
        sums: sums(row),
    }
}

fn what(row: &Row) -> NotCalled<'_> {
    let internal = row.file.is_empty();
    NotCalled {
        function: &row.function,
        file: (!internal).then_some(&row.file),
        line: (!internal).then_some(row.line),
        wrapper: &row.wrapper,
        join: &row.join,
    }
}

fn sums(row: &Row) -> CallSums {
    CallSums {
        calls: row.calls,
        errors: row.errors,
        times: row.timed.then_some(Times {
            total_ns: row.total_ns,
            self_ns: row.self_ns,
            mean_ns: row.mean_ns,
            p50_ns: row.p50_ns,
            p95_ns: row.p95_ns,
            max_ns: row.max_ns,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::example;
    use serde_json::{Value, json};

    fn written(report: &Report) -> Value {
        serde_json::from_str(&write(report)).unwrap()
    }

    #[test]
    fn the_document_is_as_documented() {
        let expected = json!({
            "schema": 1,
            "weft": env!("CARGO_PKG_VERSION"),
            "command": ["php", "app.php"],
            "exit_code": 0,
            "signal": null,
            "elapsed_ns": 1_234_000_000,
            "calls": 1204,
            "functions": [
                {
                    "function": "App\\Repo::find", "file": "/app/src/Repo.php", "line": 12,
                    "wrapper": "time", "join": "splice", "calls": 1200, "errors": 7,
                    "total_ns": 24_000_000, "self_ns": 12_000_000, "mean_ns": 20_000,
                    "p50_ns": 19_456, "p95_ns": 19_456, "max_ns": 20_000
                },
                {
                    "function": "App\\load", "file": "/app/src/load.php", "line": 3,
                    "wrapper": "time", "join": "splice", "calls": 1, "errors": 0,
                    "total_ns": 1_500_000, "self_ns": 750_000, "mean_ns": 1_500_000,
                    "p50_ns": 1_500_000, "p95_ns": 1_500_000, "max_ns": 1_500_000
                }
            ],
            "functions_left_out": 0,
            "not_called": [
                {
                    "function": "App\\unused", "file": "/app/src/load.php", "line": 30,
                    "wrapper": "time", "join": "splice"
                },
                {
                    "function": "strlen", "file": null, "line": null,
                    "wrapper": "time", "join": "splice"
                }
            ],
            "not_called_left_out": 0,
            "other": {
                "calls": 3, "errors": 0, "total_ns": 3_000, "self_ns": 1_500, "mean_ns": 1_000,
                "p50_ns": 992, "p95_ns": 992, "max_ns": 1_000
            },
            "statements": [],
            "statements_left_out": 0,
            "events": [],
            "events_left_out": 0,
            "requests": {"count": 1, "total_ns": 30_000_000},
            "signals": 0,
            "lost_signals": 5,
            "connections": {"accepted": 1, "refused": 0, "cut": 0}
        });
        assert_eq!(written(&example("time")), expected);
    }

    #[test]
    fn without_durations_there_are_no_fields_for_them() {
        let document = written(&example("count"));
        assert_eq!(document["functions"][0]["calls"], 1200);
        assert_eq!(document["functions"][0].get("total_ns"), None);
    }

    #[test]
    fn a_program_that_a_signal_ended_says_which() {
        let mut report = example("time");
        report.ending = Ending::Signal(9);
        report.top = Some(1);
        let document = written(&report);
        assert_eq!((&document["signal"], &document["exit_code"]), (&json!(9), &json!(137)));
        assert_eq!(document["functions_left_out"], 1);
    }
}
