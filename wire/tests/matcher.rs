//! The matcher: which rule wins, and that it agrees with a naive one.

use proptest::prelude::*;
use weft_wire::{Ancestry, Fit, Match, Matcher, RuleSet, Subject};

/// One rule for each line, which is its list of targets.
fn rules(lines: &[&str]) -> RuleSet {
    let mut set = RuleSet::default();
    for line in lines {
        set.rules.push(RuleSet::from_hook_list(line, "test").unwrap());
    }
    set
}

fn find(lines: &[&str], subject: &str, ancestry: Ancestry) -> Match {
    let matcher = Matcher::compile(&rules(lines));
    matcher.find(&Subject::named(subject.as_bytes()), &mut |_| ancestry)
}

fn find_plain(lines: &[&str], subject: &str) -> Match {
    let matcher = Matcher::compile(&rules(lines));
    let subject = Subject::named(subject.as_bytes());
    matcher.find(&subject, &mut |_| panic!("no pattern depends on ancestors"))
}

#[test]
fn without_rules_nothing_matches() {
    assert!(Matcher::compile(&rules(&[])).is_empty());
    assert_eq!(find_plain(&[], "strlen"), Match::None);
}

#[test]
fn the_last_rule_wins() {
    let lines = ["*", "App\\*", "App\\a", "A::*", "A::b"];
    for (subject, rule) in [("x", 0), ("App\\x", 1), ("app\\A", 2), ("a::x", 3), ("a::B", 4), ("B::b", 0)] {
        assert_eq!(find_plain(&lines, subject), Match::Rule(rule), "{subject}");
    }
    assert_eq!(find_plain(&["a", "*"], "a"), Match::Rule(1));
    assert_eq!(find_plain(&["a", "a"], "a"), Match::Rule(1));
}

#[test]
fn an_exclamation_mark_takes_away_from_its_own_rule_only() {
    assert_eq!(find_plain(&["a*, !ab"], "ab"), Match::None);
    assert_eq!(find_plain(&["a*, !ab"], "ac"), Match::Rule(0));
    assert_eq!(find_plain(&["a*", "a*, !ab"], "ab"), Match::Rule(0));
    assert_eq!(find_plain(&["a*", "b, !ab"], "ab"), Match::Rule(0));
}

#[test]
fn the_last_pattern_of_a_rule_decides() {
    assert_eq!(find_plain(&["a*, !ab*, abc"], "abc"), Match::Rule(0));
    assert_eq!(find_plain(&["a*, !ab*, abc"], "abd"), Match::None);
}

#[test]
fn rules_that_are_not_enabled_or_not_kept_match_nothing() {
    let mut set = rules(&["a", "a", "a"]);
    set.rules[2].enabled = false;
    let subject = Subject::function(b"a");
    let is_not = &mut |_: &[u8]| Ancestry::IsNot;
    assert_eq!(Matcher::compile(&set).find(&subject, is_not), Match::Rule(1));
    set.rules[1].when.sapi.push("cli".into());
    let fpm = Matcher::compile_where(&set, |rule| rule.when.fits_sapi("fpm-fcgi"));
    assert_eq!(fpm.find(&subject, is_not), Match::Rule(0));
}

#[test]
fn closures_and_constructs_match_as_patterns_say() {
    let lines = ["*", "{closure}", "include", "eval, !eval"];
    assert_eq!(find_plain(&lines, "App\\{closure}"), Match::Rule(1));
    assert_eq!(find_plain(&lines, "INCLUDE"), Match::Rule(2));
    assert_eq!(find_plain(&lines, "eval"), Match::None);
    assert_eq!(find_plain(&["*"], "{closure:a():1}"), Match::Rule(0));
    assert_eq!(find_plain(&["*, !{closure}"], "{closure}"), Match::None);
}

