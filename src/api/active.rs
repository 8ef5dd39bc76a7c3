//! What a guard asks whose rule does not always apply.

use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use super::contained;
use crate::patch_point;
use crate::zend::frame::Frame;
use crate::zend::native::Arguments;
use crate::zend::value::Place;

pub fn functions(module: ModuleBuilder) -> ModuleBuilder {
    module.function(FunctionBuilder::new("Weft\\active", active).returns(DataType::Bool, false, false))
}

/// Does the rule of the calling woven function apply, in this request and to its class? Asked once: the patch point
/// has the answer then. `false` where nothing is woven.
extern "C" fn active(frame: &mut ExecuteData, answer: &mut Zval) {
    let answer = Place::of_result(answer);
    // The optimizer relies on the declared type.
    answer.set_bool(false);
    contained(|| {
        if !Arguments::of(frame).fit(0, 0) {
            return;
        }
        if let Some(point) = Frame::of_internal(frame).caller().and_then(patch_point::of_woven) {
            answer.set_bool(patch_point::settle(point));
        }
    });
}
