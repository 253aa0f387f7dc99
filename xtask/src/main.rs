//! The repository's chores, run as `cargo xtask VERB`.

mod bench;
mod build;
mod check;
mod fuzz;
mod process;
mod serve;
mod split;
mod test;
mod tidy;
mod tools;

use std::process::ExitCode;

const HELP: &str = "\
The repository's chores: cargo xtask VERB

  demo [--port N] [--no-open]   build, then serve the demo on this machine
  build                         optimised wasm and shell into www/dist
  test [native|seeds|worst|wasm|node|e2e]…  all suites, or the named ones
    [--quick]                   of demo, build and test: a module that is built fast, and is large and slow
  fuzz [TARGET]… [--seconds N]  all fuzz targets, or the named ones, for a minute each or N seconds
  check                         formatting, lints, types, documentation, invariants
  bench [--quick|--large]       benchmarks: native stages, then engines and renderers in Chromium
    [--events N] [--only A,B]   a size, some adapters, some operations of the latter
    [--ops A,B] [--node]        our core alone, in Node
    [--engines|--renderers]     one of the two
  serve [--port N] [--base /P/] serve www/dist as it is, from a sub-path if asked
";

const BENCH: [&str; 8] = ["--quick", "--large", "--events", "--only", "--ops", "--node", "--engines", "--renderers"];

/// What went wrong, in one line for the person at the terminal.
pub type Result<T = ()> = std::result::Result<T, String>;

/// Everything that may follow a verb.
#[derive(Debug, Default, PartialEq)]
struct Options {
    port: Option<u16>,
    open: bool,
    base: String,
    bench: bench::Scope,
    care: build::Care,
    seconds: Option<u32>,
    names: Vec<String>,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Result {
    let Some((verb, rest)) = args.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    let allowed: &[&str] = match verb.as_str() {
        "demo" => &["--port", "--no-open", "--quick"],
        "serve" => &["--port", "--base"],
        "bench" => &BENCH,
        "test" => &["NAME", "--quick"],
        "build" => &["--quick"],
        "check" => &[],
        "fuzz" => &["NAME", "--seconds"],
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            return Ok(());
        }
        other => {
            return Err(format!("there is no verb \"{other}\"; see cargo xtask help"));
        }
    };
    let options = parse(verb, rest, allowed)?;
    match verb.as_str() {
        "demo" => {
            build::all(options.care)?;
            serve::run(options.port, &options.base, options.open)
        }
        "serve" => serve::run(options.port, &options.base, false),
        "bench" => bench::run(&options.bench),
        "test" => test::run(&options.names, options.care),
        "build" => build::all(options.care),
        "fuzz" => fuzz::run(&options.names, options.seconds.unwrap_or(fuzz::SECONDS)),
        _ => check::run(),
    }
}

fn parse(verb: &str, args: &[String], allowed: &[&str]) -> Result<Options> {
    let mut options = Options { open: true, base: "/".into(), ..Options::default() };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let kind = if arg.starts_with('-') { arg.as_str() } else { "NAME" };
        if !allowed.contains(&kind) {
            return Err(format!("\"{verb}\" does not take \"{arg}\""));
        }
        let mut value = || args.next().ok_or(format!("{arg} needs a value"));
        match kind {
            "--port" => {
                let text = value()?;
                let port = text.parse().map_err(|_| format!("\"{text}\" is no port number"))?;
                options.port = Some(port);
            }
            "--base" => options.base = format!("/{}/", value()?.trim_matches('/')).replace("//", "/"),
            "--seconds" => {
                let text = value()?;
                options.seconds = Some(text.parse().map_err(|_| format!("\"{text}\" is no number of seconds"))?);
            }
            "--no-open" => options.open = false,
            "--quick" => {
                options.bench.quick = true;
                options.care = build::Care::Quick;
            }
            "--node" => options.bench.node = true,
            "--large" | "--engines" | "--renderers" => options.bench.options.push(kind.into()),
            "--events" | "--only" | "--ops" => options.bench.options.extend([kind.into(), value()?.clone()]),
            _ => options.names.push(arg.clone()),
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(String::from).collect()
    }

    #[test]
    fn options_are_read_in_any_order() {
        let options = parse("demo", &words("--no-open --port 81"), &["--port", "--no-open"]).unwrap();
        assert_eq!((options.port, options.open), (Some(81), false));
        assert_eq!(parse("serve", &words("--base a/b"), &["--base"]).unwrap().base, "/a/b/");
        assert_eq!(parse("serve", &words("--base /"), &["--base"]).unwrap().base, "/");
        let bench = parse("bench", &words("--events 10000 --node"), &BENCH).unwrap().bench;
        assert_eq!((bench.node, bench.options), (true, words("--events 10000")));
    }

    #[test]
    fn what_a_verb_does_not_take_is_an_error() {
        assert!(parse("check", &words("--port 81"), &[]).is_err());
        assert!(parse("demo", &words("--port"), &["--port"]).is_err());
        assert!(parse("demo", &words("--port 65536"), &["--port"]).is_err());
        assert!(dispatch(&words("frobnicate")).is_err());
    }
}
