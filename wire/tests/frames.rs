//! Frames: what was written is read, and what nobody wrote is refused with an exact message.

use proptest::prelude::*;
use weft_wire::{Calls, Decoder, EncodeError, FrameError, Function, Hello, Histogram, MAX_FRAME, Message, PROTOCOL, Value, encode};

fn encoded(messages: &[Message]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for message in messages {
        encode(message, &mut bytes).unwrap();
    }
    bytes
}

/// A frame around any bytes.
fn framed(body: &[u8]) -> Vec<u8> {
    let mut bytes = (body.len() as u32).to_be_bytes().to_vec();
    bytes.extend_from_slice(body);
    bytes
}

fn decoder(bytes: &[u8]) -> Decoder {
    let mut decoder = Decoder::new();
    decoder.feed(bytes);
    decoder
}

fn error_for(bytes: &[u8]) -> String {
    decoder(bytes).next().unwrap_err().to_string()
}

fn lost(signals: u64) -> Message {
    Message::Lost { signals }
}

#[test]
fn a_message_is_as_small_as_its_fields() {
    assert_eq!(encoded(&[lost(7)]), b"\0\0\0\x08\x81\xa4Lost\x91\x07");
}

#[test]
fn hello_names_its_fields_and_may_grow() {
    let body = b"\x81\xa5Hello\x83\xa3new\x91\xc0\xa8protocol\x09\xa4weft\xa39.0";
    let hello = decoder(&framed(body)).next().unwrap().unwrap();
    let expected = Message::Hello(Hello {
        protocol: 9,
        weft: "9.0".into(),
        ..Hello::default()
    });
    assert_eq!(hello, expected);
}

#[test]
fn unknown_messages_are_skipped_and_counted() {
    let mut bytes = framed(b"\x81\xa6Future\x92\x81\x01\xc0\xa1x");
    bytes.extend(encoded(&[lost(1)]));
    let mut decoder = decoder(&bytes);
    assert_eq!(decoder.next(), Ok(Some(lost(1))));
    assert_eq!(decoder.next(), Ok(None));
    assert_eq!((decoder.skipped(), decoder.pending()), (1, 0));
}

#[test]
fn a_length_is_refused_before_its_bytes_arrive() {
    let mut decoder = decoder(b"GET / HTTP/1.1\r\n");
    let error = FrameError::TooLong { length: 0x4745_5420 };
    assert_eq!(decoder.next(), Err(error.clone()));
    assert_eq!(
        error.to_string(),
        "found a frame of 1195725856 bytes, expected at most 4194304: is the other side weft?"
    );
    decoder.feed(&encoded(&[lost(1)]));
    assert_eq!(decoder.next(), Err(error), "the stream stays lost");
    assert_eq!(decoder.pending(), 0, "and keeps no bytes");
}

#[test]
fn a_malformed_frame_does_not_take_the_next_one_along() {
    let mut bytes = framed(b"\xc1");
    bytes.extend(encoded(&[lost(1)]));
    let mut decoder = decoder(&bytes);
    assert!(decoder.next().is_err());
    assert_eq!(decoder.next(), Ok(Some(lost(1))));
}

