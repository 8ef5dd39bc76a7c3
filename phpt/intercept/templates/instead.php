<?php
return static function (): mixed { try { return \Weft\proceed() . '+'; } catch (\ValueError $e) { return 'instead'; } finally { echo 'f'; } };
