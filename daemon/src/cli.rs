//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Sees into PHP programs without changing them: weaves wrappers into the functions you name
/// while PHP compiles them.
#[derive(Debug, Parser)]
#[command(name = "weft", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  weft run -- php app.php                            where does the time go?
  weft run --hook 'App\\*::*' -- vendor/bin/phpunit   the same for some classes only
  weft run --wrapper count -- php -S localhost:8000  what is never called?
  weft check weft.toml                               are these rules fine?
  weft explain --file src/Repo.php                   what becomes of these functions?

`weft COMMAND --help` tells more.";

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a program with weft in its PHP and print what its functions did
    Run(Run),
    /// Take what PHP processes report, add it up and hand it on
    Daemon(Daemon),
    /// Check rules files and patterns, without PHP
    Check(Check),
    /// Say what becomes of a function: which rule matches it, what it is woven into, or why not
    Explain(Explain),
    /// Watch what the daemon knows, live
    Top(Top),
    /// Say how the daemon fares, and where its page is
    Status(Status),
    /// Give the daemon rules for all PHP processes
    #[command(subcommand)]
    Rules(Rules),
    /// Have all wrappers pass through, in every PHP on this machine, from its next request on
    Off(Switch),
    /// Have the wrappers run again
    On(Switch),
}

/// `weft off` and `weft on`.
#[derive(Debug, Args)]
#[command(after_help = SWITCH_ABOUT)]
pub struct Switch {
    /// The file that says so, as `weft.switch_file` names it
    #[arg(long, value_name = "FILE", env = "WEFT_SWITCH_FILE", default_value = SWITCH_FILE)]
    pub switch_file: PathBuf,
}

/// While it is there, all wrappers pass through.
pub const SWITCH_FILE: &str = "/run/weft.off";

const SWITCH_ABOUT: &str = "\
While the file is there, weft weaves nothing and its wrappers pass through. PHP looks once a second.
Exit code: 0 if it is so now, also if it was before, 125 if the file cannot be made or removed.";

/// `weft daemon`.
#[derive(Debug, Default, Args)]
#[command(after_help = DAEMON_ABOUT)]
pub struct Daemon {
    /// The configuration [default: /etc/weft/daemon.toml, if it is there]
    #[arg(long, value_name = "FILE", env = "WEFT_DAEMON_CONFIG")]
    pub config: Option<PathBuf>,

    /// Where PHP reports, as weft.daemon has it: unix:///path or tcp://host:port; may be given several times
    /// [default: $WEFT_DAEMON, else unix:///run/weft/weft.sock]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Vec<String>,

    /// Where the page and /metrics are, such as 127.0.0.1:4731; empty for nowhere
    #[arg(long, value_name = "IP:PORT")]
    pub http: Option<String>,

    /// Keep what is reported in this file, so that a restart loses nothing
    #[arg(long, value_name = "FILE")]
    pub store: Option<PathBuf>,

    /// Members of this group may report, too
    #[arg(long, value_name = "GROUP")]
    pub group: Option<String>,

    /// What is logged: error, warn, info, debug or trace
    #[arg(long, value_name = "LEVEL")]
    pub log: Option<String>,

    /// PHP has started it: where another daemon serves already, there is nothing to do and nothing to say
    #[arg(long, hide = true)]
    pub autostarted: bool,
}

const DAEMON_ABOUT: &str = "\
Flags go over the environment, the environment over the file. SIGHUP has the file read again, SIGTERM and SIGINT
end the daemon when it has taken what was sent. Logs go to standard error.
Exit code: 0 when it was asked to end, 2 if its configuration is wrong, 125 if it cannot listen or has no store.";

/// Which daemon.
#[derive(Debug, Args)]
pub struct Which {
    /// Its address, as weft.daemon has it: unix:///path [default: what the daemon itself would listen at]
    #[arg(long, value_name = "ADDRESS")]
    pub daemon: Option<String>,

    /// Its configuration [default: /etc/weft/daemon.toml, if it is there]
    #[arg(long, value_name = "FILE", env = "WEFT_DAEMON_CONFIG")]
    pub config: Option<PathBuf>,
}

/// `weft top`.
#[derive(Debug, Args)]
pub struct Top {
    /// Which daemon.
    #[command(flatten)]
    pub which: Which,

    /// By what: total, self, calls, errors, p95, max or name
    #[arg(long, value_name = "WHAT", default_value = "total")]
    pub sort: String,

    /// Print the table once, for a file or a pipe
    #[arg(long)]
    pub once: bool,
}

