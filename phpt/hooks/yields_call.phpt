--TEST--
The same where everything that can be is joined by call
--INI--
weft.hook=*
weft.join=call
--FILE_EXTERNAL--
yields.inc
--EXPECTF_EXTERNAL--
yields.txt
