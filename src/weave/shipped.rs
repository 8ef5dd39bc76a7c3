//! The templates that come with weft, part of the library so that no installation can miss them.

/// Name and text of each.
pub const SOURCES: &[(&str, &str)] = &[
    ("observe", include_str!("../../wrappers/observe.php")),
    ("time", include_str!("../../wrappers/time.php")),
    ("count", include_str!("../../wrappers/count.php")),
    ("log", include_str!("../../wrappers/log.php")),
    ("retry", include_str!("../../wrappers/retry.php")),
    ("memoize", include_str!("../../wrappers/memoize.php")),
    ("query", include_str!("../../wrappers/query.php")),
    ("pdo", include_str!("../../wrappers/pdo.php")),
    ("http", include_str!("../../wrappers/http.php")),
    ("redis", include_str!("../../wrappers/redis.php")),
    ("memcached", include_str!("../../wrappers/memcached.php")),
];

/// Is this the text of the `observe` among them?
pub fn is_observe(source: &str) -> bool {
    SOURCES.iter().any(|(name, text)| *name == weft_wire::DEFAULT_WRAPPER && *text == source)
}
