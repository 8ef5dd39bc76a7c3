//! All names with a `*` as one automaton, which reads a folded name once for all of them.

use regex_automata::meta::{Config, Regex};
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::{Anchored, Input, MatchKind, PatternSet};
use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, Look, Repetition};

use crate::pattern::Name;

/// Bytes of transition tables that it may keep: beyond, it forgets and learns again.
const CACHE: usize = 1 << 20;

#[derive(Debug)]
pub(super) struct Automaton(Regex);

impl Automaton {
    /// Of expressions made by [`function`] and [`method`].
    pub fn new(names: &[Hir]) -> Self {
        let config = Config::new()
            .match_kind(MatchKind::All)
            .which_captures(WhichCaptures::None)
            .utf8_empty(false)
            .nfa_size_limit(None)
            .hybrid_cache_capacity(CACHE)
            // Searches are anchored: there is nothing to skip to.
            .auto_prefilter(false);
        let regex = Regex::builder().configure(config).build_many_from_hir(names);
        // Only the size of the expressions could be refused, and its limit is lifted.
        Automaton(regex.expect("an automaton without a limit on its size"))
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
pub(super) fn function(name: &Name) -> Hir {
    let mut parts = Vec::new();
    expression(name, 1, &mut parts);
    whole(parts)
}

/// The expression for methods of `class`, or of any.
pub(super) fn method(class: Option<&Name>, method: &Name) -> Hir {
    let mut parts = Vec::new();
    expression(method, 1, &mut parts);
    parts.push(Hir::literal(*b"\0"));
    match class {
        Some(class) => expression(class, 0, &mut parts),
        None => parts.push(run(0)),
    }
    whole(parts)
}

fn whole(mut parts: Vec<Hir>) -> Hir {
    parts.push(Hir::look(Look::End));
    Hir::concat(parts)
}

/// The literal parts of a name with a run of bytes, none below `least`, for each star.
fn expression(name: &Name, least: u8, parts: &mut Vec<Hir>) {
    for (index, literal) in name.folded().split(|byte| *byte == b'*').enumerate() {
        if index > 0 {
            parts.push(run(least));
        }
        parts.push(Hir::literal(literal));
    }
}

fn run(least: u8) -> Hir {
    let bytes = ClassBytes::new([ClassBytesRange::new(least, u8::MAX)]);
    Hir::repetition(Repetition {
        min: 0,
        max: None,
        greedy: true,
        sub: Box::new(Hir::class(Class::Bytes(bytes))),
    })
}
