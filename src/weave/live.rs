//! Rules, hooks and the switch while PHP runs: what has changed reaches every process before its next request.
//!
//! Once a second one process looks at the files, for all. What it finds goes into shared memory as a number that each
//! process compares when a request starts. From the first change on, each file is held against the rules before it is
//! loaded: once for all processes, and opcache is told about those that would be woven otherwise.

use std::cell::Cell;
use std::sync::atomic::Ordering;

use weft_wire::Pattern;

use super::{late_hook, loom};
use crate::rules::{self, Rules, switch, wanted};
use crate::settings;
use crate::zend::clock;
use crate::zend::log;
use crate::zend::module::{self, handle};
use crate::zend::op_array::OpArray;
use crate::zend::point::Mark;
use crate::zend::scripts::{self, Loaded, Watch};
use crate::zend::shared::{Segment, segment};

thread_local! {
    /// The state of the shared memory that this thread has adopted.
    static GENERATION: Cell<u64> = const { Cell::new(0) };
    /// And of what a request keeps as it began.
    static RULES: Cell<u64> = const { Cell::new(0) };
    /// What this thread weaves with, as a number: what it left with files that it compiled.
    static STATE: Cell<u32> = const { Cell::new(0) };
    /// Was there a request before this one?
    static BEGUN: Cell<bool> = const { Cell::new(false) };
    /// Are files held against the rules before they are loaded?
    static WATCHING: Cell<bool> = const { Cell::new(false) };
    static NAMES: std::cell::RefCell<Vec<Vec<u8>>> = const { std::cell::RefCell::new(Vec::new()) };
    /// What is known of the file that is being loaded.
    static LOADING: Cell<Loading> = const { Cell::new(Loading { state: 0, fine: None }) };
}

/// What was found before a file is loaded.
#[derive(Clone, Copy, Default)]
struct Loading {
    /// The state in which was looked; 0 when nobody did.
    state: u32,
    /// What had been left with the file that opcache has, if it is as it should be.
    fine: Option<usize>,
}

/// At module start, when the rules have been read.
pub fn start_up() {
    let Some(segment) = segment() else { return };
    segment.sources.store(rules::current().sources, Ordering::Relaxed);
    let off = settings::current().switch_file.exists();
    segment.off.store(off, Ordering::Relaxed);
    switch::set(off);
    GENERATION.set(segment.generation.fetch_add(1, Ordering::Relaxed) + 1);
    FIRST.store(GENERATION.get(), Ordering::Relaxed);
    RULES.set(segment.rules_generation.load(Ordering::Relaxed));
}

/// The state in which all processes began: what was compiled in it needs no check.
static FIRST: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

/// At request start: one load where nothing has changed, and a look at the files once a second.
pub fn request_start() {
    let Some(segment) = segment() else { return };
    if GENERATION.get() == 0 {
        // A thread that was not there when the module started.
        GENERATION.set(FIRST.load(Ordering::Relaxed));
        RULES.set(segment.rules_generation.load(Ordering::Relaxed));
        switch::set(segment.off.load(Ordering::Relaxed));
    }
    let now = clock::coarse_seconds();
    let looked_at = segment.looked_at.load(Ordering::Relaxed);
    if looked_at != now && segment.looked_at.compare_exchange(looked_at, now, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
        look(segment);
    }
    let generation = segment.generation.load(Ordering::Acquire);
    if generation != GENERATION.get() {
        adopt(segment, generation);
    } else if !BEGUN.replace(true) && scripts::opcache_has_files() {
        // Files on disk may be from a time with other rules.
        set_state(segment);
        watch();
    }
}

/// Holds the files against what is in force.
#[cold]
fn look(segment: &Segment) {
    let settings = settings::current();
    if !settings.enabled || !settings.errors.is_empty() {
        return;
    }
    let off = settings.switch_file.exists();
    if segment.off.swap(off, Ordering::Relaxed) != off {
        rules_changed(segment);
    }
    if settings.rules.is_empty() {
        return;
    }
    let sources = weft_wire::Sources::read(&settings.rules).fingerprint();
    if sources == segment.sources.load(Ordering::Relaxed) || sources == segment.broken.load(Ordering::Relaxed) {
        return;
    }
    let rules = Rules::read(&settings, &module::sapi());
    if rules.errors.is_empty() {
        if rules.set.opcodes != rules::current().set.opcodes {
            log::write("the rules name other opcodes now: that holds when PHP has been restarted");
        }
        segment.sources.store(rules.sources, Ordering::Relaxed);
        segment.broken.store(0, Ordering::Relaxed);
        rules_changed(segment);
    } else {
        segment.broken.store(rules.sources, Ordering::Relaxed);
        for error in &rules.errors {
            log::write(&format!("{error}; the rules stay as they were"));
        }
    }
}

