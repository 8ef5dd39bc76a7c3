//! Messages and rules as the extension and the daemon both know them. No PHP in here.
//!
//! What a user wants travels like this:
//!
//! 1. [`RuleSet::load`] reads the rules files and says for every mistake in them where it stands,
//!    what was found and what was expected; [`RuleSet::from_hook_list`] does so for a plain list.
//! 2. [`Pattern`] is the language that names functions.
//! 3. [`Rule`] is some patterns, a wrapper with its settings, and [`When`] it is in force.
//! 4. [`RuleSet::fingerprint`] tells rule sets apart, for caches of compiled code.
//! 5. [`Matcher`] finds the one rule that a [`Subject`] falls under, quickly;
//!    [`RuleSet::find_all`] finds all of them, with reasons.
//!
//! What the extension reports travels like this:
//!
//! 6. [`Histogram`] holds the durations of one function, small enough to be sent after each request.
//! 7. [`Message`] is everything that one process tells the daemon.
//! 8. [`normal`] takes the values out of texts that are to be recorded.
//! 9. [`frame`] puts messages on a stream of bytes and takes them off again, trusting nothing.
//!
//! 10. [`Address`] is where the daemon listens, and how this is written.
//!
//! ```
//! use weft_wire::{Ancestry, Match, Matcher, RuleSet, Subject};
//!
//! let text = br#"
//!     [[rule]]
//!     target = 'App\RepoInterface+::find*'
//!     wrapper = "retry"
//!     times = 3
//! "#;
//! let rules = RuleSet::parse(text, "weft.toml").unwrap();
//! let matcher = Matcher::compile(&rules);
//! let subject = Subject::method(br"App\UserRepo", b"findAll");
//! let is_a = &mut |ancestor: &[u8]| {
//!     assert_eq!(ancestor, br"app\repointerface");
//!     Ancestry::Is
//! };
//! assert_eq!(matcher.find(&subject, is_a), Match::Rule(0));
//! ```

#![forbid(unsafe_code)]

mod address;
mod file;
mod fingerprint;
pub mod frame;
mod histogram;
mod matcher;
mod message;
pub mod normal;
mod pattern;
mod rule;
mod subject;
mod value;
mod when;

pub use address::{Address, AddressError};
pub use file::{MAX_FILE, Sources};
pub use fingerprint::fingerprint;
pub use frame::{Decoder, EncodeError, FrameError, MAX_FRAME, encode};
pub use histogram::{Bucket, Histogram};
pub use matcher::{Match, Matcher};
pub use message::{Calls, Function, Hello, Message, PROTOCOL, Statement};
pub use pattern::{Name, Pattern, PatternError, Target};
pub use rule::{Ancestors, DEFAULT_WRAPPER, Finding, Literal, Opcode, Origin, Place, Rights, Rule, RuleError, RuleSet, Setting};
pub use subject::{Ancestry, Fit, Subject};
pub use value::Value;
pub use when::{Script, When};
