//! The original's text as it stands inside a wrapper: where it returned, it goes on with the wrapper.

use std::ops::Range;

use super::layout::{Edit, block};
use crate::weave::describe::source::{Function, Kind, Source};

/// What becomes of the result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Use {
    /// The variable, with its dollar, that takes it; by reference or not.
    Assigned(String, bool),
    /// It is returned.
    Returned,
    Dropped,
}

/// What else the function is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Nature {
    pub never: bool,
}

/// The body of `function`, indented by `indent`, with each `return` as the splice has it.
pub fn inside(source: &Source, function: &Function, usage: &Use, nature: Nature, indent: &str) -> String {
    if function.arrow {
        let expression = block(source, function.body.clone(), &[], indent);
        return format!("{indent}{}\n", delivery(usage, expression.trim(), ";"));
    }
    if *usage == Use::Returned {
        return block(source, function.body.clone(), &[], indent);
    }
    let label = label(source, function);
    let last = last_statement(source, function);
    let mut edits = Vec::new();
    let mut jumps = false;
    for at in function.body.clone() {
        if !source.is_keyword(at, b"return") || is_member(source, at) || source.is_inner(function, at) {
            continue;
        }
        let end = end_of_statement(source, at, function.body.end);
        let from = source.code_from(at + 1).min(end);
        let last = last == Some(at);
        jumps |= !last;
        edits.extend(rewritten(source, function, usage, at..end, from, (!last).then_some(label.as_str())));
    }
    let mut out = block(source, function.body.clone(), &edits, indent);
    if last.is_none()
        && !nature.never
        && !leaves(source, function)
        && let Use::Assigned(..) = usage
    {
        out += &format!("{indent}{}\n", delivery(usage, "", ";"));
    }
    if jumps {
        out += &format!("{indent}{label}:\n");
    }
    out
}

/// A `return` (the keyword to what ends the statement, the expression from `from` on) as the splice has it: the result
/// delivered, then the jump, if there is one.
fn rewritten(source: &Source, function: &Function, usage: &Use, statement: Range<usize>, from: usize, label: Option<&str>) -> Vec<Edit> {
    let (at, end) = (statement.start, statement.end);
    let edit = |tokens: Range<usize>, text: String| Edit { tokens, text };
    let expression = String::from_utf8_lossy(source.slice(from..end)).trim_end().to_owned();
    let Some(label) = label else {
        return if expression.is_empty() {
            // Nothing may be left of `return;`, not even its semicolon.
            let text = delivery(usage, "", ";");
            vec![edit(at..(end + 1).min(function.body.end), text)]
        } else {
            vec![edit(at..from, delivered_by(usage, &expression))]
        };
    };
    // In PHP itself only a return may leave "finally".
    let left = if in_finally(source, function, at) {
        " /* out of \"finally\", as the return did */"
    } else {
        ""
    };
    let jump = format!("goto {label}{left}");
    let delivery = match expression.as_str() {
        "" => delivery(usage, "", ""),
        some => delivered_by(usage, some),
    };
    if expression.is_empty() && delivery.is_empty() {
        return vec![edit(at..end, jump)];
    }
    // Without braces around it, it was one statement and must stay one.
    let single = is_single(source, at);
    let (open, close) = if single { ("{ ", "; }") } else { ("", "") };
    let between = if single || !begins_line(source, at) { "; " } else { ";\n" };
    let last = if single && source.is_sign(end, b";") { end + 1 } else { end };
    vec![edit(at..from, format!("{open}{delivery}")), edit(end..last, format!("{between}{jump}{close}"))]
}

/// Is this the first word of its line?
fn begins_line(source: &Source, at: usize) -> bool {
    let before = &source.text[..source.tokens[at].start];
    let line = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    before[line..].iter().all(u8::is_ascii_whitespace)
}

/// What stands before a returned expression.
fn delivered_by(usage: &Use, expression: &str) -> String {
    match usage {
        Use::Assigned(variable, true) if names_variable(expression) => format!("{variable} = &"),
        Use::Assigned(variable, _) => format!("{variable} = "),
        Use::Returned => "return ".to_owned(),
        Use::Dropped => String::new(),
    }
}

