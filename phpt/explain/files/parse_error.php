<?php
function fine() {}
function broken( {}
