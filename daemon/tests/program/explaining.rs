//! `weft explain`: with a PHP that is played, and with the real one and a played extension.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Stage, weft};

/// Answers each question from `answers/NUMBER.json`, and ends without an answer where there is
/// none: a file that ends PHP.
const PHP: &str = r#"#!/bin/sh
[ "$1" = -m ] && exit
echo "the code prints this"
echo '{"weft":"0.1.0"}' > "$3"
for question in $(tr '[' '\n' < "$2" | sed -n 's/^"\([a-z]*\)","\(.*\)"\].*/\1:\2/p' | sed 's/\\\\/\\/g'); do
    answer="$STAGE/answers/$(printf %s "$question" | tr '/\\:' '___')"
    [ -e "$answer" ] || exit 255
    cat "$answer" >> "$3"
done
"#;

/// Plays the extension for the real PHP: it knows `f` in each file, and `App\Repo::find`.
const EXTENSION: &str = r#"<?php
namespace Weft;
function explain_file(string $file): array {
    if (str_contains(file_get_contents($file), 'syntax error')) throw new \ParseError('unexpected end of file');
    if (str_contains(file_get_contents($file), 'fatal')) exit(255);
    return [answer('f', $file)];
}
function explain(string $target): array {
    $isKnown = method_exists(...explode('::', $target));
    return $isKnown ? answer($target, 'Repo.php') : ['state' => 'unknown', 'reason' => 'no such function'] + answer($target, null);
}
function answer(string $target, ?string $file): array {
    $rule = get_cfg_var('weft.rules') . ':2';
    return ['target' => $target, 'file' => $file, 'line' => 3, 'state' => 'woven', 'rule' => $rule,
        'pattern' => '*', 'wrapper' => 'time', 'template' => null, 'join' => 'splice', 'reason' => 'it can be', 'php' => "// woven by $rule with time\n", 'opcodes' => 'RETURN'];
}
"#;

fn answer(target: &str, state: &str) -> Value {
    json!({
        "target": target, "file": "/app/src/Repo.php", "line": 12, "state": state,
        "rule": "weft.toml:3", "pattern": "App\\*", "wrapper": "time", "template": null,
        "join": "splice", "reason": "proceed() is called once", "php": "function find()\n{\n}\n",
        "opcodes": "0000 RETURN null\n"
    })
}

/// A stage with a played PHP; answers are added with [`answers`].
fn with_played_php() -> (Stage, PathBuf) {
    let stage = Stage::new();
    std::fs::create_dir(stage.path("answers")).unwrap();
    let php = stage.script("php", PHP);
    (stage, php)
}

fn answers(stage: &Stage, question: &str, answers: &[Value]) {
    let name = question.replace(['/', '\\', ':'], "_");
    stage.write(&format!("answers/{name}"), &format!("{}\n", json!({ "answers": answers })));
}

fn explain(stage: &Stage, php: &Path, words: &[&str]) -> Command {
    let mut command = weft();
    command
        .current_dir(stage.path(""))
        .env("TMPDIR", stage.path("tmp"))
        .env("STAGE", stage.path(""))
        .arg("explain")
        .arg("--php")
        .arg(php)
        .args(["--extension", "libweft.so"])
        .args(words);
    command
}

