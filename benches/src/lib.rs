//! A PHP process that makes calls and says how long they took.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;
use std::{env, fs, process};

/// The folder `benches/`.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The extension: `WEFT_SO`, or where `make build` leaves it.
///
/// # Panics
///
/// If there is none: figures of a PHP without weft would mean nothing.
pub fn extension() -> PathBuf {
    let built = || folder().join("../target/release/libweft.so");
    let path = env::var_os("WEFT_SO").map_or_else(built, PathBuf::from);
    path.canonicalize()
        .unwrap_or_else(|error| panic!("{}: {error}; run `make build`, or set WEFT_SO", path.display()))
}

/// How PHP runs the code.
#[derive(Clone, Copy)]
pub enum Engine {
    Opcache,
    Jit,
}

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Engine::Opcache => "opcache",
            Engine::Jit => "jit",
        }
    }

    fn settings(self) -> [&'static str; 2] {
        match self {
            Engine::Opcache => ["opcache.jit=off", "opcache.jit_buffer_size=0"],
            Engine::Jit => ["opcache.jit=tracing", "opcache.jit_buffer_size=64M"],
        }
    }
}

/// What is run: a workload and, for woven calls, how it is woven.
#[derive(Clone, Default)]
pub struct Case {
    /// A file of `workloads/`, without `.php`.
    pub workload: &'static str,
    /// INI settings; weft is loaded if there is one.
    pub settings: Vec<String>,
    /// A rules file in which `target` has this wrapper.
    pub wrapper: Option<&'static str>,
    /// PHP that registers callbacks before the calls.
    pub hooks: Option<&'static str>,
}

/// A running `worker.php`. It ends when its input closes.
pub struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    files: PathBuf,
}

impl Worker {
    /// # Panics
    ///
    /// If PHP does not start.
    pub fn start(engine: Engine, case: &Case) -> Self {
        let files = env::temp_dir().join(format!("weft-bench-{}-{}-{}", process::id(), engine.name(), unique()));
        fs::create_dir_all(&files).expect("the temporary folder can be written");

        let mut settings: Vec<String> = ["memory_limit=-1", "zend_extension=opcache", "opcache.enable_cli=1"].map(str::to_owned).into();
        settings.extend(engine.settings().map(str::to_owned));
        if !case.settings.is_empty() || case.wrapper.is_some() || case.hooks.is_some() {
            settings.push(format!("extension={}", extension().display()));
            settings.extend(case.settings.iter().cloned());
        }
        if let Some(wrapper) = case.wrapper {
            let rules = write(&files, "rules.toml", &format!("[[rule]]\ntarget = \"target\"\nwrapper = \"{wrapper}\"\n"));
            settings.push(format!("weft.rules={}", rules.display()));
        }

        let mut command = Command::new(env::var_os("PHP").unwrap_or_else(|| "php".into()));
        command.arg("-n");
        for setting in &settings {
            command.arg("-d").arg(setting);
        }
        command
            .arg(folder().join("worker.php"))
            .arg(folder().join("workloads").join(format!("{}.php", case.workload)));
        if let Some(hooks) = case.hooks {
            command.arg(write(&files, "hooks.php", &format!("<?php\n{hooks}\n")));
        }
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("php starts");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("it was piped"));
        let mut worker = Worker { child, input, output, files };
        // The JIT makes traces of what is hot; they must be there before anything is measured.
        for _ in 0..30 {
            worker.calls(2000);
        }
        worker
    }

    /// Makes so many calls and returns how long they took, by PHP's own clock.
    ///
    /// # Panics
    ///
    /// If PHP ended or printed something else.
    pub fn calls(&mut self, n: u64) -> Duration {
        let input = self.input.as_mut().expect("it is open until the worker is dropped");
        writeln!(input, "{n}").expect("the worker reads");
        let mut line = String::new();
        self.output.read_line(&mut line).expect("the worker answers");
        Duration::from_nanos(line.trim().parse().unwrap_or_else(|_| panic!("the worker said {line:?} instead of a number")))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.input.take());
        // Nothing can be done about either; the process ends with its input.
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.files);
    }
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let file = folder.join(name);
    fs::write(&file, text).expect("the temporary folder can be written");
    file
}

fn unique() -> usize {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
