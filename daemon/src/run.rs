//! `weft run`: the life of a program with weft in its PHP.

use std::env;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::runtime;
use tokio::task::LocalSet;
use tokio::time::{MissedTickBehavior, interval};

use crate::aggregate::{Aggregate, MAX_FUNCTIONS};
use crate::cli;
use crate::diagnosis;
use crate::failure::{Failure, Result};
use crate::php::command::PhpCommand;
use crate::php::ini::{SCAN_DIR, scan_dir};
use crate::php::{extension, probe};
use crate::private_dir::PrivateDir;
use crate::process::{Ending, Program, command};
use crate::receive::{Receiver, Shared};
use crate::report::units::counted;
use crate::report::{Facts, Report, json, progress, table};
use crate::screen::Screen;
use crate::signals::Signals;
use crate::weaving::{Loading, Weaving};

/// How often the progress line is drawn.
const DRAW: Duration = Duration::from_millis(200);
/// How many functions a table shows unless the user says otherwise.
const TOP: usize = 50;

/// Runs the program and returns its exit code.
pub fn run(options: &cli::Run) -> Result<u8> {
    let weaving = Weaving::read(&options.weaving, Some("*"))?;
    let output = options.output.as_deref().map(create).transpose()?;
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::ours(format!("cannot start: {error}")))?;
    // From here on no signal ends this process before the private folder is removed.
    let mut signals = listen()?;
    let screen = Rc::new(Screen::new(!options.quiet));
    let php = PhpCommand::read(&options.command);
    let loading = loading(options, php.as_ref(), &screen)?;

    let private = PrivateDir::new()?;
    let socket = private.file("socket");
    let mut ini = weaving.ini(&private, &loading)?;
    ini.set("weft.daemon", &format!("unix://{}", socket.display()));
    private.write("weft.ini", ini.text())?;
    let scan_dir = scan_dir(env::var_os(SCAN_DIR).as_deref(), private.path().as_os_str());
    let mut command = command(&options.command);
    command.env(SCAN_DIR, &scan_dir);

    if let Some(signal) = signals.end_requested() {
        return Err(Failure::interrupted(signal));
    }
    let shared = Shared::new(Aggregate::new(MAX_FUNCTIONS), Rc::clone(&screen));
    let (ending, elapsed) = LocalSet::new().block_on(&runtime, async {
        let mut receiver = Receiver::bind(&socket, Rc::clone(&shared)).map_err(|error| Failure::ours(format!("cannot listen: {error}")))?;
        let start = Instant::now();
        let mut program = Program::start(command)?;
        let ending = attend(&mut program, &mut signals, &mut receiver, &shared, start).await?;
        let elapsed = start.elapsed();
        receiver.drain().await;
        Ok((ending, elapsed))
    })?;

    screen.clear();
    let report = report(options, &shared, ending, elapsed);
    if report.woven() == 0 {
        let error = || {
            let php = php.as_ref()?;
            probe::loading_error(php, &scan_dir)
        };
        screen.write(&diagnosis::nothing_woven(report.connections, php.as_ref(), error));
    }
    if screen.unsaid() > 0 {
        screen.write(&format!("weft: {} not shown\n", counted(screen.unsaid(), "more message")));
    }
    let delivered = deliver(&report, options, output, &screen);
    match (delivered, ending.exit_code()) {
        // The program's failure matters more than that of its report.
        (Err(failure), code) if code != 0 => {
            screen.say(&failure.message);
            Ok(code)
        }
        (delivered, code) => delivered.map(|()| code),
    }
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

/// Opens the file for the report before the program starts: nobody wants to learn after an hour
/// that it cannot be written.
fn create(path: &Path) -> Result<File> {
    File::create(path).map_err(|error| not_written(path, &error))
}

fn not_written(path: &Path, error: &io::Error) -> Failure {
    Failure::ours(format!("--output: cannot write {}: {error}", path.display()))
}

fn deliver(report: &Report, options: &cli::Run, output: Option<File>, screen: &Screen) -> Result<()> {
    // A file is as wide as it must be.
    let width = if output.is_some() { None } else { screen.width() };
    let text = if options.json { json::write(report) } else { table::write(report, width) };
    match (output, &options.output) {
        (Some(mut file), Some(path)) => file.write_all(text.as_bytes()).map_err(|error| not_written(path, &error)),
        _ => {
            // The program may have left the cursor in the middle of a line.
            let separator = if options.json { "" } else { "\n" };
            screen.write(&format!("{separator}{text}"));
            Ok(())
        }
    }
}
