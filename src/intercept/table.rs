//! Which internal functions are called through weft, and since when.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use weft_wire::{Fit, Pattern, Target};

use super::wrapper::{self, Kind, Wrapper};
use crate::callbacks::hook::Aim;
use crate::callbacks::{listener, registry};
use crate::patch_point::{self, Point};
use crate::rules::{self, Rules, wanted};
use crate::weave::live;
use crate::zend::builtins;
use crate::zend::frame::Frame;
use crate::zend::handlers::{self, Interception, Original};
use crate::zend::log;
use crate::zend::memory::Kept;
use crate::zend::module;
use crate::zend::scripts;
use crate::zend::tables::{self, Found, Internal};
use crate::zend::value::Owned;

/// What is known of a function that was named once. It stays as long as the module, so its calls need no look-up.
pub struct Interceptor {
    pub function: Internal,
    interception: Interception,
    /// What a rule has around it.
    wrapper: RefCell<Option<Wrapper>>,
    /// The same, where the rule is in force in this request.
    kind: Cell<Option<Kind>>,
    /// Its point in this request.
    point: Cell<Option<Point>>,
    /// The rule's template as this request runs it, with its settings.
    template: Cell<Option<(Owned, Owned)>>,
    /// Does a hook of this request name it?
    hooked: Cell<bool>,
    /// Did a hook that all processes know name it when the request began?
    noted: Cell<bool>,
    /// May code that was compiled before it was named do without a call of its handler?
    compiled_away: bool,
}

impl Interceptor {
    /// The function's point in this request.
    #[inline]
    pub fn point(&self) -> Point {
        self.point.get().unwrap_or_else(|| self.first_call())
    }

    #[cold]
    fn first_call(&self) -> Point {
        let point = patch_point::of_internal(self.function);
        self.point.set(Some(point));
        point
    }

    /// Does a hook of this request name it?
    #[inline]
    pub fn is_hooked(&self) -> bool {
        self.hooked.get()
    }

    /// Which wrapper goes around this call, in this request.
    pub fn kind(&self) -> Option<Kind> {
        self.kind.get()
    }

    /// Is there one?
    #[inline]
    pub fn is_wrapped(&self) -> bool {
        self.kind.get().is_some()
    }

    /// Is code that opcache has from before this request called on to be compiled anew, because of a hook of this request?
    pub fn is_late(&self) -> bool {
        self.hooked.get() && !self.noted.get() && self.wrapper.borrow().is_none() && self.needs_compiling() && scripts::opcache_is_on()
    }

    /// Does it matter when the code that calls it was compiled?
    fn needs_compiling(&self) -> bool {
        self.compiled_away || module::is_jit_on() || self.function.has_shared_copies()
    }

    /// Is its call one that the compiler replaces by an instruction?
    pub fn is_replaced(&self) -> bool {
        is_replaced(self.function)
    }

    /// The template that goes around this call, and its settings; made at the first call. `None`: PHP cannot have it now.
    pub fn template(&self) -> Option<(Owned, Owned)> {
        self.template.get().or_else(|| {
            let made = wrapper::template_of(self.rule()?)?;
            self.template.set(Some(made));
            Some(made)
        })
    }

    /// The number of the rule that names it.
    pub fn rule(&self) -> Option<usize> {
        self.wrapper.borrow().as_ref().map(|wrapper| wrapper.rule)
    }

    fn is_named(&self) -> bool {
        self.hooked.get() || self.noted.get() || self.wrapper.borrow().is_some()
    }

    fn settle(&self) {
        self.kind
            .set(self.wrapper.borrow().as_ref().filter(|wrapper| wrapper.applies()).map(|wrapper| wrapper.kind));
    }
}

thread_local! {
    static KNOWN: RefCell<Vec<Kept<Interceptor>>> = const { RefCell::new(Vec::new()) };
    /// Was there ever one?
    static ANY: Cell<bool> = const { Cell::new(false) };
    /// The rules that were applied last.
    static APPLIED: RefCell<Option<Arc<Rules>>> = const { RefCell::new(None) };
    /// Was anything hooked in this request?
    static TOUCHED: Cell<bool> = const { Cell::new(false) };
    /// Their address, and how many hooks all processes knew of then.
    static STATE: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
    /// Is PHP code of the request running?
    static OPEN: Cell<bool> = const { Cell::new(false) };
}

/// The function that a call's word means; `None` outside of requests.
#[inline]
pub fn of_word(word: usize) -> Option<Kept<Interceptor>> {
    if ext_php_rs::PHP_ZTS {
        // Threads share the words, which are the functions' addresses there, and nothing else.
        return at(word);
    }
    Kept::from_word(word).filter(|_| OPEN.get())
}

