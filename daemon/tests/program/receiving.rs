//! What PHP processes send, and what becomes of it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::thread;
use std::time::Duration;

use serde_json::Value;
use weft_wire::{MAX_FRAME, Message, PROTOCOL, encode};

use crate::support::{Client, Play, calls, function, hello, wait_for};

fn request() -> Message {
    Message::Request {
        kind: "cli".into(),
        subject: "app.php".into(),
        status: 0,
        total_ns: 5_000_000,
    }
}

/// Sends what a request of a small application might.
fn report(client: &mut Client, root: &Path) {
    client.send(&Message::Functions(vec![
        function(0, "App\\load", &root.join("src/load.php"), 3, "time"),
        function(1, "App\\Repo::find", &root.join("src/Repo.php"), 12, "time"),
        function(2, "App\\unused", &root.join("src/load.php"), 30, "time"),
        function(3, "strlen", Path::new(""), 0, "time"),
    ]));
    client.send(&Message::Calls(vec![calls(0, 1, 1_500_000), calls(1, 1200, 20_000), calls(3, 4, 100)]));
    client.send(&request());
}

#[test]
fn the_table_is_sorted_by_total_time() {
    let play = Play::start(&[]);
    let root = play.stage.path("");
    report(&mut play.client(), &root);
    let ended = play.end(0);
    assert_eq!(
        ended.report(),
        "
weft: 1,205 calls of 3 functions in TIME (4 woven, 1 request)

Function        File             Calls  Errors    Total     Self     Mean      p50      p95      Max
─────────────────────────────────────────────────────────────────────────────────────────────────────
App\\Repo::find  src/Repo.php:12  1,200       0  24.0 ms  12.0 ms  20.0 µs  19.5 µs  19.5 µs  20.0 µs
App\\load        src/load.php:3       1       0  1.50 ms   750 µs  1.50 ms  1.50 ms  1.50 ms  1.50 ms
strlen                               4       0   400 ns   200 ns   100 ns   100 ns   100 ns   100 ns
"
    );
    assert!(ended.stdout.is_empty());
}

#[test]
fn count_lists_what_was_never_called() {
    let play = Play::start(&["--wrapper", "count"]);
    let root = play.stage.path("");
    let mut client = play.client();
    client.send(&Message::Functions(vec![
        function(0, "a", &root.join("a.php"), 1, "count"),
        function(1, "b", &root.join("a.php"), 2, "count"),
        function(2, "long_name", &root.join("a.php"), 3, "count"),
    ]));
    let mut counted = calls(0, 2, 0);
    counted.durations.clear();
    client.send(&Message::Calls(vec![counted]));
    drop(client);
    assert_eq!(
        play.end(0).report(),
        "
weft: 2 calls of 1 function in TIME (3 woven)

Function  File     Calls  Errors
─────────────────────────────────
a         a.php:1      2       0

never called: 2 of 3 functions
  b          a.php:2
  long_name  a.php:3
"
    );
}

#[test]
fn json_goes_to_the_file_and_nothing_to_the_streams() {
    let play = Play::start(&["--json", "--output", "report.json"]);
    let root = play.stage.path("");
    report(&mut play.client(), &root);
    let ended = play.end(3);
    assert_eq!((ended.stdout.as_str(), ended.stderr.as_str()), ("", ""));
    let text = fs::read_to_string(ended.stage.path("report.json")).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["schema"], 1);
    assert_eq!(document["exit_code"], 3);
    assert_eq!(document["calls"], 1205);
    assert_eq!(document["requests"]["count"], 1);
    assert_eq!(document["functions"][0]["function"], "App\\Repo::find");
    assert_eq!(document["functions"][0]["total_ns"], 24_000_000);
    assert_eq!(document["functions"][2]["file"], Value::Null);
    assert_eq!(document["not_called"][0]["function"], "App\\unused");
}

#[test]
fn top_limits_the_table() {
    let play = Play::start(&["--top", "1"]);
    let root = play.stage.path("");
    report(&mut play.client(), &root);
    let report = play.end(0).report();
    assert!(report.contains("Repo::find") && !report.contains("App\\load"), "{report}");
    assert!(report.ends_with("... and 2 more functions (--top 0 shows all)\n"), "{report}");
}

#[test]
fn what_was_lost_is_said() {
    let play = Play::start(&[]);
    let root = play.stage.path("");
    let mut client = play.client();
    report(&mut client, &root);
    client.send(&Message::Lost { signals: 1200 });
    drop(client);
    let report = play.end(0).report();
    assert!(report.contains("\n1,200 reports lost: "), "{report}");
}

#[test]
fn a_connection_with_garbage_is_closed_and_the_others_go_on() {
    let play = Play::start(&[]);
    let root = play.stage.path("");
    let mut good = play.client();
    let too_long = u32::try_from(MAX_FRAME + 1).unwrap().to_be_bytes();
    for garbage in [&b"GET / HTTP/1.1\r\n\r\n"[..], b"\0\0\0\x03abc", &too_long] {
        let mut bad = play.client();
        bad.stream.write_all(garbage).unwrap();
        assert!(bad.is_closed());
    }
    let mut unknown = play.connect();
    unknown.send(&request());
    assert!(unknown.is_closed());
    report(&mut good, &root);
    let stderr = play.end(0).stderr;
    assert!(stderr.contains("1,205 calls of 3 functions"), "{stderr}");
    assert_eq!(stderr.matches("weft: a connection was closed: ").count(), 4, "{stderr}");
    assert!(stderr.contains("closed: found Request as its first message, expected Hello\n"), "{stderr}");
    assert!(stderr.contains("\n4 connections closed because of what they sent\n"), "{stderr}");
}

