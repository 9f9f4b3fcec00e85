//! A deadline for heads: a stranger who sends one letter at a time must not hold a connection.

use std::io::{Error, ErrorKind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// A stream that fails if a head that has begun does not end in time.
pub struct HeadDeadline<T> {
    inner: T,
    most: Duration,
    /// The end of the wait; `None` between two heads.
    deadline: Option<Pin<Box<Sleep>>>,
    head: HeadSignal,
}

/// Tells a [`HeadDeadline`] that a head is complete.
#[derive(Clone, Default)]
pub struct HeadSignal(Arc<AtomicBool>);

impl HeadSignal {
    /// The head is complete.
    pub fn complete(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl<T> HeadDeadline<T> {
    /// A stream whose heads take at most this long from their first byte to their last.
    pub fn new(inner: T, most: Duration, head: HeadSignal) -> Self {
        Self {
            inner,
            most,
            deadline: None,
            head,
        }
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for HeadDeadline<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        if self.head.0.swap(false, Ordering::Relaxed) {
            self.deadline = None;
        }
        let before = buf.filled().len();
        let polled = Pin::new(&mut self.inner).poll_read(cx, buf);
        if buf.filled().len() > before && self.deadline.is_none() {
            self.deadline = Some(Box::pin(sleep(self.most)));
        }
        match &mut self.deadline {
            Some(deadline) if polled.is_pending() => deadline
                .as_mut()
                .poll(cx)
                .map(|()| Err(Error::from(ErrorKind::TimedOut))),
            _ => polled,
        }
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for HeadDeadline<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}
