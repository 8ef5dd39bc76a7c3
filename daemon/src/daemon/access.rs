//! Who may report.

use nix::unistd::{Gid, Group, Uid, User};
use tokio::net::unix::UCred;

use super::config::Config;

/// The users and the secret of a configuration.
#[derive(Debug, Default)]
pub struct Access {
    users: Vec<u32>,
    /// The group that the socket belongs to.
    pub group: Option<u32>,
    token: Option<String>,
}

impl Access {
    /// Looks the names up.
    ///
    /// # Errors
    /// When there is no such user or group.
    pub fn of(config: &Config) -> Result<Self, String> {
        let mut users = vec![0, Uid::effective().as_raw()];
        for name in &config.users {
            match User::from_name(name) {
                Ok(Some(user)) => users.push(user.uid.as_raw()),
                Ok(None) => return Err(format!("users: found \"{name}\", which this machine does not know")),
                Err(error) => return Err(format!("users: cannot look up \"{name}\": {error}")),
            }
        }
        let group = match &config.group {
            None => None,
            Some(name) => match Group::from_name(name) {
                Ok(Some(group)) => Some(group.gid.as_raw()),
                Ok(None) => return Err(format!("group: found \"{name}\", which this machine does not know")),
                Err(error) => return Err(format!("group: cannot look up \"{name}\": {error}")),
            },
        };
        Ok(Access {
            users,
            group,
            token: config.token.clone(),
        })
    }

    /// Checks who is at the other end of a Unix socket. The kernel has checked the socket's permissions, but a process may
    /// have become another user's since, and folders may be more open than was thought.
    ///
    /// # Errors
    /// Why not.
    pub fn check_peer(&self, peer: UCred) -> Result<(), String> {
        let is_member = || {
            let Some(group) = self.group else { return false };
            peer.gid() == group || is_member(peer.uid(), group)
        };
        if self.users.contains(&peer.uid()) || is_member() {
            Ok(())
        } else {
            Err(format!("it belongs to user {}, who may not report", peer.uid()))
        }
    }

    /// Checks the secret of who came by TCP.
    ///
    /// # Errors
    /// Why not.
    pub fn check_token(&self, found: &str) -> Result<(), String> {
        match &self.token {
            None => Ok(()),
            Some(token) if is_same(token.as_bytes(), found.as_bytes()) => Ok(()),
            Some(_) if found.is_empty() => Err("it has no token, which is asked for".to_owned()),
            Some(_) => Err("its token is another".to_owned()),
        }
    }
}

fn is_member(user: u32, group: u32) -> bool {
    let Ok(Some(user)) = User::from_uid(Uid::from_raw(user)) else {
        return false;
    };
    matches!(Group::from_gid(Gid::from_raw(group)), Ok(Some(group)) if group.mem.contains(&user.name))
}

/// In a time that does not tell how much of it is right.
pub fn is_same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |different, (a, b)| different | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_asked_for_where_there_is_one() {
        let none = Access::default();
        assert!(none.check_token("").is_ok());
        let some = Access {
            token: Some("secret".into()),
            ..Access::default()
        };
        assert!(some.check_token("secret").is_ok());
        assert_eq!(some.check_token("").unwrap_err(), "it has no token, which is asked for");
        assert_eq!(some.check_token("secreT").unwrap_err(), "its token is another");
        assert!(some.check_token("secret!").is_err());
    }

    #[test]
    fn names_that_nobody_knows_are_told() {
        let config = Config {
            users: vec!["nobody-of-that-name".into()],
            ..Config::default()
        };
        assert!(Access::of(&config).unwrap_err().contains("does not know"));
        let config = Config {
            group: Some("root".into()),
            ..Config::default()
        };
        assert_eq!(Access::of(&config).unwrap().group, Some(0));
    }
}
