use super::*;

fn keep() -> Keep {
    Keep { slow_ms: 1, ..Keep::default() }
}

fn hello(service: &str) -> Hello {
    Hello {
        service: service.into(),
        sapi: "fpm-fcgi".into(),
        pid: 7,
        ..Hello::default()
    }
}

fn function(id: u32, name: &str, rule: &str) -> Definition {
    Definition {
        id,
        name: name.into(),
        file: "/a.php".into(),
        line: 3,
        wrapper: "time".into(),
        join: "splice".into(),
        rule: rule.into(),
    }
}

fn calls(id: u32, calls: u64, ns: u64) -> Calls {
    let mut durations = Histogram::new();
    durations.record(ns);
    Calls {
        id,
        calls,
        errors: 1,
        total_ns: ns,
        max_ns: ns,
        durations,
        ..Calls::default()
    }
}

fn request(subject: &str, status: u16, total_ns: u64) -> Message {
    Message::Request {
        kind: "fpm-fcgi".into(),
        subject: subject.into(),
        status,
        total_ns,
    }
}

fn error(text: &str) -> Message {
    let attributes = vec![("message".to_owned(), Value::Text(text.to_owned())), ("count".to_owned(), Value::Int(2))];
    Message::Signal {
        name: "php.error".into(),
        attributes,
    }
}

fn stack(text: &str, ticks: i64) -> Message {
    Message::Signal {
        name: "php.interrupt".into(),
        attributes: vec![("stack".into(), Value::Text(text.into())), ("ticks".into(), Value::Int(ticks))],
    }
}

fn filled() -> Store {
    let mut store = Store::new(keep());
    let mut peer = store.greet(&hello("shop"));
    store.add(&mut peer, Message::Functions(vec![function(0, "f", "a.toml:1"), function(1, "g", "a.toml:1")]));
    store.add(&mut peer, Message::Calls(vec![calls(0, 3, 10), calls(1, 4, 5_000_000)]));
    store.add(&mut peer, error("x"));
    store.add(&mut peer, stack("a;b", 5));
    store.add(
        &mut peer,
        Message::Signal {
            name: "order.paid".into(),
            attributes: vec![],
        },
    );
    let statement = Statement {
        system: "mysql".into(),
        text: "DO ?".into(),
        calls: 2,
        ..Statement::default()
    };
    store.add(&mut peer, Message::Statements(vec![statement]));
    store.add(&mut peer, request("/x", 500, 7_000_000));
    store
}

/// All that a store tells, in words.
fn told(store: &Store) -> String {
    let mut text = String::new();
    for (name, service) in store.services() {
        text += &format!("{name} {:?} {} {:?}\n", service.requests, service.lost, service.classes);
    }
    for (key, function) in store.functions() {
        text += &format!("{key:?} {:?} {:?} {}\n", function.sum, function.minute.calls, store.rule_name(function.rule));
    }
    text += &format!("{:?}\n", store.rules().map(|(s, r, t)| (s, r.to_owned(), *t)).collect::<Vec<_>>());
    text += &format!(
        "{:?}\n",
        store
            .statements()
            .map(|(s, a, b, c)| (s, a.to_owned(), b.to_owned(), c.clone()))
            .collect::<Vec<_>>()
    );
    text += &format!(
        "{:?}\n",
        store
            .events()
            .map(|(s, a, b, c)| (s, a.to_owned(), b.to_owned(), c.clone()))
            .collect::<Vec<_>>()
    );
    text += &format!("{:?}\n", store.stacks().map(|(s, a, b)| (s, a.to_owned(), b)).collect::<Vec<_>>());
    text += &format!("{:?}\n", store.failures.groups());
    text += &format!("{:?}\n", store.slow.since(0).map(|(_, slow)| slow.clone()).collect::<Vec<_>>());
    text += &format!("{:?}\n", store.timeline.minutes().collect::<Vec<_>>());
    text + &format!("{:?} {:?}\n", store.taken, store.dropped)
}

