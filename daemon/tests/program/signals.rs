//! Signals reach the program, and weft outlives them.

use std::process::Command;

use crate::support::{Play, Stage};

#[test]
fn signals_are_passed_on() {
    let play = Play::start(&[]);
    // One after the other: the order in which pending signals are delivered is not ours.
    for (count, signal) in ["USR1", "USR2", "WINCH", "HUP", "INT", "QUIT", "TERM"].into_iter().enumerate() {
        play.signal(signal);
        let got = play.signals(count + 1);
        assert_eq!(got.last().unwrap(), signal);
    }
    let ended = play.end(5);
    assert_eq!(ended.code(), Some(5));
    assert!(ended.stage.leftovers().is_empty());
}

#[test]
fn a_program_that_a_passed_on_signal_ends_leaves_nothing_behind() {
    for (signal, code) in [("TERM", 143), ("INT", 130), ("HUP", 129)] {
        let stage = Stage::new();
        let script = "kill -s $0 $PPID; exec sleep 60";
        let output = stage.run(&["--", "sh", "-c", script, signal]).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{signal}");
        assert!(stage.leftovers().is_empty());
    }
}

#[test]
fn what_was_ignored_stays_ignored() {
    let stage = Stage::new();
    let weft = env!("CARGO_BIN_EXE_weft");
    let script = format!(
        "trap '' HUP; exec {weft} run --extension libweft.so -- \
         sh -c 'kill -s HUP $PPID; kill -s HUP $$; echo alive'"
    );
    let output = Command::new("sh").args(["-c", &script]).current_dir(stage.path("")).output().unwrap();
    assert_eq!(output.stdout, b"alive\n");
    assert_eq!(output.status.code(), Some(0));
}
