--TEST--
Yields and resumes of generators, for hooks that ask
--INI--
weft.hook=*
--FILE_EXTERNAL--
yields.inc
--EXPECTF_EXTERNAL--
yields.txt
