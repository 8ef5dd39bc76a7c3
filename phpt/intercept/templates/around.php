<?php
/** Shows what a template knows. */
return static function (string $mark = '-', array $more = [1]): mixed {
    echo $mark, \Weft\class_name() ?? '', ' ', \Weft\function_name(), json_encode(\Weft\arguments()), json_encode($more), json_encode(\Weft\argument(0)), \Weft\this() ? get_class(\Weft\this()) : '', strlen('not mine'), "\n";
    return \Weft\proceed();
};
