//! Errors of the TOML parser, said the way weft says them.

use super::source::Source;
use crate::pattern::quoted;
use crate::rule::RuleError;

/// The first error of each line, and whether any is about more than a key that is there twice.
pub(super) fn syntax_errors(source: &Source, errors: &[toml::de::Error]) -> (Vec<RuleError>, bool) {
    let is_duplicate = |error: &toml::de::Error| error.message() == "duplicate key";
    let mut said: Vec<RuleError> = errors
        .iter()
        .map(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let message = if is_duplicate(error) {
                format!("found the key {} again, expected it once", found(source, error))
            } else {
                syntax_error(source, error)
            };
            source.error(source.place(start), message)
        })
        .collect();
    said.sort();
    said.dedup_by_key(|error| error.line);
    (said, !errors.iter().all(is_duplicate))
}

fn syntax_error(source: &Source, error: &toml::de::Error) -> String {
    let found = found(source, error);
    let said = error.message().replace("`\"`", "'\"'").replace('`', "\"");
    let (problem, expected) = said.split_once(", expected ").unwrap_or((&said, "TOML"));
    if problem == "string values must be quoted" {
        return match &*found {
            "the end of the line" | "the end of the file" => {
                format!("found {found}, expected a value")
            }
            _ => format!("found {found}, expected a value: strings stand in quotes"),
        };
    }
    let expected = match expected.rsplit_once(", ") {
        Some((most, last)) => format!("{most} or {last}"),
        None => expected.to_owned(),
    };
    let hint = match problem {
        "missing escaped value" | "too few unicode value digits" => ": write names with backslashes in single quotes",
        _ => "",
    };
    format!("{problem}: found {found}, expected {expected}{hint}")
}

fn found(source: &Source, error: &toml::de::Error) -> String {
    let span = error.span().unwrap_or(0..0);
    let rest = source.text.get(span.start..).unwrap_or("");
    match (rest.chars().next(), source.text.get(span)) {
        (None, _) => "the end of the file".into(),
        (Some('\r' | '\n'), _) => "the end of the line".into(),
        (_, Some(text)) if !text.is_empty() && !text.contains('\n') => quoted(text),
        (Some(c), _) => quoted(c.encode_utf8(&mut [0; 4])),
    }
}