#[test]
fn errors_say_what_was_found_and_what_was_expected() {
    let cases: [(&[u8], &str); 9] = [
        (
            b"",
            "found a frame of 0 bytes without a message in it, expected one: IO error while reading marker: failed to fill whole buffer",
        ),
        (
            b"\xc1",
            "found a frame of 1 bytes without a message in it, expected one: wrong msgpack marker Reserved",
        ),
        (
            b"\x80",
            "found a frame of 1 bytes without a message in it, expected one: invalid length 0, expected a map of one message",
        ),
        (
            b"\x91\x01",
            "found a frame of 2 bytes without a message in it, expected one: invalid type: sequence, expected a map of one message",
        ),
        (
            b"\x81\xa4Lost\x91\xa1x",
            "found a frame of 9 bytes without a message in it, expected one: wrong msgpack marker FixStr(1)",
        ),
        (
            b"\x81\xa4Lost\x92\x01\x02",
            "found a frame of 9 bytes without a message in it, expected one: array had incorrect length, expected 1",
        ),
        (
            b"\x81\xa6Signal\x92\xa1s\x91\x92\xa1a\xcf\xff\xff\xff\xff\xff\xff\xff\xff",
            "found a frame of 24 bytes without a message in it, expected one: invalid value: integer `18446744073709551615`, expected null, a bool, an int, a float, a text or bytes",
        ),
        (
            b"\x81\xa6Signal\x92\xa1s\x91\x92\xa1a\x90",
            "found a frame of 16 bytes without a message in it, expected one: invalid type: sequence, expected null, a bool, an int, a float, a text or bytes",
        ),
        (
            b"\x81\xa4Lost\x91\x01\xc0\xc0",
            "found more than a message in a frame of 10 bytes, expected its end",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(error_for(&framed(body)), expected);
    }
}

#[test]
fn nothing_may_follow_the_message_in_its_frame() {
    for byte in 0..=u8::MAX {
        let mut body = b"\x81\xa4Lost\x91\x01".to_vec();
        body.push(byte);
        assert_eq!(
            error_for(&framed(&body)),
            "found more than a message in a frame of 9 bytes, expected its end",
            "{byte:#x}"
        );
    }
}

#[test]
fn a_map_of_two_messages_is_refused() {
    let error = error_for(&framed(b"\x82\xa4Lost\x91\x01\xa4Lost\x91\x01"));
    assert_eq!(
        error,
        "found a frame of 15 bytes without a message in it, expected one: array had incorrect length, expected 1"
    );
}

#[test]
fn lengths_inside_of_a_frame_are_not_believed_either() {
    // Four billion functions, four billion buckets, texts of four gigabytes.
    for (body, reason) in [
        (
            &b"\x81\xa9Functions\xdd\xff\xff\xff\xff"[..],
            "IO error while reading marker: failed to fill whole buffer",
        ),
        (
            b"\x81\xa5Calls\x91\x97\x01\x01\x01\x01\x01\x01\xdd\xff\xff\xff\xff",
            "IO error while reading marker: failed to fill whole buffer",
        ),
        (b"\x81\xa3Log\x92\xdb\xff\xff\xff\xff", "IO error while reading data: unexpected end of file"),
        (b"\x81\xa6Future\xdb\xff\xff\xff\xff", "IO error while reading data: unexpected end of file"),
    ] {
        let length = body.len();
        let expected = format!("found a frame of {length} bytes without a message in it, expected one: {reason}");
        assert_eq!(error_for(&framed(body)), expected);
    }
}

#[test]
fn deep_nesting_is_refused() {
    let mut body = b"\x81\xa6Future".to_vec();
    body.resize(1 << 20, 0x91);
    assert_eq!(
        error_for(&framed(&body)),
        "found a frame of 1048576 bytes without a message in it, expected one: depth limit exceeded"
    );
}

#[test]
fn a_message_that_is_too_long_leaves_the_buffer_as_it_was() {
    let mut bytes = encoded(&[lost(1)]);
    let before = bytes.clone();
    let message = Message::Log {
        level: "info".into(),
        message: "x".repeat(MAX_FRAME),
    };
    let error = encode(&message, &mut bytes).unwrap_err();
    let length = MAX_FRAME + 16;
    assert_eq!(error, EncodeError::TooLong { kind: "Log", length });
    assert_eq!(error.to_string(), "message Log: found 4194320 bytes, expected at most 4194304");
    assert_eq!(bytes, before);
}

#[test]
fn the_longest_frame_goes_through() {
    let message = Message::Log {
        level: "info".into(),
        message: "x".repeat(MAX_FRAME - 16),
    };
    let bytes = encoded(std::slice::from_ref(&message));
    assert_eq!(bytes.len(), MAX_FRAME + 4);
    let mut decoder = decoder(&bytes[..1000]);
    assert_eq!(decoder.next(), Ok(None));
    assert_eq!(decoder.pending(), 1000);
    decoder.feed(&bytes[1000..]);
    assert_eq!(decoder.next(), Ok(Some(message)));
    assert_eq!(decoder.next(), Ok(None));
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        any::<f64>().prop_map(Value::Float),
        any::<String>().prop_map(Value::Text),
        any::<Vec<u8>>().prop_map(Value::Bytes),
    ]
}

