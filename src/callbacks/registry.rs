//! The hooks of this request, and the list that each woven function has of those that aim at it.

use std::cell::{Cell, OnceCell, RefCell};

use super::abandoned;
use super::budget;
use super::hook::{Aim, Event, Hook, Position, State, Stop, used_up};
use crate::patch_point::{self, Point};
use crate::rules;
use crate::settings;
use crate::zend::callable::{self, Callable, Turn};
use crate::zend::log;
use crate::zend::memory::Kept;
use crate::zend::module;
use crate::zend::quick::Listeners;

/// The hooks of one woven function, in the order of their before callbacks. Never changed: a change makes a new list.
pub struct List {
    pub hooks: Box<[Kept<Hook>]>,
    /// The before callbacks, and the number of each one's hook.
    pub before: Round,
    /// The after callbacks, from the last hook to the first.
    pub after: Round,
    /// Does a callback of any position take the `Weft\Call`?
    pub wants_call: bool,
    /// Is there more to do when a call begins than to run the before callbacks?
    pub is_slow: bool,
    /// Is there a callback for anything behind the beginning?
    pub has_way_out: bool,
    /// Is this a generator, and does somebody ask for its yields or resumes?
    pub asks: bool,
    /// The registry's generation when this list was made.
    pub generation: u64,
    /// Is the function a generator? Its end may come otherwise than by a return.
    pub of_generator: bool,
    /// Which rule has callbacks change nothing.
    denied_by: Option<String>,
    quick: Listeners,
}

/// Callbacks of one position, in the order in which they run.
pub struct Round {
    pub turns: Box<[Turn]>,
    /// Whose they are: numbers of hooks in the list.
    pub hooks: Box<[usize]>,
}

impl Round {
    fn of<'a>(callbacks: impl Iterator<Item = (usize, Option<&'a Callable>)>) -> Self {
        let (hooks, turns): (Vec<_>, Vec<_>) = callbacks.filter_map(|(number, callback)| Some((number, callback?.turn()))).unzip();
        Self {
            turns: turns.into(),
            hooks: hooks.into(),
        }
    }
}

impl List {
    fn new(hooks: Box<[Kept<Hook>]>, denied_by: Option<String>, of_generator: bool) -> Self {
        let numbered = || hooks.iter().enumerate();
        let asks = of_generator && hooks.iter().any(|hook| hook.asks());
        let has_way_out = asks || hooks.iter().any(|hook| hook.after.is_some() || hook.failed.is_some());
        let wants_call = asks || hooks.iter().any(|hook| hook.takes_call());
        if of_generator && has_way_out {
            abandoned::install();
        }
        let before = Round::of(numbered().map(|(number, hook)| (number, hook.before.as_ref())));
        let after = Round::of(numbered().rev().map(|(number, hook)| (number, hook.after.as_ref())));
        Self {
            quick: Listeners::of(GENERATION.get(), &before.turns, &after.turns, wants_call, has_way_out),
            before,
            after,
            wants_call,
            is_slow: wants_call || (of_generator && has_way_out),
            has_way_out,
            asks,
            of_generator,
            generation: GENERATION.get(),
            denied_by,
            hooks,
        }
    }

    /// Why this hook of the list may change nothing.
    pub fn why_read_only(&self, hook: &Hook) -> Option<String> {
        let rule = self.denied_by.as_ref().map(|rule| format!("by the rule at {rule} callbacks are read-only"));
        rule.or_else(|| hook.read_only.then(|| "the hook is read-only".to_owned()))
    }
}

#[derive(Default)]
struct Registry {
    /// By priority, the highest first, then by order of registration.
    hooks: Vec<Kept<Hook>>,
    /// Lists and hooks that are no longer in force, but that something that runs may still be reading.
    retired_lists: Vec<Kept<List>>,
    retired_hooks: Vec<Kept<Hook>>,
    last_id: i64,
}

thread_local! {
    static REGISTRY: RefCell<Registry> = RefCell::default();
    /// For each event the list of those who listen, as a word.
    static EVENTS: [Cell<usize>; Event::ALL.len()] = const { [const { Cell::new(0) }; Event::ALL.len()] };
    /// Was there a hook in this request?
    static USED: Cell<bool> = const { Cell::new(false) };
    /// Counts the changes, from 1.
    static GENERATION: Cell<u64> = const { Cell::new(1) };
}

/// What a hook is made of.
pub struct Plan {
    pub target: String,
    pub aim: Aim,
    pub priority: i64,
    pub before: Option<Callable>,
    pub after: Option<Callable>,
    pub failed: Option<Callable>,
    pub yielded: Option<Callable>,
    pub resumed: Option<Callable>,
    /// They change nothing.
    pub read_only: bool,
    /// Woven functions that they call fire callbacks, too.
    pub nested: bool,
}

