//! The report as a table for people.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};
use console::measure_text_width;

use super::units::{counted, duration, thousands};
use super::{Report, Row, place, shown};
use crate::screen::harmless;

/// The wrapper whose purpose is to find what is never called.
const COUNT: &str = "count";

/// Names in front of numbers, then a line, then rows without lines: as `ps` and `top` have it.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// What names and files need to be read, in columns of the terminal.
const ROOM: usize = 44;

/// Writes the report, at most `width` columns wide if there is such a limit.
pub fn write(report: &Report, width: Option<u16>) -> String {
    let mut out = summary(report);
    if !report.called.is_empty() {
        out.push('\n');
        calls(&mut out, report, width);
    }
    if !report.statements.is_empty() {
        out.push('\n');
        statements(&mut out, report, width);
    }
    if !report.told.is_empty() {
        out.push('\n');
        told(&mut out, report, width);
    }
    never_called(&mut out, report);
    notes(&mut out, report);
    out
}

fn summary(report: &Report) -> String {
    let mut out = format!(
        "weft: {} of {} in {}",
        counted(report.calls, "call"),
        counted(report.called.len() as u64, "function"),
        duration(report.elapsed.as_nanos() as u64),
    );
    let _ = write!(out, " ({} woven", thousands(report.woven() as u64));
    if report.requests > 0 {
        let _ = write!(out, ", {}", counted(report.requests, "request"));
    }
    if report.connections.greeted > 1 {
        let _ = write!(out, ", {}", counted(report.connections.greeted, "connection"));
    }
    out + ")\n"
}

/// A column of numbers.
struct Column {
    head: &'static str,
    cell: fn(&Row) -> String,
    /// On a terminal that is too narrow, columns with this are left out, the lowest one first.
    spare: Option<u8>,
}

const COUNTS: [Column; 2] = [
    column("Calls", |row| thousands(row.calls), None),
    column("Errors", |row| thousands(row.errors), Some(3)),
];
const TIMES: [Column; 6] = [
    column("Total", |row| time(row, row.total_ns), None),
    column("Self", |row| time(row, row.self_ns), Some(2)),
    column("Mean", |row| time(row, row.mean_ns), Some(0)),
    column("p50", |row| time(row, row.p50_ns), Some(1)),
    column("p95", |row| time(row, row.p95_ns), None),
    column("Max", |row| time(row, row.max_ns), None),
];

const fn column(head: &'static str, cell: fn(&Row) -> String, spare: Option<u8>) -> Column {
    Column { head, cell, spare }
}

fn time(row: &Row, ns: u64) -> String {
    if row.timed { duration(ns) } else { "-".to_owned() }
}

impl Column {
    /// With the space to its neighbour.
    fn width(&self, rows: &[Row]) -> usize {
        let cells = rows.iter().map(|row| (self.cell)(row).chars().count());
        cells.max().unwrap_or(0).max(self.head.len()) + 2
    }
}

fn calls(out: &mut String, report: &Report, width: Option<u16>) {
    let (rows, left_out) = shown(&report.called, report.top);
    let mut columns: Vec<&Column> = COUNTS.iter().collect();
    // Where nothing took the time, columns for it would hold nothing.
    if rows.iter().any(|row| row.timed) {
        columns.extend(&TIMES);
    }
    let mut table = Table::new();
    table.load_style(STYLE);
    let mut spared = Vec::new();
    if let Some(width) = width {
        spared = spare(&mut columns, report, width.into());
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    let heads = columns.iter().map(|column| column.head);
    table.set_header(["Function", "File"].into_iter().chain(heads));
    let mut add = |name: &str, row: &Row| {
        let place = harmless(&row.place(&report.cwd));
        let numbers = columns.iter().map(|column| (column.cell)(row));
        table.add_row([harmless(name), place].into_iter().chain(numbers));
    };
    for row in rows {
        add(&row.function, row);
    }
    if report.other.calls > 0 {
        add("(other functions)", &report.other);
    }
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 1));
        match at {
            // Long names are broken between namespaces, long paths between folders.
            0 => _ = column.set_delimiter('\\'),
            1 => _ = column.set_delimiter('/'),
            _ => {
                column.set_cell_alignment(CellAlignment::Right);
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
    }
    for line in table.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    left_out_line(out, left_out);
    if !spared.is_empty() {
        let spared = spared.join(", ");
        let _ = writeln!(out, "(no room for {spared}: --output FILE has all columns)");
    }
}

