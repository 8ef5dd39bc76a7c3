//! What a PHP process tells the daemon.
//!
//! On the wire a message is one msgpack map with one entry: the variant's name, then its fields as
//! an array without names, because names would be most of the bytes. Only [`Hello`] and
//! [`Message::Goodbye`] have their fields named: they are read before either side knows the version of
//! the other, so they must stay readable when later versions add to them.
//!
//! Rules for changing this file: a new variant is free, older readers skip it; a new field, or a
//! field that changes, raises [`PROTOCOL`].

use std::fmt;

use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::histogram::Histogram;
use crate::value::Value;

/// Version of what this file describes. The first message on each connection carries it, and the
/// daemon closes connections that speak another one.
pub const PROTOCOL: u16 = 2;

/// One thing that a PHP process tells the daemon.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Message {
    /// Who speaks. The first message on each connection.
    Hello(Hello),
    /// From the daemon: so many messages of this connection, its greeting apart, are taken and safe. Others of them are
    /// lost when the connection breaks.
    Taken {
        /// From the first one on.
        messages: u64,
    },
    /// From the daemon: it closes this connection, and will close others of this sender for the same reason.
    Goodbye {
        /// A sentence for the log.
        reason: String,
    },
    /// Definitions of functions that later [`Message::Calls`] on this connection refer to.
    Functions(Vec<Function>),
    /// What was called since the last such message on this connection.
    Calls(Vec<Calls>),
    /// A request ended.
    Request {
        /// The sapi's name.
        kind: String,
        /// The URI without its query, or the script's path where there is no URI.
        subject: String,
        /// HTTP status, or the exit code on the command line.
        status: u16,
        /// From request start to request end, in nanoseconds.
        total_ns: u64,
    },
    /// Something that PHP code reported with `Weft\signal()`, or that weft itself noticed.
    Signal {
        /// The signal's name, such as `order.paid`.
        name: String,
        /// Attributes in the order in which they were given.
        attributes: Vec<(String, Value)>,
    },
    /// What drivers were asked since the last such message on this connection.
    Statements(Vec<Statement>),
    /// A line for the daemon's log.
    Log {
        /// One of `error`, `warn`, `info`, `debug`.
        level: String,
        /// The text, without a line break at its end.
        message: String,
    },
    /// The sender had no room for some signals and dropped them: no loss without a count.
    Lost {
        /// How many since the last such message.
        signals: u64,
    },
}

impl Message {
    /// The variant's name, as it stands on the wire and in error messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Message::Hello(_) => "Hello",
            Message::Taken { .. } => "Taken",
            Message::Goodbye { .. } => "Goodbye",
            Message::Functions(_) => "Functions",
            Message::Calls(_) => "Calls",
            Message::Request { .. } => "Request",
            Message::Signal { .. } => "Signal",
            Message::Statements(_) => "Statements",
            Message::Log { .. } => "Log",
            Message::Lost { .. } => "Lost",
        }
    }
}

/// Who speaks. All fields but the first may be missing on the wire: other versions may not know them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// [`PROTOCOL`] of the sender.
    pub protocol: u16,
    /// Process id of the PHP process.
    #[serde(default)]
    pub pid: u32,
    /// The sapi's name as `php_sapi_name()` has it, such as `fpm-fcgi`.
    #[serde(default)]
    pub sapi: String,
    /// PHP's version, such as `8.4.3`.
    #[serde(default)]
    pub php: String,
    /// The extension's version.
    #[serde(default)]
    pub weft: String,
    /// What the application is called; empty when nobody has said.
    #[serde(default)]
    pub service: String,
    /// The secret that the daemon asks for, if it does.
    #[serde(default)]
    pub token: String,
}

