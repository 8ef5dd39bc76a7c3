//! `weft check`: what is wrong with rules, to the character.

use std::process::Output;

use crate::support::{Stage, weft};

/// Runs `weft check` here and returns exit code, standard output and standard error.
fn check(stage: &Stage, words: &[&str]) -> (i32, String, String) {
    let output: Output = weft().current_dir(stage.path("")).arg("check").args(words).output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn good_rules_are_counted() {
    let stage = Stage::new();
    stage.write("one.toml", "[[rule]]\ntarget = 'App\\*'\n");
    stage.write(
        "two.toml",
        "[[rule]]\ntarget = 'a'\n[[rule]]\ntarget = ['b', '!c']\nwrapper = 'retry'\ntimes = 3\n",
    );
    stage.write("none.toml", "");
    let (code, stdout, stderr) = check(&stage, &["one.toml", "two.toml", "none.toml", "--hook", "App\\*::find*,!App\\Old"]);
    assert_eq!(
        stdout,
        "one.toml: 1 rule, fine\ntwo.toml: 2 rules, fine\nnone.toml: 0 rules, fine\n--hook: 2 patterns, fine\n"
    );
    assert_eq!((code, stderr.as_str()), (0, ""));
}

#[test]
fn quiet_says_nothing_about_good_rules() {
    let stage = Stage::new();
    stage.write("one.toml", "[[rule]]\ntarget = 'App\\*'\n");
    assert_eq!(check(&stage, &["--quiet", "one.toml"]), (0, String::new(), String::new()));
}

#[test]
fn all_errors_of_all_files_are_printed_and_good_files_too() {
    let stage = Stage::new();
    stage.write("good.toml", "[[rule]]\ntarget = 'a'\n");
    stage.write("bad.toml", "[[rule]]\ntarget = 'App::'\n\n[[rule]]\nwrapper = 'time'\n");
    let (code, stdout, stderr) = check(&stage, &["bad.toml", "good.toml", "missing.toml"]);
    assert_eq!(code, 1);
    assert_eq!(stdout, "good.toml: 1 rule, fine\n");
    assert_eq!(
        stderr,
        "bad.toml:2:16: target: found the end, expected a method or \"*\"\n\
         bad.toml:4:1: found a rule without \"target\", expected one\n\
         missing.toml:1:1: found nothing that can be read, expected a rules file: No such file or directory (os error 2)\n"
    );
}

#[test]
fn each_error_tells_its_place_and_what_was_expected() {
    for (text, expected) in [
        ("[[rule]]\ntarget = 'App::'\n", "2:16: target: found the end, expected a method or \"*\""),
        (
            "[[rule]]\ntarget = ['!App\\*']\n",
            "2:12: target: found \"!\" in the first pattern, expected one that adds targets first",
        ),
        (
            "[[rule]]\ntarget = 'a'\nenabled = 'no'\n",
            "3:11: enabled: found the string \"no\", expected true or false",
        ),
        (
            "[[rule]]\ntarget = 'a'\nsample = 2\n",
            "3:10: sample: found the integer 2, expected a number from 0 to 1",
        ),
        (
            "[[rules]]\ntarget = 'a'\n",
            "1:3: found the key \"rules\", expected \"rule\" or \"opcode\": did you mean \"rule\"?",
        ),
        (
            "target = 'a'\n",
            "1:1: found the key \"target\" outside of a rule, expected it below a [[rule]] line",
        ),
        ("[[rule]\n", "1:8: unclosed array table: found the end of the line, expected \"]\""),
        ("[[rule]]\ntarget = a\n", "2:10: found \"a\", expected a value: strings stand in quotes"),
    ] {
        let stage = Stage::new();
        stage.write("weft.toml", text);
        let expected = format!("weft.toml:{expected}\n");
        assert_eq!(check(&stage, &["weft.toml"]), (1, String::new(), expected), "{text}");
    }
}

#[test]
fn patterns_are_checked_without_a_file() {
    let stage = Stage::new();
    let (code, stdout, stderr) = check(&stage, &["--hook", "strlen,App::"]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert_eq!(stderr, "--hook:1:13: found the end, expected a method or \"*\"\n");
}

#[test]
fn nothing_to_check_is_a_wrong_command_line() {
    let (code, _, stderr) = check(&Stage::new(), &[]);
    assert_eq!(code, 2);
    assert!(stderr.starts_with("error: "), "{stderr}");
}