/// Leaves out columns until names and files have room, and tells which.
fn spare(columns: &mut Vec<&Column>, report: &Report, width: usize) -> Vec<&'static str> {
    let (rows, _) = shown(&report.called, report.top);
    let widest = |text: fn(&Row, &Report) -> String| {
        let widths = rows.iter().map(|row| measure_text_width(&text(row, report)));
        widths.max().unwrap_or(0) + 2
    };
    let texts = widest(|row, _| row.function.clone()) + widest(|row, r| row.place(&r.cwd));
    let room = texts.min(ROOM);
    let mut spared = Vec::new();
    loop {
        let numbers: usize = columns.iter().map(|column| column.width(rows)).sum();
        let candidates = columns.iter().enumerate();
        let next = candidates.filter(|(_, column)| column.spare.is_some()).min_by_key(|(_, column)| column.spare);
        match next {
            Some((at, _)) if numbers + room > width => spared.push(columns.remove(at).head),
            _ => return spared,
        }
    }
}

/// What drivers were asked: the text last, for it is as long as it likes.
fn statements(out: &mut String, report: &Report, width: Option<u16>) {
    let (rows, left_out) = shown(&report.statements, report.top);
    let mut table = Table::new();
    table.load_style(STYLE);
    if let Some(width) = width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    table.set_header(["System", "Calls", "Errors", "Rows", "Total", "p95", "Max", "Last error", "Asked"]);
    for asked in rows {
        let row = &asked.row;
        let text = if asked.text.is_empty() {
            "(others)".to_owned()
        } else {
            harmless(&asked.text)
        };
        table.add_row([
            harmless(&asked.system),
            thousands(row.calls),
            thousands(row.errors),
            thousands(asked.rows),
            duration(row.total_ns),
            time(row, row.p95_ns),
            time(row, row.max_ns),
            harmless(&asked.error),
            text,
        ]);
    }
    finish(out, table, 8, 1..=6, left_out);
}

/// Signals: events of PHP, and what the application reports.
fn told(out: &mut String, report: &Report, width: Option<u16>) {
    let (rows, left_out) = shown(&report.told, report.top);
    let mut table = Table::new();
    table.load_style(STYLE);
    if let Some(width) = width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    table.set_header(["Event", "Count", "What", "Where"]);
    for (what, sums) in rows {
        let more = sums.more.iter().map(|(name, sum)| match name.strip_suffix("_ns") {
            Some(_) => duration(*sum),
            None => format!("{} {}", thousands(*sum), harmless(name)),
        });
        // The trace of an uncaught exception stands below its message.
        let text = [harmless(what.text.lines().next().unwrap_or(""))]
            .into_iter()
            .filter(|text| !text.is_empty())
            .chain(more);
        table.add_row([
            harmless(&what.event),
            thousands(sums.count),
            text.collect::<Vec<_>>().join(", "),
            harmless(&place(&what.file, what.line, &report.cwd)),
        ]);
    }
    finish(out, table, 2, 1..=1, left_out);
}

/// Writes a table of which the first `fixed` columns keep their width, and `numbers` stand to the right.
fn finish(out: &mut String, mut table: Table, fixed: usize, numbers: RangeInclusive<usize>, left_out: usize) {
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 1));
        if numbers.contains(&at) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        if at < fixed {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    for line in table.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    if left_out > 0 {
        let _ = writeln!(out, "... and {} more (--top 0 shows all)", thousands(left_out as u64));
    }
}

/// What `count` was woven for: dead code. With other wrappers, functions that this run did not
/// need are no news.
fn never_called(out: &mut String, report: &Report) {
    let counted = |rows: &[Row]| rows.iter().filter(|row| row.wrapper == COUNT).count();
    let never: Vec<&Row> = report.not_called.iter().filter(|row| row.wrapper == COUNT).collect();
    let all = never.len() + counted(&report.called);
    if all == 0 {
        return;
    }
    let _ = writeln!(
        out,
        "\nnever called: {} of {}",
        thousands(never.len() as u64),
        super::units::counted(all as u64, "function")
    );
    let (rows, left_out) = shown(&never, report.top);
    let name = |row: &Row| harmless(&row.function);
    let widest = rows.iter().map(|row| measure_text_width(&name(row))).max().unwrap_or(0);
    for row in rows {
        let name = console::pad_str(&name(row), widest, console::Alignment::Left, None).into_owned();
        let line = format!("  {name}  {}", harmless(&row.place(&report.cwd)));
        let _ = writeln!(out, "{}", line.trim_end());
    }
    left_out_line(out, left_out);
}

fn left_out_line(out: &mut String, left_out: usize) {
    if left_out > 0 {
        let more = counted(left_out as u64, "more function");
        let _ = writeln!(out, "... and {more} (--top 0 shows all)");
    }
}

