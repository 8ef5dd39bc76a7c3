//! Temporaries that are never needed at the same time take one place in the frame.
//!
//! The compiler gives each temporary a place of its own, and only opcache's optimizer has them share. A wrapper has many,
//! each needed for an instruction or two, and they would be in every frame of a recursion. Those of the original are left
//! as they are: the frame grows by what weft adds, and by no more than that needs.
//!
//! As the engine does (`zend_calc_live_ranges()`, and the optimizer's pass over temporaries), a temporary is taken to be in
//! use from the first instruction that names it to the last, in the order in which they stand.

use crate::zend::op::{Op, code};

/// From where to where a temporary is named.
#[derive(Clone, Copy, Debug)]
struct Life {
    number: u32,
    start: usize,
    end: usize,
    /// Must it keep its place?
    pinned: bool,
    /// Was it made where it was last seen, and not used since?
    unused: bool,
}

/// Gives the temporaries from `first` on, of `count` in all, as few places as they need. Answers how many there are now.
pub fn share(ops: &mut [Op], first: u32, count: u32) -> u32 {
    // A string under construction takes several, of which no instruction names the later ones.
    let strings = ops.iter().any(|op| op.opcode == code::ROPE_INIT && op.result.number >= first);
    // Until when each place is taken.
    let mut places: Vec<Option<usize>> = Vec::new();
    let mut moving: Vec<Life> = Vec::new();
    for life in lives(ops, first, count) {
        match life {
            // The optimizer looks for the use of what it knows, and must find none in another's.
            Some(life) if !life.pinned && !life.unused => {
                places.push(None);
                moving.push(life);
            }
            None if !strings => places.push(None),
            _ => places.push(Some(usize::MAX)),
        }
    }
    moving.sort_by_key(|life| life.start);
    let mut moved: Vec<u32> = (first..count).collect();
    for life in moving {
        if let Some(place) = places.iter().position(|taken| taken.is_none_or(|end| end < life.start)) {
            places[place] = Some(life.end);
            moved[(life.number - first) as usize] = first + place as u32;
        }
    }
    for operand in ops.iter_mut().flat_map(|op| [&mut op.op1, &mut op.op2, &mut op.result]) {
        if operand.is_temporary() && operand.number >= first {
            operand.number = moved[(operand.number - first) as usize];
        }
    }
    first + places.iter().rposition(Option::is_some).map_or(0, |last| last as u32 + 1)
}

fn lives(ops: &[Op], first: u32, count: u32) -> Vec<Option<Life>> {
    let mut lives: Vec<Option<Life>> = vec![None; (count - first) as usize];
    // Code goes on behind a CATCH, too, as far as the optimizer knows. What is needed on either side of one loses its
    // value's instruction when the optimizer finds that the original never returns, and keeps its uses: the engine would take
    // it to be in use from where another temporary of this place has its value, and free what was never put there.
    let mut last_catch = None;
    for (at, op) in ops.iter().enumerate() {
        for (operand, unused) in [(op.op1, false), (op.op2, false), (op.result, true)] {
            if !operand.is_temporary() || operand.number < first {
                continue;
            }
            let life = lives[(operand.number - first) as usize].get_or_insert(Life {
                number: operand.number,
                start: at,
                end: at,
                pinned: false,
                unused,
            });
            (life.end, life.unused) = (at, unused);
            life.pinned |= keeps_place(op) || last_catch.is_some_and(|catch| catch > life.start);
        }
        if op.opcode == code::CATCH {
            last_catch = Some(at);
        }
    }
    lives
}

/// Instructions whose temporaries are more than one value that one instruction makes and others use: the parts of a
/// string, and where `finally` goes on and what it is to return.
fn keeps_place(op: &Op) -> bool {
    matches!(
        op.opcode,
        code::ROPE_INIT | code::ROPE_ADD | code::ROPE_END | code::FAST_CALL | code::FAST_RET | code::DISCARD_EXCEPTION
    )
}
