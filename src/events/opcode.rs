//! Opcodes that the setting `weft.opcodes` names: told of, or skipped where the engine can go on without.

use weft_wire::Value;

use super::{report, tell};
use crate::callbacks::hook::Event;
use crate::zend::frame::Frame;
use crate::zend::opcodes::Opcode;
use crate::zend::value::Owned;

/// What one entry of `weft.opcodes` asks for.
#[derive(Clone, Copy, Debug)]
struct Wish {
    opcode: Opcode,
    skip: bool,
}

/// Reads `NAME` and `NAME:skip`, comma-separated. `Err`: what is wrong with it.
fn parse(list: &str) -> Result<Vec<Wish>, String> {
    let entries = list.split(',').map(str::trim).filter(|entry| !entry.is_empty());
    entries
        .map(|entry| {
            let (name, action) = entry.split_once(':').unwrap_or((entry, ""));
            let name = name.strip_prefix("ZEND_").unwrap_or(name);
            let found = format!("weft.opcodes: found \"{entry}\", expected");
            let opcode = Opcode::named(name).ok_or_else(|| format!("{found} an opcode of this PHP, such as \"ECHO\""))?;
            let skip = match action {
                "" => false,
                "skip" => true,
                _ => return Err(format!("{found} nothing or \":skip\" behind the name")),
            };
            if skip && !opcode.may_be_skipped() {
                return Err(format!(
                    "{found} one that PHP can go on without: BEGIN_SILENCE, END_SILENCE, TICKS, EXT_STMT, EXT_FCALL_BEGIN or EXT_FCALL_END"
                ));
            }
            Ok(Wish { opcode, skip })
        })
        .collect()
}

/// What is wrong with the setting.
pub fn error(list: &str) -> Option<String> {
    parse(list).err()
}

/// At module start.
pub fn start_up(list: &str) {
    for wish in parse(list).unwrap_or_default() {
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