fn notes(out: &mut String, report: &Report) {
    let mut lines = Vec::new();
    if report.lost > 0 {
        lines.push(format!(
            "{} lost: PHP had no room to keep them, so the numbers above are too small",
            counted(report.lost, "report")
        ));
    }
    if report.connections.cut > 0 {
        lines.push(format!("{} ended in the middle of a message", counted(report.connections.cut, "connection")));
    }
    if report.connections.refused > 0 {
        lines.push(format!(
            "{} closed because of what they sent",
            counted(report.connections.refused, "connection")
        ));
    }
    if !lines.is_empty() {
        out.push('\n');
    }
    for line in lines {
        let _ = writeln!(out, "{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::example;
    use crate::told::{Sums, What};

    #[test]
    fn durations_have_columns_of_their_own() {
        assert_eq!(
            write(&example("time"), None),
            "\
weft: 1,204 calls of 2 functions in 1.23 s (4 woven, 1 request)

Function           File             Calls  Errors    Total     Self     Mean      p50      p95      Max
────────────────────────────────────────────────────────────────────────────────────────────────────────
App\\Repo::find     src/Repo.php:12  1,200       7  24.0 ms  12.0 ms  20.0 µs  19.5 µs  19.5 µs  20.0 µs
App\\load           src/load.php:3       1       0  1.50 ms   750 µs  1.50 ms  1.50 ms  1.50 ms  1.50 ms
(other functions)                       3       0  3.00 µs  1.50 µs  1.00 µs   992 ns   992 ns  1.00 µs

5 reports lost: PHP had no room to keep them, so the numbers above are too small
"
        );
    }

    #[test]
    fn without_durations_there_are_no_columns_for_them() {
        assert_eq!(
            write(&example("count"), None),
            "\
weft: 1,204 calls of 2 functions in 1.23 s (4 woven, 1 request)

Function           File             Calls  Errors
──────────────────────────────────────────────────
App\\Repo::find     src/Repo.php:12  1,200       7
App\\load           src/load.php:3       1       0
(other functions)                       3       0

never called: 2 of 4 functions
  App\\unused  src/load.php:30
  strlen

5 reports lost: PHP had no room to keep them, so the numbers above are too small
"
        );
    }

    #[test]
    fn statements_have_a_table_of_their_own() {
        let mut report = example("time");
        report.called.clear();
        report.statements = vec![
            crate::report::Asked {
                system: "mysql".to_owned(),
                text: "SELECT * FROM users WHERE id = ?".to_owned(),
                rows: 1_200,
                error: "1062".to_owned(),
                row: Row {
                    calls: 12,
                    errors: 1,
                    timed: true,
                    total_ns: 24_000_000,
                    p95_ns: 2_000_000,
                    max_ns: 3_000_000,
                    ..Row::default()
                },
            },
            crate::report::Asked {
                system: "http".to_owned(),
                ..crate::report::Asked::default()
            },
        ];
        let text = write(&report, None);
        let table: Vec<_> = text.lines().skip(2).take(4).collect();
        assert_eq!(
            table,
            [
                "System  Calls  Errors   Rows    Total      p95      Max  Last error  Asked",
                "──────────────────────────────────────────────────────────────────────────────────────────────────────",
                "mysql      12       1  1,200  24.0 ms  2.00 ms  3.00 ms  1062        SELECT * FROM users WHERE id = ?",
                "http        0       0      0     0 ns        -        -              (others)",
            ]
        );
    }

    #[test]
    fn events_have_a_table_of_their_own() {
        let mut report = example("time");
        report.called.clear();
        let what = |event: &str, text: &str, file: &str| What {
            event: event.to_owned(),
            text: text.to_owned(),
            file: file.to_owned(),
            line: if file.is_empty() { 0 } else { 7 },
        };
        let sums = |count, more: &[(&str, u64)]| Sums {
            count,
            more: more.iter().map(|(name, sum)| ((*name).to_owned(), *sum)).collect(),
        };
        report.told = vec![
            (what("error", "E_WARNING: Undefined variable $?", "/app/src/a.php"), sums(1_200, &[])),
            (what("gc", "", ""), sums(3, &[("collected", 30_000), ("duration_ns", 2_000_000)])),
            (what("order.paid", "", ""), sums(1, &[])),
        ];
        let text = write(&report, None);
        let table: Vec<_> = text.lines().skip(2).take(5).collect();
        assert_eq!(
            table,
            [
                "Event       Count  What                              Where",
                "─────────────────────────────────────────────────────────────────",
                "error       1,200  E_WARNING: Undefined variable $?  src/a.php:7",
                "gc              3  30,000 collected, 2.00 ms",
                "order.paid      1",
            ]
        );
    }

    #[test]
    fn what_is_beyond_the_top_is_counted() {
        let mut report = example("count");
        report.top = Some(1);
        let text = write(&report, None);
        assert!(text.contains("... and 1 more function (--top 0 shows all)"), "{text}");
    }

    #[test]
    fn a_narrow_terminal_is_not_exceeded() {
        let text = write(&example("time"), Some(80));
        for line in text.lines() {
            assert!(measure_text_width(line) <= 80, "{line}");
        }
    }
}