/// The function of a frame, if weft was ever called for it.
pub fn of_frame(frame: Frame) -> Option<(Kept<Interceptor>, Original)> {
    let (word, original) = handlers::of_frame(frame)?;
    Some((of_word(word)?, original))
}

/// The point of a frame's function, if weft is called for it.
pub fn point_of(frame: Frame) -> Option<Point> {
    of_frame(frame).map(|(known, _)| known.point())
}

/// What is known of the function that lies there.
fn at(address: usize) -> Option<Kept<Interceptor>> {
    KNOWN.with_borrow(|known| known.iter().find(|one| one.function.address() == address).copied())
}

/// Is weft called in the place of this function?
pub fn of(function: Internal) -> Option<Kept<Interceptor>> {
    at(function.address())
}

/// May weft be called in a function's place at all?
pub fn why_never(function: Internal) -> Option<&'static str> {
    if function.is_of(c"weft") || rules::subject_internal(&function).function.starts_with(b"Weft\\") || function.name().starts_with(b"Weft\\") {
        return Some("it is weft's own");
    }
    if function.class().is_none() && function.name() == b"spl_autoload_call" {
        return Some("PHP knows it by its handler, and calls it without end when that is another one");
    }
    if ext_php_rs::PHP_ZTS && of(function).is_none() {
        return Some("this PHP has threads, which share built-in functions: it must be named by a rule when PHP starts");
    }
    None
}

/// Does the compiler replace calls of this function by an instruction?
fn is_replaced(function: Internal) -> bool {
    function.class().is_none() && builtins::is_replaced(&function.name().to_ascii_lowercase())
}

fn intercept(function: Internal) -> Option<Kept<Interceptor>> {
    if let Some(known) = of(function) {
        known.interception.exchange();
        return Some(known);
    }
    let interception = Interception::of(function)?;
    let made = Kept::keep(Interceptor {
        function,
        interception,
        wrapper: RefCell::new(None),
        kind: Cell::new(None),
        point: Cell::new(None),
        template: Cell::new(None),
        hooked: Cell::new(false),
        noted: Cell::new(false),
        compiled_away: function.may_be_compiled_away() || is_replaced(function),
    });
    KNOWN.with_borrow_mut(|known| known.push(made));
    ANY.set(true);
    interception.set_word(if ext_php_rs::PHP_ZTS { function.address() } else { made.into_word() });
    interception.exchange();
    Some(made)
}

fn each_known(mut see: impl FnMut(Kept<Interceptor>)) {
    if !ANY.get() {
        return;
    }
    // What runs here may add to the list.
    let known = KNOWN.with_borrow(Clone::clone);
    known.into_iter().for_each(&mut see);
}

/// Has the handlers exchanged of what the rules name, and no others.
pub fn apply_rules() {
    let rules = rules::current();
    each_known(|known| {
        known.wrapper.take();
        known.noted.set(false);
    });
    let mut refused = Vec::new();
    if !rules.is_empty() || !wanted::is_empty() {
        handlers::each_internal(|function| apply_to(function, &rules, &mut refused));
    }
    for (rule, why) in refused {
        log::write(&format!("{}: {why}", rules.set.rules[rule].origin));
    }
    restore_unnamed();
    name_them();
    STATE.set((Arc::as_ptr(&rules) as usize, wanted::noted()));
    APPLIED.set(Some(rules));
}

/// `refused` gets a message for each rule that names something which it cannot go around.
fn apply_to(function: Internal, rules: &Rules, refused: &mut Vec<(usize, String)>) {
    let noted = wanted::find(&rules::subject_internal(&function), &mut |ancestor| {
        rules::ancestry_internal(function, ancestor)
    })
    .is_some();
    let rule = rules.find_internal(function);
    if rule.is_none() && !noted || why_never(function).is_some_and(|_| !ext_php_rs::PHP_ZTS) {
        return;
    }
    let wrapper = match rule.map(|rule| (rule, Wrapper::of(rules, rule))) {
        Some((_, Ok(wrapper))) => Some(wrapper),
        Some((rule, Err(why))) => {
            if refused.iter().all(|(other, _)| *other != rule) {
                refused.push((rule, format!("{}: {why}", function.full_name())));
            }
            None
        }
        None => None,
    };
    if (noted || wrapper.is_some())
        && let Some(known) = intercept(function)
    {
        known.noted.set(noted);
        known.wrapper.replace(wrapper);
    }
}

