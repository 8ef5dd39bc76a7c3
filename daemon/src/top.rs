//! `weft top`: what the page shows, in a terminal.

use std::time::{Duration, Instant};

use ratatui::Frame;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Cell, Paragraph, Row, Table, TableState};
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::cli;
use crate::client::{Client, escaped};
use crate::failure::{Failure, Result};
use crate::report::units::{duration, thousands};
use crate::run::runtime;

/// How often the daemon is asked.
const EVERY: Duration = Duration::from_secs(1);
/// By what lines can be sorted: a key, the daemon's word, a title.
const SORTS: [(char, &str, &str); 7] = [
    ('t', "total", "time"),
    ('s', "self", "self"),
    ('c', "calls", "calls"),
    ('e', "errors", "errors"),
    ('p', "p95", "p95"),
    ('m', "max", "max"),
    ('n', "name", "name"),
];

/// What is shown.
struct View {
    sort: usize,
    service: usize,
    services: Vec<String>,
    search: String,
    searching: bool,
    status: Value,
    lines: Vec<Value>,
    trouble: String,
    table: TableState,
}

/// Shows it until somebody has seen enough; returns the exit code.
pub fn top(options: &cli::Top) -> Result<u8> {
    let client = Client::of(&options.which)?;
    let runtime = runtime()?;
    let mut view = View {
        sort: SORTS.iter().position(|(_, word, _)| *word == options.sort).unwrap_or(0),
        service: 0,
        services: Vec::new(),
        search: String::new(),
        searching: false,
        status: Value::Null,
        lines: Vec::new(),
        trouble: String::new(),
        table: TableState::default(),
    };
    // Before the screen is taken: whoever has no daemon wants to read so.
    view.ask(&runtime, &client)?;
    if options.once {
        let text = view.text();
        let _ = std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes());
        return Ok(0);
    }
    let mut terminal = ratatui::try_init().map_err(|error| Failure::ours(format!("no terminal: {error}; `weft top --once` needs none")))?;
    let shown = view.show(&mut terminal, &runtime, &client);
    ratatui::restore();
    shown.map(|()| 0)
}

impl View {
    fn ask(&mut self, runtime: &Runtime, client: &Client) -> Result<()> {
        self.status = runtime.block_on(client.ask("/api/status"))?;
        let names = self.status["services"].as_array().into_iter().flatten();
        self.services = names.filter_map(|service| service["name"].as_str().map(str::to_owned)).collect();
        let service = self.service.checked_sub(1).and_then(|at| self.services.get(at)).map_or("", String::as_str);
        let path = format!(
            "/api/functions?sort={}&limit=500&service={}&search={}",
            SORTS[self.sort].1,
            escaped(service),
            escaped(&self.search)
        );
        let mut answer = runtime.block_on(client.ask(&path))?;
        self.lines = match answer["functions"].take() {
            Value::Array(lines) => lines,
            _ => Vec::new(),
        };
        Ok(())
    }

