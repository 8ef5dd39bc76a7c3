//! Texts without the values in them: what may be recorded of a statement, a URL or a message, and what makes the texts of many
//! calls one.
//!
//! ```
//! use weft_wire::normal::{self, Dialect};
//!
//! let text = b"SELECT *  FROM users WHERE email = 'ann@example.org' AND age IN (30, 31, 32)";
//! assert_eq!(normal::statement(text, Dialect::MySql), "SELECT * FROM users WHERE email = ? AND age IN (?, \u{2026})");
//! assert_eq!(normal::url(b"https://ann:pw@api.test/v2/users/17?token=x"), "https://api.test/v2/users/?");
//! assert_eq!(normal::message(b"No user 17 named 'Ann'"), "No user ? named '?'");
//! ```

/// The longest text that comes out, in bytes.
pub const MAX_TEXT: usize = 2_048;
/// So much of a longer one is looked at.
const MAX_READ: usize = 64 << 10;

/// How a database reads quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `"text"` is a value, and a backslash escapes the next character.
    MySql,
    /// `"name"` is a name, and a backslash in `'text'` is one. As PostgreSQL and SQLite have it.
    Standard,
    /// It is not known which: what may be a value is one, and behind a quote that may be escaped all is.
    Unknown,
}

/// A SQL statement with `?` for each literal, without comments, its white space and its lists made short.
pub fn statement(text: &[u8], dialect: Dialect) -> String {
    let read = &text[..text.len().min(MAX_READ)];
    let mut reader = Reader {
        text: read,
        at: 0,
        dialect,
        out: Vec::with_capacity(read.len().min(MAX_TEXT) + 8),
        space: false,
    };
    while reader.out.len() <= MAX_TEXT && reader.step() {}
    let mut out = reader.out;
    if read.len() < text.len() {
        out.extend("…".bytes());
    }
    shortened(&out)
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    dialect: Dialect,
    out: Vec<u8>,
    /// Was there white space, or a comment, before what comes next?
    space: bool,
}

