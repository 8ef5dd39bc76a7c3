//! `weft run` as a way to start a program: streams, exit codes, and nothing left behind.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use crate::support::{Play, Stage, weft};

#[test]
fn the_exit_code_is_the_programs() {
    for code in [0, 1, 42, 255] {
        let ended = Play::start(&[]).end(code);
        assert_eq!(ended.code(), Some(code.into()));
    }
}

#[test]
fn an_end_by_a_signal_is_128_and_its_number() {
    for (signal, code) in [("KILL", 137), ("TERM", 143)] {
        let stage = Stage::new();
        let script = format!("kill -{signal} $$");
        let output = stage.run(&["--", "sh", "-c", &script]).output().unwrap();
        assert_eq!(output.status.code(), Some(code));
    }
}

#[test]
fn a_command_that_is_not_there_is_127() {
    let stage = Stage::new();
    let output = stage.run(&["--", "no-such-command"]).output().unwrap();
    assert_eq!(output.status.code(), Some(127));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(stderr, "weft: no-such-command: command not found\n");
    assert!(stage.leftovers().is_empty());
}

#[test]
fn a_file_that_cannot_be_executed_is_126() {
    let stage = Stage::new();
    let file = stage.write("file", "");
    let output = stage.run(&["--"]).arg(file).output().unwrap();
    assert_eq!(output.status.code(), Some(126));
}

#[test]
fn standard_streams_are_the_programs() {
    let stage = Stage::new();
    let script = "cat; echo to stderr >&2";
    let mut child = stage
        .run(&["--", "sh", "-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let input = b"bytes \xff\x00 as they are".repeat(10_000);
    let mut stdin = child.stdin.take().unwrap();
    let sent = input.clone();
    let writer = std::thread::spawn(move || stdin.write_all(&sent).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(output.stdout, input);
    assert!(output.stderr.starts_with(b"to stderr\n"));
}

#[test]
fn the_programs_arguments_are_its_own() {
    let stage = Stage::new();
    let words = ["--", "printf", "%s|", "--json", "a b", "--", "-n"];
    let output = stage.run(&words).output().unwrap();
    assert_eq!(output.stdout, b"--json|a b|--|-n|");
}

#[test]
fn nobody_else_can_enter_the_private_folder_and_it_is_removed() {
    let play = Play::start(&[]);
    let private = play.private_dir();
    let mode = fs::metadata(&private).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    let ended = play.end(0);
    assert!(!private.exists());
    assert!(ended.stage.leftovers().is_empty());
}

#[test]
fn without_any_message_likely_reasons_are_given() {
    let ended = Play::start(&[]).end(0);
    assert!(ended.stdout.is_empty());
    assert!(
        ended.stderr.starts_with("weft: nothing was received from the program. Likely reasons:\n  - "),
        "{}",
        ended.stderr
    );
}

#[test]
fn without_configuration_php_loads_nothing_and_that_is_said() {
    let stage = Stage::new();
    let php = stage.script("php", "#!/bin/sh\n");
    let output = stage.run(&["--"]).arg(php).arg("-n").output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.starts_with("weft: nothing was received: PHP ran with -n"), "{stderr}");
}

#[test]
fn php_is_asked_why_it_did_not_load_the_extension() {
    let stage = Stage::new();
    let php = stage.script("php", "#!/bin/sh\necho \"PHP Warning:  Unable to load dynamic library 'libweft.so'\" >&2\n");
    let output = stage.run(&["--"]).arg(php).arg("a.php").output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    let said = "weft: nothing was received: PHP could not load the extension. It says:\n  - \
                PHP Warning:  Unable to load dynamic library 'libweft.so'\n";
    assert!(stderr.contains(said), "{stderr}");
}

#[test]
fn a_report_that_cannot_be_written_is_noticed_before_the_program_runs() {
    let stage = Stage::new();
    let output = stage.run(&["--output", "no/such/folder", "--", "touch", "ran"]).output().unwrap();
    assert_eq!(output.status.code(), Some(125));
    assert!(!stage.path("ran").exists());
}

#[test]
fn closed_standard_streams_do_no_harm() {
    let stage = Stage::new();
    let weft = env!("CARGO_BIN_EXE_weft");
    let script = format!("{weft} run --extension libweft.so -- sh -c 'exit 3' 2>&- >&- <&-");
    let status = weft_in(&stage, &script);
    assert_eq!(status, Some(3));
}

fn weft_in(stage: &Stage, script: &str) -> Option<i32> {
    let status = std::process::Command::new("sh")
        .args(["-c", script])
        .current_dir(stage.path(""))
        .env("TMPDIR", stage.path("tmp"))
        .status();
    status.unwrap().code()
}

#[test]
fn help_and_version_are_there() {
    for words in [&["--help"][..], &["run", "--help"], &["check", "--help"], &["explain", "--help"]] {
        let output = weft().args(words).output().unwrap();
        assert!(output.status.success());
        let stdout = String::from_utf8(output.stdout).unwrap();
        assert!(stdout.contains("Examples:"), "{stdout}");
    }
    let output = weft().arg("--version").output().unwrap();
    let version = format!("weft {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(output.stdout, version.as_bytes());
}

#[test]
fn a_wrong_command_line_is_2() {
    for words in [
        &["run"][..],
        &["run", "--top", "x", "--", "true"],
        &["fly"],
        &["run", "--wrapper", "count", "--rules", "a.toml", "--", "true"],
    ] {
        let output = weft().args(words).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
    }
}
