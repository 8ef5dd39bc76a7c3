//! What drivers were asked, added up: one entry for each different text, whose values are left out.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use weft_wire::{EncodeError, Histogram, Message, Statement, encode};

/// How many different ones are told apart between two reports. What comes later is counted together.
const MAX_STATEMENTS: usize = 1_024;
/// How many one message tells of.
const BATCH: usize = 64;

/// One call of a driver, or the rest of one.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Such as `mysql` or `http`.
    pub system: String,
    /// Without values.
    pub text: String,
    /// `false`: its rows, time and errors belong to a call that was counted before.
    pub counts: bool,
    pub duration_ns: u64,
    pub rows: u64,
    /// Class or number of its error.
    pub error: Option<String>,
}

#[derive(Default)]
pub struct Statements {
    list: Vec<Statement>,
    index: HashTable<usize>,
    hasher: DefaultHashBuilder,
}

impl Statements {
    pub fn add(&mut self, asked: Asked) {
        let number = self.find(asked.system, asked.text);
        let Some(statement) = self.list.get_mut(number) else { return };
        if asked.counts {
            statement.calls += 1;
            statement.durations.record(asked.duration_ns);
            statement.max_ns = statement.max_ns.max(asked.duration_ns);
        }
        statement.total_ns = statement.total_ns.saturating_add(asked.duration_ns);
        statement.rows = statement.rows.saturating_add(asked.rows);
        if let Some(error) = asked.error {
            statement.errors += 1;
            statement.error = error;
        }
    }

    /// Its number in the list, at whose end it is put if there is room.
    fn find(&mut self, system: String, mut text: String) -> usize {
        let Self { list, index, hasher } = self;
        if list.len() >= MAX_STATEMENTS && !contains(list, index, hasher, &system, &text) {
            text = String::new();
        }
        let hash = hasher.hash_one((&*system, &*text));
        if let Some(&number) = index.find(hash, |&number| list[number].system == system && list[number].text == text) {
            return number;
        }
        let number = list.len();
        list.push(Statement {
            system,
            text,
            calls: 0,
            errors: 0,
            error: String::new(),
            rows: 0,
            total_ns: 0,
            max_ns: 0,
            durations: Histogram::new(),
        });
        index.insert_unique(hash, number, |&number| hasher.hash_one((&*list[number].system, &*list[number].text)));
        number
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Appends a message about some of them and forgets those; `false` when there are none.
    pub fn encode_next(&mut self, out: &mut Vec<u8>) -> Result<bool, EncodeError> {
        if self.list.is_empty() {
            return Ok(false);
        }
        self.index.clear();
        let rest = self.list.len().saturating_sub(BATCH);
        encode(&Message::Statements(self.list.split_off(rest)), out)?;
        let Self { list, index, hasher } = self;
        for number in 0..list.len() {
            let hash = |number: &usize| hasher.hash_one((&*list[*number].system, &*list[*number].text));
            index.insert_unique(hash(&number), number, hash);
        }
        Ok(true)
    }

    pub fn clear(&mut self) {
        self.list.clear();
        self.index.clear();
    }
}

fn contains(list: &[Statement], index: &HashTable<usize>, hasher: &DefaultHashBuilder, system: &str, text: &str) -> bool {
    let hash = hasher.hash_one((system, text));
    index.find(hash, |&number| list[number].system == system && list[number].text == text).is_some()
}

#[cfg(test)]
mod tests {
    use weft_wire::Decoder;

    use super::*;

    fn asked(text: &str) -> Asked {
        Asked {
            system: "mysql".to_owned(),
            text: text.to_owned(),
            counts: true,
            duration_ns: 100,
            ..Asked::default()
        }
    }

    fn sent(statements: &mut Statements) -> Vec<Statement> {
        let mut out = Vec::new();
        while statements.encode_next(&mut out).unwrap() {}
        let mut decoder = Decoder::new();
        decoder.feed(&out);
        let messages = std::iter::from_fn(|| decoder.next().unwrap());
        messages
            .flat_map(|message| match message {
                Message::Statements(list) => list,
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn the_same_text_is_one() {
        let mut statements = Statements::default();
        statements.add(asked("SELECT ?"));
        statements.add(asked("DO ?"));
        statements.add(Asked {
            counts: false,
            rows: 7,
            duration_ns: 11,
            ..asked("SELECT ?")
        });
        statements.add(Asked {
            error: Some("1062".to_owned()),
            duration_ns: 300,
            ..asked("SELECT ?")
        });
        let found = sent(&mut statements);
        assert_eq!(found.len(), 2);
        let select = &found[0];
        assert_eq!((select.calls, select.errors, select.rows, &*select.error), (2, 1, 7, "1062"));
        assert_eq!((select.total_ns, select.max_ns, select.durations.count()), (411, 300, 2));
        assert!(statements.is_empty() && sent(&mut statements).is_empty());
    }

    #[test]
    fn there_are_only_so_many() {
        let mut statements = Statements::default();
        for number in 0..MAX_STATEMENTS + 10 {
            statements.add(asked(&format!("SELECT c{number}")));
        }
        statements.add(asked("SELECT c0"));
        let found = sent(&mut statements);
        assert_eq!(found.len(), MAX_STATEMENTS + 1);
        assert_eq!(found.iter().map(|statement| statement.calls).sum::<u64>() as usize, MAX_STATEMENTS + 11);
        assert_eq!(found.iter().find(|statement| statement.text.is_empty()).map(|other| other.calls), Some(10));
    }

    #[test]
    fn what_comes_between_two_messages_is_not_lost() {
        let mut statements = Statements::default();
        for number in 0..BATCH + 2 {
            statements.add(asked(&format!("SELECT c{number}")));
        }
        let mut out = Vec::new();
        assert!(statements.encode_next(&mut out).unwrap());
        statements.add(asked("SELECT c0"));
        statements.add(asked("SELECT c9"));
        let found = sent(&mut statements);
        assert_eq!(
            found.iter().map(|statement| (&*statement.text, statement.calls)).collect::<Vec<_>>(),
            [("SELECT c0", 2), ("SELECT c1", 1), ("SELECT c9", 1)]
        );
    }
}
