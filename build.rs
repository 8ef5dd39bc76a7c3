//! Compiles the C shim (macros and inline functions of the engine that bindgen cannot see) and tells
//! the crate which PHP it is built for.

use std::env;
use std::process::Command;

fn php_config(argument: &str) -> String {
    let program = env::var("PHP_CONFIG").unwrap_or_else(|_| "php-config".to_owned());
    let output = Command::new(&program)
        .arg(argument)
        .output()
        .unwrap_or_else(|error| panic!("{program} {argument}: {error}; install php-dev or set PHP_CONFIG"));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn main() {
    println!("cargo:rerun-if-env-changed=PHP_CONFIG");
    println!("cargo:rerun-if-changed=src/zend");
    println!("cargo:rerun-if-changed=build.rs");
    let version: u32 = php_config("--vernum").parse().expect("php-config --vernum prints a number");
    for (name, since) in [("php83", 80300), ("php84", 80400), ("php85", 80500), ("php86", 80600)] {
        println!("cargo::rustc-check-cfg=cfg({name})");
        if version >= since {
            println!("cargo::rustc-cfg={name}");
        }
    }
    // A PHP for debugging asserts what others rely on without a check (see weave/splice/observer.rs).
    println!("cargo::rustc-check-cfg=cfg(php_asserts)");
    if php_config("--configure-options").contains("--enable-debug") {
        println!("cargo::rustc-cfg=php_asserts");
    }
    let mut build = cc::Build::new();
    for include in php_config("--includes").split_whitespace() {
        build.include(include.trim_start_matches("-I"));
    }
    if php_config("--configure-options").contains("-sanitizer") {
        // The engine's arenas have another layout then (Zend/zend_arena.h), which the shim's own flags do not show.
        build.define("ZEND_TRACK_ARENA_ALLOC", "1");
    }
    let mut files: Vec<_> = std::fs::read_dir("src/zend")
        .expect("src/zend is there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "c"))
        .collect();
    files.sort();
    build
        .files(files)
        .flag("-std=gnu11")
        // Debuggers find their way by the line tables.
        .force_frame_pointer(false)
        .flag("-fvisibility=hidden")
        .warnings(false)
        .compile("weft_shim");
    // The library's own part in the identity of the code it weaves (see weave/loom.rs).
    println!("cargo::rustc-cdylib-link-arg=-Wl,--build-id=sha1");
}