#[test]
fn another_protocol_is_said_once() {
    let play = Play::start(&[]);
    for _ in 0..3 {
        let mut client = play.connect();
        client.send(&hello(PROTOCOL + 1));
        assert!(client.is_closed());
    }
    let stderr = play.end(0).stderr;
    let version = env!("CARGO_PKG_VERSION");
    assert!(
        stderr.starts_with(&format!(
            "weft: a connection was closed: it speaks protocol {}, expected {PROTOCOL}: \
             the extension is weft 9.9.9, this program is weft {version}\n\
             weft: no PHP process was understood, see above.\n",
            PROTOCOL + 1
        )),
        "{stderr}"
    );
}

#[test]
fn many_connections_with_ids_of_their_own_are_added_up() {
    const CONNECTIONS: u32 = 300;
    let play = Play::start(&["--json", "--output", "report.json"]);
    let mut clients: Vec<Client> = (0..CONNECTIONS).map(|_| play.client()).collect();
    for (number, client) in (0..).zip(&mut clients) {
        // The same two functions, in another order for every other process.
        let (one, two) = (number % 2, 1 - number % 2);
        client.send(&Message::Functions(vec![
            function(one, "one", Path::new("/a.php"), 1, "time"),
            function(two, "two", Path::new("/a.php"), 2, "time"),
        ]));
    }
    for (number, client) in (0..).zip(&mut clients) {
        client.send(&Message::Calls(vec![calls(number % 2, 1, 1_000), calls(1 - number % 2, 2, 1_000)]));
    }
    let ended = play.end(0);
    let text = fs::read_to_string(ended.stage.path("report.json")).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let of = |at: usize| (&document["functions"][at]["function"], &document["functions"][at]["calls"]);
    assert_eq!(of(0), (&"two".into(), &600.into()));
    assert_eq!(of(1), (&"one".into(), &300.into()));
    assert_eq!(document["connections"]["accepted"], CONNECTIONS);
}

#[test]
fn bytes_may_arrive_in_any_pieces() {
    let play = Play::start(&[]);
    let mut bytes = Vec::new();
    let f = function(0, "f", Path::new("/a.php"), 1, "time");
    for message in [hello(PROTOCOL), Message::Functions(vec![f]), Message::Calls(vec![calls(0, 9, 5)])] {
        encode(&message, &mut bytes).unwrap();
    }
    let mut client = play.connect();
    for byte in bytes {
        client.stream.write_all(&[byte]).unwrap();
    }
    drop(client);
    let report = play.end(0).report();
    assert!(report.contains("9 calls of 1 function"), "{report}");
}

#[test]
fn what_was_sent_just_before_the_end_is_counted() {
    let play = Play::start(&[]);
    let mut client = play.client();
    let functions = (0..5_000).map(|id| function(id, &format!("f{id}"), Path::new("/a.php"), id, "time"));
    client.send(&Message::Functions(functions.collect()));
    // More than the socket holds: the program ends while the last of it is still under way.
    let writer = thread::spawn(move || {
        for _ in 0..4 {
            client.send(&Message::Calls((0..5_000).map(|id| calls(id, 1, 50)).collect()));
        }
    });
    let ended = play.end(0);
    writer.join().unwrap();
    let report = ended.report();
    assert!(report.contains("20,000 calls of 5,000 functions"), "{report}");
}

#[test]
fn a_process_that_was_left_behind_does_not_hold_weft() {
    let play = Play::start(&[]);
    let root = play.stage.path("");
    let mut client = play.client();
    report(&mut client, &root);
    let ended = play.end(0);
    assert!(ended.waited < Duration::from_secs(3), "{:?}", ended.waited);
    assert!(ended.report().contains("1,205 calls"));
    // Even if it never stops sending.
    let play = Play::start(&[]);
    let mut client = play.client();
    let sender = thread::spawn(move || {
        let mut bytes = Vec::new();
        encode(&request(), &mut bytes).unwrap();
        while client.stream.write_all(&bytes).is_ok() {}
    });
    let ended = play.end(0);
    assert!(ended.waited < Duration::from_secs(15), "{:?}", ended.waited);
    sender.join().unwrap();
}

#[test]
fn log_lines_are_printed_once_and_cannot_move_the_cursor() {
    let play = Play::start(&[]);
    let mut client = play.client();
    let log = |level: &str, message: &str| Message::Log {
        level: level.into(),
        message: message.into(),
    };
    for _ in 0..3 {
        client.send(&log("warn", "no \x1b[2Jtemplate"));
    }
    client.send(&log("debug", "chatter"));
    drop(client);
    let stderr = play.end(0).stderr;
    assert_eq!(stderr.matches("weft: warn: no \u{fffd}[2Jtemplate\n").count(), 1, "{stderr}");
    assert!(!stderr.contains("chatter"));
}

#[test]
fn a_message_that_was_cut_is_said() {
    let play = Play::start(&[]);
    let root = play.stage.path("");
    let mut client = play.client();
    report(&mut client, &root);
    client.stream.write_all(&[0, 0, 0, 9, 1]).unwrap();
    drop(client);
    let report = play.end(0).report();
    assert!(report.contains("\n1 connection ended in the middle of a message\n"), "{report}");
}

#[test]
fn only_the_own_program_is_waited_for() {
    // Connections come and go while the program runs; none of them ends the run.
    let play = Play::start(&[]);
    for _ in 0..50 {
        drop(play.client());
    }
    wait_for("the socket", || play.private_dir().join("socket").exists());
    assert_eq!(play.end(9).code(), Some(9));
}