const MORE: &[u8] = "…".as_bytes();

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Reads one token; `false` at the end.
    fn step(&mut self) -> bool {
        let Some(&byte) = self.text.get(self.at) else { return false };
        match byte {
            _ if byte.is_ascii_whitespace() => {
                self.at += 1;
                self.space = true;
            }
            b'-' if self.peek(1) == b'-' && (self.dialect != Dialect::MySql || self.peek(2) <= b' ') => self.skip_line(),
            b'#' if self.dialect != Dialect::Standard => self.skip_line(),
            b'/' if self.peek(1) == b'*' => self.skip_comment(),
            b'\'' => self.value(|reader| reader.quoted(b'\'', reader.dialect == Dialect::MySql)),
            b'"' if self.dialect != Dialect::Standard => self.value(|reader| reader.quoted(b'"', true)),
            b'"' | b'`' => {
                let from = self.at;
                self.quoted(byte, false);
                self.put_from(from);
            }
            b'$' if self.dollar_tag().is_some() => self.value(Self::dollar_quoted),
            b'0'..=b'9' => self.value(Self::number),
            b'.' if self.peek(1).is_ascii_digit() && !self.follows_name() => self.value(Self::number),
            _ if is_word(byte) || matches!(byte, b'@' | b':' | b'$') => self.word(),
            b')' => {
                self.put(b")");
                self.at += 1;
                self.shorten_group();
            }
            b'?' => self.value(|reader| reader.at += 1),
            _ => {
                self.put(&[byte]);
                self.at += 1;
            }
        }
        true
    }

    fn put(&mut self, text: &[u8]) {
        if std::mem::take(&mut self.space) && !self.out.is_empty() {
            self.out.push(b' ');
        }
        self.out.extend(text);
    }

    fn put_from(&mut self, from: usize) {
        let text = &self.text[from..self.at];
        self.put(text);
    }

    /// A literal becomes a question mark; the second and later ones of a list become one ellipsis.
    fn value(&mut self, read: impl FnOnce(&mut Self)) {
        read(self);
        let list = self.out.strip_suffix(b",");
        if list.is_some_and(|before| before.ends_with(MORE)) {
            self.out.pop();
            self.space = false;
        } else if list.is_some_and(|before| before.ends_with(b"?")) {
            self.space = true;
            self.put(MORE);
        } else {
            self.put(b"?");
        }
    }

    fn follows_name(&self) -> bool {
        !self.space && self.out.last().is_some_and(|&byte| is_word(byte) || matches!(byte, b'`' | b'"' | b']'))
    }

    fn skip_line(&mut self) {
        self.at += self.text[self.at..].iter().position(|&byte| byte == b'\n').unwrap_or(self.text.len() - self.at);
        self.space = true;
    }

    fn skip_comment(&mut self) {
        let rest = &self.text[self.at + 2..];
        self.at += 2 + rest.windows(2).position(|pair| pair == b"*/").map_or(rest.len(), |end| end + 2);
        self.space = true;
    }

    /// Over a quoted text, whose quotes are doubled inside; to the end when it does not end.
    fn quoted(&mut self, quote: u8, escapes: bool) {
        self.at += 1;
        while let Some(&byte) = self.text.get(self.at) {
            self.at += 1;
            if byte == b'\\' && self.dialect == Dialect::Unknown && self.peek(0) == quote {
                self.at = self.text.len();
            } else if byte == b'\\' && escapes {
                self.at = (self.at + 1).min(self.text.len());
            } else if byte == quote {
                if self.peek(0) != quote {
                    return;
                }
                self.at += 1;
            }
        }
    }

    /// PostgreSQL's `$$text$$` and `$tag$text$tag$`: the length of the tag.
    fn dollar_tag(&self) -> Option<usize> {
        let rest = &self.text[self.at + 1..];
        let end = rest.iter().position(|&byte| !is_word(byte))?;
        (self.dialect != Dialect::MySql && rest[end] == b'$' && !rest[0].is_ascii_digit()).then_some(end + 2)
    }

    fn dollar_quoted(&mut self) {
        let Some(length) = self.dollar_tag() else { return };
        let tag = &self.text[self.at..self.at + length];
        let rest = &self.text[self.at + length..];
        let end = rest.windows(length).position(|window| window == tag);
        self.at += length + end.map_or(rest.len(), |end| end + length);
    }

    fn number(&mut self) {
        let mut last = 0;
        while is_word(self.peek(0)) || self.peek(0) == b'.' || (matches!(self.peek(0), b'+' | b'-') && matches!(last, b'e' | b'E')) {
            last = self.peek(0);
            self.at += 1;
        }
    }

    /// A name, a keyword, a placeholder, or what stands in front of a text: `x'41'`, `N'text'`, `_utf8'text'`.
    fn word(&mut self) {
        let from = self.at;
        self.at += 1;
        while is_word(self.peek(0)) || self.peek(0) == b'$' {
            self.at += 1;
        }
        let word = &self.text[from..self.at];
        let prefix = matches!(word, b"x" | b"X" | b"b" | b"B" | b"n" | b"N" | b"e" | b"E" | b"r" | b"R") || word[0] == b'_';
        if self.peek(0) == b'\'' && prefix {
            let escapes = self.dialect == Dialect::MySql || matches!(word, b"e" | b"E");
            self.value(|reader| reader.quoted(b'\'', escapes));
        } else {
            self.put_from(from);
        }
    }

    /// `(?, ?), (?, ?)` becomes `(?, …), …`.
    fn shorten_group(&mut self) {
        let Some(open) = self.out.iter().rposition(|&byte| byte == b'(') else {
            return;
        };
        let (before, group) = self.out.split_at(open);
        if !(group == b"(?)" || group == "(?, …)".as_bytes()) {
            return;
        }
        let Some(before) = before.strip_suffix(b" ").unwrap_or(before).strip_suffix(b",") else {
            return;
        };
        if before.ends_with(MORE) {
            let length = before.len();
            self.out.truncate(length);
        } else if before.ends_with(group) {
            let length = before.len();
            self.out.truncate(length);
            self.out.extend(", …".bytes());
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// A URL without user, query and fragment, and with `?` for the segments of its path that look like values.
pub fn url(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(&text[..text.len().min(MAX_READ)]);
    let text = text.trim();
    let end = text.find(['?', '#']).unwrap_or(text.len());
    let text = &text[..end];
    let (scheme, rest) = match text.find("://") {
        Some(at) => text.split_at(at + 3),
        None => ("", text),
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let path: Vec<&str> = path.split('/').map(|segment| if is_value(segment) { "?" } else { segment }).collect();
    shortened(format!("{scheme}{host}{}", path.join("/")).as_bytes())
}

/// Digits, percent signs and `@` make a value, unless it is a version such as `v2`.
fn is_value(segment: &str) -> bool {
    let version = segment
        .strip_prefix(['v', 'V'])
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    !version && (segment.len() > 48 || segment.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, b'@' | b'%')))
}

/// The first word of a command, such as `GET`: what follows is keys and values.
pub fn command(text: &[u8]) -> String {
    let word = text.split(|byte| !is_word(*byte)).find(|word| !word.is_empty()).unwrap_or_default();
    shortened(&word[..word.len().min(64)])
}

/// A message with `?` for what stands in quotes and for numbers.
pub fn message(text: &[u8]) -> String {
    let text = &text[..text.len().min(MAX_READ)];
    let mut out = Vec::with_capacity(text.len().min(MAX_TEXT) + 8);
    let mut at = 0;
    while at < text.len() && out.len() <= MAX_TEXT {
        let byte = text[at];
        let in_word = at > 0 && is_word(text[at - 1]);
        let follows = |at: usize| text.get(at + 1).is_some_and(|&next| is_word(next));
        if matches!(byte, b'\'' | b'"' | b'`') && !in_word {
            // To the last quote that ends a word: what is quoted may hold quotes.
            let close = (at + 1..text.len()).find(|&end| text[end] == byte && !follows(end)).unwrap_or(text.len());
            out.extend([byte, b'?', byte]);
            at = close + 1;
        } else if byte.is_ascii_digit() && !in_word {
            while at < text.len() && (is_word(text[at]) || (text[at] == b'.' && follows(at))) {
                at += 1;
            }
            out.push(b'?');
        } else {
            out.push(byte);
            at += 1;
        }
    }
    shortened(&out)
}

fn shortened(text: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(text).into_owned();
    if text.len() > MAX_TEXT {
        let end = (0..=MAX_TEXT - MORE.len()).rev().find(|&end| text.is_char_boundary(end));
        text.truncate(end.unwrap_or(0));
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mysql(text: &str) -> String {
        statement(text.as_bytes(), Dialect::MySql)
    }

    fn standard(text: &str) -> String {
        statement(text.as_bytes(), Dialect::Standard)
    }

    #[test]
    fn literals_become_question_marks() {
        assert_eq!(mysql("SELECT 'a', 1.5e-3, 0xFF, x'41', _utf8'b', -7 FROM t1"), "SELECT ?, …, -? FROM t1");
        assert_eq!(mysql("WHERE a=.5 AND t.`5`=5 AND b=\"x\""), "WHERE a=? AND t.`5`=? AND b=?");
        assert_eq!(
            mysql("WHERE a = :name AND b = ? AND c = @v AND d = $1"),
            "WHERE a = :name AND b = ? AND c = @v AND d = $1"
        );
        assert_eq!(mysql("SELECT c1 FROM t2 LIMIT 10 OFFSET 20"), "SELECT c1 FROM t2 LIMIT ? OFFSET ?");
    }

    #[test]
    fn quotes_inside_of_texts_do_not_end_them() {
        assert_eq!(mysql(r"WHERE a = 'it''s \'so\'' AND b = 1"), "WHERE a = ? AND b = ?");
        assert_eq!(mysql(r#"WHERE a = "say ""x"" \" y" AND b"#), "WHERE a = ? AND b");
        assert_eq!(standard(r"WHERE a = 'C:\' AND b = 'secret'"), "WHERE a = ? AND b = ?");
        assert_eq!(standard(r"WHERE a = E'it\'s' AND b"), "WHERE a = ? AND b");
        assert_eq!(standard(r#"SELECT "a" FROM "my table""#), r#"SELECT "a" FROM "my table""#);
        assert_eq!(standard("SELECT $$it's$$, $x$ $$ $x$ FROM t"), "SELECT ?, … FROM t");
        assert_eq!(mysql("WHERE a = 'never ends"), "WHERE a = ?");
        assert_eq!(mysql("WHERE a = 'never ends\\"), "WHERE a = ?");
    }

    #[test]
    fn what_may_be_a_value_is_one() {
        let unknown = |text: &str| statement(text.as_bytes(), Dialect::Unknown);
        assert_eq!(unknown(r#"SELECT "a" FROM t WHERE x = 'y' AND z = 1"#), "SELECT ? FROM t WHERE x = ? AND z = ?");
        assert_eq!(unknown(r"WHERE a = 'C:\x' AND b = 1"), "WHERE a = ? AND b = ?");
        assert_eq!(unknown(r"WHERE a = 'it\'s' AND b = 'secret'"), "WHERE a = ?");
    }

    #[test]
    fn comments_and_space_go() {
        assert_eq!(mysql("  SELECT /* id=7 */ 1\n\t-- x\n+ 1 # y\nFROM t /* open"), "SELECT ? + ? FROM t");
        assert_eq!(mysql("SELECT 5--3"), "SELECT ?--?");
        assert_eq!(standard("SELECT 5--3"), "SELECT ?");
        assert_eq!(mysql(""), "");
        assert_eq!(mysql("/*"), "");
        assert_eq!(mysql("--"), "");
    }

    #[test]
    fn lists_are_one_whatever_their_length() {
        let expected = "INSERT INTO t (a, b) VALUES (?, …), …";
        assert_eq!(mysql("INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y')"), expected);
        assert_eq!(
            mysql("INSERT INTO t (a, b) VALUES (1,'x'),(2,'y'),(3,'z')"),
            "INSERT INTO t (a, b) VALUES (?, …), …"
        );
        assert_eq!(mysql("VALUES (1), (2), (3)"), "VALUES (?), …");
        assert_eq!(mysql("WHERE id IN (?)"), "WHERE id IN (?)");
        assert_eq!(mysql("WHERE id IN (?, ?)"), "WHERE id IN (?, …)");
        assert_eq!(mysql("WHERE id IN (1,2,3) OR id IN (4)"), "WHERE id IN (?, …) OR id IN (?)");
    }

    #[test]
    fn long_statements_are_cut_between_characters() {
        let long = format!("SELECT {} FROM t", "ä".repeat(3_000));
        let text = mysql(&long);
        assert!(text.len() <= MAX_TEXT && text.ends_with('…'), "{}", text.len());
        let huge = format!("INSERT INTO t VALUES ('{}')", "x".repeat(MAX_READ));
        assert_eq!(mysql(&huge), "INSERT INTO t VALUES (?…");
        assert_eq!(statement(b"SELECT \xff", Dialect::MySql), "SELECT \u{fffd}");
    }

    #[test]
    fn urls_keep_what_names_the_service() {
        assert_eq!(url(b"http://127.0.0.1:8080/orders/17/lines"), "http://127.0.0.1:8080/orders/?/lines");
        assert_eq!(url(b"https://u:p@h/a#b"), "https://h/a");
        assert_eq!(url(b"https://h?x=1"), "https://h");
        assert_eq!(url(b"/users/ann%40x/0f3c"), "/users/?/?");
        assert_eq!(url(b""), "");
    }

    #[test]
    fn commands_lose_their_keys() {
        assert_eq!(command(b"get user:17"), "get");
        assert_eq!(command(b" CLIENT"), "CLIENT");
        assert_eq!(command(b""), "");
    }

    #[test]
    fn messages_lose_quoted_texts_and_numbers() {
        assert_eq!(message(b"Undefined array key \"ann\""), "Undefined array key \"?\"");
        assert_eq!(message(b"Division of 17 by 0x0 isn't 3.5."), "Division of ? by ? isn't ?.");
        assert_eq!(message(b"near 'it's' at line 1"), "near '?' at line ?");
        assert_eq!(message(b"open 'end"), "open '?'");
        assert_eq!(message(b"md5() expects utf8"), "md5() expects utf8");
    }

    #[test]
    fn any_bytes_are_read_to_the_end() {
        // A small generator of its own: the same bytes on each run.
        let mut seed = 7u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b"'\"`\\$-/*#().,?:@0aeE_ \n\xc3\xa4"[(seed >> 16) as usize % 25]
        };
        for length in 0..600 {
            let text: Vec<u8> = (0..length % 40).map(|_| next()).collect();
            for dialect in [Dialect::MySql, Dialect::Standard, Dialect::Unknown] {
                assert!(statement(&text, dialect).len() <= MAX_TEXT);
            }
            url(&text);
            message(&text);
        }
    }
}