#[test]
fn what_is_not_known_yet_is_perhaps() {
    let lines = ["*::find", "Base+::find"];
    assert_eq!(find(&lines, "A::find", Ancestry::Is), Match::Rule(1));
    assert_eq!(find(&lines, "A::find", Ancestry::IsNot), Match::Rule(0));
    assert_eq!(find(&lines, "A::find", Ancestry::Unknown), Match::Perhaps(1));
    assert_eq!(find(&lines, "A::load", Ancestry::Unknown), Match::None);
    let lines = ["A::*, !Base+::find"];
    assert_eq!(find(&lines, "A::find", Ancestry::Unknown), Match::Perhaps(0));
    assert_eq!(find(&lines, "A::find", Ancestry::Is), Match::None);
}

#[test]
fn ancestors_are_asked_only_if_the_answer_depends_on_them() {
    for lines in [
        &["Base+::find", "A::find"][..],
        &["Base+::find, A::find"],
        &["Base+::find, !A::find"],
        &["A+::find"],
        &["Base+::load"],
    ] {
        find_plain(lines, "A::find");
    }
}

#[test]
fn ancestors_are_asked_for_in_lower_case() {
    let matcher = Matcher::compile(&rules(&["App\\BASE+::find"]));
    let mut asked = Vec::new();
    matcher.find(&Subject::method(b"A", b"find"), &mut |ancestor| {
        asked.push(ancestor.to_vec());
        Ancestry::IsNot
    });
    assert_eq!(asked, [b"app\\base"]);
}

#[test]
fn names_longer_than_the_stack_buffer_match_as_well() {
    let long = "x".repeat(1000);
    let lines = [&*long, "A::y*", &*format!("{long}::y*")];
    assert_eq!(find_plain(&lines, &long), Match::Rule(0));
    assert_eq!(find_plain(&lines, &format!("a::y{long}")), Match::Rule(1));
    assert_eq!(find_plain(&lines, &format!("{long}::y{long}")), Match::Rule(2));
    assert_eq!(find_plain(&lines, &format!("{long}x")), Match::None);
}

#[test]
fn an_explanation_has_all_rules_the_strongest_first() {
    let set = rules(&["*", "A::*, !A::f*, !*::find", "b", "Base+::*, !A::find, A::fi*"]);
    let subject = Subject::named(b"A::find");
    let found = set.find_all(&subject, &mut |_| Ancestry::Unknown);
    let found: Vec<_> = found
        .iter()
        .map(|f| (f.rule, f.fit, f.added_by.to_string(), f.taken_by.map(|p| p.to_string())))
        .collect();
    let text = |text: &str| text.to_owned();
    assert_eq!(
        found,
        [
            (3, Fit::Yes, text("A::fi*"), None),
            (1, Fit::No, text("A::*"), Some(text("!*::find"))),
            (0, Fit::Yes, text("*"), None),
        ]
    );
}

/// Of a world in which each ancestor is known, what the rules say: read as a person reads them.
fn naive(set: &RuleSet, subject: &Subject, is_a: &dyn Fn(&[u8]) -> bool) -> Option<usize> {
    let mut winner = None;
    for (index, rule) in set.rules.iter().enumerate() {
        let mut is_in = false;
        for pattern in &rule.targets {
            let ancestors = &mut |ancestor: &[u8]| {
                if is_a(ancestor) { Ancestry::Is } else { Ancestry::IsNot }
            };
            if pattern.fits(subject, ancestors) == Fit::Yes {
                is_in = !pattern.takes_away;
            }
        }
        if is_in {
            winner = Some(index);
        }
    }
    winner
}

fn pattern() -> impl Strategy<Value = String> {
    "(\\*|\\{closure\\}|include|[ab*]{1,2}|([ab]|[ab]\\\\)\\*|[ab]\\+::[ab*]|[ab*]::[ab*]|[ab]\\*::\\*[ab])".prop_map(|text| text.replace("**", "*"))
}

