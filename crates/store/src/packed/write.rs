use std::collections::HashMap;

use guiyan_core::{ids::PersonId, personal::PERSONAL_KEY};
use serde::{Serialize, Serializer, ser};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    BYTES, END, FALSE, FLOAT, ID, LIST, MAP, NAME, NEGATIVE, NONE, NUMBER, SEALED, TAGS, TEXT,
    TRUE, VARIANT, damaged,
};
use crate::StoreError;

/// Seals what belongs to a person; none once they are erased.
pub(crate) type Seal<'a> =
    &'a mut dyn FnMut(PersonId, &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

/// The packed form of a value: its names, then the value.
pub(crate) fn pack(value: &impl Serialize, seal: Seal<'_>) -> Result<Vec<u8>, StoreError> {
    let (out, names) = (Vec::new(), Names::default());
    let mut packer = Packer { out, names, seal, sealing: false };
    value.serialize(&mut packer)?;
    let Packer { out: value, names, .. } = packer;
    let mut out = Vec::with_capacity(value.len() + 1_024);
    length(&mut out, names.list.len());
    for name in names.list {
        length(&mut out, name.len());
        out.extend_from_slice(name.as_bytes());
    }
    out.extend_from_slice(&value);
    Ok(out)
}

#[derive(Default)]
struct Names {
    list: Vec<&'static str>,
    number: HashMap<&'static str, usize>,
}

struct Packer<'a> {
    out: Vec<u8>,
    names: Names,
    seal: Seal<'a>,
    /// Within something personal.
    sealing: bool,
}

// Seven bits a byte, the lowest first.
fn number(out: &mut Vec<u8>, mut number: u64) {
    while number >= u64::from(TAGS) {
        out.push(number as u8 | TAGS);
        number >>= 7;
    }
    out.push(number as u8);
}

fn length(out: &mut Vec<u8>, length: usize) {
    number(out, length as u64);
}

impl Packer<'_> {
    fn number(&mut self, tag: u8, value: u64) {
        self.out.push(tag);
        number(&mut self.out, value);
    }

    fn name(&mut self, tag: u8, name: &'static str) {
        let Names { list, number } = &mut self.names;
        let number = *number.entry(name).or_insert_with(|| {
            list.push(name);
            list.len() - 1
        });
        self.out.push(tag);
        length(&mut self.out, number);
    }

    fn begin(&mut self, tag: u8) -> Result<&mut Self, StoreError> {
        self.out.push(tag);
        Ok(self)
    }

    // What is marked as personal: whose it is comes first in it.
    fn personal(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), StoreError> {
        if std::mem::replace(&mut self.sealing, true) {
            return Err(damaged("something personal stands within something personal"));
        }
        let around = std::mem::take(&mut self.out);
        value.serialize(&mut *self)?;
        let plain = Zeroizing::new(std::mem::replace(&mut self.out, around));
        self.sealing = false;
        if plain.as_slice() == [NONE] {
            self.out.push(NONE);
            return Ok(());
        }
        let owner = owner(&plain).ok_or_else(|| damaged("something personal is nobody's"))?;
        match (self.seal)(owner, &plain)? {
            Some(sealed) => {
                self.out.push(SEALED);
                self.out.extend_from_slice(owner.0.as_bytes());
                length(&mut self.out, sealed.len());
                self.out.extend_from_slice(&sealed);
            }
            // A state that has not heard of an erasure must not bring it back.
            None => self.out.push(NONE),
        }
        Ok(())
    }
}

fn owner(plain: &[u8]) -> Option<PersonId> {
    let rest = plain.strip_prefix(&[MAP, NAME])?;
    // The last byte of a length is below the tags.
    let name = rest.iter().position(|byte| *byte < TAGS)?;
    let id = rest.get(name + 1..)?.strip_prefix(&[ID])?.first_chunk()?;
    Some(PersonId(Uuid::from_bytes(*id)))
}

impl<'p, 'a> Serializer for &'p mut Packer<'a> {
    type Ok = ();
    type Error = StoreError;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Entries<'p, 'a>;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, value: bool) -> Result<(), StoreError> {
        self.out.push(if value { TRUE } else { FALSE });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), StoreError> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), StoreError> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), StoreError> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), StoreError> {
        if value < 0 {
            self.number(NEGATIVE, !value as u64);
            return Ok(());
        }
        self.serialize_u64(value as u64)
    }

    fn serialize_u8(self, value: u8) -> Result<(), StoreError> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), StoreError> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), StoreError> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), StoreError> {
        match u8::try_from(value) {
            Ok(small) if small < TAGS => self.out.push(small),
            _ => self.number(NUMBER, value),
        }
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), StoreError> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), StoreError> {
        self.out.push(FLOAT);
        self.out.extend_from_slice(&value.to_be_bytes());
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), StoreError> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), StoreError> {
        self.number(TEXT, value.len() as u64);
        self.out.extend_from_slice(value.as_bytes());
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), StoreError> {
        match value.len() {
            16 => self.out.push(ID),
            other => self.number(BYTES, other as u64),
        }
        self.out.extend_from_slice(value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), StoreError> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), StoreError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), StoreError> {
        self.out.push(NONE);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), StoreError> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), StoreError> {
        self.name(NAME, variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), StoreError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), StoreError> {
        self.name(VARIANT, variant);
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, StoreError> {
        self.begin(LIST)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, StoreError> {
        self.begin(LIST)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, StoreError> {
        self.begin(LIST)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, StoreError> {
        self.name(VARIANT, variant);
        self.begin(LIST)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries<'p, 'a>, StoreError> {
        Ok(Entries { packer: self.begin(MAP)?, personal: false })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, StoreError> {
        self.begin(MAP)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, StoreError> {
        self.name(VARIANT, variant);
        self.begin(MAP)
    }
}

// One body for all that are lists, and one for all that have fields.
macro_rules! lists {
    ($($name:ident $add:ident),*) => {
        $(impl ser::$name for &mut Packer<'_> {
            type Ok = ();
            type Error = StoreError;

            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), StoreError> {
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), StoreError> {
                self.out.push(END);
                Ok(())
            }
        })*
    };
}

lists!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

macro_rules! fields {
    ($($name:ident),*) => {
        $(impl ser::$name for &mut Packer<'_> {
            type Ok = ();
            type Error = StoreError;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), StoreError> {
                self.name(NAME, key);
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), StoreError> {
                self.out.push(END);
                Ok(())
            }
        })*
    };
}

fields!(SerializeStruct, SerializeStructVariant);

/// The entries of a map, of which one may be what is personal.
struct Entries<'p, 'a> {
    packer: &'p mut Packer<'a>,
    personal: bool,
}

impl ser::SerializeMap for Entries<'_, '_> {
    type Ok = ();
    type Error = StoreError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), StoreError> {
        let before = self.packer.out.len();
        key.serialize(&mut *self.packer)?;
        let key = self.packer.out.get(before..).unwrap_or_default();
        // Nobody types the key of a map.
        let text = key.strip_prefix(&[TEXT, PERSONAL_KEY.len() as u8]);
        self.personal = text == Some(PERSONAL_KEY.as_bytes());
        if self.personal {
            self.packer.out.truncate(before);
            self.packer.name(NAME, PERSONAL_KEY);
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), StoreError> {
        if self.personal { self.packer.personal(value) } else { value.serialize(&mut *self.packer) }
    }

    fn end(self) -> Result<(), StoreError> {
        self.packer.out.push(END);
        Ok(())
    }
}
