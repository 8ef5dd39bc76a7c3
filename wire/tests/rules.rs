//! Rules files that are good, and what is read from them.

use proptest::prelude::*;
use weft_wire::{Literal, Place, Rule, RuleSet};

fn rules(text: &str) -> Vec<Rule> {
    RuleSet::parse(text.as_bytes(), "weft.toml").unwrap().rules
}

#[test]
fn a_file_without_rules_is_fine() {
    assert_eq!(rules(""), []);
    assert_eq!(rules("\u{feff}# nothing\n"), []);
}

#[test]
fn opcodes_are_read_by_their_names() {
    let set = RuleSet::parse(
        b"[[opcode]]\nname = ['ECHO', 'TICKS']\nskip = true\n[[opcode]]\nname = 'NOP'\nenabled = false\n",
        "weft.toml",
    )
    .unwrap();
    let read: Vec<_> = set
        .opcodes
        .iter()
        .map(|opcode| (opcode.name.as_str(), opcode.name_at.line, opcode.skip))
        .collect();
    assert_eq!(read, [("ECHO", 2, true), ("TICKS", 2, true)]);
    assert_eq!(set.rules, []);
}

#[test]
fn a_rule_needs_a_target_only() {
    let rule = &rules("[[rule]]\ntarget = 'strlen'\n")[0];
    assert_eq!(rule.origin.to_string(), "weft.toml:1");
    assert_eq!(rule.wrapper, "observe");
    assert!(rule.enabled && rule.when.is_empty() && rule.settings.is_empty());
    assert_eq!(rule.sample, None);
}

#[test]
fn all_keys_are_read() {
    let text = "
[[rule]]
target = ['App\\*', '!App\\Debug\\*']
wrapper = 'acme/retry-2.php'
enabled = false
sample = 0.25
when = { sapi = 'cli', script = ['index.php', '/a/**/b.php'], uri = ['/x', '/y'] }
";
    let rule = &rules(text)[0];
    let targets: Vec<String> = rule.targets.iter().map(ToString::to_string).collect();
    assert_eq!(targets, ["App\\*", "!App\\Debug\\*"]);
    assert_eq!(rule.wrapper, "acme/retry-2.php");
    assert!(!rule.enabled);
    assert_eq!(rule.sample, Some(0.25));
    assert_eq!(rule.when.sapi, ["cli"]);
    let scripts: Vec<&str> = rule.when.script.iter().map(|s| s.as_str()).collect();
    assert_eq!(scripts, ["index.php", "/a/**/b.php"]);
    assert_eq!(rule.when.uri, ["/x", "/y"]);
}

#[test]
fn a_share_may_be_an_integer() {
    for (text, share) in [("0", 0.0), ("1", 1.0), ("1.0", 1.0), ("1e-3", 0.001)] {
        let rule = &rules(&format!("[[rule]]\ntarget = 'a'\nsample = {text}\n"))[0];
        assert_eq!(rule.sample, Some(share));
    }
}

#[test]
fn whatever_else_stands_in_a_rule_is_a_setting_with_its_place() {
    let text = "
[[rule]]
target = 'a'
times = 3
  wait  =  1.5
loud = true
name = \"x\\ty\"
list = [1, 'a', 2.5, false]
hex = 0xff
limit = inf
";
    let rule = &rules(text)[0];
    let value = |name: &str| &rule.settings[name].value;
    assert_eq!(*value("times"), Literal::Int(3));
    assert_eq!(*value("wait"), Literal::Float(1.5));
    assert_eq!(*value("loud"), Literal::Bool(true));
    assert_eq!(*value("name"), Literal::Text("x\ty".into()));
    assert_eq!(*value("hex"), Literal::Int(255));
    assert_eq!(*value("limit"), Literal::Float(f64::INFINITY));
    let list = vec![Literal::Int(1), Literal::Text("a".into()), Literal::Float(2.5), Literal::Bool(false)];
    assert_eq!(*value("list"), Literal::List(list));
    let wait = &rule.settings["wait"];
    assert_eq!(wait.name_at, Place { line: 5, column: 3 });
    assert_eq!(wait.value_at, Place { line: 5, column: 12 });
    assert_eq!(
        rule.error(wait.value_at, "wait: found a float, expected int").to_string(),
        "weft.toml:5:12: wait: found a float, expected int"
    );
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_places_inside_of_it(text in "[\\[\\]{}=,.'\"#\\\\ \nrulewhntagpsi0-9äé]{0,60}") {
        check(&text);
    }

    #[test]
    fn damaged_rules_are_read_or_refused_with_places_inside_of_them(
        at: prop::sample::Index,
        with in "[\\[\\]{}=,.'\"#\\\\ \nab\u{0}ä]{0,3}",
    ) {
        let mut text = "[[rule]]\ntarget = ['a', \"App\\\\*\"]\nwhen = { uri = '/' }\nx = [1]\n".to_owned();
        let at = at.index(text.len());
        text.replace_range(at..at + 1, &with);
        check(&text);
    }
}

fn check(text: &str) {
    let lines: Vec<&str> = text.split('\n').collect();
    for error in RuleSet::parse(text.as_bytes(), "x").err().unwrap_or_default() {
        let line = lines.get(error.line as usize - 1);
        let columns = line.expect("a line of the text").chars().count() as u32 + 1;
        assert!((1..=columns).contains(&error.column), "{error}");
    }
}