fn list() -> impl Strategy<Value = String> {
    let more = prop::collection::vec((any::<bool>(), pattern()), 0..4);
    (pattern(), more).prop_map(|(first, more)| {
        more.iter().fold(first, |list, (takes_away, pattern)| {
            format!("{list},{}{pattern}", if *takes_away { "!" } else { "" })
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_matcher_agrees_with_a_naive_one(
        lists in prop::collection::vec(list(), 0..5),
        class in prop::option::of("[aAbc]{1,2}"),
        function in "([aAbc\\\\]{1,2}|include|\\{closure\\})",
        internal: bool,
        // Whether the class is an `a` or a `b`; None: not known yet.
        known: [Option<bool>; 2],
    ) {
        let set = rules(&lists.iter().map(String::as_str).collect::<Vec<_>>());
        let subject = Subject {
            class: class.as_deref().map(str::as_bytes),
            internal,
            ..Subject::function(function.as_bytes())
        };
        let is = |ancestor: &[u8], world: [bool; 2]| world[usize::from(ancestor == b"b")];
        let mut worlds = Vec::new();
        for a in [false, true] {
            for b in [false, true] {
                if known[0].unwrap_or(a) == a && known[1].unwrap_or(b) == b {
                    worlds.push([a, b]);
                }
            }
        }
        let mut winners: Vec<_> = worlds
            .iter()
            .map(|world| naive(&set, &subject, &|ancestor| is(ancestor, *world)))
            .collect();
        winners.dedup();
        let found = Matcher::compile(&set).find(&subject, &mut |ancestor| {
            match known[usize::from(ancestor == b"b")] {
                Some(true) => Ancestry::Is,
                Some(false) => Ancestry::IsNot,
                None => Ancestry::Unknown,
            }
        });
        match found {
            Match::None => prop_assert_eq!(winners, [None]),
            Match::Rule(rule) => prop_assert_eq!(winners, [Some(rule)]),
            Match::Perhaps(rule) => {
                prop_assert!(known.contains(&None));
                prop_assert!(winners.iter().all(|winner| *winner <= Some(rule)));
            }
        }
    }

    #[test]
    fn the_explanation_agrees_with_the_matcher(
        lists in prop::collection::vec(list(), 0..5),
        subject in "([abc]{1,2}::)?[abc\\\\]{1,2}",
        ancestry in prop_oneof![
            Just(Ancestry::Is), Just(Ancestry::IsNot), Just(Ancestry::Unknown)
        ],
    ) {
        let set = rules(&lists.iter().map(String::as_str).collect::<Vec<_>>());
        let subject = Subject::named(subject.as_bytes());
        let found = set.find_all(&subject, &mut |_| ancestry);
        let first = found.iter().find(|finding| finding.fit != Fit::No);
        let expected = first.map_or(Match::None, |finding| match finding.fit {
            Fit::Yes => Match::Rule(finding.rule),
            _ => Match::Perhaps(finding.rule),
        });
        prop_assert_eq!(Matcher::compile(&set).find(&subject, &mut |_| ancestry), expected);
    }
}

#[test]
fn attributes_and_places_take_their_turn_among_the_others() {
    let is_not = &mut |_: &[u8]| Ancestry::IsNot;
    let matcher = Matcher::compile(&rules(&["*", "@App\\Traced", "a", "{closure:app.php:12}, !@Quiet", "@Last, !{closure}"]));
    let traced: &[&[u8]] = &[b"App\\Traced"];
    let last: &[&[u8]] = &[b"Last", b"App\\Traced"];
    let quiet: &[&[u8]] = &[b"Quiet"];
    let here = Subject::closure_at(b"/srv/app.php", 12);
    for (subject, rule) in [
        (Subject::function(b"b"), 0),
        (Subject::function(b"b").with_attributes(traced), 1),
        (Subject::method(b"A", b"b").with_attributes(traced), 1),
        (Subject::function(b"a").with_attributes(traced), 2),
        (Subject::function(b"a").with_attributes(last), 4),
        (here, 3),
        (here.with_attributes(traced), 3),
        (here.with_attributes(quiet), 0),
        (here.with_attributes(last), 3),
        (Subject::closure(), 0),
        (Subject::closure().with_attributes(traced), 1),
        (Subject::closure_at(b"/srv/app.php", 13), 0),
    ] {
        assert_eq!(matcher.find(&subject, is_not), Match::Rule(rule), "{subject:?}");
    }
}
