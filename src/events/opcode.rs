//! Opcodes that the configuration names: told of, or skipped where the engine can go on without.

use weft_wire::Value;

use super::{report, tell};
use crate::callbacks::hook::Event;
use crate::rules::opcodes::Wish;
use crate::zend::frame::Frame;
use crate::zend::value::Owned;

/// At module start.
pub fn start_up(wishes: &[Wish]) {
    for wish in wishes {
        wish.opcode.observe(wish.skip, on_opcode);
    }
}

fn on_opcode(frame: Frame, name: &[u8], line: u32) {
    let attributes = |_| vec![("opcode".to_owned(), Value::Text(String::from_utf8_lossy(name).into_owned()))];
    report::count(Event::Opcode, &[name], attributes, &[("count", 1)]);
    tell(Event::Opcode, || {
        let code = frame.op_array();
        let mut told = Owned::array(4);
        told.place().put("opcode", Owned::text(name));
        told.place()
            .put("function", Owned::text_or_null(code.as_ref().and_then(|code| code.function_name())));
        told.place().put("file", Owned::text_or_null(code.as_ref().map(|code| code.file())));
        told.place().put("line", Owned::int(i64::from(line)));
        [told]
    });
}
