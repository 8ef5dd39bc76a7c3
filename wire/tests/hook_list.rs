//! The pattern list of `weft.hook`.

use weft_wire::RuleSet;

fn errors(text: impl AsRef<[u8]>) -> Vec<String> {
    let errors = RuleSet::from_hook_list(text, "weft.hook").unwrap_err();
    errors.iter().map(ToString::to_string).collect()
}

#[test]
fn a_list_becomes_one_rule_with_the_default_wrapper() {
    let rule = RuleSet::from_hook_list(" strlen,PDO::query ,\tApp\\*, !App\\x", "weft.hook").unwrap();
    let targets: Vec<String> = rule.targets.iter().map(ToString::to_string).collect();
    assert_eq!(targets, ["strlen", "PDO::query", "App\\*", "!App\\x"]);
    assert_eq!(rule.wrapper, "observe");
    assert_eq!(rule.origin.to_string(), "weft.hook:1");
    assert!(rule.enabled && rule.when.is_empty() && rule.settings.is_empty());
    assert_eq!(rule.sample, None);
}

#[test]
fn errors_name_the_column_in_the_list() {
    let end = r#"expected a pattern such as "strlen", "App\*" or "PDO::query""#;
    let method = r#"expected a method or "*""#;
    for (text, expected) in [
        ("", vec![format!("weft.hook:1:1: found the end, {end}")]),
        ("a,", vec![format!("weft.hook:1:3: found the end, {end}")]),
        ("a,,b", vec![format!("weft.hook:1:3: found \",\", {end}")]),
        ("a, ,b", vec![format!("weft.hook:1:4: found \",\", {end}")]),
        ("a,  B:: ,c", vec![format!("weft.hook:1:8: found \",\", {method}")]),
        (
            "!a",
            vec!["weft.hook:1:1: found \"!\" in the first pattern, expected one that adds targets first".into()],
        ),
        (
            "ä:, B::",
            vec![
                "weft.hook:1:2: found \":\", expected \"::\"".into(),
                format!("weft.hook:1:8: found the end, {method}"),
            ],
        ),
        ("a,\n  B::", vec![format!("weft.hook:2:6: found the end, {method}")]),
    ] {
        assert_eq!(errors(text), expected, "{text}");
    }
    assert_eq!(errors(b"a,caf\xe9"), ["weft.hook:1:6: found byte 0xE9, expected UTF-8"]);
}
