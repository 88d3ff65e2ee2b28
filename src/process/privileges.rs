//! Rights that a server started by root gives up: the settings `user`, `group` and `chroot`.

use std::ffi::CString;
use std::path::Path;

use nix::unistd::{Group, Uid, User, chdir, chroot, geteuid, initgroups, setgid, setgroups, setuid};

use swoxide_engine::settings::Settings;

use super::problem::Problem;

/// What is to be said to whoever has set any of it without being root: it has no effect then.
pub(crate) fn without_effect(settings: &Settings) -> Option<String> {
    let is_set = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    let names = [("user", &settings.user), ("group", &settings.group), ("chroot", &settings.chroot)];
    let set: Vec<_> = names.into_iter().filter(|(_, text)| is_set(text)).map(|(name, _)| name).collect();
    (!set.is_empty() && !geteuid().is_root()).then(|| {
        format!(
            "{} without effect: only a server that root has started can become another user or leave the root directory",
            set.join(", ")
        )
    })
}

/// Gives up root's rights for those of `user` and `group` (without one: the user's own), within `root` if there is one.
/// Each process of the server does so for itself, before it handles anything of a client.
/// An empty name is none. Without root's rights all stays as it is.
///
/// # Errors
/// The setting, its value and the reason. Some rights may be gone then: the process must not go on.
pub(crate) fn drop_privileges(user: Option<&str>, group: Option<&str>, root: Option<&Path>) -> Result<(), Problem> {
    let user = user.filter(|name| !name.is_empty());
    let group = group.filter(|name| !name.is_empty());
    let root = root.filter(|path| !path.as_os_str().is_empty());
    if !geteuid().is_root() || (user.is_none() && group.is_none() && root.is_none()) {
        return Ok(());
    }
    // All names are looked up first: where the new root is, there may be no list of users.
    let user = user.map(find_user).transpose()?;
    let group = group.map(find_group).transpose()?;
    become_group(user.as_ref(), group.as_ref())?;
    if let Some(path) = root {
        let failed = |error| Problem::system(format!("failed to change to chroot[{}]", path.display()), error);
        chroot(path).map_err(failed)?;
        chdir("/").map_err(failed)?;
    }
    // Last, because everything else needs root's rights.
    if let Some(user) = &user {
        let failed = |error| Problem::system(format!("failed to become user[{}]", user.name), error);
        setuid(user.uid).map_err(failed)?;
        if !user.uid.is_root() && setuid(Uid::from_raw(0)).is_ok() {
            return Err(Problem::plain(format!("user[{}] could become root again", user.name)));
        }
    }
    Ok(())
}

fn become_group(user: Option<&User>, group: Option<&Group>) -> Result<(), Problem> {
    let (setting, name, id) = match (group, user) {
        (Some(group), _) => ("group", &group.name, group.gid),
        (None, Some(user)) => ("user", &user.name, user.gid),
        (None, None) => return Ok(()),
    };
    let failed = |error| Problem::system(format!("failed to take the groups of {setting}[{name}]"), error);
    // Root's further groups must not stay; a user's own come along.
    match user {
        Some(user) => {
            let name = CString::new(user.name.as_bytes()).unwrap_or_default();
            initgroups(&name, id).map_err(failed)?;
        }
        None => setgroups(&[id]).map_err(failed)?,
    }
    setgid(id).map_err(failed)
}

fn find_user(name: &str) -> Result<User, Problem> {
    User::from_name(name)
        .map_err(|error| Problem::system(format!("failed to look up user[{name}]"), error))?
        .ok_or_else(|| Problem::plain(format!("there is no user[{name}] on this system")))
}

fn find_group(name: &str) -> Result<Group, Problem> {
    Group::from_name(name)
        .map_err(|error| Problem::system(format!("failed to look up group[{name}]"), error))?
        .ok_or_else(|| Problem::plain(format!("there is no group[{name}] on this system")))
}

#[cfg(test)]
mod tests {
    use nix::unistd::Gid;

    use super::*;
    use crate::process::testing::in_child;

    fn is_root() -> bool {
        geteuid().is_root()
    }

    fn status(result: Result<(), Problem>, right: impl FnOnce() -> bool) -> i32 {
        match result {
            Ok(()) => i32::from(!right()),
            Err(_) => 3,
        }
    }

    #[test]
    fn nothing_set_is_nothing_done() {
        assert!(matches!(drop_privileges(None, Some(""), Some(Path::new(""))), Ok(())));
    }

    #[test]
    fn names_that_are_not_there_are_named() {
        if !is_root() {
            return;
        }
        let text = |result: Result<(), Problem>| result.map_err(|problem| problem.to_string()).err();
        let user = drop_privileges(Some("nobody-of-this-name"), None, None);
        assert_eq!(text(user).as_deref(), Some("there is no user[nobody-of-this-name] on this system"));
        let group = drop_privileges(None, Some("none-of-this-name"), None);
        assert_eq!(text(group).as_deref(), Some("there is no group[none-of-this-name] on this system"));
        let root = drop_privileges(None, None, Some(Path::new("/nonexistent")));
        let expected = "failed to change to chroot[/nonexistent], Error: No such file or directory[2]";
        assert_eq!(text(root).as_deref(), Some(expected));
    }

    #[test]
    fn a_user_brings_its_groups_and_root_is_gone() {
        let Ok(Some(nobody)) = User::from_name("nobody") else { return };
        if !is_root() {
            return;
        }
        let ended = in_child(|| {
            status(drop_privileges(Some("nobody"), None, Some(Path::new("/tmp"))), || {
                let groups = nix::unistd::getgroups().unwrap_or_default();
                geteuid() == nobody.uid
                    && nix::unistd::getuid() == nobody.uid
                    && nix::unistd::getegid() == nobody.gid
                    && !groups.contains(&Gid::from_raw(0))
                    && setuid(Uid::from_raw(0)).is_err()
                    && !Path::new("/etc/passwd").exists()
            })
        });
        assert_eq!(ended, Some(0));
    }

    #[test]
    fn a_group_alone_replaces_all_groups() {
        let Ok(Some(daemon)) = Group::from_name("daemon") else { return };
        if !is_root() {
            return;
        }
        let ended = in_child(|| {
            status(drop_privileges(None, Some("daemon"), None), || {
                nix::unistd::getgroups().is_ok_and(|groups| groups == [daemon.gid])
                    && nix::unistd::getegid() == daemon.gid
                    && is_root()
            })
        });
        assert_eq!(ended, Some(0));
    }

    #[test]
    fn who_is_not_root_is_told() {
        let ended = in_child(|| {
            if is_root() && setuid(Uid::from_raw(65534)).is_err() {
                return 9;
            }
            let names = |name: &str| Some(name.to_owned());
            let settings = Settings { user: names("nobody"), group: names("daemon"), ..Settings::default() };
            match (without_effect(&settings), drop_privileges(Some("nobody"), Some("daemon"), None)) {
                (Some(notice), Ok(())) => {
                    i32::from(!notice.starts_with("user, group without effect: only a server that root"))
                }
                _ => 2,
            }
        });
        assert_eq!(ended, Some(0));
    }
}
