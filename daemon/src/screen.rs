//! The standard error stream, which weft shares with the program that it runs: messages, and on a
//! terminal a line that shows how far things are.

use std::cell::RefCell;
use std::collections::HashSet;
use std::io::Write;

use console::{Term, truncate_str};

/// How many different messages are printed. A program of hours must not fill the terminal.
const MAX_MESSAGES: usize = 100;
/// The longest message that is printed, in characters: one frame could hold millions of them.
const MAX_MESSAGE: usize = 2000;

/// Clears what stands behind and below the cursor, which does not move.
const CLEAR_BELOW: &str = "\x1b[J";

/// Where messages and the progress line go.
#[derive(Debug)]
pub struct Screen {
    term: Term,
    /// Whether there is a progress line: only on a terminal that can move its cursor.
    live: bool,
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Whether a progress line is on the terminal now.
    drawn: bool,
    /// Messages that were printed: each is printed once.
    said: HashSet<String>,
    /// Messages beyond the limit.
    unsaid: u64,
}

impl Screen {
    /// Our standard error stream; with a progress line if it can have one and `wanted`.
    pub fn new(wanted: bool) -> Self {
        let term = Term::stderr();
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Screen {
            live: wanted && term.is_term() && !dumb,
            term,
            state: RefCell::default(),
        }
    }

    /// Whether a progress line is of any use.
    pub fn is_live(&self) -> bool {
        self.live
    }

    /// The width of the terminal, if it is one.
    pub fn width(&self) -> Option<u16> {
        self.term.size_checked().map(|(_, columns)| columns)
    }

    /// Prints a message unless it was printed before. It may come from outside, so control
    /// characters in it are not believed.
    pub fn say(&self, message: &str) {
        let message = truncate_str(&harmless(message), MAX_MESSAGE, "…").into_owned();
        let mut state = self.state.borrow_mut();
        if state.said.contains(&message) {
            return;
        }
        if state.said.len() >= MAX_MESSAGES {
            state.unsaid += 1;
            return;
        }
        self.print(&mut state, &format!("weft: {message}\n"));
        state.said.insert(message);
    }

    /// How many messages there were that were not printed.
    pub fn unsaid(&self) -> u64 {
        self.state.borrow().unsaid
    }

    /// Prints text as it is and ends the progress line.
    pub fn write(&self, text: &str) {
        self.print(&mut self.state.borrow_mut(), text);
    }

    fn print(&self, state: &mut State, text: &str) {
        let clear = if state.drawn { CLEAR_BELOW } else { "" };
        state.drawn = false;
        self.send(&format!("{clear}{text}"));
    }

    /// Shows `text` as the progress line.
    ///
    /// The program writes to the same terminal and may be in the middle of a line, perhaps
    /// waiting for an answer in it. So the progress line stands one below the cursor, which is put
    /// back to where the program left it: what the program writes next stays in one piece.
    pub fn draw(&self, text: &str) {
        if !self.live {
            return;
        }
        let width = self.width().unwrap_or(80).saturating_sub(1);
        let harmless = harmless(text);
        let line = truncate_str(&harmless, usize::from(width), "…");
        // Make room below (a terminal scrolls if there is none), and only then keep the cursor's
        // position, for that is one on the screen and scrolling would leave it behind.
        let text = format!("\x1bD\x1b[A\x1b7{CLEAR_BELOW}\x1b[B\r\x1b[2m{line}\x1b[0m\x1b8");
        self.state.borrow_mut().drawn = true;
        self.send(&text);
    }

    /// On a terminal the program may have left the cursor in the middle of a line.
    pub fn end_line(&self) {
        if self.term.is_term() {
            self.write("\n");
        }
    }

    /// Takes the progress line away.
    pub fn clear(&self) {
        self.write("");
    }

    /// A terminal that went away must not end what the user started, so errors are dropped.
    fn send(&self, text: &str) {
        let mut stderr = std::io::stderr().lock();
        let _ = stderr.write_all(text.as_bytes());
        let _ = stderr.flush();
    }
}

/// `text` with control characters replaced, so that it cannot move the cursor or change colours.
pub fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(harmless("a\x1b[31mb\nc"), "a\u{fffd}[31mb\u{fffd}c");
    }
}
