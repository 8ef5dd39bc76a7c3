//! How the daemon is configured: a TOML file, over it the environment, over that the command line.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use tracing_subscriber::filter::{LevelFilter, Targets};
use weft_wire::{Address, AddressError};

use crate::cli;

/// Read when no other file is named, and only if it is there.
pub const FILE: &str = "/etc/weft/daemon.toml";
/// Where the daemon listens when nobody says so.
pub const SOCKET: &str = "unix:///run/weft/weft.sock";

/// The whole configuration, as the file has it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where PHP reports.
    pub listen: Vec<Listen>,
    /// Members of this group may connect to the Unix socket, which is 0660 then; without one it is 0600.
    pub group: Option<String>,
    /// Whose processes may connect besides the daemon's own user and root.
    pub users: Vec<String>,
    /// What a process must know to report over TCP from elsewhere than this machine.
    pub token: Option<String>,
    /// How many connections there may be.
    pub connections: usize,
    /// How many of them one thread serves before another one is started.
    pub connections_per_thread: usize,
    /// What is kept.
    pub keep: Keep,
    /// The log.
    pub log: Log,
    /// The page, its interface and `/metrics`.
    pub http: Http,
    /// What survives a restart.
    pub store: Store,
    /// Rules that are pushed.
    pub rules: Rules,
    /// Export by OTLP.
    pub otlp: Otlp,
    /// Export by statsd.
    pub statsd: Statsd,
}

/// Limits of what is kept in memory.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Keep {
    /// Functions, each of each service.
    pub functions: usize,
    /// Services.
    pub services: usize,
    /// Minutes of the time line.
    pub minutes: usize,
    /// Groups of errors.
    pub errors: usize,
    /// Samples of slow calls.
    pub samples: usize,
    /// Different stacks of the profile.
    pub stacks: usize,
    /// Calls and requests that took as long as this are slow.
    pub slow_ms: u64,
}

/// What is logged, and how.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `error`, `warn`, `info`, `debug`, `trace`, or what `tracing` knows as a filter.
    pub level: String,
    /// How lines look.
    pub format: LogFormat,
    /// Instead of standard error.
    pub file: Option<PathBuf>,
}

/// How lines of the log look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// An object a line.
    Json,
}

/// Where the page is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// `127.0.0.1:4731`; empty: nowhere.
    pub listen: Optional<SocketAddr>,
    /// How many functions `/metrics` shows, those with the most time first.
    pub functions: usize,
}

/// Where data is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Store {
    /// The file; none: a restart begins anew.
    pub path: Option<PathBuf>,
}

/// Where rules are pushed to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// The folder; `weft.rules` names its `*.toml`.
    pub folder: Option<PathBuf>,
    /// As `weft.switch_file` names it.
    pub switch_file: Option<PathBuf>,
}

/// OTLP over HTTP. The names are those of the `OTEL_EXPORTER_OTLP_*` variables.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Otlp {
    /// Such as `http://localhost:4318`; empty: nothing is sent.
    pub endpoint: String,
    /// Instead of the above with `/v1/metrics`, and so on.
    pub metrics_endpoint: String,
    /// For traces.
    pub traces_endpoint: String,
    /// For logs.
    pub logs_endpoint: String,
    /// Sent with each request.
    pub headers: BTreeMap<String, String>,
    /// Is what is sent compressed?
    pub gzip: bool,
    /// For one request.
    pub timeout_ms: u64,
    /// Between two exports.
    pub interval_ms: u64,
    /// A PEM file with the authorities to trust, instead of the system's.
    pub certificate: Option<PathBuf>,
    /// What may wait to be sent again; beyond it the oldest is dropped and counted.
    pub queue_bytes: usize,
    /// More about whoever sends, as `OTEL_RESOURCE_ATTRIBUTES` has it.
    pub resource: BTreeMap<String, String>,
}

