//! Signals as a report tells them: what is alike is one line with a count.

use weft_wire::Value;

/// What tells such lines apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct What {
    /// `error`, `gc` and so on for what weft itself notices; else the name that PHP code gave.
    pub event: String,
    /// Such as `E_WARNING: Undefined variable $?`; empty where the event says all.
    pub text: String,
    /// Where it was; empty where that is unknown.
    pub file: String,
    /// 0 where that is unknown.
    pub line: u32,
}

/// How often, and what was added up with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How often.
    pub count: u64,
    /// Names and numbers; those in nanoseconds end with `_ns`.
    pub more: Vec<(String, u64)>,
}

impl Sums {
    /// Adds another one of the same event.
    pub fn add(&mut self, other: Sums) {
        self.count = self.count.saturating_add(other.count);
        for (name, number) in other.more {
            match self.more.iter_mut().find(|(known, _)| *known == name) {
                Some((_, sum)) => *sum = sum.saturating_add(number),
                None => self.more.push((name, number)),
            }
        }
    }
}

/// How many names a sender may add up.
const MOST_SUMS: usize = 8;

/// Reads a signal: those that weft makes of events by their attributes (docs/events.md), others by their name alone, for what
/// PHP code says of them is its own.
pub fn read(name: &str, attributes: Vec<(String, Value)>) -> (What, Sums) {
    let Some(event) = name.strip_prefix("php.") else {
        let what = What {
            event: name.to_owned(),
            ..What::default()
        };
        return (what, Sums { count: 1, more: Vec::new() });
    };
    let mut what = What {
        event: event.to_owned(),
        ..What::default()
    };
    let (mut sums, mut class, mut message, mut remark) = (Sums { count: 1, more: Vec::new() }, String::new(), String::new(), "");
    for (name, value) in attributes {
        match (&*name, value) {
            ("class" | "opcode", Value::Text(text)) => class = text,
            ("message", Value::Text(text)) => message = text,
            ("file", Value::Text(file)) => what.file = file,
            ("line", Value::Int(line)) => what.line = u32::try_from(line).unwrap_or(0),
            ("suppressed", Value::Bool(true)) => remark = " (suppressed)",
            ("uncaught", Value::Bool(true)) => remark = " (uncaught)",
            ("count" | "runs" | "files" | "ticks", Value::Int(count)) => sums.count = u64::try_from(count).unwrap_or(0),
            (_, Value::Int(number)) if sums.more.len() < MOST_SUMS => sums.more.push((name, u64::try_from(number).unwrap_or(0))),
            // Stacks are for flame graphs, and a fingerprint says what the others say.
            _ => {}
        }
    }
    let colon = if class.is_empty() || message.is_empty() { "" } else { ": " };
    what.text = format!("{class}{colon}{message}{remark}");
    (what, sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn an_error_is_told_with_its_place() {
        let attributes = [
            ("class", text("E_WARNING")),
            ("message", text("Undefined variable $?")),
            ("file", text("/a.php")),
            ("line", Value::Int(7)),
            ("suppressed", Value::Bool(true)),
            ("fingerprint", text("00ff")),
            ("count", Value::Int(3)),
        ];
        let (what, sums) = read("php.error", attributes.map(|(name, value)| (name.to_owned(), value)).into());
        let expected = What {
            event: "error".to_owned(),
            text: "E_WARNING: Undefined variable $? (suppressed)".to_owned(),
            file: "/a.php".to_owned(),
            line: 7,
        };
        assert_eq!((what, sums), (expected, Sums { count: 3, more: vec![] }));
    }

    #[test]
    fn numbers_beside_the_count_are_added_up() {
        let gc = |runs, collected| {
            let attributes = [("runs", runs), ("collected", collected)];
            read("php.gc", attributes.map(|(name, number)| (name.to_owned(), Value::Int(number))).into()).1
        };
        let mut sums = gc(2, 100);
        sums.add(gc(1, -5));
        sums.add(gc(1, i64::MAX));
        assert_eq!((sums.count, &sums.more[..]), (4, &[("collected".to_owned(), i64::MAX as u64 + 100)][..]));
    }

    #[test]
    fn what_php_code_tells_is_known_by_its_name() {
        let (what, sums) = read(
            "order.paid",
            vec![("count".to_owned(), Value::Int(12)), ("mail".to_owned(), text("ann@example.org"))],
        );
        assert_eq!((&*what.event, &*what.text, sums.count, sums.more.len()), ("order.paid", "", 1, 0));
    }

    #[test]
    fn a_sender_may_claim_anything() {
        let many = (0..100).map(|number| (format!("n{number}"), Value::Int(1))).collect();
        assert_eq!(read("php.x", many).1.more.len(), MOST_SUMS);
        let (what, sums) = read(
            "php.error",
            vec![
                ("line".to_owned(), Value::Int(-1)),
                ("count".to_owned(), Value::Int(-1)),
                ("class".to_owned(), Value::Null),
            ],
        );
        assert_eq!((what.line, sums.count, &*what.text), (0, 0, ""));
    }
}
