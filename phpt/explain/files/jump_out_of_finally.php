<?php
function leaves() { try { f(); } finally { goto out; } out: return 1; }
