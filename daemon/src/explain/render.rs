//! Answers as people read them.

use std::fmt::Write as _;
use std::path::Path;

use console::Style;

use super::answer::{Answer, State};
use crate::screen::harmless;

/// Writes answers one below the other; in colour if `colour`.
pub fn render(answers: &[Answer], cwd: &Path, colour: bool) -> String {
    let styles = Styles::new(colour);
    let texts: Vec<String> = answers.iter().map(|answer| one(answer, cwd, &styles)).collect();
    texts.join("\n")
}

struct Styles {
    heading: Style,
    label: Style,
    good: Style,
    bad: Style,
}

impl Styles {
    fn new(colour: bool) -> Self {
        let style = Style::new().force_styling(colour);
        Styles {
            heading: style.clone().bold(),
            label: style.clone().dim(),
            good: style.clone().green(),
            bad: style.yellow(),
        }
    }
}

fn one(answer: &Answer, cwd: &Path, styles: &Styles) -> String {
    let mut out = styles.heading.apply_to(harmless(&answer.target)).to_string();
    if let Some(place) = place(answer, cwd) {
        let _ = write!(out, "  {}", harmless(&place));
    }
    out.push('\n');
    let state = match answer.state {
        State::Woven | State::Matched => &styles.good,
        _ => &styles.bad,
    };
    let mut field = |label: &str, value: String| {
        // Padded before it is styled: escape sequences have no width, but they have a length.
        let label = styles.label.apply_to(format!("{label:<8}"));
        let _ = writeln!(out, "  {label} {value}");
    };
    let name = state.apply_to(answer.state.name());
    let join = answer.join.as_deref();
    let reason = harmless(&answer.reason);
    // The reason belongs to the join where there is one, else to the state.
    match (join, reason.is_empty()) {
        (None, false) => field("state", format!("{name}: {reason}")),
        _ => field("state", name.to_string()),
    }
    if let Some(rule) = &answer.rule {
        let pattern = answer.pattern.as_deref().map(|pattern| format!("  {pattern}"));
        field("rule", harmless(&format!("{rule}{}", pattern.unwrap_or_default())));
    }
    if let Some(wrapper) = &answer.wrapper {
        let template = answer.template.as_deref().map(|file| format!("  {}", short(file, cwd)));
        field("wrapper", harmless(&format!("{wrapper}{}", template.unwrap_or_default())));
    }
    match join {
        Some(join) if reason.is_empty() => field("join", harmless(join)),
        Some(join) => field("join", format!("{}: {reason}", harmless(join))),
        None => {}
    }
    for (heading, text) in [("php", &answer.php), ("opcodes", &answer.opcodes)] {
        if let Some(text) = text {
            let heading = styles.label.apply_to(heading);
            let _ = writeln!(out, "\n  {heading}\n{}", indented(text));
        }
    }
    out
}

fn place(answer: &Answer, cwd: &Path) -> Option<String> {
    let file = short(answer.file.as_deref()?, cwd);
    Some(match answer.line {
        Some(line) => format!("{file}:{line}"),
        // The file is the target itself.
        None if answer.file.as_deref() == Some(&answer.target) => return None,
        None => file,
    })
}

fn short(file: &str, cwd: &Path) -> String {
    let path = Path::new(file);
    path.strip_prefix(cwd).unwrap_or(path).display().to_string()
}

fn indented(text: &str) -> String {
    let lines = text.trim_end().lines().map(|line| {
        // Tabs are the only control characters that source code needs.
        let line = line.replace('\t', "    ");
        format!("    {}", harmless(&line)).trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn woven() -> Answer {
        Answer {
            file: Some("/app/src/Repo.php".into()),
            line: Some(12),
            rule: Some("weft.toml:3".into()),
            pattern: Some("App\\*".into()),
            wrapper: Some("time".into()),
            template: Some("/opt/weft/time.php".into()),
            join: Some("splice".into()),
            php: Some("function find(int $id)\n{\n\treturn $id;\n}\n".into()),
            opcodes: Some("0000 RECV 1\n0001 RETURN CV0\n".into()),
            ..Answer::new("App\\Repo::find", State::Woven, "proceed() is called once")
        }
    }

    #[test]
    fn a_woven_function_is_told_from_rule_to_opcodes() {
        assert_eq!(
            render(&[woven()], Path::new("/app"), false),
            "\
App\\Repo::find  src/Repo.php:12
  state    woven
  rule     weft.toml:3  App\\*
  wrapper  time  /opt/weft/time.php
  join     splice: proceed() is called once

  php
    function find(int $id)
    {
        return $id;
    }

  opcodes
    0000 RECV 1
    0001 RETURN CV0
"
        );
    }

    #[test]
    fn the_reason_stands_with_the_state_when_there_is_no_join() {
        let answers = [
            Answer::new("a", State::NotWoven, "no rule matches it"),
            Answer::new("b", State::Refused, "it is abstract"),
        ];
        assert_eq!(
            render(&answers, Path::new("/"), false),
            "\
a
  state    not woven: no rule matches it

b
  state    refused: it is abstract
"
        );
    }

    #[test]
    fn colour_is_for_terminals() {
        let text = render(&[woven()], Path::new("/app"), true);
        assert!(text.starts_with("\x1b[1mApp\\Repo::find\x1b[0m  src"), "{text:?}");
    }
}
