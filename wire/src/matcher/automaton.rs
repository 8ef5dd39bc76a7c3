//! All names with a `*` as one automaton, which reads a folded name once for all of them.

use regex_automata::meta::{Config, Regex};
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input, MatchKind, PatternSet};

use crate::pattern::Name;

/// Bytes of transition tables that it may keep: beyond, it forgets and learns again.
const CACHE: usize = 1 << 20;

#[derive(Debug)]
pub(super) struct Automaton(Regex);

impl Automaton {
    /// Of regular expressions made by [`function`] and [`method`].
    pub fn new(names: &[String]) -> Self {
        let config = Config::new()
            .match_kind(MatchKind::All)
            .which_captures(WhichCaptures::None)
            .utf8_empty(false)
            .nfa_size_limit(None)
            .hybrid_cache_capacity(CACHE)
            // Searches are anchored: nothing to skip to.
            .auto_prefilter(false);
        let regex = Regex::builder()
            .configure(config)
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .build_many(names);
        // Without a limit on size, and from expressions of our own making, building cannot fail.
        Automaton(regex.expect("names make valid expressions"))
    }

    /// Calls `hit` with the number of each expression that fits the whole name.
    pub fn each(&self, name: &[u8], hit: impl FnMut(usize)) {
        let input = Input::new(name).anchored(Anchored::Yes);
        // The set must be allocated, so first see whether it is needed.
        if !self.0.is_match(input.clone().earliest(true)) {
            return;
        }
        let mut hits = PatternSet::new(self.0.pattern_len());
        self.0.which_overlapping_matches(&input, &mut hits);
        hits.iter().map(|pattern| pattern.as_usize()).for_each(hit);
    }
}

/// The expression for functions. It fits no method: those have a NUL.
pub(super) fn function(name: &Name) -> String {
    expression(name, r"[^\x00]*") + r"\z"
}

/// The expression for methods of `class`, or of any.
pub(super) fn method(class: Option<&Name>, method: &Name) -> String {
    let any = r"(?s:.)*";
    let class = class.map_or(any.to_owned(), |class| expression(class, any));
    expression(method, r"[^\x00]*") + r"\x00" + &class + r"\z"
}

fn expression(name: &Name, star: &str) -> String {
    let mut expression = String::new();
    for byte in name.folded() {
        match byte {
            b'*' => expression.push_str(star),
            _ => expression.push_str(&format!(r"\x{byte:02x}")),
        }
    }
    expression
}
