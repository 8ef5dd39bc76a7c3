//! The conditions of a rule that concern the process and the request.

use glob::{MatchOptions, Pattern as Glob, PatternError as GlobError};

/// When a rule is in force: each condition that is given must hold, and one of its values suffices.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    /// Names as `php_sapi_name()` gives them; empty: all.
    pub sapi: Vec<String>,
    /// Which scripts started the request; empty: all.
    pub script: Vec<Script>,
    /// How the request's URI begins; empty: all, and requests without a URI as well.
    pub uri: Vec<String>,
}

/// Names scripts by their path. `*` and `?` stay within a folder, `**` crosses folders, `[abc]` is
/// one of these. A pattern without a leading slash may begin in any folder: `public/index.php`
/// names `/var/www/public/index.php`.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    text: String,
    glob: Glob,
}

impl When {
    /// Whether there is no condition.
    pub fn is_empty(&self) -> bool {
        self.sapi.is_empty() && self.script.is_empty() && self.uri.is_empty()
    }

    /// Whether the process may be one of those meant: never changes while it lives.
    pub fn fits_sapi(&self, sapi: &str) -> bool {
        self.sapi.is_empty() || self.sapi.iter().any(|s| s == sapi)
    }

    /// Whether the request is one of those meant: the path of its script and its URI, if any.
    pub fn fits_request(&self, script: &str, uri: Option<&str>) -> bool {
        let fits_uri = |uri: &str| self.uri.iter().any(|prefix| uri.starts_with(prefix));
        (self.script.is_empty() || self.script.iter().any(|s| s.fits(script))) && (self.uri.is_empty() || uri.is_some_and(fits_uri))
    }
}

impl Script {
    pub(crate) fn parse(text: &str) -> Result<Self, GlobError> {
        let glob = if text.starts_with('/') {
            Glob::new(text)
        } else {
            let shift = "**/".len();
            Glob::new(&format!("**/{text}")).map_err(|error| GlobError {
                pos: error.pos.saturating_sub(shift),
                ..error
            })
        }?;
        Ok(Script { text: text.to_owned(), glob })
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it names the script with this path.
    pub fn fits(&self, path: &str) -> bool {
        let options = MatchOptions {
            require_literal_separator: true,
            ..MatchOptions::default()
        };
        self.glob.matches_with(path, options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_conditions_everything_fits() {
        let when = When::default();
        assert!(when.is_empty() && when.fits_sapi("cli") && when.fits_request("", None));
    }

    #[test]
    fn each_condition_must_hold_and_one_value_suffices() {
        let when = When {
            sapi: vec!["cli".into(), "fpm-fcgi".into()],
            script: vec![Script::parse("index.php").unwrap()],
            uri: vec!["/api".into(), "/admin/".into()],
        };
        assert!(when.fits_sapi("fpm-fcgi") && !when.fits_sapi("fpm"));
        assert!(when.fits_request("/www/index.php", Some("/api/1")));
        assert!(!when.fits_request("/www/other.php", Some("/api/1")));
        assert!(!when.fits_request("/www/index.php", Some("/admin")));
        assert!(!when.fits_request("/www/index.php", None));
    }

    #[test]
    fn scripts_are_named_by_path_or_by_its_end() {
        for (pattern, path, fits) in [
            ("/www/index.php", "/www/index.php", true),
            ("/www/index.php", "/var/www/index.php", false),
            ("index.php", "/var/www/index.php", true),
            ("index.php", "/index.php", true),
            ("index.php", "index.php", true),
            ("index.php", "/var/www/other-index.php", false),
            ("public/*.php", "/var/www/public/x.php", true),
            ("public/*.php", "/var/www/public/a/x.php", false),
            ("/www/*/x.php", "/www/a/b/x.php", false),
            ("/www/**/x.php", "/www/a/b/x.php", true),
            ("[ab].php", "/www/b.php", true),
        ] {
            assert_eq!(Script::parse(pattern).unwrap().fits(path), fits, "{pattern} {path}");
        }
    }
}
