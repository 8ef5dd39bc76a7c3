//! Broken rules files, each with all of its complete messages, in the order of places.

use weft_wire::RuleSet;

/// The text of `weft.toml`, and its errors without the file's name in front.
#[rustfmt::skip]
const BROKEN: &[(&str, &[&str])] = &[
    (
        "target = 'a'\n",
        &[
            r#"1:1: found the key "target" outside of a rule, expected it below a [[rule]] line"#,
        ],
    ),
    (
        "rules = 1\n",
        &[
            r#"1:1: found the key "rules", expected "rule" or "opcode": did you mean "rule"?"#,
        ],
    ),
    (
        "Rule = 1\n",
        &[
            r#"1:1: found the key "Rule", expected "rule" or "opcode": did you mean "rule"?"#,
        ],
    ),
    (
        "foo = 1\n",
        &[
            r#"1:1: found the key "foo", expected "rule" or "opcode""#,
        ],
    ),
    (
        "[rule]\ntarget = 'a'\n",
        &[
            r#"1:2: rule: found a table, expected an array of tables: [[rule]]"#,
        ],
    ),
    (
        "[[opcode]]\nskip = 1\n",
        &[
            r#"1:1: found an opcode without "name", expected one"#,
            r#"2:8: skip: found the integer 1, expected true or false"#,
        ],
    ),
    (
        "[[opcode]]\nname = ['ECHO', 2]\nskips = true\n",
        &[
            r#"2:17: name: found the integer 2, expected a string"#,
            r#"3:1: opcode: found the key "skips", expected "name", "skip" or "enabled": did you mean "skip"?"#,
        ],
    ),
    (
        "opcode = 'ECHO'\n",
        &[
            r#"1:1: opcode: found the string "ECHO", expected an array of tables: [[opcode]]"#,
        ],
    ),
    (
        "rule = 3\n",
        &[
            r#"1:1: rule: found the integer 3, expected an array of tables: [[rule]]"#,
        ],
    ),
    (
        "rule = [1, 'x']\n",
        &[
            r#"1:9: rule: found the integer 1, expected a table"#,
            r#"1:12: rule: found the string "x", expected a table"#,
        ],
    ),
    (
        "[[rules]]\ntarget = 'a'\n",
        &[
            r#"1:3: found the key "rules", expected "rule" or "opcode": did you mean "rule"?"#,
        ],
    ),
    (
        "[[rule]]\n",
        &[
            r#"1:1: found a rule without "target", expected one"#,
        ],
    ),
    (
        "[[rule]]\ntargets = 'a'\n",
        &[
            r#"1:1: found a rule without "target", expected one: is "targets" in line 2 meant?"#,
        ],
    ),
    (
        "[[rule]]\nwrapper = 'log'\n\n[[rule]]\ntaget = ['a']\n",
        &[
            r#"1:1: found a rule without "target", expected one"#,
            r#"4:1: found a rule without "target", expected one: is "taget" in line 5 meant?"#,
        ],
    ),
    (
        "[[rule]]\ntarget = []\n",
        &[
            r#"2:10: target: found an empty array, expected at least one string in it"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 3\n",
        &[
            r#"2:10: target: found the integer 3, expected a string or an array of strings"#,
        ],
    ),
    (
        "[[rule]]\ntarget = ['a', 3, true]\n",
        &[
            r#"2:16: target: found the integer 3, expected a string"#,
            r#"2:19: target: found true, expected a string"#,
        ],
    ),
    (
        "[[rule]]\ntarget = ''\n",
        &[
            r#"2:11: target: found the end, expected a pattern such as "strlen", "App\*" or "PDO::query""#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'str len'\n",
        &[
            r#"2:14: target: found " ", expected a letter, a digit, "_", "*", "\", "::" or the end"#,
        ],
    ),
    (
        "[[rule]]\ntarget = ['App\\*', 'b', 'A::']\n",
        &[
            r#"2:29: target: found the end, expected a method or "*""#,
        ],
    ),
    (
        "[[rule]]\ntarget = \"App\\report\"\n",
        &[
            r#"2:14: target: found "\r", expected a letter, a digit, "_", "*", "\", "::" or the end: in double quotes \r is an escape, write names with backslashes in single quotes"#,
        ],
    ),
    (
        "[[rule]]\ntarget = \"App\\\\report x\"\n",
        &[
            r#"2:22: target: found " ", expected a letter, a digit, "_", "*", "\", "::" or the end"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'App\\\\report'\n",
        &[
            r#"2:15: target: found "\", expected a name or "*" behind a single "\""#,
        ],
    ),
    (
        "[[rule]]\ntarget = '!a'\n",
        &[
            r#"2:11: target: found "!" in the first pattern, expected one that adds targets first"#,
        ],
    ),
    (
        "[[rule]]\ntarget = ['!a', 'b']\n",
        &[
            r#"2:12: target: found "!" in the first pattern, expected one that adds targets first"#,
        ],
    ),
    (
        "[[rule]]\ntarget = ['a b', '!b']\n",
        &[
            r#"2:13: target: found " ", expected a letter, a digit, "_", "*", "\", "::" or the end"#,
        ],
    ),
    (
        "[[rule]]\ntarget = '''\nä ö'''\n",
        &[
            r#"3:2: target: found " ", expected a letter, a digit, "_", "*", "\", "::" or the end"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a,b'\n",
        &[
            r#"2:12: target: found ",", expected a letter, a digit, "_", "*", "\", "::" or the end"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwrapper = 1\n",
        &[
            r#"3:11: wrapper: found the integer 1, expected a string"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwrapper = ''\n",
        &[
            r#"3:12: wrapper: found nothing, expected the name of a wrapper"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwrapper = 'my wrapper'\n",
        &[
            r#"3:14: wrapper: found " ", expected a letter, a digit, "_", ".", "/" or "-""#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwrapper = '../x'\n",
        &[
            r#"3:12: wrapper: found "..", expected a name that stays within its folder"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwrapper = '/x'\n",
        &[
            r#"3:12: wrapper: found "/", expected a name that stays within its folder"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwrapper = 'a\\b'\n",
        &[
            r#"3:13: wrapper: found "\", expected a letter, a digit, "_", ".", "/" or "-""#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nenabled = 'yes'\n",
        &[
            r#"3:11: enabled: found the string "yes", expected true or false"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nenabled = 1\n",
        &[
            r#"3:11: enabled: found the integer 1, expected true or false"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nenabled = yes\n",
        &[
            r#"3:11: found "yes", expected a value: strings stand in quotes"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nenabled = True\n",
        &[
            r#"3:11: invalid boolean: found "True", expected "true""#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nsample = 1.5\n",
        &[
            r#"3:10: sample: found the float 1.5, expected a number from 0 to 1"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nsample = -1\n",
        &[
            r#"3:10: sample: found the integer -1, expected a number from 0 to 1"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nsample = nan\n",
        &[
            r#"3:10: sample: found the float nan, expected a number from 0 to 1"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nsample = inf\n",
        &[
            r#"3:10: sample: found the float inf, expected a number from 0 to 1"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nsample = '10%'\n",
        &[
            r#"3:10: sample: found the string "10%", expected a number from 0 to 1"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nsample = 0,5\n",
        &[
            r##"3:11: unexpected key or value: found ",", expected newline or "#""##,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwhen = 'cli'\n",
        &[
            r#"3:8: when: found the string "cli", expected a table such as { sapi = "cli" }"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwhen = { url = '/' }\n",
        &[
            r#"3:10: when: found the key "url", expected "sapi", "script" or "uri": did you mean "uri"?"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwhen = { method = 'GET' }\n",
        &[
            r#"3:10: when: found the key "method", expected "sapi", "script" or "uri""#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwhen = { sapi = 3 }\n",
        &[
            r#"3:17: when.sapi: found the integer 3, expected a string or an array of strings"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwhen = { sapi = [] }\n",
        &[
            r#"3:17: when.sapi: found an empty array, expected at least one string in it"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwhen = { sapi = ['cli', 'fpm'] }\n",
        &[
            r#"3:25: when.sapi: found "fpm", expected "fpm-fcgi", as php_sapi_name() gives it"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwhen = { sapi = '' }\n",
        &[
            r#"3:17: when.sapi: found "", expected a name as php_sapi_name() gives it"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwhen = { uri = 'admin' }\n",
        &[
            r#"3:16: when.uri: found "admin", expected the beginning of a URI, with a "/" first"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwhen = { script = '' }\n",
        &[
            r#"3:20: when.script: found nothing, expected a path or its end"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwhen = { script = 'a/[b.php' }\n",
        &[
            r#"3:22: when.script: found "a/[b.php", expected a path with wildcards: invalid range pattern"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\n[rule.when]\nscript = '/a/b**'\n",
        &[
            r#"4:14: when.script: found "/a/b**", expected a path with wildcards: recursive wildcards must form a single path component"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nthis = 1\n",
        &[
            r#"3:1: setting: found the name "this", which PHP keeps for itself, expected another"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\n_SERVER = 1\n",
        &[
            r#"3:1: setting: found the name "_SERVER", which PHP keeps for itself, expected another"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nmax-size = 1\n",
        &[
            r#"3:1: setting: found the name "max-size", expected one that a PHP parameter can have"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\n'' = 1\n",
        &[
            r#"3:1: setting: found the name "", expected one that a PHP parameter can have"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\n9 = 1\n",
        &[
            r#"3:1: setting: found the name "9", expected one that a PHP parameter can have"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nx = { y = 1 }\n",
        &[
            r#"3:5: setting "x": found a table, expected a string, a number, a boolean or an array of these"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\n[rule.x]\ny = 1\n",
        &[
            r#"3:1: setting "x": found a table, expected a string, a number, a boolean or an array of these"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nx.y = 1\n",
        &[
            r#"3:1: setting "x": found a table, expected a string, a number, a boolean or an array of these"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nx = [1, [2]]\n",
        &[
            r#"3:9: setting "x": found an array, expected a string, a number or a boolean in the array"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nx = [1, { y = 2 }]\n",
        &[
            r#"3:9: setting "x": found a table, expected a string, a number or a boolean in the array"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nx = 1979-05-27\n",
        &[
            r#"3:5: setting "x": found the date 1979-05-27, expected a string, a number, a boolean or an array of these"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nx = 9223372036854775808\n",
        &[
            r#"3:5: setting "x": found the integer 9223372036854775808, expected one from -9223372036854775808 to 9223372036854775807"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nx = 1e999\n",
        &[
            r#"3:5: setting "x": found the float 1e999, expected a smaller one"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\n[[rule.x]]\ny = 1\n",
        &[
            r#"3:1: setting "x": found a table, expected a string, a number or a boolean in the array"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\ntarget = 'b'\n",
        &[
            r#"3:1: found the key "target" again, expected it once"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nx = 1\nx = 2\nsample = 7\n",
        &[
            r#"4:1: found the key "x" again, expected it once"#,
            r#"5:10: sample: found the integer 7, expected a number from 0 to 1"#,
        ],
    ),
    (
        "[rule]\n[[rule]]\n",
        &[
            r#"1:2: rule: found a table, expected an array of tables: [[rule]]"#,
            r#"2:3: found the key "rule" again, expected it once"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwhen = { uri = '/', uri = '/' }\n",
        &[
            r#"3:21: found the key "uri" again, expected it once"#,
        ],
    ),
    (
        "[[rule]\ntarget = 'a'\n",
        &[
            r#"1:8: unclosed array table: found the end of the line, expected "]""#,
        ],
    ),
    (
        "[[rule\n",
        &[
            r#"1:7: unclosed array table: found the end of the line, expected "]]""#,
        ],
    ),
    (
        "[[rule]]\ntarget = \n",
        &[
            r#"2:10: found the end of the line, expected a value"#,
        ],
    ),
    (
        "[[rule]]\ntarget = ['a'\n",
        &[
            r#"2:14: unclosed array: found the end of the line, expected "]""#,
        ],
    ),
    (
        "[[rule]]\ntarget = ['a' 'b']\n",
        &[
            r#"2:15: missing comma between array elements: found "'", expected ",""#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a\n",
        &[
            r#"2:12: invalid literal string: found the end of the line, expected "'""#,
        ],
    ),
    (
        "[[rule]]\ntarget = \"a\n",
        &[
            r#"2:12: invalid basic string: found the end of the line, expected '"'"#,
        ],
    ),
    (
        "[[rule]]\ntarget = App\\x\n",
        &[
            r#"2:10: found "App\x", expected a value: strings stand in quotes"#,
        ],
    ),
    (
        "[[rule]]\ntarget = \"App\\quux\"\n",
        &[
            r#"2:15: missing escaped value: found "q", expected "b", "e", "f", "n", "r", "\", '"', "x", "u" or "U": write names with backslashes in single quotes"#,
        ],
    ),
    (
        "[[rule]]\ntarget = \"App\\user\"\n",
        &[
            r#"2:16: too few unicode value digits: found "s", expected unicode hexadecimal value: write names with backslashes in single quotes"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a' wrapper = 'b'\n",
        &[
            r##"2:14: unexpected key or value: found "w", expected newline or "#""##,
        ],
    ),
    (
        "[[rule]]\ntarget: 'a'\n",
        &[
            r#"2:7: invalid unquoted key: found ":", expected letters, numbers, "-" or "_""#,
        ],
    ),
    (
        "[[rule]]\ntarget\n",
        &[
            r#"2:7: key with no value: found the end of the line, expected "=""#,
        ],
    ),
    (
        "[[rule]]\n= 3\n",
        &[
            r#"2:1: unquoted keys cannot be empty: found "=", expected letters, numbers, "-" or "_""#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nsample = 1.\n",
        &[
            r#"3:12: invalid fraction: found the end of the line, expected digits"#,
        ],
    ),
    (
        "; x\n",
        &[
            r#"1:1: invalid unquoted key: found ";", expected letters, numbers, "-" or "_""#,
        ],
    ),
    (
        "// x\n",
        &[
            r#"1:1: invalid unquoted key: found "//", expected letters, numbers, "-" or "_""#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nwhen = { uri = '/'\n",
        &[
            r#"3:19: unclosed inline table: found the end of the line, expected "}""#,
        ],
    ),
    (
        "[[rule]]\ntarget = \"a\0b\"\n",
        &[
            r#"2:12: invalid basic string: found "\u{0}", expected non-double-quote visible characters or "\""#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nx = 'a' 'b'\nwrapper = '..'\n",
        &[
            r##"3:9: unexpected key or value: found "'", expected newline or "#""##,
            r#"4:12: wrapper: found "..", expected a name that stays within its folder"#,
        ],
    ),
    (
        "a.b = 1\n",
        &[
            r#"1:1: found the key "a", expected "rule" or "opcode""#,
        ],
    ),
    (
        "<?php\n",
        &[
            r#"1:1: invalid unquoted key: found "<?", expected letters, numbers, "-" or "_""#,
        ],
    ),
    (
        "{\"rule\": []}\n",
        &[
            r#"1:1: invalid key-value pair: found "{", expected key"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nx = 01\n",
        &[
            r#"3:5: unexpected leading zero: found "0", expected nothing"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nsample = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'\n",
        &[
            r#"3:10: sample: found the string "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"..., expected a number from 0 to 1"#,
        ],
    ),
    (
        "\u{feff}rules = 1\n",
        &[
            r#"1:1: found the key "rules", expected "rule" or "opcode": did you mean "rule"?"#,
        ],
    ),
    (
        "[[rule]]\r\ntarget = 'a'\r\nsample = 2\r\n",
        &[
            r#"3:10: sample: found the integer 2, expected a number from 0 to 1"#,
        ],
    ),
    (
        "[[rule]]\ntarget = 'a'\nx = [1,\n 2,\n",
        &[
            r#"4:4: unclosed array: found the end of the line, expected "]""#,
        ],
    ),
    (
        "rule = [{ target = 'a', sample = 2 }]",
        &[
            r#"1:34: sample: found the integer 2, expected a number from 0 to 1"#,
        ],
    ),
];

#[test]
fn every_broken_file_has_its_messages() {
    for (text, messages) in BROKEN {
        let errors = RuleSet::parse(text.as_bytes(), "weft.toml").expect_err(text);
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let expected: Vec<String> = messages.iter().map(|m| format!("weft.toml:{m}")).collect();
        assert_eq!(errors, expected, "{text}");
    }
}
