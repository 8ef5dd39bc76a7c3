//! Arguments that before callbacks change.
//!
//! A change is checked when the callback that made it has ended: all of it fits, or none of it is made. What optimizer
//! and JIT may rely on, the variables of parameters taken by value, is left to the woven code, which assigns them
//! itself (see [`hand_over`]). References and surplus arguments are written right here.

use crate::zend::call::Call;
use crate::zend::exception;
use crate::zend::frame::{Frame, assign_reference};
use crate::zend::signature::Signature;
use crate::zend::value::{Array, ArrayKey, Owned, Place};

/// Takes over what a callback changed, or says why not and shows the arguments as they were.
pub fn take_changes(woven: Frame, call: Call, given: Array, now: Array) -> Result<(), String> {
    let accepted = now.copied();
    let checked = Changes { woven, given, accepted }.check(now);
    exception::drop_pending();
    if checked.is_ok() {
        call.show(accepted);
    } else {
        accepted.release();
        call.show(given.hold());
    }
    checked
}

struct Changes {
    woven: Frame,
    given: Array,
    /// What the callback left, with coerced values, and by position where it used a parameter's name.
    accepted: Array,
}

/// Where an argument goes.
#[derive(Clone, Copy)]
enum Destination {
    Parameter(u32),
    /// Into the variadic parameter.
    Variadic,
    /// Beyond the parameters, where `func_get_args()` finds it.
    Surplus(u32),
}

impl Changes {
    fn check(&self, now: Array) -> Result<(), String> {
        let signature = self.woven.signature().ok_or("the function is gone")?;
        self.check_removed(now)?;
        let mut position = 0;
        while let Some(element) = now.at(position) {
            position += 1;
            if let Some((key, value)) = element {
                self.check_one(signature, key, value)?;
            }
        }
        self.check_gaps(signature)
    }

    fn check_removed(&self, now: Array) -> Result<(), String> {
        let mut position = 0;
        while let Some(element) = self.given.at(position) {
            position += 1;
            if let Some((key, _)) = element
                && now.get(key).is_none()
            {
                return Err(format!("argument {} was removed", name_of(key)));
            }
        }
        Ok(())
    }

    fn check_one(&self, signature: Signature, key: ArrayKey, value: Place) -> Result<(), String> {
        let value = value.dereferenced();
        if self.given.get(key).is_some_and(|given| given.is_same(value)) {
            return Ok(());
        }
        let (place, number) = self.place_of(signature, key)?;
        let type_ = number.map(|number| signature.parameter(number));
        let mut copy = Owned::copy(value);
        if let Some(type_) = type_
            && !self.woven.admits(type_, copy.place())
        {
            copy.release();
            return Err(format!(
                "argument {} must be of type {}, {} given",
                describe(key, number.map(|number| signature.parameter_name(number)).unwrap_or_default()),
                type_.text(),
                value.type_name()
            ));
        }
        if let Some(reference) = self.reference(signature, place, key)
            && !assign_reference(reference, copy.place())
        {
            copy.release();
            return Err(format!(
                "argument {} is a reference to a property that refuses {}",
                name_of(key),
                value.type_name()
            ));
        }
        match place {
            Destination::Parameter(number) => {
                if key.name().is_some() {
                    self.accepted.remove(key);
                }
                self.accepted.set(ArrayKey::Index(u64::from(number)), copy);
            }
            Destination::Variadic => self.accepted.set(key, copy),
            Destination::Surplus(number) => {
                self.woven.set_surplus(number, copy.place());
                self.accepted.set(key, copy);
            }
        }
        Ok(())
    }

    /// Where an argument goes, and the number of its parameter.
    fn place_of(&self, signature: Signature, key: ArrayKey) -> Result<(Destination, Option<u32>), String> {
        let declared = signature.parameters();
        let variadic = signature.is_variadic().then_some(declared);
        let number = match key {
            ArrayKey::Index(index) => u32::try_from(index).ok(),
            ArrayKey::Name(_) => (0..declared).find(|number| Some(signature.parameter_name(*number)) == key.name()),
        };
        match (number, variadic) {
            (Some(number), _) if number < declared => Ok((Destination::Parameter(number), Some(number))),
            (_, Some(variadic)) => Ok((Destination::Variadic, Some(variadic))),
            (Some(number), None) if number < self.woven.passed() => Ok((Destination::Surplus(number), None)),
            (Some(_), None) => Err(format!("the function has no argument {}, and was not called with one", name_of(key))),
            (None, None) => Err(format!("the function has no parameter {}", name_of(key))),
        }
    }

