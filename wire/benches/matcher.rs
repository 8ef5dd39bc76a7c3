//! What PHP pays for each function that it compiles, with 100 rules.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use weft_wire::{Ancestry, Histogram, Match, Matcher, Rule, RuleSet, Subject};

/// 100 rules: 60 with exact names, 30 with stars, 10 with ancestors.
fn rules() -> RuleSet {
    let mut set = RuleSet::default();
    for n in 0..100 {
        let list = match n % 10 {
            0..3 => format!("App\\Module{n}\\report"),
            3..6 => format!("App\\Module{n}\\Service::handle"),
            6 | 7 => format!("App\\Module{n}\\*::find*, !App\\Module{n}\\Test\\*::*"),
            8 => format!("App\\Module{n}\\*"),
            _ => format!("App\\Module{n}\\Repository+::load"),
        };
        set.rules.push(RuleSet::from_hook_list(list, "bench").unwrap());
    }
    set
}

fn matcher(c: &mut Criterion) {
    let set = rules();
    c.bench_function("compile 100 rules", |b| b.iter(|| Matcher::compile(black_box(&set))));

    let matcher = Matcher::compile(&set);
    let is_exact = |rule: &&Rule| rule.targets[0].to_string().ends_with("report");
    let exact = RuleSet {
        rules: set.rules.iter().filter(is_exact).cloned().collect(),
        ..RuleSet::default()
    };
    let exact = Matcher::compile(&exact);

    let cases = [
        ("miss, function", Subject::function(b"array_map_recursive"), Match::None),
        (
            "miss, method elsewhere",
            Subject::method(b"Vendor\\Package\\HttpKernel", b"handleRequest"),
            Match::None,
        ),
        ("miss, method nearby", Subject::method(b"App\\Module17\\Controller", b"finalize"), Match::None),
        ("hit, exact function", Subject::function(b"App\\Module0\\report"), Match::Rule(0)),
        ("hit, exact method", Subject::method(b"App\\Module3\\Service", b"handle"), Match::Rule(3)),
        ("hit, star", Subject::method(b"App\\Module17\\UserRepository", b"findAll"), Match::Rule(17)),
        ("hit, ancestor", Subject::method(b"App\\Other", b"load"), Match::Rule(99)),
    ];
    for (name, subject, expected) in cases {
        let find = || matcher.find(black_box(&subject), &mut |_| Ancestry::Is);
        assert_eq!(find(), expected, "{name}");
        c.bench_function(name, |b| b.iter(find));
    }
    let subject = Subject::method(b"Vendor\\Package\\HttpKernel", b"handleRequest");
    c.bench_function("miss, exact names only", |b| {
        b.iter(|| exact.find(black_box(&subject), &mut |_| Ancestry::Is));
    });
}

fn histogram(c: &mut Criterion) {
    let mut histogram = Histogram::new();
    let mut ns = 0;
    c.bench_function("record", |b| {
        b.iter(|| {
            ns = (ns * 1103515245 + 12345) % 65536;
            histogram.record(black_box(ns));
        });
    });
}

criterion_group!(benches, matcher, histogram);
criterion_main!(benches);
