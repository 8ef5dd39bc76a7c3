//! What templates keep: results of functions, for `memoize`, and values beside objects.

use ext_php_rs::args::Arg;
use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use super::contained;
use super::vocabulary::woven;
use crate::patch_point;
use crate::zend::frame::Frame;
use crate::zend::memo;
use crate::zend::native::Arguments;
use crate::zend::plain::Plain;
use crate::zend::value::{ArrayKey, Object, Place};

/// Keys are not longer than this, in bytes: whoever passes more is better off without.
const MAX_KEY: usize = 64 << 10;
/// Nor are arrays looked into more deeply.
const MAX_DEPTH: u32 = 16;

pub fn functions(module: ModuleBuilder) -> ModuleBuilder {
    let mixed = |name| Arg::new(name, DataType::Mixed);
    module
        .function(FunctionBuilder::new("Weft\\key", key).returns(DataType::Mixed, false, false))
        .function(
            FunctionBuilder::new("Weft\\recall", recall)
                .arg(mixed("key"))
                .returns(DataType::Array, false, true),
        )
        .function(
            FunctionBuilder::new("Weft\\remember", remember)
                .arg(mixed("key"))
                .arg(mixed("result"))
                .not_required()
                .arg(Arg::new("limit", DataType::Long).default("1000"))
                .returns(DataType::Void, false, false),
        )
        .function(
            FunctionBuilder::new("Weft\\keep", keep)
                .arg(Arg::new("object", DataType::ANY_OBJECT))
                .arg(Arg::new("name", DataType::String))
                .arg(mixed("value"))
                .returns(DataType::Void, false, false),
        )
        .function(
            FunctionBuilder::new("Weft\\kept", kept)
                .arg(Arg::new("object", DataType::ANY_OBJECT))
                .arg(Arg::new("name", DataType::String))
                .returns(DataType::Mixed, false, false),
        )
}

/// `\Weft\key(): int|string|null`: what tells the arguments of this call from others. Null when they cannot be told, or
/// when the function must run: it returns by reference, takes something by reference, or is a generator.
extern "C" fn key(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        if Arguments::of(frame).fit(0, 0)
            && let Some(caller) = woven(Frame::of_internal(frame), "key")
        {
            key_of(caller, Place::of_result(answer));
        }
    });
}

fn key_of(caller: Frame, answer: Place) {
    if !may_be_spared(caller) || caller.has_named_arguments() {
        return;
    }
    // Whose results they are is asked again when they are looked up; a static method may be told its class.
    let class = if owner(caller).is_some() { 0 } else { caller.called_class() };
    if class == 0
        && caller.passed() == 1
        && let Some(place) = caller.argument(0)
        && let Plain::Int(number) = place.plain()
    {
        return answer.set_int(number);
    }
    let mut length = Length(0);
    if add_arguments(&mut length, class, caller) {
        memo::set_text(answer, length.0, |bytes| {
            add_arguments(&mut Rest(bytes), class, caller);
        });
    }
}

/// May the function be left out when its result is known?
fn may_be_spared(caller: Frame) -> bool {
    let Some(signature) = caller.signature() else { return false };
    let parameters = signature.parameters() + u32::from(signature.is_variadic());
    !signature.is_generator() && !signature.returns_reference() && (0..parameters).all(|number| !signature.parameter(number).by_reference())
}

/// Whose results they are: the object's of which a method was called, or the closure's with the variables that it keeps.
fn owner(caller: Frame) -> Option<Object> {
    caller.closure().or_else(|| caller.object())
}

/// Takes the bytes of a key.
trait Sink {
    /// `false`: there is no room for them.
    fn take(&mut self, bytes: &[u8]) -> bool;
}

/// Counts them, so that the string is made once and nothing has to be held while it is.
struct Length(usize);

impl Sink for Length {
    fn take(&mut self, bytes: &[u8]) -> bool {
        self.0 = self.0.saturating_add(bytes.len());
        self.0 <= MAX_KEY
    }
}

/// Writes them.
struct Rest<'a>(&'a mut [u8]);

impl Sink for Rest<'_> {
    fn take(&mut self, bytes: &[u8]) -> bool {
        let Some((here, rest)) = std::mem::take(&mut self.0).split_at_mut_checked(bytes.len()) else {
            return false;
        };
        here.copy_from_slice(bytes);
        self.0 = rest;
        true
    }
}

fn add_arguments(sink: &mut impl Sink, class: usize, caller: Frame) -> bool {
    sink.take(&class.to_ne_bytes()) && (0..caller.passed()).all(|number| caller.argument(number).is_some_and(|place| add(sink, place, 0)))
}