/// The list of a woven function, if somebody listens to it.
#[inline]
pub fn list_of(point: Point) -> Option<Kept<List>> {
    Kept::from_word(point.listeners())
}

/// The list of an event, if somebody listens to it.
pub fn list_of_event(event: Event) -> Option<Kept<List>> {
    Kept::from_word(EVENTS.with(|events| events[event as usize].get()))
}

/// Registers a hook; the next call of each function that it aims at sees it.
pub fn add(plan: Plan) -> Kept<Hook> {
    sweep();
    callable::prepare_sandbox();
    USED.set(true);
    let hook = REGISTRY.with_borrow_mut(|registry| {
        registry.last_id += 1;
        let hook = Kept::keep(Hook {
            id: registry.last_id,
            target: plan.target,
            aim: plan.aim,
            own_name: OnceCell::new(),
            priority: plan.priority,
            before: plan.before,
            after: plan.after,
            failed: plan.failed,
            yielded: plan.yielded,
            resumed: plan.resumed,
            read_only: plan.read_only,
            state: Cell::new(State::Active),
            failures: Cell::new(0),
            limit: Cell::new(limit(settings::current().callback_failures)),
            reached: Cell::new(false),
        });
        hook.callbacks().for_each(|callback| callback.set_nested(plan.nested));
        hook.set_state(State::Active, next_generation());
        let place = registry.hooks.partition_point(|other| other.priority >= hook.priority);
        registry.hooks.insert(place, hook);
        hook
    });
    if budget::is_used_up() {
        hook.set_state(State::Stopped(Stop::Budget), next_generation());
    }
    update(hook);
    hook
}

fn next_generation() -> u64 {
    GENERATION.set(GENERATION.get() + 1);
    GENERATION.get()
}

/// Gives every function that a hook aims at a new list.
pub fn update(hook: Kept<Hook>) {
    if let Aim::Event(event) = hook.aim {
        return renew_event(event);
    }
    patch_point::each(|point| {
        if hook.fits(point) {
            hook.reached.set(true);
            renew(point);
        }
    });
}

/// Told of each woven function's first call.
pub fn point_created(point: Point) {
    if REGISTRY.with_borrow(|registry| !registry.hooks.is_empty()) {
        renew(point);
    }
}

fn renew(point: Point) {
    let hooks: Box<[Kept<Hook>]> = REGISTRY.with_borrow(|registry| registry.hooks.iter().filter(|hook| hook.fits(point)).copied().collect());
    hooks.iter().for_each(|hook| hook.reached.set(true));
    let (rights, denied_by) = rules::rights_of(point);
    if let Some(failures) = rights.failures {
        hooks.iter().for_each(|hook| hook.limit.set(hook.limit.get().min(limit(failures))));
    }
    let has_a_turn = |hook: &Kept<Hook>| hook.is_active() && (point.is_generator() || !hook.only_asks());
    let hooks: Box<[Kept<Hook>]> = hooks.into_iter().filter(has_a_turn).collect();
    let old = list_of(point);
    point.arm(!hooks.is_empty());
    if hooks.is_empty() {
        point.set_listeners(0, None);
    } else {
        let list = Kept::keep(List::new(hooks, denied_by, point.is_generator()));
        list.quick.set_owner(list.into_word());
        // Generators end in other ways, too.
        point.set_listeners(list.into_word(), (!list.of_generator).then_some(&list.quick));
    }
    if let Some(old) = old {
        REGISTRY.with_borrow_mut(|registry| registry.retired_lists.push(old));
    }
}

fn renew_event(event: Event) {
    let listens = |hook: &Kept<Hook>| hook.is_active() && matches!(hook.aim, Aim::Event(other) if other == event);
    let hooks: Box<[Kept<Hook>]> = REGISTRY.with_borrow(|registry| registry.hooks.iter().filter(|hook| listens(hook)).copied().collect());
    let list = if hooks.is_empty() {
        0
    } else {
        Kept::keep(List::new(hooks, None, false)).into_word()
    };
    let old = EVENTS.with(|events| events[event as usize].replace(list));
    if let Some(old) = Kept::from_word(old) {
        REGISTRY.with_borrow_mut(|registry| registry.retired_lists.push(old));
    }
}

/// Functions have other code now, callbacks among them perhaps.
pub fn code_changed() {
    REGISTRY.with_borrow(|registry| {
        let hooks = registry.hooks.iter().chain(&registry.retired_hooks);
        hooks.flat_map(|hook| hook.callbacks()).for_each(Callable::forget_frame);
    });
}

pub fn find(id: i64) -> Option<Kept<Hook>> {
    REGISTRY.with_borrow(|registry| registry.hooks.iter().find(|hook| hook.id == id).copied())
}