/// statsd by UDP.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Statsd {
    /// `127.0.0.1:8125`; empty: nothing is sent.
    pub address: Optional<SocketAddr>,
    /// In front of each name.
    pub prefix: String,
    /// Between two reports.
    pub interval_ms: u64,
    /// Are there tags (`|#service:shop`), as Datadog's and others' understand?
    pub tags: bool,
}

/// An address that may be empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Optional<T>(pub Option<T>);

impl<'de, T: std::str::FromStr<Err: fmt::Display>> Deserialize<'de> for Optional<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        optional(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

fn optional<T: std::str::FromStr<Err: fmt::Display>>(text: &str) -> Result<Optional<T>, String> {
    if text.is_empty() {
        return Ok(Optional(None));
    }
    match text.parse() {
        Ok(value) => Ok(Optional(Some(value))),
        Err(error) => Err(format!("found \"{text}\": {error}; expected an IP address and a port, as in 127.0.0.1:4731")),
    }
}

/// One address as `weft.daemon` has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listen(pub Address);

impl<'de> Deserialize<'de> for Listen {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Address::parse(&text).map(Listen).map_err(serde::de::Error::custom)
    }
}

impl Default for Config {
    fn default() -> Self {
        Config {
            listen: Vec::new(),
            group: None,
            users: Vec::new(),
            token: None,
            connections: 10_000,
            connections_per_thread: 2_500,
            keep: Keep::default(),
            log: Log::default(),
            http: Http::default(),
            store: Store::default(),
            rules: Rules::default(),
            otlp: Otlp::default(),
            statsd: Statsd::default(),
        }
    }
}

