//! Work on many inputs at once, with results in input order and a bounded number of them waiting.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How many inputs each thread may be ahead of the one that is written next.
const AHEAD: usize = 8;

/// Gives each item to `work` on one of `jobs` threads, with a buffer to fill; the buffers are written in item order.
///
/// # Errors
/// A Chinese sentence when the output cannot be written. A reader that went away (`head`) is no error.
pub fn run<T: Send>(
    items: impl Iterator<Item = T> + Send,
    jobs: usize,
    out: impl Write + Send,
    work: impl Fn(T, &mut Vec<u8>) + Sync,
) -> Result<(), String> {
    let bar = bar();
    let queue = Queue {
        items: Mutex::new(items.enumerate()),
        line: Mutex::new(Line { next: 0, ready: BTreeMap::new(), spare: Vec::new(), out, failed: None }),
        moved: Condvar::new(),
        window: jobs.saturating_mul(AHEAD),
    };
    let each = || {
        while let Some((number, item)) = queue.take() {
            let mut buffer = queue.buffer(number);
            work(item, &mut buffer);
            bar.inc(1);
            if !queue.put(number, buffer) {
                break;
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..jobs {
            scope.spawn(each);
        }
        each();
    });
    bar.finish_and_clear();
    let mut line = lock(&queue.line);
    match line.failed.take().or(line.out.flush().err()) {
        Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("写不出结果：{}", gongkai::trouble::said(&error)))
        }
        _ => Ok(()),
    }
}

struct Queue<I, W> {
    items: Mutex<I>,
    line: Mutex<Line<W>>,
    moved: Condvar,
    window: usize,
}

/// What waits to be written.
struct Line<W> {
    next: usize,
    ready: BTreeMap<usize, Vec<u8>>,
    spare: Vec<Vec<u8>>,
    out: W,
    failed: Option<io::Error>,
}

impl<T, I: Iterator<Item = (usize, T)>, W: Write> Queue<I, W> {
    fn take(&self) -> Option<(usize, T)> {
        lock(&self.items).next()
    }

    /// A buffer for an item, as soon as it is near enough to the one that is written next. That one never waits here,
    /// so the line always moves.
    fn buffer(&self, number: usize) -> Vec<u8> {
        let mut line = lock(&self.line);
        while line.failed.is_none() && number >= line.next + self.window {
            line = self.moved.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
        line.spare.pop().unwrap_or_default()
    }

    /// Whether to go on.
    fn put(&self, number: usize, buffer: Vec<u8>) -> bool {
        let mut guard = lock(&self.line);
        let line = &mut *guard;
        line.ready.insert(number, buffer);
        while let Some(mut buffer) = line.ready.remove(&line.next) {
            line.next += 1;
            if let (None, Err(error)) = (&line.failed, line.out.write_all(&buffer)) {
                line.failed = Some(error);
            }
            buffer.clear();
            // one huge report must not keep its buffer for the rest of the run
            buffer.shrink_to(1 << 20);
            line.spare.push(buffer);
        }
        self.moved.notify_all();
        line.failed.is_none()
    }
}

/// A thread that panicked has already been answered for; what it guarded is still whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// On stderr, and only where a person looks at it.
fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(5));
    if let Ok(style) = ProgressStyle::with_template("{spinner} 已读{human_pos}个文件（{elapsed}）") {
        bar.set_style(style);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_input_order_however_long_each_takes() {
        for jobs in [1, 2, 7] {
            let mut out = Vec::new();
            run(0..500_u64, jobs, &mut out, |n, buffer| {
                std::thread::sleep(std::time::Duration::from_micros((n * 7919) % 300));
                let _ = writeln!(buffer, "{n}");
            })
            .unwrap();
            let expected: String = (0..500).map(|n| format!("{n}\n")).collect();
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{jobs} jobs");
        }
    }

    #[test]
    fn a_reader_that_went_away_ends_the_run_quietly_and_a_full_disk_does_not() {
        struct Broken(io::ErrorKind);
        impl Write for Broken {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(self.0.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let worked = std::sync::atomic::AtomicUsize::new(0);
        let work = |_: u64, buffer: &mut Vec<u8>| {
            worked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            buffer.push(b'x');
        };
        assert_eq!(run(0..100_000, 3, Broken(io::ErrorKind::BrokenPipe), work), Ok(()));
        assert!(worked.load(std::sync::atomic::Ordering::Relaxed) < 1_000);
        assert_eq!(run(0..9, 3, Broken(io::ErrorKind::StorageFull), work), Err("写不出结果：磁盘已满".to_owned()));
    }
}