    /// The reference behind an argument, which stays one.
    fn reference(&self, signature: Signature, place: Destination, key: ArrayKey) -> Option<Place> {
        let argument = match (place, key) {
            (Destination::Parameter(number), _) if signature.parameter(number).by_reference() => self.woven.place_of_parameter(number),
            (Destination::Variadic, ArrayKey::Index(index)) if signature.is_internal() && signature.parameter(signature.parameters()).by_reference() => {
                self.woven.internal_argument(u32::try_from(index).ok()?)
            }
            (Destination::Variadic, _) if !signature.is_internal() && signature.parameter(signature.parameters()).by_reference() => {
                let variables = self.woven.variable(signature.parameters())?.dereferenced();
                let key = match key {
                    ArrayKey::Index(index) => ArrayKey::Index(index - u64::from(signature.parameters())),
                    ArrayKey::Name(_) => key,
                };
                Array::of(variables)?.get(key)
            }
            _ => None,
        };
        argument.filter(|argument| argument.is_reference())
    }

    /// Arguments that were not passed can be given, but only one behind the other, or where there are defaults.
    fn check_gaps(&self, signature: Signature) -> Result<(), String> {
        // Of built-in functions not all defaults are known.
        let declared = if signature.is_internal() { 0 } else { u64::from(signature.parameters()) };
        let mut next = declared.max(u64::from(self.woven.passed()));
        let mut position = 0;
        while let Some(element) = self.accepted.at(position) {
            position += 1;
            if let Some((ArrayKey::Index(index), _)) = element
                && index >= next
            {
                if index > next {
                    return Err(format!("argument {} was given, but none before it", index + 1));
                }
                next += 1;
            }
        }
        Ok(())
    }
}

fn name_of(key: ArrayKey) -> String {
    match key.name() {
        Some(name) => format!("${}", String::from_utf8_lossy(name)),
        None => match key {
            ArrayKey::Index(index) => format!("#{}", index.wrapping_add(1)),
            ArrayKey::Name(_) => String::new(),
        },
    }
}

fn describe(key: ArrayKey, parameter: &[u8]) -> String {
    match key {
        ArrayKey::Index(_) => format!("{} (${})", name_of(key), String::from_utf8_lossy(parameter)),
        ArrayKey::Name(_) => name_of(key),
    }
}

/// What the woven code takes over: for each parameter its value, then the variadic one's, then what `$call` is to be. For
/// a built-in function: all arguments as one array, then the same.
pub fn hand_over(woven: Frame, call: Call, token: Owned) -> Owned {
    let mut list = Owned::array(4);
    let Some((signature, arguments)) = woven.signature().zip(call.arguments()) else {
        return list;
    };
    if signature.is_internal() {
        list.place().push(Owned::held(arguments));
        list.place().push(token);
        return list;
    }
    let declared = signature.parameters();
    let mut passed = woven.passed();
    for number in 0..declared {
        let argument = arguments.get(ArrayKey::Index(u64::from(number)));
        if argument.is_some() {
            passed = passed.max(number + 1);
        }
        let value = argument.or_else(|| woven.variable(number)).filter(|value| !value.dereferenced().is_undef());
        list.place().push(value.map_or_else(Owned::null, Owned::copy));
    }
    woven.set_passed(passed);
    if signature.is_variadic() {
        list.place().push(variadic(woven, declared, arguments));
    }
    list.place().push(token);
    list
}

fn variadic(woven: Frame, declared: u32, arguments: Array) -> Owned {
    let mut rest = Owned::array(4);
    let mut index = u64::from(declared);
    while let Some(value) = arguments.get(ArrayKey::Index(index)) {
        rest.place().push(Owned::copy(value));
        if let Ok(number) = u32::try_from(index) {
            woven.set_surplus(number, value.dereferenced());
        }
        index += 1;
    }
    let mut position = 0;
    while let Some(element) = arguments.at(position) {
        position += 1;
        if let Some((key @ ArrayKey::Name(_), value)) = element
            && let Some(table) = Array::of(rest.place())
        {
            table.set(key, Owned::copy(value));
        }
    }
    rest
}
