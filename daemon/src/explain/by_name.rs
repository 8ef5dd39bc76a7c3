//! What the rules alone say about a name: enough to see which rule would win, not whether there
//! is such a function or what its class extends.

use weft_wire::{Ancestry, Finding, Fit, Pattern, Rule, RuleSet, Subject, Target};

use super::answer::{Answer, State};
use crate::rules::HOOK;

/// Answers for the target of `unknown`, about which PHP could say nothing.
pub fn answer(rules: &RuleSet, unknown: Answer) -> Answer {
    let subject = Subject::named(unknown.target.as_bytes());
    // The class is not loaded, so of no other class is known whether it is one.
    let findings = rules.find_all(&subject, &mut |_| Ancestry::Unknown);
    let of = |finding: &Finding| &rules.rules[finding.rule];
    let mut fitting = findings.iter().filter(|finding| of(finding).enabled && finding.fit != Fit::No);
    match fitting.next() {
        Some(finding) => {
            let rule = of(finding);
            let mut reason = matched(rule, finding);
            if let (Fit::Perhaps, Some(next)) = (finding.fit, fitting.next()) {
                let (next, wrapper) = (named(of(next)), &of(next).wrapper);
                reason += &format!("; else {next} matches, with {wrapper}");
            }
            Answer {
                rule: Some(named(rule)),
                pattern: Some(finding.added_by.to_string()),
                wrapper: Some(rule.wrapper.clone()),
                ..Answer::new(&unknown.target, State::Matched, reason)
            }
        }
        None => {
            let reason = findings
                .first()
                .map_or("no rule names it".to_owned(), |finding| unmatched(of(finding), finding));
            Answer::new(&unknown.target, State::Unmatched, reason)
        }
    }
}

fn matched(rule: &Rule, finding: &Finding) -> String {
    let mut reason = "by its name, no code was shown".to_owned();
    if finding.fit == Fit::Perhaps {
        for pattern in [Some(finding.added_by), finding.taken_by].into_iter().flatten() {
            if let Some(class) = ancestor(pattern) {
                let word = if pattern.takes_away { "unless" } else { "if" };
                reason += &format!("; {word} its class is {class} or a kind of it");
            }
        }
    }
    if rule.when != weft_wire::When::default() {
        reason += "; only where the rule's `when` holds";
    }
    reason
}

fn unmatched(rule: &Rule, finding: &Finding) -> String {
    let name = named(rule);
    match finding.taken_by {
        Some(taken_by) => format!("{name} adds it by {} and takes it away by {taken_by}", finding.added_by),
        None => format!("{name} names it by {}, but is not enabled", finding.added_by),
    }
}

/// The class that a pattern with `+` asks for.
fn ancestor(pattern: &Pattern) -> Option<&str> {
    match &pattern.target {
        Target::Methods { class, descendants: true, .. } => Some(class.as_str()),
        _ => None,
    }
}

/// Where a rule stands; the command line has no lines.
fn named(rule: &Rule) -> String {
    if &*rule.origin.file == HOOK {
        HOOK.to_owned()
    } else {
        rule.origin.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = r#"
        [[rule]]
        target = ['App\*', 'App\*::*', '!App\Debug\*']

        [[rule]]
        target = 'App\Repo+::find'
        wrapper = "retry"
        when = { sapi = "cli" }

        [[rule]]
        target = 'Lib\old'
        enabled = false
    "#;

    fn ask(target: &str) -> Answer {
        let rules = RuleSet::parse(RULES.as_bytes(), "weft.toml").unwrap();
        answer(&rules, Answer::new(target, State::Unknown, "no such function"))
    }

    #[test]
    fn the_strongest_rule_that_names_it_is_told() {
        let answer = ask("\\app\\report");
        assert_eq!(answer.state, State::Matched);
        assert_eq!(answer.rule.unwrap(), "weft.toml:2");
        assert_eq!(answer.pattern.unwrap(), "App\\*");
        assert_eq!(answer.wrapper.unwrap(), "observe");
        assert_eq!(answer.reason, "by its name, no code was shown");
    }

    #[test]
    fn what_depends_on_the_class_is_said() {
        let answer = ask("App\\UserRepo::find");
        assert_eq!(answer.state, State::Matched);
        assert_eq!(answer.wrapper.unwrap(), "retry");
        assert_eq!(
            answer.reason,
            "by its name, no code was shown; if its class is App\\Repo or a kind of it; only where the rule's `when` holds; else weft.toml:2 matches, with observe"
        );
    }

    #[test]
    fn why_no_rule_matches_is_said() {
        let reason = |target| {
            let answer = ask(target);
            assert_eq!(answer.state, State::Unmatched);
            answer.reason
        };
        assert_eq!(reason("strlen"), "no rule names it");
        assert_eq!(reason("App\\Debug\\dump"), "weft.toml:2 adds it by App\\* and takes it away by !App\\Debug\\*");
        assert_eq!(reason("Lib\\old"), "weft.toml:10 names it by Lib\\old, but is not enabled");
    }
}