/// `weft status`.
#[derive(Debug, Args)]
#[command(after_help = "Exit code: 0 if there is a daemon, 1 if there is none, 2 for a wrong command line or configuration.")]
pub struct Status {
    /// Which daemon.
    #[command(flatten)]
    pub which: Which,

    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// `weft rules`.
#[derive(Debug, Subcommand)]
pub enum Rules {
    /// Check a rules file and have it in force in all PHP processes
    Push(Push),
}

/// `weft rules push`.
#[derive(Debug, Args)]
#[command(after_help = "Exit code: 0 if the rules are in force, 1 if they are wrong or there is no daemon, 2 if it has no folder for rules.")]
pub struct Push {
    /// Which daemon.
    #[command(flatten)]
    pub which: Which,

    /// The rules; they take the place of what was pushed before
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// How a wrapper and its original are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Join {
    /// Spliced where that can be, else called
    Auto,
    /// In one function, without a call
    Splice,
    /// The original is called
    Call,
}

impl Join {
    /// The word for it, as in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Join::Auto => "auto",
            Join::Splice => "splice",
            Join::Call => "call",
        }
    }
}

/// What samples divide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Clock {
    /// Time on the wall
    Wall,
    /// Time of the processor
    Cpu,
}

/// What PHP does beside calling functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Event {
    /// Errors and warnings of PHP
    Error,
    /// What is thrown
    Exception,
    /// Runs of the collector
    Gc,
    /// Files that are loaded
    Compile,
    /// Opcodes that a rules file names
    Opcode,
    /// Errors, exceptions, the collector and files
    All,
}

impl Event {
    /// As `weft.events` has it.
    pub fn names(self) -> &'static str {
        match self {
            Event::Error => "error",
            Event::Exception => "exception",
            Event::Gc => "gc",
            Event::Compile => "compile",
            Event::Opcode => "opcode",
            Event::All => "error,exception,gc,compile",
        }
    }
}

/// What is woven, and by which extension.
#[derive(Debug, Args)]
pub struct Weaving {
    /// Weave the functions that this pattern names, such as `App\report`, `App\*::find*`,
    /// `PDO::query`, `*`; a `!` in front takes them away again. Several are separated by commas
    /// or given one by one
    #[arg(long = "hook", value_name = "PATTERN")]
    pub hooks: Vec<String>,

    /// Weave what this rules file says; several are separated by `:` or given one by one, and
    /// `*` stands for any characters, as in `weft.rules`
    #[arg(long = "rules", value_name = "FILE")]
    pub rules: Vec<String>,

    /// The wrapper for --hook [default: time]
    #[arg(long, value_name = "NAME")]
    pub wrapper: Option<String>,

    /// How wrappers and originals are joined
    #[arg(long, value_enum, default_value = "auto", hide_possible_values = false)]
    pub join: Join,

    /// The extension [default: $WEFT_EXTENSION, else libweft.so beside this program, else where
    /// PHP keeps its extensions]
    #[arg(long, value_name = "PATH")]
    pub extension: Option<PathBuf>,

    /// A folder with wrapper templates of your own
    #[arg(long, value_name = "DIR")]
    pub wrappers_path: Option<PathBuf>,
}

/// `weft run`.
#[derive(Debug, Args)]
#[command(
    long_about = RUN_ABOUT,
    after_help = RUN_EXAMPLES,
    override_usage = "weft run [OPTIONS] [--] COMMAND [ARGUMENTS]..."
)]
pub struct Run {
    /// What is woven.
    #[command(flatten)]
    pub weaving: Weaving,

    /// Write JSON instead of a table
    #[arg(long)]
    pub json: bool,

    /// Write the report to a file instead of standard error
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Show only the N first functions; 0 for all [default: 50 in a table, all in JSON]
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,

    /// No progress line
    #[arg(long, short)]
    pub quiet: bool,

    /// Take samples of where PHP is and draw a flame graph of them into this file (SVG).
    /// Functions are woven then only if --hook or --rules say so
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,

    /// Milliseconds between two samples
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    pub profile_ms: u32,

    /// Which time the samples divide: that on the wall, or that of the processor
    #[arg(long, value_enum, default_value = "wall")]
    pub profile_clock: Clock,

    /// Print every call as it happens, as a tree, with arguments, result and time. Slow: it
    /// switches PHP's JIT off. Functions are woven then only if --hook or --rules say so
    #[arg(long)]
    pub trace: bool,

    /// Tell of errors, exceptions and so on, too: a line for each that is alike. Without the values
    /// in their messages
    #[arg(long, value_name = "EVENTS", value_enum, value_delimiter = ',')]
    pub events: Vec<Event>,

    /// The program and its arguments
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    #[arg(value_name = "COMMAND")]
    pub command: Vec<OsString>,
}