/// Each kind of value has a mark of its own, and a length where it needs one, so that no two lists of arguments look the
/// same.
fn add(sink: &mut impl Sink, place: Place, depth: u32) -> bool {
    match place.plain() {
        Plain::Null => sink.take(b"n"),
        Plain::Bool(false) => sink.take(b"0"),
        Plain::Bool(true) => sink.take(b"1"),
        Plain::Int(number) => sink.take(b"i") && sink.take(&number.to_ne_bytes()),
        Plain::Float(number) => sink.take(b"f") && sink.take(&number.to_bits().to_ne_bytes()),
        Plain::Text(text) => add_text(sink, text),
        Plain::Array(array) if depth < MAX_DEPTH => {
            sink.take(b"a")
                && sink.take(&array.count().to_ne_bytes())
                && (0..).map_while(|position| array.at(position)).flatten().all(|(key, element)| {
                    let key = match key {
                        ArrayKey::Index(index) => sink.take(b"i") && sink.take(&index.to_ne_bytes()),
                        ArrayKey::Name(_) => add_text(sink, key.name().unwrap_or_default()),
                    };
                    key && add(sink, element, depth + 1)
                })
        }
        // The same case is the same object.
        Plain::Object(object) if object.case_name().is_some() => sink.take(b"e") && sink.take(&object.address().to_ne_bytes()),
        Plain::Array(_) | Plain::Object(_) | Plain::Other => false,
    }
}

fn add_text(sink: &mut impl Sink, text: &[u8]) -> bool {
    sink.take(b"s") && sink.take(&text.len().to_ne_bytes()) && sink.take(text)
}

/// `\Weft\recall(int|string|null $key): ?array`: `[$result]` if the function has given one for this key.
extern "C" fn recall(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        let internal = Frame::of_internal(frame);
        if Arguments::of(frame).fit(1, 1)
            && let Some(caller) = woven(internal, "recall")
            && let Some(point) = patch_point::of_woven(caller)
            && let Some(key) = internal.argument(0).and_then(usable)
        {
            memo::find(point.number(), owner(caller), key, Place::of_result(answer));
        }
    });
}

/// `\Weft\remember(int|string|null $key, mixed $result, int $limit = 1000): void`.
extern "C" fn remember(frame: &mut ExecuteData, _answer: &mut Zval) {
    contained(|| {
        let internal = Frame::of_internal(frame);
        if Arguments::of(frame).fit(2, 3)
            && let Some(caller) = woven(internal, "remember")
            && let Some(limit) = Arguments::of(frame).int(2, 1000)
            && limit > 0
            && let Some(point) = patch_point::of_woven(caller)
            && let Some(key) = internal.argument(0).and_then(usable)
            && let Some(result) = internal.argument(1)
            // It can be run through only once.
            && !matches!(result.plain(), Plain::Object(object) if object.is_generator())
        {
            memo::store(point.number(), owner(caller), key, result, limit);
        }
    });
}

/// Stands where the tables have the number of a patch point: what is kept beside an object belongs to no function.
const BESIDE: u32 = u32::MAX;
/// So many names are kept beside one object; with one more they start anew.
const MAX_NAMES: i64 = 64;

/// `\Weft\keep(object $object, string $name, mixed $value): void`: beside the object, for as long as it lives.
extern "C" fn keep(frame: &mut ExecuteData, _answer: &mut Zval) {
    contained(|| {
        if Arguments::of(frame).fit(3, 3)
            && let Some((object, name)) = beside(frame)
            && let Some(value) = Frame::of_internal(frame).internal_argument(2)
        {
            memo::store(BESIDE, Some(object), name, value, MAX_NAMES);
        }
    });
}

/// `\Weft\kept(object $object, string $name): mixed`: what was kept so, or null.
extern "C" fn kept(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        if Arguments::of(frame).fit(2, 2)
            && let Some((object, name)) = beside(frame)
        {
            memo::get(BESIDE, Some(object), name, Place::of_result(answer));
        }
    });
}

/// The object and the name among the arguments; else a `TypeError` is on its way.
fn beside(frame: &mut ExecuteData) -> Option<(Object, Place)> {
    let arguments = Arguments::of(frame);
    let object = arguments.object(0)?;
    let name = arguments.text(1)?;
    Some((object, name))
}

/// A key as the tables take it.
fn usable(key: Place) -> Option<Place> {
    let key = key.dereferenced();
    matches!(key.plain(), Plain::Int(_) | Plain::Text(_)).then_some(key)
}
