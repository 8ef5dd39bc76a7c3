//! How the extension gets into PHP: the generated configuration and the environment.

use std::fs;

use crate::support::{Play, Stage};

#[test]
fn the_generated_configuration_loads_and_configures_the_extension() {
    let play = Play::start(&["--hook", "App\\*::*, !App\\Old", "--hook", "strlen", "--join", "call"]);
    let stage = play.stage.path("");
    let private = play.private_dir();
    let (stage, private) = (stage.display(), private.display());
    assert_eq!(
        play.ini(),
        format!(
            "extension='{stage}libweft.so'\n\
             weft.enabled='1'\n\
             weft.rules='{private}/hook.toml'\n\
             weft.hook=''\n\
             weft.join='call'\n\
             weft.daemon='unix://{private}/socket'\n"
        )
    );
    assert_eq!(
        fs::read_to_string(play.private_dir().join("hook.toml")).unwrap(),
        "# The patterns of the command line.\n\
         [[rule]]\n\
         target = ['App\\*::*', '!App\\Old', 'strlen']\n\
         wrapper = \"time\"\n"
    );
}

#[test]
fn without_patterns_and_rules_everything_is_woven() {
    let play = Play::start(&["--wrapper", "count"]);
    let rules = fs::read_to_string(play.private_dir().join("hook.toml")).unwrap();
    assert!(rules.ends_with("target = ['*']\nwrapper = \"count\"\n"), "{rules}");
}

#[test]
fn php_goes_on_reading_its_own_configuration() {
    for (existing, expected) in [
        (None, ":DIR"),
        (Some(""), "DIR"),
        (Some("/etc/php.d"), "/etc/php.d:DIR"),
        (Some(":/a"), ":/a:DIR"),
    ] {
        let stage = Stage::new();
        let mut command = stage.run(&[]);
        match existing {
            Some(value) => command.env("PHP_INI_SCAN_DIR", value),
            None => command.env_remove("PHP_INI_SCAN_DIR"),
        };
        let play = Play::start_with(stage, command);
        let private = play.private_dir();
        let found = play.scan_dir().replace(private.to_str().unwrap(), "DIR");
        assert_eq!(found, expected);
    }
}

#[test]
fn a_php_that_loads_weft_already_is_not_told_to_load_it_again() {
    let stage = Stage::new();
    let php = stage.script(
        "php8.4",
        "#!/bin/sh\n\
         [ \"$1 $2 $3\" = '-d a=1 -m' ] && echo weft && exit\n\
         cat \"${PHP_INI_SCAN_DIR#:}/weft.ini\"\n",
    );
    let output = stage.run(&["--"]).arg(php).args(["-d", "a=1", "app.php"]).output().unwrap();
    let ini = String::from_utf8(output.stdout).unwrap();
    assert!(ini.starts_with("weft.enabled='1'\n"), "{ini}");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("--extension is not used"), "{stderr}");
}

#[test]
fn the_extension_is_named_by_the_environment_or_found_where_php_keeps_its_own() {
    let stage = Stage::new();
    stage.write("weft.so", "");
    let dir = stage.path("");
    let php = stage.script(
        "php",
        &format!(
            "#!/bin/sh\n\
             case $1 in\n\
             -m) ;;\n\
             -r) printf %s '{}' ;;\n\
             *) cat \"${{PHP_INI_SCAN_DIR#:}}/weft.ini\" ;;\n\
             esac\n",
            dir.to_str().unwrap().trim_end_matches('/')
        ),
    );
    let extension = |named: Option<&str>| {
        let mut command = crate::support::weft();
        command.arg("run").arg("--").arg(&php).arg("a.php");
        if let Some(named) = named {
            command.env("WEFT_EXTENSION", stage.path(named));
        }
        let output = command.output().unwrap();
        let ini = String::from_utf8(output.stdout).unwrap();
        ini.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(extension(Some("libweft.so")), format!("extension='{}libweft.so'", dir.display()));
    // Built in the same place as the program under test, the extension is found before PHP's.
    let beside = std::path::Path::new(env!("CARGO_BIN_EXE_weft")).with_file_name("libweft.so");
    if !beside.exists() {
        assert_eq!(extension(None), format!("extension='{}libweft.so'", dir.display()));
    }
}

#[test]
fn an_extension_that_is_missing_is_said_before_the_program_runs() {
    let stage = Stage::new();
    let output = crate::support::weft()
        .current_dir(stage.path(""))
        .args(["run", "--extension", "none.so", "--", "touch", "ran"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(125));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "weft: --extension: there is no file none.so\n");
    assert!(!stage.path("ran").exists());
}

#[test]
fn paths_that_a_list_cannot_hold_get_another_name() {
    let stage = Stage::new();
    fs::create_dir(stage.path("a:b [c]")).unwrap();
    let rules = "[[rule]]\ntarget = \"App\\\\*\"\nwrapper = \"time\"\n";
    stage.write("a:b [c]/weft.toml", rules);
    let command = stage.run(&["--rules", "a:b [c]/weft.toml"]);
    let play = Play::start_with(stage, command);
    let link = play.private_dir().join("rules-0.toml");
    let line = format!("weft.rules='{}'\n", link.display());
    assert!(play.ini().contains(&line), "{}", play.ini());
    assert_eq!(fs::read_to_string(link).unwrap(), rules);
}

#[test]
fn wrong_rules_are_said_before_the_program_runs() {
    let stage = Stage::new();
    stage.write("weft.toml", "[[rule]]\ntarget = 'App::'\nwrapper = 3\n");
    for (options, expected) in [
        (
            &["--rules", "weft.toml"][..],
            "weft: the rules are wrong:\n\
             weft.toml:2:16: target: found the end, expected a method or \"*\"\n\
             weft.toml:3:11: wrapper: found the integer 3, expected a string\n",
        ),
        (&["--hook", "a,b c"], "weft: the rules are wrong:\n--hook:1:4: found \" \", expected"),
        (&["--wrapper", "../x"], "weft: --wrapper: "),
    ] {
        let output = stage.run(options).args(["--", "touch", "ran"]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.starts_with(expected), "{stderr}");
        assert!(!stage.path("ran").exists());
    }
}

#[test]
fn rules_may_be_named_as_php_names_them() {
    let stage = Stage::new();
    fs::create_dir(stage.path("conf")).unwrap();
    for name in ["conf/b.toml", "conf/a.toml", "c.toml"] {
        stage.write(name, "[[rule]]\ntarget = 'App\\*'\n");
    }
    let command = stage.run(&["--rules", "conf/*.toml:c.toml", "--hook", "x"]);
    let play = Play::start_with(stage, command);
    let (stage, private) = (play.stage.path(""), play.private_dir());
    let (stage, private) = (stage.display(), private.display());
    let line = format!("weft.rules='{stage}conf/a.toml:{stage}conf/b.toml:{stage}c.toml:{private}/hook.toml'\n");
    assert!(play.ini().contains(&line), "{}", play.ini());
}

#[test]
fn patterns_of_the_environment_are_not_added() {
    let stage = Stage::new();
    let output = stage
        .run(&["--hook", "App\\*", "--", "sh", "-c", "echo \"$WEFT_HOOK|$WEFT_OTHER\""])
        .env("WEFT_HOOK", "strlen")
        .env("WEFT_OTHER", "kept")
        .output()
        .unwrap();
    assert_eq!(output.stdout, b"|kept\n");
}
