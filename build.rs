//! Tells the extension the versions of what it is made of, for `php --ri swoxide`: from Cargo.lock, so that they are what
//! was really built.

use std::error::Error;

use cargo_lock::Lockfile;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=Cargo.lock");
    let lock = Lockfile::load("Cargo.lock")?;
    for name in ["tokio", "hyper", "tungstenite", "rustls", "zlib-rs", "ext-php-rs"] {
        let package = lock
            .packages
            .iter()
            .find(|package| package.name.as_str() == name)
            .ok_or_else(|| format!("Cargo.lock has no package {name}: run cargo generate-lockfile"))?;
        let variable = name.to_uppercase().replace('-', "_");
        println!("cargo::rustc-env=SWOXIDE_{variable}_VERSION={}", package.version);
    }
    Ok(())
}
