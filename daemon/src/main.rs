//! The program `weft`.
//!
//! `weft run` is the life of a program with weft in its PHP, and [`run`] reads like it: look for
//! the extension ([`php`]), write the configuration that loads it ([`weaving`]), start the program
//! ([`process`]), take in what its PHP reports ([`receive`], [`aggregate`]), and say it at the end
//! ([`report`]). [`daemon`] takes in for good what PHP reports. [`check`] and [`explain`] are the other two commands that look at rules; [`switch`] turns
//! everything off and on.

#![forbid(unsafe_code)]

mod aggregate;
mod check;
mod cli;
mod client;
mod connection;
mod daemon;
mod diagnosis;
mod explain;
mod failure;
mod flames;
mod php;
mod private_dir;
mod process;
mod push;
mod receive;
mod report;
mod rules;
mod run;
mod screen;
mod signals;
mod status;
mod switch;
mod told;
mod top;
mod weaving;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // A wrong command line ends here, with exit code 2.
    let result = match cli::Cli::parse().command {
        cli::Command::Daemon(options) => daemon::daemon(&options),
        cli::Command::Run(options) => run::run(&options),
        cli::Command::Check(options) => check::check(&options),
        cli::Command::Explain(options) => explain::explain(&options),
        cli::Command::Top(options) => top::top(&options),
        cli::Command::Status(options) => status::status(&options),
        cli::Command::Rules(cli::Rules::Push(options)) => push::push(&options),
        cli::Command::Off(options) => switch::off(&options),
        cli::Command::On(options) => switch::on(&options),
    };
    let code = result.unwrap_or_else(|failure| {
        // Not eprintln!, which panics when standard error is closed.
        let _ = writeln!(std::io::stderr(), "weft: {failure}");
        failure.code
    });
    ExitCode::from(code)
}