impl Default for Keep {
    fn default() -> Self {
        Keep {
            functions: 10_000,
            services: 1_000,
            minutes: 180,
            errors: 2_000,
            samples: 1_000,
            stacks: 20_000,
            slow_ms: 1_000,
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Log {
            level: "info".to_owned(),
            format: LogFormat::Text,
            file: None,
        }
    }
}

impl Default for Http {
    fn default() -> Self {
        Http {
            listen: Optional(Some(SocketAddr::from(([127, 0, 0, 1], 4731)))),
            functions: 1_000,
        }
    }
}

impl Default for Otlp {
    fn default() -> Self {
        Otlp {
            endpoint: String::new(),
            metrics_endpoint: String::new(),
            traces_endpoint: String::new(),
            logs_endpoint: String::new(),
            headers: BTreeMap::new(),
            gzip: false,
            timeout_ms: 10_000,
            interval_ms: 60_000,
            certificate: None,
            queue_bytes: 8 << 20,
            resource: BTreeMap::new(),
        }
    }
}

impl Default for Statsd {
    fn default() -> Self {
        Statsd {
            address: Optional(None),
            prefix: "weft.".to_owned(),
            interval_ms: 10_000,
            tags: false,
        }
    }
}

/// What is wrong, and where: `FILE:LINE:COLUMN: MESSAGE`, or the name of what says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(pub String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Config {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// With the place of the first mistake.
    pub fn parse(text: &str, file: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start).min(text.len());
            let before = text.get(..at).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
            ConfigError(format!("{file}:{line}:{column}: {}", error.message()))
        })?;
        config.checked(file)
    }

    /// The configuration that a command line stands for, in this environment.
    ///
    /// # Errors
    /// When one of the three has a mistake.
    pub fn read(options: &cli::Daemon, variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut config = match &options.config {
            Some(file) => Self::of_file(file)?,
            None if Path::new(FILE).exists() => Self::of_file(Path::new(FILE))?,
            None => Config::default(),
        };
        config.environment(variable)?;
        if !options.listen.is_empty() {
            config.listen = addresses("--listen", options.listen.iter().map(String::as_str))?;
        }
        if let Some(listen) = &options.http {
            config.http.listen = optional(listen).map_err(|error| ConfigError(format!("--http: {error}")))?;
        }
        if let Some(store) = &options.store {
            config.store.path = Some(store.clone());
        }
        if let Some(group) = &options.group {
            config.group = Some(group.clone());
        }
        if let Some(level) = &options.log {
            config.log.level.clone_from(level);
        }
        if config.listen.is_empty() {
            config.listen = addresses(SOCKET, [SOCKET].into_iter())?;
        }
        config.checked("the configuration")
    }

    /// Reads a file.
    ///
    /// # Errors
    /// With the place of the first mistake.
    pub fn of_file(file: &Path) -> Result<Self, ConfigError> {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file).map_err(|error| ConfigError(format!("{name}: {error}")))?;
        Self::parse(&text, &name)
    }

    fn environment(&mut self, variable: impl Fn(&str) -> Option<String>) -> Result<(), ConfigError> {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let wrong = |name: &str, error: &dyn fmt::Display| ConfigError(format!("{name}: {error}"));
        if let Some(list) = variable("WEFT_DAEMON") {
            self.listen = addresses("WEFT_DAEMON", list.split(','))?;
        }
        if let Some(listen) = variable("WEFT_DAEMON_HTTP") {
            self.http.listen = optional(&listen).map_err(|error| wrong("WEFT_DAEMON_HTTP", &error))?;
        }
        self.token = variable("WEFT_DAEMON_TOKEN").or(self.token.take());
        self.group = variable("WEFT_DAEMON_GROUP").or(self.group.take());
        self.store.path = variable("WEFT_DAEMON_STORE").map(PathBuf::from).or(self.store.path.take());
        self.log.level = variable("WEFT_DAEMON_LOG").unwrap_or(std::mem::take(&mut self.log.level));
        self.otlp.environment(&variable)
    }

    fn checked(self, place: &str) -> Result<Self, ConfigError> {
        let wrong = |text: String| Err(ConfigError(format!("{place}: {text}")));
        for Listen(address) in &self.listen {
            if let Address::Tcp(address) = address
                && !address.ip().is_loopback()
                && self.token.as_deref().is_none_or(str::is_empty)
            {
                return wrong(format!(
                    "listen: found tcp://{address}, which others can reach, expected a loopback address or a token"
                ));
            }
        }
        if self.token.as_deref().is_some_and(|token| token.len() < 16) {
            return wrong("token: found one of less than 16 bytes, expected one that cannot be guessed".to_owned());
        }
        if let Some(address) = self.http.listen.0
            && !address.ip().is_loopback()
        {
            return wrong(format!(
                "http.listen: found {address}, which others can reach, expected a loopback address: put a proxy that asks for a password before it"
            ));
        }
        for (name, number) in [
            ("connections", self.connections),
            ("connections_per_thread", self.connections_per_thread),
            ("keep.functions", self.keep.functions),
            ("keep.services", self.keep.services),
            ("keep.minutes", self.keep.minutes),
            ("keep.errors", self.keep.errors),
            ("keep.samples", self.keep.samples),
            ("keep.stacks", self.keep.stacks),
            ("otlp.interval_ms", self.otlp.interval_ms as usize),
            ("otlp.timeout_ms", self.otlp.timeout_ms as usize),
            ("statsd.interval_ms", self.statsd.interval_ms as usize),
        ] {
            if number == 0 {
                return wrong(format!("{name}: found 0, expected at least 1"));
            }
        }
        if let Err(error) = self.log.filter() {
            return wrong(format!("log.level: found \"{}\": {error}", self.log.level));
        }
        for endpoint in [
            &self.otlp.endpoint,
            &self.otlp.metrics_endpoint,
            &self.otlp.traces_endpoint,
            &self.otlp.logs_endpoint,
        ] {
            let scheme = endpoint.parse::<hyper::Uri>().ok().and_then(|uri| uri.scheme_str().map(str::to_owned));
            if !endpoint.is_empty() && !matches!(scheme.as_deref(), Some("http" | "https")) {
                return wrong(format!("otlp.endpoint: found \"{endpoint}\", expected http://host:port or https://host:port"));
            }
        }
        Ok(self)
    }
}

