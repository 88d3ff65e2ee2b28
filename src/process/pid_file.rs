//! The file that says which process a server is, for those who stop and reload it: the setting `pid_file`.

use std::fs;
use std::path::{Path, PathBuf};

use super::problem::Problem;

/// A file with the pid of this process. It goes when this is dropped in the process that wrote it, not in its children,
/// and not when it belongs to another server by now.
#[derive(Debug)]
pub(crate) struct PidFile {
    path: PathBuf,
    pid: u32,
}

impl PidFile {
    /// Writes it, over one that was left behind. A relative path is taken from the directory of this moment.
    ///
    /// # Errors
    /// The path, and why there can be no file.
    pub(crate) fn write(path: &Path) -> Result<Self, Problem> {
        let pid = std::process::id();
        let failed = |error| Problem::system(format!("failed to write pid_file[{}]", path.display()), error);
        // A daemon leaves its directory later.
        let path = std::path::absolute(path).map_err(failed)?;
        fs::write(&path, pid.to_string()).map_err(failed)?;
        Ok(Self { path, pid })
    }
}

impl Drop for PidFile {
    fn drop(&mut self) {
        let is_ours = || fs::read_to_string(&self.path).is_ok_and(|text| text.trim() == self.pid.to_string());
        if std::process::id() == self.pid && is_ours() {
            // Privileges that were dropped may not suffice, and there is nobody left to tell.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::testing::in_child;

    fn path(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("swoxide-{name}-{}.pid", std::process::id()))
    }

    #[test]
    fn it_is_there_as_long_as_its_owner_wants() {
        let path = path("owner");
        assert!(fs::write(&path, "something longer of a server that crashed").is_ok());
        let file = PidFile::write(&path);
        assert_eq!(fs::read_to_string(&path).ok(), Some(std::process::id().to_string()));
        assert_eq!(
            in_child(|| {
                drop(file.as_ref().ok().map(|file| PidFile { path: file.path.clone(), pid: file.pid }));
                0
            }),
            Some(0)
        );
        assert!(path.exists());
        drop(file);
        assert!(!path.exists());
    }

    #[test]
    fn that_of_another_server_stays() {
        let path = path("another");
        let file = PidFile::write(&path);
        assert!(fs::write(&path, "1").is_ok());
        drop(file);
        assert!(path.exists());
        assert!(fs::remove_file(path).is_ok());
    }

    #[test]
    fn errors_name_path_and_reason() {
        let problem = PidFile::write(Path::new("/nonexistent/server.pid")).map_err(|problem| problem.to_string());
        assert_eq!(
            problem.err().as_deref(),
            Some("failed to write pid_file[/nonexistent/server.pid], Error: No such file or directory[2]")
        );
    }
}
