//! What drivers were asked, and what stands for those that have no PHP functions.

use ext_php_rs::args::Arg;
use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;
use weft_wire::normal::{self, Dialect};

use super::contained;
use crate::agent;
use crate::signals::{self, Asked};
use crate::zend::exception;
use crate::zend::frame::Frame;
use crate::zend::mysqlnd;
use crate::zend::native::Arguments;
use crate::zend::plain::Plain;
use crate::zend::value::Place;

/// The longest name of a system and of an error, in bytes.
const MAX_NAME: usize = 64;

pub fn functions(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(
            FunctionBuilder::new("Weft\\asked", asked)
                .arg(Arg::new("system", DataType::String))
                .arg(Arg::new("what", DataType::Mixed))
                .arg(Arg::new("since", DataType::Long))
                .not_required()
                .arg(Arg::new("rows", DataType::Mixed).default("null"))
                .arg(Arg::new("error", DataType::Mixed).default("null"))
                .arg(Arg::new("counts", DataType::Bool).default("true"))
                .returns(DataType::Void, false, false),
        )
        .function(
            FunctionBuilder::new("Weft\\without_values", without_values)
                .arg(Arg::new("system", DataType::String))
                .arg(Arg::new("what", DataType::String))
                .returns(DataType::String, false, false),
        )
        .function(
            FunctionBuilder::new("Weft\\to_driver", to_driver)
                .not_required()
                .arg(Arg::new("arguments", DataType::Mixed).is_variadic())
                .returns(DataType::Mixed, false, false),
        )
}

/// `Weft\asked(string $system, mixed $what, int $since, mixed $rows = null, mixed $error = null, bool $counts = true): void`
extern "C" fn asked(frame: &mut ExecuteData, _answer: &mut Zval) {
    contained(|| {
        let arguments = Arguments::of(frame);
        if !arguments.fit(3, 6) {
            return;
        }
        let (Some(since), Some(counts)) = (arguments.int(2, 0), arguments.bool(5, true)) else {
            return;
        };
        if !agent::is_configured() {
            return;
        }
        let internal = Frame::of_internal(frame);
        let (system, what, rows, error) = (
            internal.internal_argument(0),
            internal.internal_argument(1),
            internal.internal_argument(3),
            internal.internal_argument(4),
        );
        let system = name_of(system).unwrap_or_default();
        signals::asked(Asked {
            text: match what.as_ref().map(Place::plain) {
                Some(Plain::Text(text)) => normalised(&system, text),
                _ => "(unknown)".to_owned(),
            },
            system,
            counts,
            duration_ns: signals::now().saturating_sub(since.cast_unsigned()),
            rows: match rows.as_ref().map(Place::plain) {
                Some(Plain::Int(number)) => u64::try_from(number).unwrap_or(0),
                _ => 0,
            },
            error: name_of(error),
        });
        agent::flush_if_due();
    });
}

fn name_of(place: Option<Place>) -> Option<String> {
    match place.as_ref()?.plain() {
        Plain::Text(text) if !text.is_empty() => Some(String::from_utf8_lossy(&text[..text.len().min(MAX_NAME)]).into_owned()),
        Plain::Int(number) => Some(number.to_string()),
        _ => None,
    }
}

/// `Weft\without_values(string $system, string $what): string`
extern "C" fn without_values(frame: &mut ExecuteData, answer: &mut Zval) {
    let answer = Place::of_result(answer);
    // The optimizer relies on the declared type.
    answer.set_text(b"");
    contained(|| {
        if !Arguments::of(frame).fit(2, 2) {
            return;
        }
        let internal = Frame::of_internal(frame);
        let (system, what) = (internal.internal_argument(0), internal.internal_argument(1));
        match (system.as_ref().map(Place::plain), what.as_ref().map(Place::plain)) {
            (Some(Plain::Text(system)), Some(Plain::Text(what))) => {
                answer.set_text(normalised(&String::from_utf8_lossy(system), what).as_bytes());
            }
            (Some(Plain::Text(_)), _) => exception::throw_type_error(2, expected_text(what)),
            _ => exception::throw_type_error(1, expected_text(system)),
        }
    });
}

fn expected_text(given: Option<Place>) -> String {
    format!("must be of type string, {} given", given.map_or("none", Place::type_name))
}

/// How the system's texts are read.
fn normalised(system: &str, text: &[u8]) -> String {
    match system {
        "http" => normal::url(text),
        "redis" | "memcached" => normal::command(text),
        "mysql" => normal::statement(text, Dialect::MySql),
        "pgsql" | "sqlite" | "oci" | "firebird" | "ibm" | "odbc" | "dblib" | "sqlsrv" => normal::statement(text, Dialect::Standard),
        _ => normal::statement(text, Dialect::Unknown),
    }
}

/// `Weft\to_driver(mixed ...$arguments): mixed`
extern "C" fn to_driver(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        if !mysqlnd::go(frame, answer) && !exception::is_pending() {
            exception::throw_error("Weft\\to_driver() may only be called in a wrapper template".to_owned());
        }
    });
}
