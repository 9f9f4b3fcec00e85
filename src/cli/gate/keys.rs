//! `bf-docs gate keys`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::cli::{Trouble, count, talk};
use crate::clock::unix_seconds;
use crate::gate::{KeyRing, key_ring, replace_ring, write_new_ring};

/// Make the key ring that sessions are sealed with, or add a key to it
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Make a ring in a new file
    New(KeyFile),
    /// Add a key, and drop those that open nothing any longer
    Rotate(Rotation),
}

/// The rotation of a ring.
#[derive(Debug, Args)]
pub struct Rotation {
    #[command(flatten)]
    file: KeyFile,
    /// Drop all other keys, which ends all sessions: for keys that somebody else has seen
    #[arg(long)]
    drop_old: bool,
}

/// The file of a ring.
#[derive(Debug, Args)]
pub struct KeyFile {
    /// The file, which only its owner may read
    file: PathBuf,
}

impl Keys {
    /// Writes the ring.
    pub fn run(&self) -> Result<ExitCode, Trouble> {
        match self {
            Self::New(KeyFile { file }) => {
                write_new_ring(file, &KeyRing::new(unix_seconds()))?;
                talk(&format!("`{}` has a new key ring\n", file.display()));
            }
            Self::Rotate(Rotation { file, drop_old }) => {
                let file = &file.file;
                let (ring, now) = (key_ring(file)?, unix_seconds());
                let ring = match drop_old {
                    true => KeyRing::new(now),
                    false => ring.rotated(now),
                };
                replace_ring(file, &ring)?;
                let effect = match drop_old {
                    true => "all sessions end",
                    false => "the new one seals in a minute",
                };
                talk(&format!(
                    "`{}` has {}; gates read it again within 10 seconds, and {effect}\n",
                    file.display(),
                    count(ring.ids().len(), "key")
                ));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
