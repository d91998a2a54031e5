//! The nested columns: `items` and `properties`, with their parts named as Jauge's store names them.

use std::{borrow::Cow, sync::Arc};

use jauge_plugin::{
    arrow_array::builder::{Decimal128Builder, ListBuilder, MapBuilder, MapFieldNames, StringBuilder, StructBuilder},
    arrow_schema::{DataType, Field, Fields},
};

use crate::{
    mapping::Product,
    money::{PRECISION, SCALE},
};

/// Builds `items`.
pub(crate) struct ItemsBuilder(pub(crate) ListBuilder<StructBuilder>);

/// Builds `properties`.
pub(crate) struct PropertiesBuilder(pub(crate) MapBuilder<StringBuilder, StringBuilder>);

fn item_fields() -> Fields {
    let texts = ["item_id", "item_name", "item_category"].map(|name| Field::new(name, DataType::Utf8, true));
    let money = ["price", "quantity"].map(|name| Field::new(name, DataType::Decimal128(PRECISION, SCALE), true));
    texts.into_iter().chain(money).collect()
}

fn item() -> Arc<Field> {
    Arc::new(Field::new("element", DataType::Struct(item_fields()), true))
}

/// The type of `items`.
pub(crate) fn items_type() -> DataType {
    DataType::List(item())
}

/// The type of `properties`.
pub(crate) fn properties_type() -> DataType {
    let entry = vec![Field::new("key", DataType::Utf8, false), Field::new("value", DataType::Utf8, true)];
    DataType::Map(Arc::new(Field::new("key_value", DataType::Struct(entry.into()), false)), false)
}

/// A builder of `items`.
pub(crate) fn items() -> ItemsBuilder {
    ItemsBuilder(ListBuilder::new(StructBuilder::from_fields(item_fields(), 0)).with_field(item()))
}

/// A builder of `properties`.
pub(crate) fn properties() -> PropertiesBuilder {
    let names = MapFieldNames { entry: "key_value".into(), key: "key".into(), value: "value".into() };
    PropertiesBuilder(MapBuilder::new(Some(names), StringBuilder::new(), StringBuilder::new()))
}

impl ItemsBuilder {
    /// Adds the items of one event; null where it has none.
    pub(crate) fn append(&mut self, products: &[Product<'_>]) {
        let item = self.0.values();
        for Product { id, name, category, price, quantity } in products {
            for (place, text) in [id, name, category].into_iter().enumerate() {
                if let Some(builder) = item.field_builder::<StringBuilder>(place) {
                    builder.append_option(text.as_ref().map(Cow::as_ref));
                }
            }
            for (place, number) in [price, quantity].into_iter().enumerate() {
                if let Some(builder) = item.field_builder::<Decimal128Builder>(place + 3) {
                    builder.append_option(*number);
                }
            }
            item.append(true);
        }
        self.0.append(!products.is_empty());
    }
}

impl PropertiesBuilder {
    /// Adds the properties of one event; null where it has none.
    pub(crate) fn append(&mut self, properties: &[(Cow<'_, str>, Cow<'_, str>)]) {
        for (key, value) in properties {
            self.0.keys().append_value(key);
            self.0.values().append_value(value);
        }
        // Keys and values are as many, which is all that could be wrong.
        let _ = self.0.append(!properties.is_empty());
    }
}
