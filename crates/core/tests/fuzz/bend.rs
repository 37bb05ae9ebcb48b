//! Bending JSON: values, members and bytes that nobody meant.

use std::mem;

use serde_json::{Value, json};

/// Makes something to try out of some seeds, the same for the same number.
pub(crate) struct Bender<'a> {
    state: u64,
    seeds: &'a [Value],
}

impl<'a> Bender<'a> {
    pub(crate) fn new(seed: u64, seeds: &'a [Value]) -> Self {
        Self { state: seed, seeds }
    }

    /// One of the seeds, bent in one or two places; of sixteen one in its bytes.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        let mut value = self.seed().clone();
        for _ in 0..=self.below(5) / 4 {
            let mut place = self.below(count(&value));
            let (mut with, member) = (self.odd(), self.below(6));
            let Some(node) = node(&mut value, &mut place) else { continue };
            // Mostly of the same kind: another kind is seldom understood.
            for _ in 0..self.below(40) {
                if mem::discriminant(&with) == mem::discriminant(node) {
                    break;
                }
                with = self.odd();
            }
            bend(node, with, member);
        }
        let mut bytes = serde_json::to_vec(&value).unwrap_or_default();
        if self.below(16) == 0 && !bytes.is_empty() {
            let at = self.below(bytes.len());
            match self.below(3) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, self.random() as u8),
                _ => bytes.splice(at..=at, [self.random() as u8]).for_each(drop),
            }
        }
        bytes
    }

    fn seed(&mut self) -> &'a Value {
        let index = self.below(self.seeds.len());
        &self.seeds[index]
    }

    /// Something that stands nowhere near a seed, or somewhere in another one.
    fn odd(&mut self) -> Value {
        match self.below(16) {
            0 => Value::Null,
            1 => json!(""),
            2 => json!(u64::MAX),
            3 => json!(i64::MIN),
            4 => json!(-1),
            5 => json!(1e308),
            6 => json!([]),
            7 => json!({}),
            8 => json!("\u{202e}\u{0}\u{feff}\u{1f468}\u{200d}\u{1f469}"),
            9 => json!("长".repeat(5_000)),
            10 => json!("9999-12-31T23:59:59.999+08:00"),
            11 => json!("0000-01-01"),
            12 => (0..40).fold(Value::Null, |inner, _| json!([inner])),
            13 => json!(true),
            _ => {
                let mut other = self.seed().clone();
                let mut place = self.below(count(&other));
                node(&mut other, &mut place).map_or(Value::Null, |node| node.clone())
            }
        }
    }

    fn below(&mut self, end: usize) -> usize {
        (self.random() % end.max(1) as u64) as usize
    }

    // SplitMix64.
    fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

/// Replaces the node, or in an object takes a member away or adds one.
fn bend(node: &mut Value, with: Value, member: usize) {
    match node {
        Value::Object(map) if (1..4).contains(&member) && !map.is_empty() => {
            let key = map.keys().nth(member % map.len()).cloned().unwrap_or_default();
            match member {
                1 => drop(map.remove(&key)),
                2 => drop(map.insert("nobodyKnowsThis".to_owned(), with)),
                _ => drop(map.insert(key, with)),
            }
        }
        Value::Array(list) if member > 0 => list.push(with),
        other => *other = with,
    }
}

fn count(value: &Value) -> usize {
    1 + children(value).map(count).sum::<usize>()
}

fn children(value: &Value) -> impl Iterator<Item = &Value> {
    let (list, map) = (value.as_array(), value.as_object());
    list.into_iter().flatten().chain(map.into_iter().flat_map(|map| map.values()))
}

/// The node with that number, counted from the root down.
fn node<'a>(value: &'a mut Value, place: &mut usize) -> Option<&'a mut Value> {
    if *place == 0 {
        return Some(value);
    }
    *place -= 1;
    match value {
        Value::Array(list) => list.iter_mut().find_map(|one| node(one, place)),
        Value::Object(map) => map.values_mut().find_map(|one| node(one, place)),
        _ => None,
    }
}
