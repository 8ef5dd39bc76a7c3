//! Is a class that PHP is compiling a certain other one?

use weft_wire::Ancestry;

use crate::zend::class::Class;
use crate::zend::op_array::OpArray;

/// For the class in which `target` is declared; `ancestor` in lower case.
pub fn of(target: OpArray, ancestor: &[u8]) -> Ancestry {
    match target.class() {
        Some(class) if class.is_trait() && !class.name().eq_ignore_ascii_case(ancestor) => Ancestry::Unknown,
        Some(class) => look(class, ancestor, 0),
        None => Ancestry::IsNot,
    }
}

/// Goes up by names, since the class under construction has no parents yet, only their names. Nothing is loaded.
pub(super) fn look(class: Class, ancestor: &[u8], depth: u32) -> Ancestry {
    // A cycle is an error that PHP finds only when it links the class.
    const DEEPEST: u32 = 200;
    if class.name().eq_ignore_ascii_case(ancestor) {
        return Ancestry::Is;
    }
    if depth > DEEPEST {
        return Ancestry::IsNot;
    }
    let mut answer = Ancestry::IsNot;
    class.each_parent_name(|name, parent| {
        let found = match parent {
            _ if name.eq_ignore_ascii_case(ancestor) => Ancestry::Is,
            Some(parent) => look(parent, ancestor, depth + 1),
            None => Ancestry::Unknown,
        };
        match found {
            Ancestry::Is => answer = Ancestry::Is,
            Ancestry::Unknown if answer == Ancestry::IsNot => answer = Ancestry::Unknown,
            _ => {}
        }
    });
    answer
}
