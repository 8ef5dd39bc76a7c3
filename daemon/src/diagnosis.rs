//! Why a run may have nothing to show.

use crate::php::command::PhpCommand;
use crate::php::probe::Loaded;
use crate::receive::Connections;

/// What the user reads when no function was reported, with the likely reasons. `loaded` asks
/// PHP whether it loads weft, which takes a moment.
pub fn nothing_woven(connections: Connections, php: Option<&PhpCommand>, loaded: impl FnOnce() -> Loaded) -> String {
    if connections.greeted > 0 {
        return list(
            "PHP ran with weft, but no function was woven. Likely reasons:",
            &[
                "no pattern and no rule matches what was compiled (`weft explain FILE` tells)",
                "the code has no functions, or PHP compiled it before: opcache.preload, \
                 opcache.file_cache",
            ],
        );
    }
    if connections.refused > 0 {
        return list("no PHP process was understood, see above.", &[]);
    }
    if php.is_some_and(PhpCommand::reads_no_configuration) {
        return list(
            "nothing was received: PHP ran with -n, and without configuration it loads no \
             extension.",
            &[],
        );
    }
    match loaded() {
        Loaded::No(error) => list("nothing was received: PHP could not load the extension. It says:", &[&error]),
        Loaded::Yes => list(
            "nothing was received, although PHP loads the extension. Likely reasons:",
            &[
                "a signal or a crash ended PHP before a request did",
                "the extension switched itself off, and said why in PHP's log",
                "PHP went on as another user, who cannot reach the socket",
            ],
        ),
        Loaded::Unknown => list(
            "nothing was received from the program. Likely reasons:",
            &[
                "it ran no PHP, or ended by a signal before a request did",
                "it started PHP with -n or without its environment (env -i, sudo)",
                "PHP ran as another user, who cannot reach the socket",
                "PHP could not load the extension, and said so in its log",
            ],
        ),
    }
}

fn list(heading: &str, reasons: &[&str]) -> String {
    let mut text = format!("weft: {heading}\n");
    for reason in reasons {
        text += &format!("  - {}\n", crate::screen::harmless(reason));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsString;

    fn php(words: &str) -> Option<PhpCommand> {
        let words: Vec<OsString> = words.split(' ').map(OsString::from).collect();
        PhpCommand::read(&words)
    }

    fn silent() -> Connections {
        Connections::default()
    }

    #[test]
    fn the_known_reason_is_given_alone() {
        let text = nothing_woven(silent(), php("php -n a.php").as_ref(), || Loaded::Unknown);
        assert_eq!(
            text,
            "weft: nothing was received: PHP ran with -n, and without configuration it loads no \
             extension.\n"
        );
        let error = || Loaded::No("PHP Warning:  no weft".to_owned());
        let text = nothing_woven(silent(), php("php a.php").as_ref(), error);
        assert!(text.ends_with("It says:\n  - PHP Warning:  no weft\n"), "{text}");
    }

    #[test]
    fn otherwise_likely_reasons_are_listed() {
        let text = nothing_woven(silent(), None, || Loaded::Unknown);
        assert_eq!(text.lines().count(), 5, "{text}");
        let greeted = Connections { greeted: 1, ..silent() };
        let text = nothing_woven(greeted, None, || Loaded::Unknown);
        assert!(text.contains("no function was woven"), "{text}");
    }
}
