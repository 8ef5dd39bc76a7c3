//! The PHP functions and classes of the namespace `Weft`; `stubs/weft.stub.php` mirrors it.

mod measure;

use ext_php_rs::args::Arg;
use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

extern "C" fn nothing(_frame: &mut ExecuteData, _result: &mut Zval) {}

extern "C" fn proceed(frame: &mut ExecuteData, result: &mut Zval) {
    crate::zend::proceed::proceed(frame, result);
}

pub fn functions(module: ModuleBuilder) -> ModuleBuilder {
    measure::functions(module)
        .function(
            FunctionBuilder::new("Weft\\proceed", proceed)
                .not_required()
                .arg(Arg::new("key", DataType::Mixed)),
        )
        .function(FunctionBuilder::new("Weft\\before", nothing))
        .function(FunctionBuilder::new("Weft\\result", nothing))
        .function(
            FunctionBuilder::new("Weft\\failed", nothing)
                .arg(Arg::new("call", DataType::Mixed))
                .arg(Arg::new("error", DataType::Mixed)),
        )
        .function(
            FunctionBuilder::new("Weft\\after", nothing)
                .arg(Arg::new("call", DataType::Mixed))
                .arg(Arg::new("result", DataType::Mixed).as_ref()),
        )
}