impl Log {
    /// A level, or several with the module or `php` that each is for: `info,php=debug`.
    ///
    /// # Errors
    /// When a level is none. `tracing` itself would take an unknown word for a module, and log nothing else.
    pub fn filter(&self) -> Result<Targets, String> {
        let mut targets = Targets::new();
        for part in self.level.split(',').map(str::trim) {
            let (target, level) = part.split_once('=').map_or((None, part), |(target, level)| (Some(target), level));
            let level: LevelFilter = match level.parse() {
                Ok(found) if target != Some("") && !level.is_empty() => found,
                _ => {
                    return Err(format!(
                        "\"{part}\" is no level: expected error, warn, info, debug, trace or off, or TARGET=LEVEL"
                    ));
                }
            };
            targets = match target {
                Some(target) => targets.with_target(target, level),
                None => targets.with_default(level),
            };
        }
        Ok(targets)
    }
}

impl Otlp {
    /// Is anything to be sent at all?
    pub fn is_on(&self) -> bool {
        [&self.endpoint, &self.metrics_endpoint, &self.traces_endpoint, &self.logs_endpoint]
            .iter()
            .any(|endpoint| !endpoint.is_empty())
    }

    /// How long one request may take.
    pub fn timeout(&self) -> Duration {
        Duration::from_millis(self.timeout_ms)
    }

    fn environment(&mut self, variable: &dyn Fn(&str) -> Option<String>) -> Result<(), ConfigError> {
        let wrong = |name: &str, found: &str, expected: &str| Err(ConfigError(format!("{name}: found \"{found}\", expected {expected}")));
        if let Some(disabled) = variable("OTEL_SDK_DISABLED")
            && disabled.eq_ignore_ascii_case("true")
        {
            *self = Otlp::default();
            return Ok(());
        }
        for (name, place) in [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &mut self.endpoint),
            ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", &mut self.metrics_endpoint),
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", &mut self.traces_endpoint),
            ("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", &mut self.logs_endpoint),
        ] {
            if let Some(value) = variable(name) {
                *place = value;
            }
        }
        for (name, place) in [
            ("OTEL_EXPORTER_OTLP_TIMEOUT", &mut self.timeout_ms),
            ("OTEL_METRIC_EXPORT_INTERVAL", &mut self.interval_ms),
        ] {
            if let Some(value) = variable(name) {
                match value.parse() {
                    Ok(number) => *place = number,
                    Err(_) => return wrong(name, &value, "a number of milliseconds"),
                }
            }
        }
        for (name, place) in [
            ("OTEL_EXPORTER_OTLP_HEADERS", &mut self.headers),
            ("OTEL_RESOURCE_ATTRIBUTES", &mut self.resource),
        ] {
            let Some(list) = variable(name) else { continue };
            for entry in list.split(',').filter(|entry| !entry.trim().is_empty()) {
                match entry.split_once('=') {
                    Some((key, value)) => place.insert(key.trim().to_owned(), unescaped(value.trim())),
                    None => return wrong(name, entry, "name=value"),
                };
            }
        }
        match variable("OTEL_EXPORTER_OTLP_COMPRESSION").as_deref() {
            None => {}
            Some("gzip") => self.gzip = true,
            Some("none") => self.gzip = false,
            Some(other) => return wrong("OTEL_EXPORTER_OTLP_COMPRESSION", other, "gzip or none"),
        }
        match variable("OTEL_EXPORTER_OTLP_PROTOCOL").as_deref() {
            None | Some("http/protobuf") => {}
            Some(other) => return wrong("OTEL_EXPORTER_OTLP_PROTOCOL", other, "http/protobuf"),
        }
        if let Some(file) = variable("OTEL_EXPORTER_OTLP_CERTIFICATE") {
            self.certificate = Some(file.into());
        }
        Ok(())
    }
}

