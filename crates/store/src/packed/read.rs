use std::str;

use serde::{
    Deserializer,
    de::{
        DeserializeOwned, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess,
        Visitor, value::StrDeserializer,
    },
    forward_to_deserialize_any,
};
use zeroize::Zeroizing;

use super::{
    BYTES, END, FALSE, FLOAT, ID, LIST, MAP, NAME, NEGATIVE, NONE, NUMBER, SEALED, TAGS, TEXT,
    TRUE, VARIANT, damaged,
};
use crate::StoreError;

type Plain = Zeroizing<Vec<u8>>;

/// Opens envelopes in the order in which they were sealed; none when the key
/// is destroyed.
pub(crate) type Unseal<'a> = &'a mut dyn FnMut(&[u8]) -> Result<Option<Plain>, StoreError>;

/// The value of a packed form.
pub(crate) fn unpack<T: DeserializeOwned>(
    bytes: &[u8],
    unseal: Unseal<'_>,
) -> Result<T, StoreError> {
    let mut unpacker = Unpacker { bytes, names: &[], unseal };
    let count = unpacker.length()?;
    let mut names = Vec::new();
    for _ in 0..count {
        let length = unpacker.length()?;
        names.push(text(unpacker.take(length)?)?);
    }
    let mut unpacker = Unpacker { bytes: unpacker.bytes, names: &names, unseal: unpacker.unseal };
    let value = T::deserialize(&mut unpacker)?;
    if unpacker.bytes.is_empty() { Ok(value) } else { Err(damaged("something follows the end")) }
}

fn text(bytes: &[u8]) -> Result<&str, StoreError> {
    str::from_utf8(bytes).map_err(damaged)
}

fn cut_off() -> StoreError {
    damaged("it is cut off")
}

struct Unpacker<'a, 'u> {
    bytes: &'a [u8],
    names: &'u [&'u str],
    unseal: Unseal<'u>,
}

impl<'a, 'u> Unpacker<'a, 'u> {
    fn peek(&self) -> Result<u8, StoreError> {
        self.bytes.first().copied().ok_or_else(cut_off)
    }

    fn byte(&mut self) -> Result<u8, StoreError> {
        let (first, rest) = self.bytes.split_first().ok_or_else(cut_off)?;
        self.bytes = rest;
        Ok(*first)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], StoreError> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or_else(cut_off)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u64, StoreError> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & !TAGS) << shift;
            if byte < TAGS {
                return Ok(number);
            }
        }
        Err(damaged("a number has no end"))
    }

    fn length(&mut self) -> Result<usize, StoreError> {
        usize::try_from(self.number()?).map_err(damaged)
    }

    fn name(&mut self) -> Result<&'u str, StoreError> {
        let number = self.length()?;
        self.names.get(number).copied().ok_or_else(|| damaged("a name is missing"))
    }

    fn end(&mut self, at_end: bool) -> Result<(), StoreError> {
        if at_end || self.byte()? == END { Ok(()) } else { Err(damaged("an end is missing")) }
    }

    // What stands sealed here, whose tag is read.
    fn sealed(&mut self) -> Result<Option<Plain>, StoreError> {
        // Whose it is stands within as well.
        self.take(16)?;
        let length = self.length()?;
        let envelope = self.take(length)?;
        (self.unseal)(envelope)
    }

    fn within<'s>(&'s mut self, plain: &'s [u8]) -> Unpacker<'s, 's> {
        Unpacker { bytes: plain, names: self.names, unseal: &mut *self.unseal }
    }
}

