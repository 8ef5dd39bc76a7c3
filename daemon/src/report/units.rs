//! Numbers as people read them.

/// A duration with three digits and a unit: `834 ns`, `1.20 µs`, `45.6 ms`, `7.00 s`, `2m 03s`.
pub fn duration(ns: u64) -> String {
    const UNITS: [(u64, &str); 4] = [(1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "µs"), (1, "ns")];
    let seconds = ns.saturating_add(500_000_000) / 1_000_000_000;
    if seconds >= 3600 {
        return format!("{}h {:02}m", thousands(seconds / 3600), seconds % 3600 / 60);
    }
    if seconds >= 60 {
        return format!("{}m {:02}s", seconds / 60, seconds % 60);
    }
    for (size, unit) in UNITS {
        let value = ns as f64 / size as f64;
        // Nearly 1000 of a unit would be printed as 1000: the next unit says 1.00. From seconds
        // on there is none.
        if size == 1 {
            return format!("{ns} {unit}");
        }
        if value >= 0.9995 {
            return format!("{} {unit}", three_digits(value));
        }
    }
    unreachable!("the last unit has size 1")
}

fn three_digits(value: f64) -> String {
    let decimals = match value {
        v if v < 9.995 => 2,
        v if v < 99.95 => 1,
        _ => 0,
    };
    format!("{value:.decimals$}")
}

/// A whole number with commas: `1,234,567`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 call`, `2 calls`: a number with what it counts.
pub fn counted(number: u64, one: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {one}{plural}", thousands(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_three_digits() {
        for (ns, text) in [
            (0, "0 ns"),
            (999, "999 ns"),
            (1_000, "1.00 µs"),
            (1_234, "1.23 µs"),
            (9_999, "10.0 µs"),
            (99_990, "100 µs"),
            (999_400, "999 µs"),
            (999_600, "1.00 ms"),
            (45_600_000, "45.6 ms"),
            (999_900_000, "1.00 s"),
            (59_400_000_000, "59.4 s"),
            (59_600_000_000, "1m 00s"),
            (123_000_000_000, "2m 03s"),
            (3_600_000_000_000, "1h 00m"),
            (u64::MAX, "5,124,095h 34m"),
        ] {
            assert_eq!(duration(ns), text, "{ns}");
        }
    }

    #[test]
    fn numbers_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(number), text);
        }
    }

    #[test]
    fn one_has_no_plural() {
        assert_eq!(counted(1, "call"), "1 call");
        assert_eq!(counted(0, "call"), "0 calls");
    }
}
