//! How it is with hooks that aim at internal functions, and why.

use weft_wire::Pattern;

use super::table;
use super::wrapper::Wrapper;
use crate::callbacks::hook::Aim;
use crate::rules;
use crate::weave::any_time::{self, Standing};
use crate::weave::{live, loom};
use crate::zend::class::Class;
use crate::zend::tables::{self, Found, Internal};

/// How it stands with what a hook aims at, be it compiled or built in.
pub fn of(aim: &Aim) -> Standing {
    let woven = any_time::standing(aim);
    match (aim, woven) {
        (Aim::Pattern(pattern), Standing::Waiting) => built_in(pattern),
        (_, woven) => woven,
    }
}

fn built_in(pattern: &Pattern) -> Standing {
    let mut found = None;
    table::each_named(pattern, |function| {
        let standing = of_function(function);
        // One that fires is what counts.
        if found.is_none() || standing == Standing::Woven {
            found = Some(standing);
        }
    });
    found.unwrap_or_else(|| missing(pattern))
}

fn of_function(function: Internal) -> Standing {
    let Some(known) = table::of(function) else {
        return Standing::Refused(table::why_never(function).unwrap_or(ABSTRACT).to_owned());
    };
    match (known.is_late(), live::why_not_noted()) {
        (false, _) => Standing::Woven,
        (true, Some(why)) => Standing::Refused(format!("opcache has code that does without a call of it, and {why}")),
        (true, None) => Standing::NextRequest("opcache has code that may do without a call of it, and compiles those files anew".to_owned()),
    }
}

const ABSTRACT: &str = "it is abstract: there is nothing to call";

/// For explanations: see [`verdict::Intercepted`](crate::weave::describe).
pub fn explained(function: Internal, rule: Option<usize>) -> Option<Result<String, String>> {
    let known = table::of(function);
    if rule.is_none() && !known.is_some_and(|known| known.is_hooked()) {
        return None;
    }
    if let Some(why) = table::why_never(function) {
        return Some(Err(why.to_owned()));
    }
    let rules = rules::current();
    if let Some(number) = rule {
        let wrapper = match Wrapper::of(&rules, number) {
            Ok(wrapper) => wrapper,
            Err(why) => return Some(Err(why)),
        };
        if let Some(why) = wrapper.obstacle() {
            return Some(Err(why.to_owned()));
        }
        if loom::bound(number).is_none() {
            return Some(Err(format!("the rule is off: {}", loom::why_off(&rules.set.rules[number]))));
        }
    }
    let Some(known) = known else { return Some(Err(ABSTRACT.to_owned())) };
    let mut reason = "it is built in, and called through weft".to_owned();
    if known.is_replaced() {
        reason += "; the compiler leaves its calls what they are, in the files that it compiles from now on";
    }
    Some(Ok(reason))
}

/// The application may declare it still. But a slip of the pen looks like this.
fn missing_function(lower: &str) -> Standing {
    let extension = lower
        .split_inclusive('_')
        .next()
        .filter(|prefix| prefix.ends_with('_') && prefix.len() > 1 && !lower.contains(['*', '\\']))
        .and_then(|prefix| tables::extension_of(prefix.as_bytes()));
    match extension {
        Some(extension) => Standing::Missing(format!("the extension {extension} is loaded, and has no such function")),
        None => Standing::Waiting,
    }
}

/// Nothing that is declared has this name.
fn missing(pattern: &Pattern) -> Standing {
    let text = pattern.to_string();
    let lower = text.to_ascii_lowercase();
    let Some((class_name, method_name)) = lower.split_once("::") else {
        return missing_function(&lower);
    };
    let Some(class) = tables::class(class_name.as_bytes()) else {
        return Standing::Waiting;
    };
    let owner = |class: Class| String::from_utf8_lossy(class.name()).into_owned();
    match tables::method(class, method_name.as_bytes()) {
        Some(Found::Internal(inherited)) => match inherited.class() {
            Some(declares) if declares.name().eq_ignore_ascii_case(class_name.as_bytes()) => {
                Standing::Refused("PHP makes it anew for each such class, and weft has no place to stand".to_owned())
            }
            Some(declares) => Standing::Refused(format!(
                "it is declared in {declares}, and built in: expected \"{declares}::{}\"",
                String::from_utf8_lossy(inherited.name()),
                declares = owner(declares)
            )),
            None => Standing::Waiting,
        },
        None if class.is_internal() && !method_name.contains('*') => {
            Standing::Refused(format!("the class {} is built in, and has no such method", owner(class)))
        }
        _ => Standing::Waiting,
    }
}
