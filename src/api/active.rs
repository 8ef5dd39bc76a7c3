//! What a guard asks whose rule does not always apply.

use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use super::contained;
use crate::patch_point;
use crate::zend::frame::Frame;
use crate::zend::value::Place;

pub fn functions(module: ModuleBuilder) -> ModuleBuilder {
    module.function(FunctionBuilder::new("Weft\\active", active))
}

/// Does the rule of the calling woven function apply, in this request and to its class? Asked once: the patch point
/// has the answer then. `false` where nothing is woven.
extern "C" fn active(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        let answer = Place::of_result(answer);
        answer.set_bool(false);
        if let Some(point) = Frame::of_internal(frame).caller().and_then(patch_point::of_woven) {
            answer.set_bool(patch_point::settle(point));
        }
    });
}
