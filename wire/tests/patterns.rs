//! What patterns name, and what they do not.

use proptest::prelude::*;
use weft_wire::{Ancestry, Fit, Pattern, Subject};

/// `Child` and `Base` are known, of `Lost` no parent is.
fn ancestry(class: &[u8], ancestor: &[u8]) -> Ancestry {
    match (&*class.to_ascii_lowercase(), ancestor) {
        (b"app\\child", b"app\\base") => Ancestry::Is,
        (b"app\\lost", _) => Ancestry::Unknown,
        _ => Ancestry::IsNot,
    }
}

fn fit(pattern: &str, subject: Subject) -> Fit {
    let pattern = Pattern::parse(pattern).unwrap();
    let class = subject.class.unwrap_or_default();
    pattern.fits(&subject, &mut |ancestor| ancestry(class, ancestor))
}

fn fits(pattern: &str, subject: &str) -> bool {
    fit(pattern, Subject::named(subject.as_bytes())) == Fit::Yes
}

#[test]
fn exact_names_name_one_function() {
    assert!(fits("strlen", "strlen") && fits("StrLen", "sTRlEN"));
    assert!(fits(r"\App\report", r"app\REPORT") && fits(r"App\report", r"\App\report"));
    assert!(!fits("strlen", "strlen2") && !fits("strlen", "A::strlen"));
    assert!(!fits("report", r"App\report") && !fits(r"App\report", "report"));
    assert!(fits("PDO::query", "pdo::QUERY") && !fits("PDO::query", "MyPDO::query"));
}

#[test]
fn case_matters_beyond_ascii_as_in_php() {
    assert!(fits("é", "é") && !fits("é", "É"));
    assert!(fits("Aé", "aé"));
}

#[test]
fn a_star_is_any_run_of_characters() {
    assert!(fits("str*", "strlen") && fits("str*", "str") && !fits("str*", "sub_str"));
    assert!(fits("*len", "strlen") && fits("s*l*n", "strlen") && !fits("s*x*n", "strlen"));
    assert!(fits(r"App\*", r"App\report") && fits(r"App\*", r"App\Sub\report"));
    assert!(!fits(r"App\*", "App") && !fits(r"App\*", r"Apple\x") && !fits(r"App\*", r"App\A::b"));
    assert!(fits(r"App\Repo\*::find*", r"App\Repo\A\B::findAll"));
    assert!(!fits(r"App\Repo\*::find*", r"App\Repo\A::load"));
    assert!(!fits(r"App\Repo\*::find*", r"App\Repo\findAll"));
    assert!(fits("*::*", "A::b") && !fits("*::*", "b"));
}

#[test]
fn a_star_goes_through_names_that_nobody_can_write() {
    let anonymous = b"App\\Base@anonymous\0/srv/a::b.php:3$0";
    for pattern in ["*::*", "App\\*::find", "*::find"] {
        assert_eq!(fit(pattern, Subject::method(anonymous, b"find")), Fit::Yes);
    }
    assert_eq!(fit("srv*::find", Subject::method(anonymous, b"find")), Fit::No);
    assert_eq!(fit("A::*", Subject::method(b"A", b"$name::get")), Fit::Yes);
    assert_eq!(fit("caf*", Subject::function(b"caf\xe9\n")), Fit::Yes);
}

#[test]
fn the_code_behind_a_property_has_its_own_pattern() {
    let hook = |name: &'static [u8]| Subject::method(b"App\\User", name);
    assert_eq!(fit(r"App\User::$name::get", hook(b"$name::get")), Fit::Yes);
    assert_eq!(fit(r"App\User::$name::get", hook(b"$name::set")), Fit::No);
    assert_eq!(fit(r"App\User::$name::get", hook(b"name")), Fit::No);
    assert_eq!(fit(r"App\*::$*::set", hook(b"$name::set")), Fit::Yes);
    assert_eq!(fit("*::$name::*", hook(b"$name::set")), Fit::Yes);
}

#[test]
fn a_lone_star_is_everything_of_the_application() {
    assert!(fits("*", "a") && fits("*", r"App\a") && fits("*", "A::b"));
    assert_eq!(fit("*", Subject::closure()), Fit::Yes);
}

#[test]
fn patterns_that_name_nothing_pass_internal_functions_by() {
    for pattern in ["*", "*::*"] {
        assert_eq!(fit(pattern, Subject::method(b"PDO", b"query").internal()), Fit::No);
    }
    for pattern in ["PDO::*", "*::query", "PDO::query"] {
        assert_eq!(fit(pattern, Subject::method(b"PDO", b"query").internal()), Fit::Yes);
    }
    assert_eq!(fit("*", Subject::function(b"strlen").internal()), Fit::No);
    assert_eq!(fit("str*", Subject::function(b"strlen").internal()), Fit::Yes);
}

#[test]
fn closures_have_many_names_and_one_pattern() {
    for name in ["{closure}", r"App\{closure}", r"{closure:App\a():12}", "{closure:/a.php:3}"] {
        assert!(fits("{closure}", name) && fits("{CLOSURE}", name) && fits("*", name));
        assert!(!fits(r"App\*", name) && !fits("*c*", name), "{name}");
    }
    assert_eq!(fit("{closure}", Subject::method(b"A", b"{closure}")), Fit::Yes);
    assert_eq!(fit("*::*", Subject::method(b"A", b"{closure}")), Fit::No);
    assert!(!fits("{closure}", "closure"));
}