/// A statement that takes a returned expression to where the wrapper expects it; empty for nothing.
fn delivery(usage: &Use, expression: &str, end: &str) -> String {
    match usage {
        Use::Assigned(variable, _) if expression.is_empty() => format!("{variable} = null{end}"),
        Use::Dropped if expression.is_empty() => String::new(),
        usage => format!("{}{expression}{end}", delivered_by(usage, expression)),
    }
}

/// May a reference to this be had? By its looks: a variable with members and indexes, and nothing around it.
fn names_variable(expression: &str) -> bool {
    let name = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '\\') || !sign.is_ascii();
    let Some(mut rest) = expression.trim_start_matches(name).trim_start_matches("::").strip_prefix('$') else {
        return false;
    };
    rest = rest.trim_start_matches(name);
    loop {
        let member = rest.strip_prefix("->").or_else(|| rest.strip_prefix("::$"));
        rest = match (member, rest.chars().next()) {
            (_, None) => return true,
            (Some(member), _) if member.starts_with(name) => member.trim_start_matches(name),
            (Some(member), _) => member,
            (None, Some('[' | '{')) => match closing(rest) {
                Some(end) => &rest[end..],
                None => return false,
            },
            _ => return false,
        };
    }
}

/// How far the brackets reach that open here; strings in them hold none.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, sign) in text.char_indices() {
        match sign {
            '[' | '{' => depth += 1,
            ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// Is this word the name of a member, as in `$x->return`, or of an argument?
fn is_member(source: &Source, at: usize) -> bool {
    let member = |before: usize| [b"->".as_slice(), b"?->", b"::"].iter().any(|sign| source.is_sign(before, sign));
    source.code_before(at).is_some_and(member) || source.is_sign(source.code_from(at + 1), b":")
}

/// The semicolon, or what else ends the statement that begins here.
fn end_of_statement(source: &Source, from: usize, limit: usize) -> usize {
    let mut depth = 0;
    for at in from..limit {
        depth += source.depth(at);
        if depth < 0 || (depth == 0 && (source.is_sign(at, b";") || source.tokens[at].kind == Kind::Html)) {
            return at;
        }
    }
    limit
}

fn in_finally(source: &Source, function: &Function, at: usize) -> bool {
    let blocks = function.body.clone().filter(|at| source.is_keyword(*at, b"finally") && !is_member(source, *at));
    blocks.map(|finally| source.code_from(finally + 1)).any(|open| {
        let close = if source.is_sign(open, b"{") { source.closing(open) } else { None };
        close.is_some_and(|close| open < at && at < close)
    })
}

/// Does a statement stand alone behind `if (...)`, `else` and their kin?
fn is_single(source: &Source, at: usize) -> bool {
    source
        .code_before(at)
        .is_some_and(|before| source.is_sign(before, b")") || source.is_keyword(before, b"else") || source.is_keyword(before, b"do"))
}

/// The `return` with which the body ends, if it does.
fn last_statement(source: &Source, function: &Function) -> Option<usize> {
    let mut depth = 0;
    let mut last = None;
    for at in function.body.clone() {
        if depth == 0 && source.is_keyword(at, b"return") && !is_member(source, at) && !is_single(source, at) {
            let end = end_of_statement(source, at, function.body.end);
            let rest: Range<usize> = end + 1..function.body.end;
            let blank = |at: usize| matches!(source.tokens[at].kind, Kind::Space | Kind::Comment);
            if rest.clone().all(blank) {
                last = Some(at);
            }
        }
        depth += source.depth(at);
    }
    last
}

/// Does the body end with a statement behind which nobody comes?
fn leaves(source: &Source, function: &Function) -> bool {
    let mut depth = 0;
    let mut starts = source.code_from(function.body.start);
    for at in function.body.clone() {
        depth += source.depth(at);
        let ends = depth == 0 && (source.is_sign(at, b";") || source.is_sign(at, b"}"));
        let next = source.code_from(at + 1);
        if ends && next < function.body.end {
            starts = next;
        }
    }
    [b"throw".as_slice(), b"exit", b"die"].iter().any(|keyword| source.is_keyword(starts, keyword))
}

/// A label that the function does not have.
fn label(source: &Source, function: &Function) -> String {
    let mut label = String::from("proceeded");
    while function.body.clone().any(|at| source.is_keyword(at, label.as_bytes())) {
        label.push('_');
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spliced(body: &str, usage: &Use) -> String {
        let source = Source::new(format!("<?php function f() {{{body}}}").into_bytes());
        inside(&source, &source.functions[0], usage, Nature::default(), "")
    }

    fn assigned(body: &str) -> String {
        spliced(body, &Use::Assigned("$r".to_owned(), false))
    }

    #[test]
    fn a_last_return_assigns() {
        assert_eq!(assigned("\n    $a = 1;\n    return $a;\n"), "$a = 1;\n$r = $a;\n");
        assert_eq!(assigned(" return; "), "$r = null;\n");
        assert_eq!(assigned(" f(); "), "f();\n$r = null;\n");
        assert_eq!(assigned(""), "$r = null;\n");
        assert_eq!(assigned(" a(); throw new E(fn() => 1); "), "a(); throw new E(fn() => 1);\n");
    }

    #[test]
    fn other_returns_jump() {
        assert_eq!(
            assigned("\n    if ($a) {\n        return 1;\n    }\n    if ($b) return 2;\n    return 3;\n"),
            "if ($a) {\n    $r = 1;\n    goto proceeded;\n}\nif ($b) { $r = 2; goto proceeded; }\n$r = 3;\nproceeded:\n"
        );
        assert_eq!(
            assigned("\n    foreach ($a as $b) return;\n"),
            "foreach ($a as $b) { $r = null; goto proceeded; }\n$r = null;\nproceeded:\n"
        );
    }

    #[test]
    fn what_is_returned_keeps_its_shape() {
        assert_eq!(
            assigned("\n    if ($a) {\n        return [\n            1,\n        ];\n    }\n"),
            "if ($a) {\n    $r = [\n        1,\n    ];\n    goto proceeded;\n}\n$r = null;\nproceeded:\n"
        );
        assert_eq!(assigned("\n    return <<<A\n      b\n    A;\n"), "$r = <<<A\n      b\n    A;\n");
        assert_eq!(
            assigned("\n    switch ($a) {\n        case 1: return 2;\n    }\n"),
            "switch ($a) {\n    case 1: $r = 2; goto proceeded;\n}\n$r = null;\nproceeded:\n"
        );
        assert_eq!(
            assigned(" if ($a) { return 1 ?> b <?php } "),
            "if ($a) { $r = 1 ; goto proceeded?> b <?php }\n$r = null;\nproceeded:\n"
        );
        assert_eq!(
            assigned(" try { } finally { return 1; } "),
            "try { } finally { $r = 1; goto proceeded /* out of \"finally\", as the return did */; }\n$r = null;\nproceeded:\n"
        );
    }

    #[test]
    fn inner_functions_return_for_themselves() {
        assert_eq!(
            assigned(" $f = function () { return 1; }; return fn() => 2; "),
            "$f = function () { return 1; }; $r = fn() => 2;\n"
        );
        assert_eq!(assigned(" return $x->return; "), "$r = $x->return;\n");
    }

    #[test]
    fn what_is_not_wanted_is_still_computed() {
        assert_eq!(
            spliced(" if (a) return; return g(); ", &Use::Dropped),
            "if (a) goto proceeded; g();\nproceeded:\n"
        );
        assert_eq!(spliced(" a(); return; ", &Use::Dropped), "a();\n");
        assert_eq!(spliced(" if (a) return 1; ", &Use::Returned), "if (a) return 1;\n");
    }

    #[test]
    fn references_stay_references() {
        let by_reference = Use::Assigned("$r".to_owned(), true);
        assert_eq!(spliced(" return $this->a['b']; ", &by_reference), "$r = &$this->a['b'];\n");
        assert_eq!(spliced(" return self::$a; ", &by_reference), "$r = &self::$a;\n");
        assert_eq!(spliced(" return $a->{$b}[c(1)]->d; ", &by_reference), "$r = &$a->{$b}[c(1)]->d;\n");
        for value in ["f()", "$a->b()", "$a = $b", "$a + $b", "$this->a['b'] = 1", "$a ?? $b['c']", "$a->b()[1]"] {
            assert_eq!(spliced(&format!(" return {value}; "), &by_reference), format!("$r = {value};\n"));
        }
    }

    #[test]
    fn arrow_functions_have_one_result() {
        let source = Source::new(b"<?php fn() => 1 + 2;".to_vec());
        let usage = Use::Assigned("$r".to_owned(), false);
        assert_eq!(inside(&source, &source.functions[0], &usage, Nature::default(), "  "), "  $r = 1 + 2;\n");
    }
}