/// A woven function, defined once for each connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// Unique within one connection; what [`Calls::id`] refers to.
    pub id: u32,
    /// Such as `App\report` or `PDO::query`, spelled as in the source.
    pub name: String,
    /// Path of the file that defines it; empty for internal functions.
    pub file: String,
    /// Line of its first token; 0 for internal functions.
    pub line: u32,
    /// The template that was woven around it.
    pub wrapper: String,
    /// How: `call`, `splice` or `intercept`.
    pub join: String,
    /// The rule that named it, such as `/etc/weft/app.toml:12`; empty when a hook did.
    pub rule: String,
}

/// What was added to one function since the last message on this connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calls {
    /// The function, as [`Function::id`] on the same connection defined it.
    pub id: u32,
    /// Calls that ended, in whatever way.
    pub calls: u64,
    /// Those of them that ended with an exception.
    pub errors: u64,
    /// Time from entry to exit, summed over all calls, in nanoseconds.
    pub total_ns: u64,
    /// The same without the time spent in other woven functions, in nanoseconds.
    pub self_ns: u64,
    /// The longest single call, in nanoseconds.
    pub max_ns: u64,
    /// How long the calls took, from entry to exit.
    pub durations: Histogram,
}

/// What was added to one statement, URL or command since the last message on this connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Who was asked, such as `mysql` or `http`.
    pub system: String,
    /// What, without values: see [`normal`](crate::normal). Empty for all those that are not told apart.
    pub text: String,
    /// How often.
    pub calls: u64,
    /// How often in vain.
    pub errors: u64,
    /// Class or number of the last error; empty when there was none.
    pub error: String,
    /// Rows that were brought or changed.
    pub rows: u64,
    /// Time until the answer was there, in nanoseconds.
    pub total_ns: u64,
    /// The longest single call, in nanoseconds.
    pub max_ns: u64,
    /// How long the calls took.
    pub durations: Histogram,
}

/// As [`Message::Goodbye`] is read.
#[derive(Deserialize)]
struct Goodbye {
    #[serde(default)]
    reason: String,
}

/// What a frame may hold: a message, or one that a later version added.
#[derive(Debug)]
pub(crate) enum Incoming {
    Known(Message),
    Unknown,
}

/// The names of the variants. A derived `Deserialize` for [`Message`] would refuse unknown names.
#[derive(Deserialize)]
#[serde(field_identifier)]
enum Kind {
    Hello,
    Taken,
    Goodbye,
    Functions,
    Calls,
    Request,
    Signal,
    Statements,
    Log,
    Lost,
    #[serde(other)]
    Unknown,
}

impl<'de> Deserialize<'de> for Incoming {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(IncomingVisitor)
    }
}

struct IncomingVisitor;

impl<'de> Visitor<'de> for IncomingVisitor {
    type Value = Incoming;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a map of one message")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Incoming, A::Error> {
        let kind = map.next_key()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
        let message = match kind {
            Kind::Hello => Message::Hello(map.next_value()?),
            Kind::Taken => {
                let (messages,) = map.next_value()?;
                Message::Taken { messages }
            }
            Kind::Goodbye => {
                let goodbye: Goodbye = map.next_value()?;
                Message::Goodbye { reason: goodbye.reason }
            }
            Kind::Functions => Message::Functions(map.next_value()?),
            Kind::Calls => Message::Calls(map.next_value()?),
            Kind::Request => {
                let (kind, subject, status, total_ns) = map.next_value()?;
                Message::Request {
                    kind,
                    subject,
                    status,
                    total_ns,
                }
            }
            Kind::Signal => {
                let (name, attributes) = map.next_value()?;
                Message::Signal { name, attributes }
            }
            Kind::Statements => Message::Statements(map.next_value()?),
            Kind::Log => {
                let (level, message) = map.next_value()?;
                Message::Log { level, message }
            }
            Kind::Lost => {
                let (signals,) = map.next_value()?;
                Message::Lost { signals }
            }
            Kind::Unknown => {
                map.next_value::<IgnoredAny>()?;
                return Ok(Incoming::Unknown);
            }
        };
        Ok(Incoming::Known(message))
    }
}