const RUN_ABOUT: &str = "\
Run a program with weft in its PHP and print what its functions did.

The program is whatever ends up running PHP: php itself, php -S, composer, phpunit, a script. \
It keeps its standard streams, gets the signals that weft gets, and its exit code becomes that \
of weft. The report goes to standard error when the program has ended. Without --hook and \
--rules every function is woven.";

const RUN_EXAMPLES: &str = "\
Examples:
  weft run -- php app.php --its-own-option
  weft run --hook 'App\\*,!App\\Legacy\\*' --top 10 -- vendor/bin/phpunit
  weft run --rules weft.toml --json --output report.json -- php worker.php
  weft run --wrapper count -- php -S localhost:8000 -t public
  weft run --profile flames.svg -- php app.php
  weft run --trace -- php app.php
  weft run --events all -- php app.php

Exit code: that of the program, 128 and the number of the signal that ended it, 127 if there is \
no such program, 126 if it cannot be executed, 125 if weft itself fails, 2 for a wrong command \
line, pattern or rule.";

/// `weft check`.
#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct Check {
    /// The rules files
    #[arg(value_name = "FILE", required_unless_present_any = ["hooks", "daemons"])]
    pub files: Vec<String>,

    /// Check this configuration of `weft daemon` too
    #[arg(long = "daemon", value_name = "FILE")]
    pub daemons: Vec<PathBuf>,

    /// Check these patterns too
    #[arg(long = "hook", value_name = "PATTERNS")]
    pub hooks: Vec<String>,

    /// Print errors only
    #[arg(long, short)]
    pub quiet: bool,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  weft check weft.toml
  weft check --quiet conf/*.toml && systemctl reload php-fpm
  weft check --daemon /etc/weft/daemon.toml && systemctl reload weft
  weft check --hook 'App\\*::find*,!App\\Legacy\\*'

Each error is a line `FILE:LINE:COLUMN: MESSAGE` on standard error.
Exit code: 0 if all is fine, 1 if there are errors, 2 for a wrong command line.";

/// `weft explain`.
#[derive(Debug, Args)]
#[command(long_about = EXPLAIN_ABOUT, after_help = EXPLAIN_EXAMPLES)]
pub struct Explain {
    /// What is woven.
    #[command(flatten)]
    pub weaving: Weaving,

    /// Compile this file, without running it, and look for the targets in it. May be given
    /// several times
    #[arg(long = "file", value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Run this file first, such as vendor/autoload.php, so that PHP finds the targets
    #[arg(long, value_name = "FILE")]
    pub require: Option<PathBuf>,

    /// Show the opcodes too, as the engine has them
    #[arg(long)]
    pub opcodes: bool,

    /// Write JSON
    #[arg(long)]
    pub json: bool,

    /// The PHP to ask
    #[arg(long, value_name = "PHP", default_value = "php")]
    pub php: OsString,

    /// Functions (`App\report`, `App\Repo::find`) or files with functions
    #[arg(value_name = "TARGET|FILE", required_unless_present = "files")]
    pub targets: Vec<String>,
}

const EXPLAIN_ABOUT: &str = "\
Say what becomes of a function: which rule matches it, which wrapper it gets, how the two are \
joined and why, and what it looks like then, as PHP; or why it is not woven.

Without --hook and --rules, the rules are those that PHP is configured with; if it is configured \
with none, every function is woven, as weft run does it. A target without --file and --require \
is answered from the rules alone.";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  weft explain src/Repo.php
  weft explain --rules weft.toml --file src/Repo.php 'App\\Repo::find'
  weft explain --require vendor/autoload.php --opcodes 'App\\Repo::find'
  weft explain --rules weft.toml 'PDO::query' strlen

Exit code: 0 if all was explained, 1 if a target is unknown, 2 for a wrong command line, pattern \
or rule, 125 if PHP or the extension cannot be used.";

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    fn run(words: &str) -> Run {
        let words = ["weft", "run"].into_iter().chain(words.split(' '));
        match Cli::try_parse_from(words).unwrap().command {
            Command::Run(run) => run,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_programs_options_are_its_own() {
        let run = run("--top 3 -- php --json app.php --top 5");
        assert_eq!(run.top, Some(3));
        assert!(!run.json);
        assert_eq!(run.command, ["php", "--json", "app.php", "--top", "5"]);
    }

    #[test]
    fn two_dashes_are_needed_only_before_an_option() {
        assert_eq!(run("--json php -n app.php").command, ["php", "-n", "app.php"]);
        assert_eq!(run("php -- -n").command, ["php", "--", "-n"]);
    }
}
