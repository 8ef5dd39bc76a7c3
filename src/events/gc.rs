//! Runs of the collector of cycles.

use super::{report, tell};
use crate::callbacks::hook::Event;
use crate::zend::events::{self, Collected};
use crate::zend::value::Owned;

pub fn observe() {
    events::observe_gc(on_collect);
}

fn on_collect(run: Collected) {
    let sums = [
        ("runs", 1),
        ("collected", u64::try_from(run.collected).unwrap_or(0)),
        ("duration_ns", run.duration_ns),
    ];
    report::count(Event::Gc, &[], |_| Vec::new(), &sums);
    tell(Event::Gc, || {
        let mut told = Owned::array(3);
        told.place().put("runs", Owned::int(i64::from(run.runs)));
        told.place().put("collected", Owned::int(i64::from(run.collected)));
        told.place().put("duration_ns", Owned::int(run.duration_ns.cast_signed()));
        [told]
    });
}