fn function() -> impl Strategy<Value = Function> {
    let text = any::<String>;
    (any::<u32>(), text(), text(), any::<u32>(), text(), text(), text()).prop_map(|(id, name, file, line, wrapper, join, rule)| Function {
        id,
        name,
        file,
        line,
        wrapper,
        join,
        rule,
    })
}

fn calls() -> impl Strategy<Value = Calls> {
    let values = prop::collection::vec(any::<u64>(), 0..20);
    (any::<u32>(), any::<[u64; 5]>(), values).prop_map(|(id, numbers, values)| {
        let [calls, errors, total_ns, self_ns, max_ns] = numbers;
        let mut durations = Histogram::new();
        values.into_iter().for_each(|v| durations.record(v));
        Calls {
            id,
            calls,
            errors,
            total_ns,
            self_ns,
            max_ns,
            durations,
        }
    })
}

fn message() -> impl Strategy<Value = Message> {
    let text = any::<String>;
    prop_oneof![
        (any::<u32>(), [text(), text(), text(), text(), text()]).prop_map(|(pid, [sapi, php, weft, service, token])| {
            Message::Hello(Hello {
                protocol: PROTOCOL,
                pid,
                sapi,
                php,
                weft,
                service,
                token,
            })
        }),
        text().prop_map(|reason| Message::Goodbye { reason }),
        any::<u64>().prop_map(|messages| Message::Taken { messages }),
        prop::collection::vec(function(), 0..4).prop_map(Message::Functions),
        prop::collection::vec(calls(), 0..4).prop_map(Message::Calls),
        (text(), text(), any::<u16>(), any::<u64>()).prop_map(|(kind, subject, status, total_ns)| Message::Request {
            kind,
            subject,
            status,
            total_ns
        }),
        (text(), prop::collection::vec((text(), value()), 0..4)).prop_map(|(name, attributes)| Message::Signal { name, attributes }),
        (text(), text()).prop_map(|(level, message)| Message::Log { level, message }),
        any::<u64>().prop_map(lost),
    ]
}

proptest! {
    #[test]
    fn what_was_written_is_read_in_whatever_pieces(
        messages in prop::collection::vec(message(), 0..5),
        piece in 1..100usize,
    ) {
        let mut decoder = Decoder::new();
        let mut read = Vec::new();
        for piece in encoded(&messages).chunks(piece) {
            decoder.feed(piece);
            while let Some(message) = decoder.next().unwrap() {
                read.push(message);
            }
        }
        prop_assert_eq!(decoder.pending(), 0);
        prop_assert_eq!(read, messages);
    }

    #[test]
    fn any_bytes_end_in_messages_or_errors(bytes: Vec<u8>) {
        let mut decoder = decoder(&bytes);
        for _ in 0..bytes.len() + 1 {
            if matches!(decoder.next(), Ok(None)) {
                break;
            }
        }
        prop_assert!(decoder.pending() <= bytes.len());
    }

    #[test]
    fn damaged_messages_end_in_messages_or_errors(
        message in message(),
        at: prop::sample::Index,
        byte: u8,
    ) {
        let mut bytes = encoded(&[message]);
        let at = 4 + at.index(bytes.len() - 4);
        bytes[at] = byte;
        let mut decoder = decoder(&bytes);
        let _ = decoder.next();
        prop_assert_eq!(decoder.next(), Ok(None));
    }
}
