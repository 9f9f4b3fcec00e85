//! Objects that are read piece by piece.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use aws_sdk_s3::primitives::ByteStream;

use super::disk;
use super::fault::StoreFault;

/// The largest piece of a file, in bytes.
const PIECE: usize = 1 << 16;

/// The bytes of an object, in order. An object that is replaced meanwhile is read to its end.
pub enum ObjectReader {
    /// A file of this machine.
    File {
        /// The open file, at the next byte.
        file: File,
        /// The path, for faults.
        path: PathBuf,
        /// The number of bytes that are still to be read.
        left: u64,
    },
    /// An object of a bucket.
    Stream {
        /// The rest of the answer.
        body: ByteStream,
        /// The address, for faults.
        address: String,
    },
}

impl ObjectReader {
    /// The next bytes; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Vec<u8>, StoreFault>> {
        match self {
            Self::File { left: 0, .. } => None,
            Self::File { file, path, left } => {
                let most = PIECE.min(usize::try_from(*left).unwrap_or(PIECE));
                let mut bytes = vec![0; most];
                match file.read(&mut bytes) {
                    Ok(0) => {
                        *left = 0;
                        None
                    }
                    Ok(read) => {
                        bytes.truncate(read);
                        *left -= read as u64;
                        Some(Ok(bytes))
                    }
                    Err(error) => Some(Err(disk::fault("read", path, &error))),
                }
            }
            Self::Stream { body, address } => {
                let help = "check the network, and run it again";
                Some(body.next().await?.map_or_else(
                    |error| Err(StoreFault::new("read", address, &error, help)),
                    |bytes| Ok(bytes.to_vec()),
                ))
            }
        }
    }

    /// All bytes that are left. Fails if there are more than `most`.
    pub async fn all(mut self, most: u64) -> Result<Vec<u8>, StoreFault> {
        let mut all = Vec::new();
        while let Some(bytes) = self.next().await {
            all.extend_from_slice(&bytes?);
            if all.len() as u64 > most {
                return Err(self.too_long(most));
            }
        }
        Ok(all)
    }

    fn too_long(&self, most: u64) -> StoreFault {
        let what = match self {
            Self::File { path, .. } => path.display().to_string(),
            Self::Stream { address, .. } => address.clone(),
        };
        let why = format!("it has more than {most} bytes");
        StoreFault::new("read", &what, &why, "it is not what bf-docs wrote")
    }
}
