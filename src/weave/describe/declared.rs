//! The functions of a file with the names by which people know them.

use std::collections::BTreeMap;

use super::source::{Function, Source};
use super::text;
use crate::zend::compile::CompiledFile;
use crate::zend::module::handle;
use crate::zend::op_array::OpArray;
use crate::zend::point::Mark;
use crate::zend::tables::Found;

/// What the keys of originals begin with: see `late_hook::hidden_key`.
const HIDDEN: &[u8] = b"\0weft\0";

/// A function that PHP has compiled.
#[derive(Clone)]
pub struct Declared {
    /// `App\report`, `App\Repo::find`, `{closure:App\Repo::find():12}`
    pub name: String,
    pub op_array: OpArray,
    /// What was left by the weaver.
    pub mark: Option<Mark>,
    /// The function's own code, where it stands apart from the wrapper.
    pub original: Option<OpArray>,
    closure: bool,
    /// In which function it is declared, as a place in the list.
    parent: Option<usize>,
    /// How many closures of the same parent begin on the same line before it.
    number: usize,
}

impl Declared {
    /// A function of a table. `hidden` finds originals by their keys.
    pub fn one(op_array: OpArray, hidden: &dyn Fn(&[u8]) -> Option<Found>) -> Self {
        let mark = Mark::of(op_array.marked(handle()));
        let original = match mark {
            Some(mark) if mark.calls => match key_of_original(op_array).and_then(|key| hidden(&key)) {
                Some(Found::User(original)) => Some(original),
                // A closure's original, or that of a function which was woven in place, stands inside the wrapper.
                _ => op_array.inner(0),
            },
            _ => None,
        };
        let function = text(op_array.function_name().unwrap_or_default());
        Self {
            name: op_array.scope_name().map_or(function.clone(), |class| format!("{}::{function}", shown(class))),
            op_array,
            mark,
            original,
            closure: false,
            parent: None,
            number: 0,
        }
    }

    /// All functions of a file, also those that are declared inside others.
    pub fn all(file: &CompiledFile) -> Vec<Self> {
        let declared = file.declared();
        let (originals, declared): (Vec<_>, Vec<_>) = declared.into_iter().partition(|(key, _)| key.starts_with(HIDDEN));
        let originals: BTreeMap<Box<[u8]>, OpArray> = originals.into_iter().collect();
        let hidden = |key: &[u8]| originals.get(key).copied().map(Found::User);
        let mut all = Vec::new();
        for (_, op_array) in declared {
            all.push(Self::one(op_array, &hidden));
            let parent = all.len() - 1;
            Self::inner(&mut all, Some(parent), &hidden, file);
        }
        Self::inner(&mut all, None, &hidden, file);
        all
    }

    /// Adds what is declared inside a function, or in the file's own code.
    fn inner(all: &mut Vec<Self>, parent: Option<usize>, hidden: &dyn Fn(&[u8]) -> Option<Found>, file: &CompiledFile) {
        let body = parent.map_or(file.main(), |parent| all[parent].body());
        let mut lines: BTreeMap<u32, usize> = BTreeMap::new();
        for inner in (0..body.inner_count()).filter_map(|number| body.inner(number)) {
            let mut declared = Self::one(inner, hidden);
            declared.parent = parent;
            declared.closure = inner.has_flag(ext_php_rs::ffi::ZEND_ACC_CLOSURE);
            if declared.closure {
                let line = inner.line_start();
                let known = lines.entry(line).or_default();
                declared.number = *known;
                *known += 1;
                declared.name = format!("{{closure:{}:{line}}}", place(parent.map(|parent| &all[parent]), file));
            }
            all.push(declared);
            let parent = all.len() - 1;
            Self::inner(all, Some(parent), hidden, file);
        }
    }

    /// The code that the application wrote, perhaps with a wrapper spliced around it.
    pub fn body(&self) -> OpArray {
        self.original.unwrap_or(self.op_array)
    }

    /// The function in its source. `all` is the list of which it is a member.
    pub fn find<'s>(&self, source: &'s Source, all: Option<&[Self]>) -> Option<&'s Function> {
        let parent = self.parent.and_then(|parent| all?.get(parent)?.find(source, all));
        let name = self.op_array.function_name().filter(|_| !self.closure);
        // Sources know no namespaces.
        let name = name.map(|name| name.rsplit(|byte| *byte == b'\\').next().unwrap_or(name));
        let line = self.op_array.line_start();
        match name {
            Some(name) => source.find(name, line),
            None => source.find_closure(parent, line, self.number),
        }
    }
}

/// Where a closure is declared, as PHP 8.4 names it.
fn place(parent: Option<&Declared>, file: &CompiledFile) -> String {
    match parent {
        Some(parent) if parent.closure => parent.name.clone(),
        Some(parent) => format!("{}()", parent.name),
        None => {
            let file = text(file.main().file());
            file.rsplit('/').next().unwrap_or(&file).to_owned()
        }
    }
}

/// A class's name; of an anonymous one what PHP shows of it.
fn shown(class: &[u8]) -> String {
    text(class.split(|byte| *byte == 0).next().unwrap_or(class))
}

fn key_of_original(wrapper: OpArray) -> Option<Vec<u8>> {
    (0..wrapper.literal_count())
        .filter_map(|number| wrapper.literal_text(number))
        .find(|text| text.starts_with(HIDDEN))
        .map(<[u8]>::to_vec)
}