impl<'de> Deserializer<'de> for &mut Unpacker<'_, '_> {
    type Error = StoreError;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, StoreError> {
        match self.byte()? {
            small if small < TAGS => visitor.visit_u64(small.into()),
            NONE => visitor.visit_unit(),
            FALSE => visitor.visit_bool(false),
            TRUE => visitor.visit_bool(true),
            NUMBER => visitor.visit_u64(self.number()?),
            NEGATIVE => visitor.visit_i64(!(self.number()? as i64)),
            FLOAT => {
                let bytes = self.take(8)?.try_into().map_err(|_| cut_off())?;
                visitor.visit_f64(f64::from_be_bytes(bytes))
            }
            TEXT => {
                let length = self.length()?;
                visitor.visit_str(text(self.take(length)?)?)
            }
            BYTES => {
                let length = self.length()?;
                visitor.visit_bytes(self.take(length)?)
            }
            ID => visitor.visit_bytes(self.take(16)?),
            NAME => visitor.visit_str(self.name()?),
            LIST => {
                let mut list = Items { unpacker: &mut *self, at_end: false };
                let value = visitor.visit_seq(&mut list)?;
                let at_end = list.at_end;
                self.end(at_end)?;
                Ok(value)
            }
            MAP => {
                let mut map = Items { unpacker: &mut *self, at_end: false };
                let value = visitor.visit_map(&mut map)?;
                let at_end = map.at_end;
                self.end(at_end)?;
                Ok(value)
            }
            VARIANT => visitor.visit_map(Single { name: Some(self.name()?), unpacker: self }),
            SEALED => match self.sealed()? {
                Some(plain) => self.within(&plain).deserialize_any(visitor),
                None => visitor.visit_unit(),
            },
            _ => Err(damaged("a value begins in an unknown way")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, StoreError> {
        match self.peek()? {
            NONE => {
                self.byte()?;
                visitor.visit_none()
            }
            SEALED => {
                self.byte()?;
                match self.sealed()? {
                    Some(plain) => visitor.visit_some(&mut self.within(&plain)),
                    None => visitor.visit_none(),
                }
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, StoreError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, StoreError> {
        match self.byte()? {
            NAME => visitor.visit_enum(StrDeserializer::new(self.name()?)),
            VARIANT => visitor.visit_enum(Single { name: Some(self.name()?), unpacker: self }),
            // As JSON writes them: what is kept as a JSON value was that once.
            TEXT => {
                let length = self.length()?;
                visitor.visit_enum(StrDeserializer::new(text(self.take(length)?)?))
            }
            MAP => {
                let value = visitor.visit_enum(Single { name: None, unpacker: &mut *self })?;
                self.end(false)?;
                Ok(value)
            }
            _ => Err(damaged("a variant is missing")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// What stands up to the next end.
struct Items<'s, 'a, 'u> {
    unpacker: &'s mut Unpacker<'a, 'u>,
    at_end: bool,
}

impl Items<'_, '_, '_> {
    fn next<'de, S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, StoreError> {
        if self.at_end {
            return Ok(None);
        }
        if self.unpacker.peek()? == END {
            self.unpacker.byte()?;
            self.at_end = true;
            return Ok(None);
        }
        seed.deserialize(&mut *self.unpacker).map(Some)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, '_, '_> {
    type Error = StoreError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, StoreError> {
        self.next(seed)
    }
}

impl<'de> MapAccess<'de> for Items<'_, '_, '_> {
    type Error = StoreError;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, StoreError> {
        self.next(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, StoreError> {
        seed.deserialize(&mut *self.unpacker)
    }
}

/// A variant: its name, unless that is the key of a map, and what it holds.
struct Single<'s, 'a, 'u> {
    name: Option<&'u str>,
    unpacker: &'s mut Unpacker<'a, 'u>,
}

impl<'de> MapAccess<'de> for Single<'_, '_, '_> {
    type Error = StoreError;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, StoreError> {
        let name = self.name.take().map(StrDeserializer::new);
        name.map(|name| seed.deserialize(name)).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, StoreError> {
        seed.deserialize(&mut *self.unpacker)
    }
}

impl<'de, 's, 'a, 'u> EnumAccess<'de> for Single<'s, 'a, 'u> {
    type Error = StoreError;
    type Variant = &'s mut Unpacker<'a, 'u>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), StoreError> {
        let Self { name, unpacker } = self;
        let variant = match name {
            Some(name) => seed.deserialize(StrDeserializer::<StoreError>::new(name))?,
            None => seed.deserialize(&mut *unpacker)?,
        };
        Ok((variant, unpacker))
    }
}

impl<'de> VariantAccess<'de> for &mut Unpacker<'_, '_> {
    type Error = StoreError;

    fn unit_variant(self) -> Result<(), StoreError> {
        Err(damaged("a variant holds something"))
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<S::Value, StoreError> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, StoreError> {
        self.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, StoreError> {
        self.deserialize_any(visitor)
    }
}
