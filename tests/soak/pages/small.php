<?php
function small() { return 1; }
Weft\hook('small', fn() => null);
small();
echo 'ok';