    fn show(&mut self, terminal: &mut ratatui::DefaultTerminal, runtime: &Runtime, client: &Client) -> Result<()> {
        let wrong = |error: std::io::Error| Failure::ours(format!("the terminal: {error}"));
        let mut next = Instant::now() + EVERY;
        loop {
            terminal.draw(|frame| self.draw(frame)).map_err(wrong)?;
            let mut changed = false;
            if event::poll(next.saturating_duration_since(Instant::now())).map_err(wrong)?
                && let Event::Key(key) = event::read().map_err(wrong)?
                && key.kind == KeyEventKind::Press
            {
                if key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL) {
                    return Ok(());
                }
                match self.press(key.code) {
                    Some(again) => changed = again,
                    None => return Ok(()),
                }
            }
            if changed || Instant::now() >= next {
                // A daemon that is gone may come back.
                self.trouble = self.ask(runtime, client).err().map_or_else(String::new, |failure| failure.message);
                next = Instant::now() + EVERY;
            }
        }
    }

    /// A key was pressed. `None`: that is all; else whether the daemon is to be asked now.
    fn press(&mut self, key: KeyCode) -> Option<bool> {
        if self.searching {
            match key {
                KeyCode::Char(character) => self.search.push(character),
                KeyCode::Backspace => {
                    self.search.pop();
                }
                KeyCode::Esc => {
                    self.search.clear();
                    self.searching = false;
                }
                _ => self.searching = false,
            }
            return Some(true);
        }
        match key {
            KeyCode::Char('q') | KeyCode::Esc => return None,
            KeyCode::Char('/') => self.searching = true,
            KeyCode::Down | KeyCode::Char('j') => self.table.select_next(),
            KeyCode::Up | KeyCode::Char('k') => self.table.select_previous(),
            KeyCode::PageDown => self.table.scroll_down_by(20),
            KeyCode::PageUp => self.table.scroll_up_by(20),
            KeyCode::Home => self.table.select_first(),
            KeyCode::Tab => {
                self.service = (self.service + 1) % (self.services.len() + 1);
                return Some(true);
            }
            KeyCode::Char(character) => {
                let sort = SORTS.iter().position(|(key, ..)| *key == character);
                self.sort = sort.unwrap_or(self.sort);
                return Some(sort.is_some());
            }
            _ => {}
        }
        Some(false)
    }

    fn draw(&mut self, frame: &mut Frame) {
        let [head, body, foot] = Layout::vertical([Constraint::Length(2), Constraint::Min(1), Constraint::Length(1)]).areas(frame.area());
        frame.render_widget(Paragraph::new(self.head().map(Line::from).to_vec()), head);
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let titles = ["Function", "Service", "Calls", "Errors", "Total", "Self", "p50", "p95", "Max"];
        let rows: Vec<Row> = self.lines.iter().map(|line| Row::new(fields(line).map(Cell::from))).collect();
        let widths = [
            Constraint::Fill(1),
            Constraint::Max(16),
            Constraint::Length(11),
            Constraint::Length(8),
            Constraint::Length(9),
            Constraint::Length(9),
            Constraint::Length(9),
            Constraint::Length(9),
            Constraint::Length(9),
        ];
        let table = Table::new(rows, widths)
            .header(Row::new(titles).style(bold))
            .row_highlight_style(Style::new().add_modifier(Modifier::REVERSED));
        frame.render_stateful_widget(table, body, &mut self.table);
        let foot_text = if self.trouble.is_empty() {
            let keys: Vec<String> = SORTS.iter().map(|(key, _, title)| format!("{key} {title}")).collect();
            format!("sort: {}  / search  Tab service  q quit", keys.join("  "))
        } else {
            self.trouble.clone()
        };
        frame.render_widget(Paragraph::new(foot_text), foot);
    }

    fn head(&self) -> [String; 2] {
        let number = |path: &str| thousands(self.status.pointer(path).and_then(Value::as_u64).unwrap_or(0));
        let service = self
            .service
            .checked_sub(1)
            .and_then(|at| self.services.get(at))
            .map_or("all services", String::as_str);
        let search = if self.searching || !self.search.is_empty() {
            format!("  /{}", self.search)
        } else {
            String::new()
        };
        let off = if self.status["off"] == true { "  OFF" } else { "" };
        [
            format!(
                "weft: {} requests, {} calls, {} errors, {} connections{off}",
                number("/taken/requests"),
                number("/taken/calls"),
                number("/errors"),
                number("/connections/open")
            ),
            format!("{service}, by {}{search}", SORTS[self.sort].2),
        ]
    }

    fn text(&self) -> String {
        let mut text = self.head().join("\n");
        text.push('\n');
        for line in &self.lines {
            let [name, service, calls, errors, total, own, p50, p95, max] = fields(line);
            text += &format!("{calls:>11} {errors:>8} {total:>9} {own:>9} {p50:>9} {p95:>9} {max:>9}  {name}  {service}\n");
        }
        text
    }
}

fn fields(line: &Value) -> [String; 9] {
    let text = |name: &str| line[name].as_str().unwrap_or("").to_owned();
    let number = |name: &str| line[name].as_u64().unwrap_or(0);
    let time = |name: &str| if number(name) == 0 { String::new() } else { duration(number(name)) };
    [
        text("name"),
        text("service"),
        thousands(number("calls")),
        thousands(number("errors")),
        time("total_ns"),
        time("self_ns"),
        time("p50_ns"),
        time("p95_ns"),
        time("max_ns"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use serde_json::json;

    fn view() -> View {
        View {
            sort: 0,
            service: 0,
            services: vec!["shop".into()],
            search: String::new(),
            searching: false,
            status: json!({ "taken": { "calls": 1234, "requests": 5 }, "off": false }),
            lines: vec![json!({ "name": "App\\f", "service": "shop", "calls": 7, "total_ns": 1_500_000, "p95_ns": 2000 })],
            trouble: String::new(),
            table: TableState::default(),
        }
    }

    #[test]
    fn a_screen_shows_functions_and_keys() {
        let mut terminal = Terminal::new(TestBackend::new(120, 8)).unwrap();
        let mut view = view();
        terminal.draw(|frame| view.draw(frame)).unwrap();
        let screen = terminal.backend().to_string();
        for text in ["5 requests, 1,234 calls", "all services, by time", "App\\f", "1.50 ms", "2.00 µs", "q quit"] {
            assert!(screen.contains(text), "{text} in {screen}");
        }
    }

    #[test]
    fn keys_sort_search_and_end() {
        let mut view = view();
        assert_eq!(view.press(KeyCode::Char('e')), Some(true));
        assert_eq!(SORTS[view.sort].1, "errors");
        assert_eq!(view.press(KeyCode::Tab), Some(true));
        assert_eq!(view.service, 1);
        view.press(KeyCode::Char('/'));
        view.press(KeyCode::Char('q'));
        assert_eq!(view.search, "q");
        view.press(KeyCode::Enter);
        assert_eq!(view.press(KeyCode::Char('q')), None);
    }
}
