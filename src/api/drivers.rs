//! What the methods call that stand for a driver's operations.

use ext_php_rs::args::Arg;
use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use super::contained;
use crate::zend::exception;
use crate::zend::mysqlnd;

pub fn functions(module: ModuleBuilder) -> ModuleBuilder {
    module.function(
        FunctionBuilder::new("Weft\\to_driver", to_driver)
            .not_required()
            .arg(Arg::new("arguments", DataType::Mixed).is_variadic())
            .returns(DataType::Mixed, false, false),
    )
}

/// `Weft\to_driver(mixed ...$arguments): int|bool`
extern "C" fn to_driver(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        if !mysqlnd::go(frame, answer) && !exception::is_pending() {
            exception::throw_error("Weft\\to_driver() may only be called by what weft compiles for drivers".to_owned());
        }
    });
}