/// Percent-escapes as they stand in `OTEL_EXPORTER_OTLP_HEADERS`.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let (byte, behind) = match code {
            Some(code) if first == b'%' => (code, &after[2..]),
            _ => (first, after),
        };
        rest = behind;
        bytes.push(byte);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn addresses<'a>(name: &str, list: impl Iterator<Item = &'a str>) -> Result<Vec<Listen>, ConfigError> {
    let parsed: Result<Vec<_>, AddressError> = list.map(|text| Address::parse(text.trim()).map(Listen)).collect();
    parsed.map_err(|error| ConfigError(format!("{name}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        Config::parse(text, "d.toml").unwrap_err().to_string()
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        assert_eq!(
            error("connections = 3\nlisten = ['unix://x']\n"),
            "d.toml:2:10: found \"unix://x\", expected an absolute path, as in unix:///run/weft.sock"
        );
        assert!(error("[keep]\nminute = 3\n").starts_with("d.toml:2:1: unknown field `minute`, expected one of"));
        assert!(error("connections = 0").ends_with("connections: found 0, expected at least 1"));
        for level in ["info,=", "loud", "", "php=loud", "=info"] {
            assert!(error(&format!("[log]\nlevel = '{level}'")).contains("log.level: found"), "{level}");
        }
        assert!(Config::parse("[log]\nlevel = 'warn,php=debug'", "d.toml").is_ok());
        assert!(error("[http]\nlisten = '0.0.0.0:80'").contains("which others can reach"));
        assert!(error("[otlp]\nendpoint = 'localhost'").contains("expected http://host:port"));
    }

    #[test]
    fn others_reach_it_only_with_a_token() {
        let text = "listen = ['tcp://0.0.0.0:4730']\n";
        assert!(error(text).contains("expected a loopback address or a token"));
        assert!(error(&format!("{text}token = 'short'")).contains("less than 16 bytes"));
        assert!(Config::parse(&format!("{text}token = '0123456789abcdef'"), "d.toml").is_ok());
        assert!(Config::parse("listen = ['tcp://[::1]:4730']", "d.toml").is_ok());
    }

    #[test]
    fn the_environment_goes_over_the_file() {
        let mut config = Config::parse("[otlp]\nendpoint = 'http://a:1'\nheaders = { x = 'y' }\n", "d.toml").unwrap();
        let variables = |name: &str| {
            let value = match name {
                "WEFT_DAEMON" => "unix:///a,tcp://127.0.0.1:1",
                "WEFT_DAEMON_HTTP" => "[::1]:9",
                "OTEL_EXPORTER_OTLP_ENDPOINT" => "https://b:2",
                "OTEL_EXPORTER_OTLP_HEADERS" => "authorization=Basic%20eA==, z=1",
                "OTEL_EXPORTER_OTLP_COMPRESSION" => "gzip",
                "OTEL_EXPORTER_OTLP_TIMEOUT" => "77",
                _ => return None,
            };
            Some(value.to_owned())
        };
        config.environment(variables).unwrap();
        assert_eq!(config.listen.len(), 2);
        assert_eq!(config.http.listen.0.unwrap().to_string(), "[::1]:9");
        assert_eq!(config.otlp.endpoint, "https://b:2");
        assert_eq!(config.otlp.headers["authorization"], "Basic eA==");
        assert_eq!((config.otlp.headers.len(), config.otlp.gzip, config.otlp.timeout_ms), (3, true, 77));
        let wrong = |name: &str| (name == "OTEL_EXPORTER_OTLP_PROTOCOL").then(|| "grpc".to_owned());
        assert_eq!(
            config.environment(wrong).unwrap_err().to_string(),
            "OTEL_EXPORTER_OTLP_PROTOCOL: found \"grpc\", expected http/protobuf"
        );
    }
}
