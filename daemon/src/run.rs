//! `weft run`: the life of a program with weft in its PHP.

use std::env;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::process::Command;
use tokio::runtime::{self, Runtime};
use tokio::task::LocalSet;
use tokio::time::{MissedTickBehavior, interval};

use crate::aggregate::{Aggregate, MAX_FUNCTIONS};
use crate::cli;
use crate::diagnosis;
use crate::failure::{Failure, Result};
use crate::flames::{Flames, STACKS};
use crate::php::command::PhpCommand;
use crate::php::extension;
use crate::php::ini::{SCAN_DIR, scan_dir};
use crate::php::probe::{self, Loaded};
use crate::private_dir::PrivateDir;
use crate::process::{Ending, Program, command};
use crate::receive::{Receiver, Shared};
use crate::report::output::{Format, Output};
use crate::report::units::counted;
use crate::report::{Facts, Report, progress};
use crate::screen::Screen;
use crate::signals::Signals;
use crate::weaving::{Loading, Weaving};

/// How often the progress line is drawn.
const DRAW: Duration = Duration::from_millis(200);
/// How many functions a table shows unless the user says otherwise.
const TOP: usize = 50;

/// Runs the program and returns its exit code.
pub fn run(options: &cli::Run) -> Result<u8> {
    // Who samples or traces sees the program as it is.
    let looks = options.profile.is_some() || options.trace;
    let weaving = Weaving::read(&options.weaving, if looks { None } else { Some("*") })?;
    let flames = options.profile.as_deref().map(Flames::open).transpose()?;
    let mut output = Output::open(options.output.as_deref())?;
    // From here on no signal ends this process before the private folder is removed.
    let mut signals = listen()?;
    let screen = Rc::new(Screen::new(!options.quiet && !options.trace));
    let php = PhpCommand::read(&options.command);
    let loading = loading(options, php.as_ref(), &screen)?;

    let private = PrivateDir::new()?;
    let socket = private.file("socket");
    let mut ini = weaving.ini(&private, &loading)?;
    ini.set("weft.daemon", &format!("unix://{}", socket.display()));
    if flames.is_some() {
        ini.set("weft.profile", &private.file(STACKS).display().to_string());
        ini.set("weft.profile_ms", &options.profile_ms.to_string());
        ini.set("weft.profile_clock", if options.profile_clock == cli::Clock::Cpu { "cpu" } else { "wall" });
    }
    if !options.events.is_empty() {
        let names: Vec<&str> = options.events.iter().map(|event| event.names()).collect();
        ini.set("weft.events", &names.join(","));
    }
    if options.trace {
        ini.set("weft.trace", "stderr");
    }
    private.write("weft.ini", ini.text())?;
    let scan_dir = scan_dir(env::var_os(SCAN_DIR).as_deref(), private.path().as_os_str());
    let mut command = command(&options.command);
    command.env(SCAN_DIR, &scan_dir);
    for name in weaving.hidden() {
        command.env_remove(name);
    }
    if let Some(signal) = signals.end_requested() {
        return Err(Failure::interrupted(signal));
    }

    let shared = Shared::new(Aggregate::new(MAX_FUNCTIONS), Rc::clone(&screen));
    let served = serve(command, &mut signals, &socket, &shared);
    let (ending, elapsed) = LocalSet::new().block_on(&runtime()?, served)?;
    screen.clear();

    if let Some(flames) = flames {
        let samples = flames.draw(&private.file(STACKS), options)?;
        screen.say(&match samples {
            0 => "no samples: the program ended before the first, or no PHP ran".to_owned(),
            samples => format!(
                "{} in {}",
                counted(samples, "sample"),
                options.profile.as_deref().unwrap_or(Path::new("")).display()
            ),
        });
    }
    let report = report(options, &shared, ending, elapsed);
    if looks && report.is_empty() {
        return Ok(ending.exit_code());
    }
    if report.is_empty() {
        let loaded = || php.as_ref().map_or(Loaded::Unknown, |php| probe::loaded(php, &scan_dir));
        screen.end_line();
        screen.write(&diagnosis::nothing_woven(report.connections, php.as_ref(), loaded));
    }
    if screen.unsaid() > 0 {
        screen.write(&format!("weft: {} not shown\n", counted(screen.unsaid(), "more message")));
    }
    let format = if options.json { Format::Json } else { Format::Table };
    match (output.write(&report, format, &screen), ending.exit_code()) {
        // The program's failure matters more than that of its report.
        (Err(failure), code) if code != 0 => {
            screen.say(&failure.message);
            Ok(code)
        }
        (written, code) => written.map(|()| code),
    }
}

/// A runtime of one thread, which is this one.
pub fn runtime() -> Result<Runtime> {
    runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::ours(format!("cannot start: {error}")))
}

/// Takes over the signals, for which the runtime need not run yet.
pub fn listen() -> Result<Signals> {
    Signals::listen().map_err(|error| Failure::ours(format!("cannot listen to signals: {error}")))
}

/// Finds the extension, unless PHP loads it anyway: loading it twice is a warning in each request.
fn loading(options: &cli::Run, php: Option<&PhpCommand>, screen: &Screen) -> Result<Loading> {
    let given = options.weaving.extension.as_deref();
    if php.and_then(probe::loads_weft) == Some(true) {
        if given.is_some() {
            screen.say("PHP loads weft by its own configuration: --extension is not used");
        }
        return Ok(Loading::Already);
    }
    let asked = php.map_or("php".as_ref(), |php| php.program.as_os_str());
    Ok(Loading::By(extension::find(given, asked)?))
}

/// Starts the program and serves its PHP to the end. Tells how it ended and how long it ran.
async fn serve(command: Command, signals: &mut Signals, socket: &Path, shared: &Rc<Shared>) -> Result<(Ending, Duration)> {
    let mut receiver = Receiver::bind(socket, Rc::clone(shared)).map_err(|error| Failure::ours(format!("cannot listen: {error}")))?;
    let start = Instant::now();
    let mut program = Program::start(command)?;
    let ending = attend(&mut program, signals, &mut receiver, shared, start).await?;
    let elapsed = start.elapsed();
    receiver.drain().await;
    Ok((ending, elapsed))
}

/// Serves the program and its PHP until the program ends.
async fn attend(program: &mut Program, signals: &mut Signals, receiver: &mut Receiver, shared: &Shared, start: Instant) -> Result<Ending> {
    let mut ticks = interval(DRAW);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // At once there is nothing to show, and many programs are done before there is.
    ticks.reset();
    loop {
        tokio::select! {
            ending = program.end(signals) => return ending,
            () = receiver.serve() => {}
            _ = ticks.tick(), if shared.screen.is_live() => {
                let line = progress::line(&shared.aggregate.borrow(), start.elapsed());
                shared.screen.draw(&line);
            }
        }
    }
}

fn report(options: &cli::Run, shared: &Shared, ending: Ending, elapsed: Duration) -> Report {
    let words = options.command.iter();
    let command = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let top = match options.top {
        Some(0) => None,
        None if options.json => None,
        top => Some(top.unwrap_or(TOP)),
    };
    let facts = Facts {
        command,
        ending,
        elapsed,
        cwd: env::current_dir().unwrap_or_default(),
        top,
        connections: shared.connections.get(),
    };
    Report::new(&shared.aggregate.borrow(), facts)
}