fn rules_changed(segment: &Segment) {
    segment.rules_generation.fetch_add(1, Ordering::Relaxed);
    segment.generation.fetch_add(1, Ordering::Release);
}

/// Takes over what is in force now.
#[cold]
fn adopt(segment: &Segment, generation: u64) {
    // First: what changes from here on is for the next time.
    let rules_generation = segment.rules_generation.load(Ordering::Relaxed);
    let settings = settings::current();
    if rules::current().sources != segment.sources.load(Ordering::Relaxed) {
        let rules = Rules::read(&settings, &module::sapi());
        if rules.sources != segment.sources.load(Ordering::Relaxed) || !rules.errors.is_empty() {
            // Somebody is writing the file. This process asks again at its next request, and judges no files till then.
            return;
        }
        loom::adopt(&settings, &rules);
        rules::adopt(rules);
        if !rules::current().is_empty() {
            crate::zend::ast_hook::install(true);
            crate::zend::trace::expect_wrappers();
        }
    }
    switch::set(segment.off.load(Ordering::Relaxed));
    RULES.set(rules_generation);
    take_notes(segment);
    GENERATION.set(generation);
    set_state(segment);
    watch();
}

/// Takes over notes that came since the request began. Rules and switch wait for the next one: `false` when they have changed.
fn catch_up(segment: &Segment) -> bool {
    let generation = segment.generation.load(Ordering::Acquire);
    if generation == GENERATION.get() {
        return true;
    }
    if segment.rules_generation.load(Ordering::Relaxed) != RULES.get() {
        return false;
    }
    take_notes(segment);
    GENERATION.set(generation);
    set_state(segment);
    if !wanted::is_empty() {
        // Why it cannot be is what a hook says.
        let _ = loom::prepare_for_hooks();
    }
    true
}

fn take_notes(segment: &Segment) {
    let notes = segment.notes();
    let texts = notes.split(|byte| *byte == b'\n').filter(|text| !text.is_empty());
    wanted::set_noted(texts.filter_map(|text| Pattern::parse(text).ok()).collect());
}

fn watch() {
    if scripts::opcache_is_on() {
        WATCHING.set(true);
        scripts::watch(Watch {
            before: before_load,
            after: after_load,
        });
    }
}

fn set_state(segment: &Segment) {
    let mut bytes = loom::identity();
    bytes.push(u8::from(switch::is_off()));
    bytes.extend(segment.notes());
    #[expect(clippy::cast_possible_truncation, reason = "a hash")]
    STATE.set((weft_wire::fingerprint(&bytes) as u32).max(1));
}

/// At module shutdown.
pub fn shut_down() {
    scripts::unwatch();
}

/// Leaves with a file's own code what it was compiled with.
pub fn stamp(main: OpArray) {
    if WATCHING.get() {
        main.mark(handle(), (STATE.get() as usize) << 32);
    }
}

/// A file is about to be loaded: takes it out of opcache when it would be woven otherwise today.
fn before_load(path: &[u8]) {
    LOADING.set(Loading::default());
    // Who has not the newest rules judges no files for others.
    let Some(segment) = segment().filter(|segment| WATCHING.get() && catch_up(segment)) else {
        return;
    };
    let state = STATE.get();
    if segment.is_checked(weft_wire::fingerprint(path), state) || !scripts::opcache_may_be_asked() {
        return;
    }
    LOADING.set(Loading { state, fine: None });
    if !scripts::is_cached(path) {
        return;
    }
    let (mut stale, mut left) = (false, 0);
    late_hook::rehearse(|| {
        scripts::look_at(path, |function| {
            if function.function_name().is_none() {
                left = function.marked(handle()) >> 32;
            }
            stale = stale || is_stale(function);
        });
    });
    if stale || (left != state as usize && mentions(path)) {
        scripts::invalidate(path);
    } else {
        LOADING.set(Loading { state, fine: Some(left) });
    }
}

