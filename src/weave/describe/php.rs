//! A woven function as PHP that one could have written: the template with the original where it proceeds.

mod call;
mod layout;
mod original;
mod splice;
mod template;

use super::declared::Declared;
use super::source::{Function, Source};
use super::verdict::{Verdict, Woven};
use crate::weave::guard::Guard;
use crate::zend::op_array::OpArray;

/// Writes the function. `source`: its text, if that could be read.
pub fn write(declared: &Declared, verdict: &Verdict, woven: &Woven, source: Option<(&Source, &Function)>) -> String {
    let template = template::Text::new(&woven.template);
    let Some((source, function)) = source else {
        return "// The source of the original cannot be read.\n".to_owned();
    };
    let Some(template) = template else {
        return "// The source of the template cannot be read.\n".to_owned();
    };
    let comments = comments(declared, verdict, woven);
    let pair = Pair {
        op_array: declared.body(),
        source,
        function,
        template,
        woven,
    };
    if woven.calls {
        call::write(&pair, &comments)
    } else {
        splice::write(&pair, &comments)
    }
}

/// All that is needed to write a woven function.
struct Pair<'a> {
    /// With the nature of the original.
    op_array: OpArray,
    source: &'a Source,
    function: &'a Function,
    template: template::Text,
    woven: &'a Woven,
}

fn comments(declared: &Declared, verdict: &Verdict, woven: &Woven) -> Vec<String> {
    let by = verdict.rule.as_deref().unwrap_or("a rule");
    let mut lines = vec![format!("woven by {by} with {}", woven.template.name)];
    if woven.calls {
        lines.push(format!("called: {}", verdict.reason));
        lines.push("the original stands apart under a hidden name and gets the very arguments of this call".to_owned());
    } else {
        lines.push("spliced: wrapper and original are one function".to_owned());
    }
    match woven.guard {
        Guard::None => {}
        Guard::Listening => lines.push("asleep while no callback listens to it: then only the original runs".to_owned()),
        Guard::InForce => lines.push("only in requests in which the rule is in force: in others only the original runs".to_owned()),
    }
    if !woven.calls && declared.op_array.has_flag(ext_php_rs::ffi::ZEND_ACC_GENERATOR) {
        lines.push("a generator: what stands before the original runs at the call, what stands behind it when the generator ends".to_owned());
    }
    lines
}
