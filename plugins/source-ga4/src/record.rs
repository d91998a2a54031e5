//! A row of GA4's export, as far as it is read; the file formats fill it and everything after reads it.
//!
//! Fields: <https://support.google.com/analytics/answer/7029846>.

use serde::{Deserialize, Deserializer};

use crate::value::Value;

/// A row of the export.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Event<'a> {
    #[serde(borrow)]
    pub(crate) event_name: Value<'a>,
    pub(crate) event_timestamp: Value<'a>,
    pub(crate) event_value_in_usd: Value<'a>,
    pub(crate) event_bundle_sequence_id: Value<'a>,
    pub(crate) batch_page_id: Value<'a>,
    pub(crate) batch_ordering_id: Value<'a>,
    pub(crate) batch_event_index: Value<'a>,
    pub(crate) user_id: Value<'a>,
    pub(crate) user_pseudo_id: Value<'a>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) event_params: Vec<Param<'a>>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) user_properties: Vec<Param<'a>>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) device: Device<'a>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) geo: Geo<'a>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) traffic_source: FirstSource<'a>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) collected_traffic_source: Collected<'a>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) session_traffic_source_last_click: LastClick<'a>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) ecommerce: Ecommerce<'a>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) items: Vec<Item<'a>>,
}

/// One of `event_params` or `user_properties`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Param<'a> {
    #[serde(borrow)]
    pub(crate) key: Value<'a>,
    #[serde(deserialize_with = "one_value")]
    pub(crate) value: Value<'a>,
}

/// The four fields of which GA4 fills one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnyValue<'a> {
    #[serde(borrow)]
    pub(crate) string_value: Value<'a>,
    pub(crate) int_value: Value<'a>,
    pub(crate) float_value: Value<'a>,
    pub(crate) double_value: Value<'a>,
}

/// `device`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Device<'a> {
    #[serde(borrow)]
    pub(crate) category: Value<'a>,
    pub(crate) operating_system: Value<'a>,
    pub(crate) language: Value<'a>,
    pub(crate) browser: Value<'a>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) web_info: WebInfo<'a>,
}

/// `device.web_info`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WebInfo<'a> {
    #[serde(borrow)]
    pub(crate) browser: Value<'a>,
}

/// `geo`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Geo<'a> {
    #[serde(borrow)]
    pub(crate) country: Value<'a>,
    pub(crate) region: Value<'a>,
    pub(crate) city: Value<'a>,
}

/// `traffic_source`: where the user came from the first time.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FirstSource<'a> {
    #[serde(borrow)]
    pub(crate) source: Value<'a>,
    pub(crate) medium: Value<'a>,
    pub(crate) name: Value<'a>,
}

/// `collected_traffic_source`: what came with this event.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Collected<'a> {
    #[serde(borrow)]
    pub(crate) manual_source: Value<'a>,
    pub(crate) manual_medium: Value<'a>,
    pub(crate) manual_campaign_name: Value<'a>,
    pub(crate) manual_term: Value<'a>,
    pub(crate) manual_content: Value<'a>,
    pub(crate) gclid: Value<'a>,
}

/// `session_traffic_source_last_click`: what GA4 attributes the session to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LastClick<'a> {
    #[serde(borrow, deserialize_with = "or_default")]
    pub(crate) cross_channel_campaign: Campaign<'a>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) manual_campaign: Campaign<'a>,
}

/// A campaign of [`LastClick`].
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Campaign<'a> {
    #[serde(borrow)]
    pub(crate) source: Value<'a>,
    pub(crate) medium: Value<'a>,
    pub(crate) campaign_name: Value<'a>,
    pub(crate) term: Value<'a>,
    pub(crate) content: Value<'a>,
}

/// `ecommerce`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Ecommerce<'a> {
    #[serde(borrow)]
    pub(crate) purchase_revenue: Value<'a>,
    pub(crate) refund_value: Value<'a>,
    pub(crate) tax_value: Value<'a>,
    pub(crate) shipping_value: Value<'a>,
    pub(crate) transaction_id: Value<'a>,
}

/// One of `items`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Item<'a> {
    #[serde(borrow)]
    pub(crate) item_id: Value<'a>,
    pub(crate) item_name: Value<'a>,
    pub(crate) item_category: Value<'a>,
    pub(crate) price: Value<'a>,
    pub(crate) quantity: Value<'a>,
}

impl<'a> AnyValue<'a> {
    /// The value that is there; none where all four are null.
    pub(crate) fn one(self) -> Value<'a> {
        let Self { string_value, int_value, float_value, double_value } = self;
        let numbers = [int_value, float_value, double_value].map(Value::into_number);
        [string_value].into_iter().chain(numbers).find(|value| !value.is_null()).unwrap_or_default()
    }
}

/// What stands there, or the default for `null`.
fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

fn one_value<'de: 'a, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Value<'a>, D::Error> {
    Ok(Option::<AnyValue<'a>>::deserialize(deserializer)?.unwrap_or_default().one())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_with_nulls_gaps_and_numbers_written_as_texts() {
        let line = r#"{"event_name": "purchase", "event_timestamp": "17", "items": null, "geo": {"country": "France"}, "new": [1],
            "event_params": [{"key": "a", "value": {"int_value": "7", "double_value": null}}, {"key": "b", "value": null},
                             {"key": "c", "value": {"double_value": "138.0"}}, {"key": "d\u0041", "value": {"string_value": "x"}}]}"#;
        let event: Event<'_> = serde_json::from_str(line).unwrap();
        let texts = event.event_params.iter().map(|param| (param.key.text().unwrap(), param.value.text()));
        let texts: Vec<_> = texts.map(|(key, value)| format!("{key}={}", value.unwrap_or_default())).collect();
        assert_eq!(texts, ["a=7", "b=", "c=138", "dA=x"]);
        assert_eq!((event.event_timestamp.int(), event.items.len()), (Some(17), 0));
        assert!(serde_json::from_str::<Event<'_>>(r#"{"event_name": {}}"#).is_err());
    }
}