/// The hooks in order of registration.
pub fn all() -> Vec<Kept<Hook>> {
    let mut hooks = REGISTRY.with_borrow(|registry| registry.hooks.clone());
    hooks.sort_by_key(|hook| hook.id);
    hooks
}

/// Pauses or resumes a hook.
pub fn set_active(hook: Kept<Hook>, active: bool) {
    let state = if active { State::Active } else { State::Paused };
    if hook.state.get() != state && matches!(hook.state.get(), State::Active | State::Paused) {
        hook.set_state(state, next_generation());
        update(hook);
        sweep();
    }
}

/// A limit as it is configured, where 0 means none.
fn limit(failures: u64) -> u64 {
    if failures == 0 { u64::MAX } else { failures }
}

/// One of its callbacks has failed; the last time, if that was once too often.
#[cold]
pub fn count_failure(hook: Kept<Hook>) {
    hook.failures.set(hook.failures.get() + 1);
    if hook.is_active() && hook.failures.get() >= hook.limit.get() {
        stop(hook, Stop::Failures);
    }
}

/// Switches a hook off for the rest of the request, and says so.
fn stop(hook: Kept<Hook>, why: Stop) {
    hook.set_state(State::Stopped(why), next_generation());
    update(hook);
    log::write(&format!(
        "the hook on {} is off for the rest of the request: {}",
        hook.target,
        hook.why_stopped(why)
    ));
}

/// Callbacks have used up their time: none runs until the request ends.
pub fn stop_all() {
    for hook in all() {
        if matches!(hook.state.get(), State::Active | State::Paused) {
            hook.set_state(State::Stopped(Stop::Budget), next_generation());
            update(hook);
        }
    }
    log::write(&format!("{}; none runs until the request ends", used_up()));
}

/// Whose callback this is.
pub fn owner_of(callback: Turn) -> Option<(Kept<Hook>, Position)> {
    let position = |hook: &Hook| {
        Position::ALL
            .into_iter()
            .find(|position| hook.callback(*position).is_some_and(|known| known.turn() == callback))
    };
    REGISTRY.with_borrow(|registry| {
        let mut hooks = registry.hooks.iter().chain(&registry.retired_hooks);
        hooks.find_map(|hook| Some((*hook, position(hook)?)))
    })
}

/// Takes a hook away. What runs of it runs to its end.
pub fn remove(hook: Kept<Hook>) {
    if hook.state.get() == State::Removed {
        return;
    }
    hook.set_state(State::Removed, next_generation());
    REGISTRY.with_borrow_mut(|registry| {
        registry.hooks.retain(|other| *other != hook);
        registry.retired_hooks.push(hook);
    });
    update(hook);
    sweep();
}

/// Takes all hooks away; answers how many there were.
pub fn remove_all() -> usize {
    let hooks = all();
    hooks.iter().for_each(|hook| remove(*hook));
    hooks.len()
}

/// Frees what is no longer in force, if nothing runs that may be reading it. After a long jump nobody knows what runs.
fn sweep() {
    if callable::running() > 0 || !module::is_clean() {
        return;
    }
    let (lists, hooks) = REGISTRY.with_borrow_mut(|registry| (std::mem::take(&mut registry.retired_lists), std::mem::take(&mut registry.retired_hooks)));
    lists.into_iter().for_each(Kept::discard);
    // Giving back closures may run destructors, and those may come here again.
    for hook in hooks {
        hook.callbacks().for_each(Callable::release);
        hook.discard();
    }
}

pub fn request_start() {
    callable::leave();
}

/// The request is over: gives back the callbacks while the engine still stands. `clean`: it did not end by a long jump.
pub fn request_end(clean: bool) {
    if !USED.get() {
        return;
    }
    let hooks = REGISTRY.with_borrow(|registry| registry.hooks.iter().chain(&registry.retired_hooks).copied().collect::<Vec<_>>());
    for hook in hooks {
        hook.set_state(State::Removed, next_generation());
        // After a long jump their counts may be wrong, and the engine throws all its memory away anyway.
        if clean {
            hook.callbacks().for_each(Callable::release);
        }
    }
}

/// No PHP code runs any more.
pub fn forget() {
    if !USED.take() {
        return;
    }
    let lists = std::cell::RefCell::new(Vec::new());
    patch_point::each(|point| {
        lists.borrow_mut().extend(list_of(point));
        point.set_listeners(0, None);
    });
    EVENTS.with(|events| lists.borrow_mut().extend(events.iter().filter_map(|event| Kept::from_word(event.replace(0)))));
    let old = REGISTRY.take();
    lists.into_inner().into_iter().chain(old.retired_lists).for_each(Kept::discard);
    old.hooks.into_iter().chain(old.retired_hooks).for_each(Kept::discard);
}
