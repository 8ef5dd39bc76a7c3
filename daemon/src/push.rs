//! `weft rules push`: rules that are checked here, and again by the daemon, and then live in all workers.

use std::fs;
use std::io::{self, Write};

use hyper::Method;

use crate::cli;
use crate::client::{Client, escaped};
use crate::failure::{Failure, Result, USAGE};
use crate::report::units::counted;
use crate::rules;
use crate::run::runtime;

/// Pushes and returns the exit code.
pub fn push(options: &cli::Push) -> Result<u8> {
    let name = options.file.to_string_lossy();
    if let Err(errors) = rules::of_file(&name) {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        return Err(Failure {
            message: format!("nothing was pushed:\n{}", lines.join("\n")),
            code: 1,
        });
    }
    let text = fs::read(&options.file).map_err(|error| Failure::usage(format!("{name}: {error}")))?;
    let client = Client::of(&options.which)?;
    let answer = runtime()?.block_on(client.send(Method::POST, &format!("/api/rules?name={}", escaped(&name)), text.into()))?;
    if !answer.status.is_success() {
        return Err(Failure {
            message: String::from_utf8_lossy(&answer.body).into_owned(),
            code: if answer.status.is_client_error() { 1 } else { USAGE },
        });
    }
    let answer: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let count = counted(answer["rules"].as_u64().unwrap_or(0), "rule");
    let _ = writeln!(io::stdout(), "{count} pushed: each PHP has them from its next request on, within a second");
    Ok(0)
}
