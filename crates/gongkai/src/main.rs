//! 公开: the program. Everything it does is a command in `cli/`.

mod cli;

/// The reader makes many small pieces and drops them at once, on every thread.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::run()
}