#[test]
fn language_constructs_are_named_by_themselves_only() {
    assert!(fits("include", "include") && fits("INCLUDE", "include") && fits("eval", "eval"));
    assert!(!fits("*", "include") && !fits("inc*", "include") && !fits("ev*", "eval"));
    assert!(!fits("include", "A::include") && fits("A::include", "A::include"));
    assert!(fits("A::inc*", "A::include") && !fits("include", "eval"));
}

#[test]
fn a_plus_names_all_classes_below() {
    assert!(fits(r"App\Base+::find", r"App\Base::find"));
    assert!(fits(r"App\Base+::find", r"App\Child::find"));
    assert!(fits(r"App\Base+::*", r"App\Child::find"));
    assert!(!fits(r"App\Base+::find", r"App\Other::find"));
    assert!(!fits(r"App\Base+::find", "find"));
    let lost = Subject::method(br"App\Lost", b"find");
    assert_eq!(fit(r"App\Base+::find", lost), Fit::Perhaps);
    assert_eq!(fit(r"App\Base+::load", lost), Fit::No);
    assert_eq!(fit(r"App\Lost+::find", lost), Fit::Yes);
}

#[test]
fn ancestors_are_asked_for_only_if_the_method_fits() {
    let pattern = Pattern::parse("Base+::find*").unwrap();
    for subject in ["A::load", "findAll", "Base::findAll", "BASE::load"] {
        let subject = Subject::named(subject.as_bytes());
        pattern.fits(&subject, &mut |_| panic!("asked for {subject:?}"));
    }
}

#[test]
fn the_canonical_text_has_no_leading_backslash() {
    for (text, canonical) in [
        (r"\App\Report", r"App\Report"),
        (r"!\A\*+x", ""),
        (r"!\A\B+::c*", r"!A\B+::c*"),
        ("{Closure}", "{closure}"),
        ("INCLUDE", "include"),
        ("!Eval", "!eval"),
        (r"\*", "*"),
    ] {
        let text = Pattern::parse(text).map_or(String::new(), |pattern| pattern.to_string());
        assert_eq!(text, canonical);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_a_pattern_or_an_error_with_a_column_inside(bytes: Vec<u8>) {
        check(&bytes)?;
    }

    #[test]
    fn likely_text_is_a_pattern_or_an_error_with_a_column_inside(
        text in r"!?\\?[aB9é*{}+: \\-]{0,12}(::[aB9*+]{0,4})?"
    ) {
        check(text.as_bytes())?;
    }

    #[test]
    fn canonical_text_reads_as_the_same_pattern(
        text in r"!?\\?[a-bA-B_é]{1,3}(\\\*?[ab]{1,2}){0,2}(\+?::\*?[ab9]{1,3}\*?)?"
    ) {
        // Not every text of this form is a pattern; most are.
        if let Ok(pattern) = Pattern::parse(&text) {
            prop_assert_eq!(Pattern::parse(pattern.to_string()), Ok(pattern));
        }
    }
}

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    match Pattern::parse(bytes) {
        Ok(pattern) => prop_assert_eq!(Pattern::parse(pattern.to_string()), Ok(pattern)),
        Err(error) => {
            let characters = String::from_utf8_lossy(bytes).chars().count() as u32;
            prop_assert!((1..=characters + 1).contains(&error.column), "{}", error);
        }
    }
    Ok(())
}

#[test]
fn attributes_name_whatever_has_them() {
    let attributes: &[&[u8]] = &[b"App\\Traced", b"Override"];
    for subject in [Subject::function(b"f"), Subject::method(b"A", b"f"), Subject::closure()] {
        let subject = subject.with_attributes(attributes);
        for pattern in [r"@App\Traced", r"@\app\TRACED", r"@App\*", "@override", "@*"] {
            assert_eq!(fit(pattern, subject), Fit::Yes, "{pattern}");
        }
        assert_eq!(fit("@Traced", subject), Fit::No);
    }
    assert_eq!(fit("@*", Subject::function(b"f")), Fit::No);
    assert_eq!(Pattern::parse(r"!@\App\Traced").unwrap().to_string(), r"!@App\Traced");
}

#[test]
fn a_closure_has_a_place() {
    let closure = Subject::closure_at(b"/srv/src/app.php", 12);
    for pattern in [
        "{closure:/srv/src/app.php:12}",
        "{CLOSURE:src/app.php:12}",
        "{closure:app.php:12}",
        "{closure}",
        "*",
    ] {
        assert_eq!(fit(pattern, closure), Fit::Yes, "{pattern}");
    }
    for pattern in ["{closure:app.php:13}", "{closure:pp.php:12}", "{closure:other/app.php:12}"] {
        assert_eq!(fit(pattern, closure), Fit::No, "{pattern}");
    }
    assert_eq!(fit("{closure:app.php:12}", Subject::closure()), Fit::No);
    assert_eq!(Pattern::parse("{closure:C:/a.php:7}").unwrap().to_string(), "{closure:C:/a.php:7}");
}