/// Tells the compiler and those who watch files which functions are named now.
fn name_them() {
    let (mut calls, mut texts) = (Vec::new(), Vec::new());
    each_known(|known| {
        if !known.is_named() {
            return;
        }
        let name = known.function.name().to_ascii_lowercase();
        if known.is_replaced() {
            calls.push(name.clone());
        }
        if known.needs_compiling() {
            let class = known.function.class().map(|class| class.name().to_ascii_lowercase());
            texts.extend(class.map(|class| class.rsplit(|byte| *byte == b'\\').next().unwrap_or_default().to_vec()));
            texts.push(name);
        }
    });
    builtins::keep_calls_of(calls);
    live::set_names(texts);
}

/// Gives those functions their own handlers back that nobody names any more.
fn restore_unnamed() {
    each_known(|known| {
        if !known.is_named() {
            known.interception.restore();
        }
    });
}

pub fn request_start(rules: &Arc<Rules>) {
    // Its address is enough: it is held.
    if STATE.get() != (Arc::as_ptr(rules) as usize, wanted::noted()) {
        apply_rules();
    }
    handlers::in_use();
    OPEN.set(true);
    settle();
    if listener::are_wanted() {
        each_known(|known| known.hooked.set(true));
        TOUCHED.set(true);
    }
}

/// Decides which of the rules' wrappers go around calls of this request.
pub fn settle() {
    each_known(|known| known.settle());
}

/// Has the handlers exchanged of what a hook names.
pub fn reach(pattern: &Pattern) {
    let mut late = false;
    each_named(pattern, |function| {
        if why_never(function).is_none()
            && let Some(known) = intercept(function)
        {
            known.hooked.set(true);
            // Its listeners are set by the registry, which knows the points.
            known.point();
            TOUCHED.set(true);
            late = late || known.is_late();
        }
    });
    if late {
        // Why it cannot be noted is what the hook's state says.
        let _ = live::note(&pattern.to_string());
    }
    if TOUCHED.get() {
        name_them();
    }
}

/// Shows the functions that a pattern names.
pub fn each_named(pattern: &Pattern, mut see: impl FnMut(Internal)) {
    match &pattern.target {
        Target::Functions(name) if name.is_exact() => {
            if let Some(Found::Internal(function)) = tables::function(&name.folded()) {
                see(function);
            }
        }
        Target::Functions(_) | Target::Methods { .. } => handlers::each_internal(|function| {
            if fits(pattern, function) {
                see(function);
            }
        }),
        _ => {}
    }
}

fn fits(pattern: &Pattern, function: Internal) -> bool {
    pattern.fits(&rules::subject_internal(&function), &mut |ancestor| {
        rules::ancestry_internal(function, ancestor)
    }) == Fit::Yes
}

/// A hook was taken away: gives those functions their own handlers back that no other one names.
pub fn release() {
    if !TOUCHED.get() {
        return;
    }
    let hooks = registry::all();
    each_known(|known| {
        let named = |aim: &Aim| matches!(aim, Aim::Pattern(pattern) if fits(pattern, known.function));
        if known.hooked.get() && !hooks.iter().any(|hook| named(hook.named())) {
            known.hooked.set(false);
            if !known.is_named() {
                known.interception.restore();
            }
        }
    });
    name_them();
}

pub fn request_end() {
    OPEN.set(false);
    let clean = module::is_clean();
    each_known(|known| {
        if let Some((closure, settings)) = known.template.take().filter(|_| clean) {
            closure.release();
            settings.release();
        }
    });
    wrapper::forget_templates();
    if TOUCHED.take() {
        each_known(|known| known.hooked.set(false));
        restore_unnamed();
        name_them();
    }
    if !ANY.get() {
        return;
    }
    // What dl() brought goes away with the request.
    KNOWN.with_borrow_mut(|known| {
        known.retain(|one| {
            let stays = !one.function.is_temporary();
            if !stays {
                one.interception.forget();
                one.discard();
            }
            stays
        });
    });
}

/// The points of the request are gone.
pub fn forget() {
    each_known(|known| known.point.set(None));
}

pub fn shut_down() {
    handlers::alone();
    each_known(|known| {
        known.interception.set_word(0);
        known.interception.restore();
    });
    KNOWN.take().into_iter().for_each(Kept::discard);
    APPLIED.set(None);
    STATE.set((0, 0));
}

/// How many functions are called through weft now: for `php --ri weft`.
pub fn count() -> usize {
    KNOWN.with_borrow(|known| known.iter().filter(|one| one.interception.is_exchanged()).count())
}