/// Exit code, standard output, standard error.
fn run(mut command: Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// The absolute path of a file, as PHP is given it.
fn real(stage: &Stage, name: &str) -> String {
    let path = stage.path(name).canonicalize().unwrap();
    path.into_os_string().into_string().unwrap()
}

#[test]
fn a_file_is_explained_function_by_function() {
    let (stage, php) = with_played_php();
    stage.write("Repo.php", "<?php");
    let file = format!("file:{}", real(&stage, "Repo.php"));
    answers(&stage, &file, &[answer("App\\Repo::find", "woven"), answer("App\\Repo::all", "woven")]);
    let (code, stdout, stderr) = run(explain(&stage, &php, &["Repo.php"]));
    assert_eq!((code, stderr.as_str()), (0, "the code prints this\n"));
    assert_eq!(
        stdout,
        "\
App\\Repo::find  /app/src/Repo.php:12
  state    woven
  rule     weft.toml:3  App\\*
  wrapper  time
  join     splice: proceed() is called once

  php
    function find()
    {
    }

App\\Repo::all  /app/src/Repo.php:12
  state    woven
  rule     weft.toml:3  App\\*
  wrapper  time
  join     splice: proceed() is called once

  php
    function find()
    {
    }
"
    );
    assert!(stage.leftovers().is_empty());
}

#[test]
fn opcodes_are_shown_on_request() {
    let (stage, php) = with_played_php();
    answers(&stage, "target:strlen", &[answer("strlen", "woven")]);
    let (_, stdout, _) = run(explain(&stage, &php, &["--opcodes", "strlen"]));
    assert!(stdout.ends_with("\n  opcodes\n    0000 RETURN null\n"), "{stdout}");
    let (_, stdout, _) = run(explain(&stage, &php, &["--json", "strlen"]));
    let document: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(document[0]["opcodes"], Value::Null);
    let mut expected = answer("strlen", "woven");
    expected["opcodes"] = Value::Null;
    assert_eq!(document, json!([expected]));
}

#[test]
fn targets_are_looked_for_in_the_files_given() {
    let (stage, php) = with_played_php();
    stage.write("Repo.php", "<?php");
    let file = format!("file:{}", real(&stage, "Repo.php"));
    answers(&stage, &file, &[answer("App\\Repo::find", "woven"), answer("App\\Repo::all", "woven")]);
    let unknown = |target| answer(target, "unknown");
    answers(&stage, "target:\\app\\repo::ALL", &[unknown("app\\repo::ALL")]);
    answers(&stage, "target:nope", &[unknown("nope")]);
    let (code, stdout, _) = run(explain(&stage, &php, &["--json", "--file", "Repo.php", "\\app\\repo::ALL", "nope"]));
    let document: Value = serde_json::from_str(&stdout).unwrap();
    let found: Vec<_> = document.as_array().unwrap().iter().map(|a| (&a["target"], &a["state"])).collect();
    assert_eq!(found, [(&json!("App\\Repo::all"), &json!("woven")), (&json!("nope"), &json!("unknown"))]);
    assert_eq!(code, 1);
}

#[test]
fn what_ends_php_does_not_hide_the_other_answers() {
    let (stage, php) = with_played_php();
    for file in ["a.php", "b.php", "c.php"] {
        stage.write(file, "<?php");
    }
    for file in ["a.php", "c.php"] {
        let question = format!("file:{}", real(&stage, file));
        answers(&stage, &question, &[answer(file, "woven")]);
    }
    let (code, stdout, _) = run(explain(&stage, &php, &["--json", "a.php", "b.php", "c.php"]));
    let document: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(code, 1);
    assert_eq!((&document[0]["state"], &document[2]["state"]), (&json!("woven"), &json!("woven")));
    assert_eq!(document[1]["target"], real(&stage, "b.php").as_str());
    assert_eq!(document[1]["reason"], "it ended with exit code 255 while it looked at this");
}

#[test]
fn an_answer_that_is_none_is_refused() {
    let (stage, php) = with_played_php();
    stage.write("answers/target_strlen", "{\"answers\":[{\"state\":\"great\"}]}\n");
    let (code, stdout, stderr) = run(explain(&stage, &php, &["--require", "php", "strlen"]));
    assert_eq!((code, stdout.as_str()), (125, ""));
    assert!(stderr.contains("weft: the extension's answer is not understood"), "{stderr}");
}

#[test]
fn without_code_the_rules_alone_answer() {
    let stage = Stage::new();
    let rules = "[[rule]]\ntarget = ['App\\*::*', '!App\\Old::*']\nwrapper = 'time'\n";
    stage.write("weft.toml", rules);
    let words = ["--rules", "weft.toml", "App\\Foo::bar", "App\\Old::bar"];
    let (code, stdout, stderr) = run(explain(&stage, Path::new("/no/php"), &words));
    assert_eq!(
        stdout,
        "\
App\\Foo::bar
  state    matched: by its name, no code was shown
  rule     weft.toml:1  App\\*::*
  wrapper  time

App\\Old::bar
  state    unmatched: weft.toml:1 adds it by App\\*::* and takes it away by !App\\Old::*
"
    );
    assert_eq!(stderr, "weft: /no/php: command not found; this is what the rules say\n");
    assert_eq!(code, 0);
}

#[test]
fn a_php_that_is_needed_and_missing_is_125() {
    let stage = Stage::new();
    stage.write("a.php", "<?php");
    let (code, _, stderr) = run(explain(&stage, Path::new("/no/php"), &["a.php"]));
    assert_eq!((code, stderr.as_str()), (125, "weft: /no/php: command not found\n"));
}

#[test]
fn what_cannot_be_a_function_or_a_file_is_a_wrong_command_line() {
    let stage = Stage::new();
    for (target, expected) in [
        ("App\\Foo:bar", "weft: App\\Foo:bar: column "),
        ("App\\*", "weft: App\\*: found a pattern, expected a function\n"),
        ("no.php", "weft: no.php: No such file"),
    ] {
        let (code, _, stderr) = run(explain(&stage, Path::new("php"), &[target]));
        assert_eq!(code, 2);
        assert!(stderr.starts_with(expected), "{stderr}");
    }
}

/// The real PHP, with the extension played by PHP code that is loaded before everything else.
fn with_real_php(words: &[&str]) -> (i32, String, String) {
    let stage = Stage::new();
    let extension = stage.write("extension.php", EXTENSION);
    std::fs::create_dir(stage.path("ini")).unwrap();
    stage.write("ini/test.ini", &format!("auto_prepend_file='{}'\n", extension.display()));
    stage.write(
        "autoload.php",
        "<?php spl_autoload_register(function ($class) { require 'Repo.php'; }); echo 'loading'; exit(3);",
    );
    stage.write("Repo.php", "<?php namespace App; class Repo { function find() {} }");
    stage.write("good.php", "<?php function f() {}");
    stage.write("bad.php", "<?php syntax error");
    stage.write("fatal.php", "<?php fatal");
    let mut command = explain(&stage, Path::new("php"), words);
    command.env("PHP_INI_SCAN_DIR", stage.path("ini"));
    run(command)
}

#[test]
fn php_asks_the_extension_and_goes_on_behind_what_fails() {
    let (code, stdout, stderr) = with_real_php(&["--json", "bad.php", "fatal.php", "good.php"]);
    let document: Value = serde_json::from_str(&stdout).expect(&stderr);
    assert_eq!(code, 1);
    let reason = document[0]["reason"].as_str().unwrap();
    assert!(reason.starts_with("ParseError: unexpected end of file in "), "{reason}");
    assert_eq!(document[1]["reason"], "it ended with exit code 255 while it looked at this");
    assert_eq!((&document[2]["target"], &document[2]["state"]), (&json!("f"), &json!("woven")));
}

#[test]
fn no_private_file_is_named_as_the_rule() {
    let (code, stdout, stderr) = with_real_php(&["--json", "--hook", "f", "good.php"]);
    let document: Value = serde_json::from_str(&stdout).expect(&stderr);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(document[0]["rule"], "--hook");
    assert_eq!(document[0]["php"], "// woven by --hook with time\n");
}

#[test]
fn a_bootstrap_may_exit_and_its_autoloader_still_serves() {
    let (code, stdout, stderr) = with_real_php(&["--require", "autoload.php", "App\\Repo::find", "App\\Repo::none"]);
    assert!(stderr.contains("loading"), "{stderr}");
    assert!(stdout.starts_with("App\\Repo::find  Repo.php:3\n  state    woven\n"), "{stdout}");
    assert!(stdout.contains("App\\Repo::none"), "{stdout}");
    assert!(stdout.contains("state    unknown"), "{stdout}");
    assert_eq!(code, 1);
}

#[test]
fn a_php_without_the_extension_is_said() {
    let stage = Stage::new();
    stage.write("good.php", "<?php");
    let (code, stdout, stderr) = run(explain(&stage, Path::new("php"), &["good.php"]));
    assert_eq!((code, stdout.as_str()), (125, ""));
    assert!(stderr.contains("weft: PHP did not load the extension. It says:\n  "), "{stderr}");
    assert!(stderr.contains("libweft.so"), "{stderr}");
}