/// A file has been loaded. Is it to be compiled anew, for this process alone?
///
/// Another process, with older rules or notes, may have been quicker to put it into the cache, and opcache prefers what is
/// there to what this process has compiled meanwhile.
fn after_load(path: &[u8], loaded: Loaded) -> bool {
    let loading = LOADING.take();
    let Some(segment) = segment().filter(|_| WATCHING.get()) else { return false };
    if segment.generation.load(Ordering::Acquire) != GENERATION.get() {
        // This request began with other rules. What it hooks itself is its own affair.
        return wanted::has_own() && finds(&loaded, late_hook::is_wanted);
    }
    let state = STATE.get();
    if loading.state != state {
        return false;
    }
    let left = loaded.main.marked(handle()) >> 32;
    if left == state as usize || loading.fine == Some(left) {
        segment.set_checked(weft_wire::fingerprint(path), state);
        return false;
    }
    finds(&loaded, is_stale) || (loaded.is_plain() && mentions(path))
}

fn finds(loaded: &Loaded, is: impl Fn(OpArray) -> bool) -> bool {
    let mut found = false;
    loaded.each(|function| found = found || is(function));
    found
}

/// Files that have one of these names in them, in lower case, are compiled anew when they were compiled in another state:
/// what they do with a built-in function may not show in their code.
pub fn set_names(names: Vec<Vec<u8>>) {
    NAMES.set(names);
}

fn mentions(path: &[u8]) -> bool {
    use std::os::unix::ffi::OsStrExt;
    NAMES.with_borrow(|names| {
        if names.is_empty() {
            return false;
        }
        // What cannot be read (an archive, say) is compiled anew.
        let Ok(mut text) = std::fs::read(std::ffi::OsStr::from_bytes(path)) else {
            return true;
        };
        text.make_ascii_lowercase();
        names.iter().any(|name| memchr::memmem::find(&text, name).is_some())
    })
}

/// Would this function be woven otherwise today?
fn is_stale(function: OpArray) -> bool {
    if super::ast_hook::is_stale(function) {
        return true;
    }
    if function.function_name().is_none() || function.has_no_body() {
        return false;
    }
    let mark = Mark::of(function.marked(handle()));
    if switch::is_off() {
        // Those with a guard pass through by themselves.
        return mark.is_some_and(|mark| !mark.guarded);
    }
    let named = loom::named(function);
    match (mark, named) {
        (None, None) => false,
        (Some(mark), Some((effect, template, perhaps))) => mark.rule != effect || mark.template != template || (perhaps && !mark.guarded),
        // The original of a wrapper that calls it is nobody's to weave.
        (None, Some(_)) => !late_hook::is_original(function),
        (Some(_), None) => true,
    }
}

/// Has a function that opcache has without a wrapper woven from its next load on, in all processes. `Err` says why not.
pub fn note(pattern: &str) -> Result<(), String> {
    let segment = segment().ok_or("the system has no memory to share")?;
    if !scripts::opcache_may_be_asked() {
        return Err("opcache may not be told about it (opcache.restrict_api, disable_functions)".to_owned());
    }
    if segment.note(pattern.as_bytes())? {
        segment.generation.fetch_add(1, Ordering::Release);
    }
    // Others may have noted theirs since this request began.
    catch_up(segment);
    watch();
    Ok(())
}

/// Why hooks cannot be noted for all processes.
pub fn why_not_noted() -> Option<String> {
    let segment = segment()?;
    if !scripts::opcache_may_be_asked() {
        return Some("weft may not tell it so (opcache.restrict_api, disable_functions)".to_owned());
    }
    segment.is_full().then(|| "the list of hooks that all processes share is full".to_owned())
}

/// Has opcache compile the file of a function anew when it is next loaded.
pub fn renew(function: OpArray) {
    scripts::invalidate(function.file());
}

/// For `php --ri weft`.
pub fn switch_state() -> String {
    let file = settings::current().switch_file.display().to_string();
    if switch::is_off() {
        format!("off: {file} is there, and all wrappers pass through")
    } else {
        format!("on (off while {file} is there)")
    }
}
