//! What must not allocate does not.

use allocation_counter::measure;
use weft_wire::{Ancestry, Histogram, Match, Matcher, RuleSet, Subject};

fn matcher(list: &str) -> Matcher {
    let rules = vec![RuleSet::from_hook_list(list, "test").unwrap()];
    let set = RuleSet { rules, ..RuleSet::default() };
    Matcher::compile(&set)
}

fn allocations(matcher: &Matcher, subject: &Subject, expected: Match) -> u64 {
    let find = || {
        let found = matcher.find(subject, &mut |_| Ancestry::IsNot);
        assert_eq!(found, expected);
    };
    // The automaton learns what it has never seen.
    find();
    measure(find).count_total
}

#[test]
fn a_miss_does_not_allocate() {
    let matcher = matcher("strlen, PDO::query, App\\Repo\\*::find*, Base+::load, {closure}");
    let long = [b'x'; 200];
    for subject in [
        Subject::function(b"str_replace"),
        Subject::method(b"PDO", b"prepare"),
        Subject::method(b"App\\Repo\\A", b"save"),
        Subject::method(b"App\\Other", b"findAll"),
        Subject::function(&long),
    ] {
        assert_eq!(allocations(&matcher, &subject, Match::None), 0, "{subject:?}");
    }
}

#[test]
fn a_hit_by_exact_name_does_not_allocate_either() {
    let matcher = matcher("strlen, PDO::query, App\\Repo\\*::find*, {closure}");
    for subject in [Subject::function(b"StrLen"), Subject::method(b"PDO", b"query"), Subject::closure()] {
        assert_eq!(allocations(&matcher, &subject, Match::Rule(0)), 0, "{subject:?}");
    }
}

#[test]
fn a_duration_in_a_known_bucket_does_not_allocate() {
    let mut histogram = Histogram::new();
    (0..1000).for_each(|ns| histogram.record(ns * ns));
    let count = measure(|| (0..1000).for_each(|ns| histogram.record(ns * ns))).count_total;
    assert_eq!(count, 0);
}