#[test]
fn everything_is_added_up_by_service_function_rule_and_minute() {
    let mut store = filled();
    let (_, f) = store.functions().next().unwrap();
    assert_eq!((f.sum.calls, f.minute.calls, store.rule_name(f.rule)), (3, 3, "a.toml:1"));
    let (_, rule, tally) = store.rules().next().unwrap();
    assert_eq!((rule, tally.calls, tally.errors), ("a.toml:1", 7, 2));
    let (name, shop) = store.services().next().unwrap();
    assert_eq!(
        (name, shop.processes, shop.requests.calls, shop.requests.errors, shop.classes[5]),
        ("shop", 1, 1, 1, 1)
    );
    let failure = &store.failures.groups()[0];
    assert_eq!((failure.count, &*failure.last.subject), (2, "/x"));
    let slow: Vec<_> = store.slow.since(0).map(|(_, slow)| (slow.function, slow.ns, slow.subject.clone())).collect();
    assert_eq!(slow, [(Some(1), 5_000_000, "/x".to_owned()), (None, 7_000_000, "/x".to_owned())]);
    assert_eq!(store.stacks().collect::<Vec<_>>(), [(0, "a;b", 5)]);
    store.end_minute();
    let minute = store.timeline.minutes().next().unwrap();
    assert_eq!(
        minute.functions.iter().map(|cell| (cell.number, cell.calls)).collect::<Vec<_>>(),
        [(0, 3), (1, 4)]
    );
    assert_eq!((minute.services[0].calls, minute.services[0].errors), (1, 1));
    assert_eq!(store.functions().next().unwrap().1.minute.calls, 0);
}

#[test]
fn what_finds_no_room_is_counted() {
    let mut store = Store::new(Keep {
        functions: 1,
        services: 2,
        errors: 1,
        stacks: 1,
        ..keep()
    });
    let mut peer = store.greet(&hello("a"));
    store.add(&mut peer, Message::Functions(vec![function(0, "f", ""), function(1, "g", "")]));
    store.add(&mut peer, Message::Calls(vec![calls(0, 3, 1), calls(1, 4, 1), calls(u32::MAX, 5, 1)]));
    store.add(&mut peer, error("x"));
    store.add(&mut peer, error("y"));
    store.add(&mut peer, stack("a", 1));
    store.add(&mut peer, stack("b", 2));
    store.add(&mut peer, Message::Lost { signals: 9 });
    let dropped = store.dropped;
    assert_eq!((dropped.calls, dropped.errors, dropped.stacks, dropped.by_senders), (9, 1, 2, 9));
    assert_eq!(store.services().next().unwrap().1.other.calls, 9);
    assert_eq!(store.taken.calls, 12);
    store.greet(&hello("b"));
    store.greet(&hello("c"));
    assert_eq!(store.services().map(|(name, _)| name.to_owned()).collect::<Vec<_>>(), ["a", OTHERS]);
}

#[test]
fn what_was_written_is_read_again() {
    let mut store = filled();
    store.end_minute();
    let mut disk = std::collections::BTreeMap::new();
    let mut write = |store: &mut Store| {
        let (changes, taken) = store.take_changes()?;
        for (place, bytes) in changes {
            match bytes {
                Some(bytes) => disk.insert(place, bytes),
                None => disk.remove(&place),
            };
        }
        Some(taken.calls)
    };
    assert_eq!(write(&mut store), Some(7));
    assert_eq!(write(&mut store), None);
    let mut peer = store.greet(&hello("shop"));
    store.add(&mut peer, Message::Functions(vec![function(9, "f", "a.toml:1")]));
    store.add(&mut peer, Message::Calls(vec![calls(9, 10, 10)]));
    assert_eq!(write(&mut store), Some(17));
    let (read, unread) = Store::restore(keep(), disk.clone().into_iter());
    assert_eq!(unread, 0);
    assert_eq!(told(&read), told(&store));
    // And it goes on where it was.
    let mut read = read;
    assert!(read.take_changes().is_none());
    let mut peer = read.greet(&hello("shop"));
    read.add(&mut peer, Message::Functions(vec![function(0, "f", "a.toml:1")]));
    read.add(&mut peer, Message::Calls(vec![calls(0, 1, 10)]));
    assert_eq!(read.functions().next().unwrap().1.sum.calls, 14);
    read.end_minute();
    assert_eq!(read.timeline.minutes().last().unwrap().functions[0].calls, 11);
    // Broken records cost themselves only.
    disk.insert((6, 77), b"\xc1".to_vec());
    assert_eq!(Store::restore(keep(), disk.into_iter()).1, 1);
}

#[test]
fn ten_thousand_functions_of_a_thousand_services_have_their_bounds() {
    let mut store = Store::new(Keep::default());
    for service in 0..1_200 {
        let mut peer = store.greet(&hello(&format!("service-{service}")));
        let functions = (0..10).map(|n| function(n, &format!("App\\Module{service}\\Class::method{n}"), "a.toml:1"));
        store.add(&mut peer, Message::Functions(functions.collect()));
        store.add(&mut peer, Message::Calls((0..10).map(|n| calls(n, 1, 1000)).collect()));
    }
    assert_eq!((store.services().len(), store.functions().len()), (1_000, 10_000));
    assert_eq!(store.dropped.calls, 2_000);
    assert!(store.texts.bytes() < TEXTS / 4);
}
