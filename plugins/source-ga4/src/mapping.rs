//! What Jauge's events say of a row of the export.

use std::borrow::Cow;

use crate::{
    money::amount,
    params::Params,
    record::{Event, Item},
    traffic,
    value::Value,
};

/// A text of an event.
pub(crate) type Text<'e> = Option<Cow<'e, str>>;

/// An event, column by column; amounts in ten-thousandths.
#[derive(Debug, Default)]
pub(crate) struct Row<'e> {
    pub(crate) event_id: Option<String>,
    pub(crate) event_time: i64,
    pub(crate) event_name: Text<'e>,
    pub(crate) visitor_id: Text<'e>,
    pub(crate) user_id: Text<'e>,
    pub(crate) session_id: Text<'e>,
    pub(crate) page_location: Text<'e>,
    pub(crate) page_title: Text<'e>,
    pub(crate) page_referrer: Text<'e>,
    pub(crate) content_group: Text<'e>,
    /// Source, medium, campaign, term, content.
    pub(crate) traffic: traffic::Traffic<'e>,
    pub(crate) device_category: Text<'e>,
    pub(crate) operating_system: Text<'e>,
    pub(crate) browser: Text<'e>,
    pub(crate) country: Text<'e>,
    pub(crate) region: Text<'e>,
    pub(crate) city: Text<'e>,
    pub(crate) language: Text<'e>,
    pub(crate) value: Option<i128>,
    pub(crate) tax: Option<i128>,
    pub(crate) shipping: Option<i128>,
    pub(crate) currency: Text<'e>,
    pub(crate) transaction_id: Text<'e>,
    pub(crate) items: Vec<Product<'e>>,
    pub(crate) form_id: Text<'e>,
    pub(crate) file_name: Text<'e>,
    pub(crate) search_term: Text<'e>,
    pub(crate) media_id: Text<'e>,
    pub(crate) progress: Option<f64>,
    pub(crate) engagement_ms: Option<i64>,
    pub(crate) properties: Vec<(Cow<'e, str>, Cow<'e, str>)>,
    /// Where it stands among events of its moment.
    pub(crate) place: Text<'e>,
}

/// An item of an event.
#[derive(Debug, Default)]
pub(crate) struct Product<'e> {
    pub(crate) id: Text<'e>,
    pub(crate) name: Text<'e>,
    pub(crate) category: Text<'e>,
    pub(crate) price: Option<i128>,
    pub(crate) quantity: Option<i128>,
}

/// Why a row is no event.
#[derive(Debug, PartialEq)]
pub(crate) struct Fault {
    pub(crate) column: &'static str,
    pub(crate) value: Option<String>,
    pub(crate) reason: String,
}

/// The row of events that `event` is, without its id.
pub(crate) fn map<'e>(event: &'e Event<'e>) -> Result<Row<'e>, Fault> {
    let name = event.event_name.said().ok_or_else(|| fault("event_name", &event.event_name, "no `event_name`"))?;
    let time = event.event_timestamp.int().ok_or_else(|| {
        fault("event_timestamp", &event.event_timestamp, "`event_timestamp` must be a whole number of microseconds")
    })?;
    let mut params = Params::new(&event.event_params);
    let traffic = traffic::of(event, &name, &mut params);
    let (device, geo) = (&event.device, &event.geo);
    let mut row = Row {
        event_time: time,
        visitor_id: event.user_pseudo_id.said(),
        user_id: event.user_id.said(),
        session_id: params.text("ga_session_id"),
        page_location: params.text("page_location"),
        page_title: params.text("page_title"),
        page_referrer: params.text("page_referrer"),
        content_group: params.text("content_group"),
        traffic,
        device_category: device.category.said(),
        operating_system: device.operating_system.said(),
        browser: device.web_info.browser.said().or_else(|| device.browser.said()),
        country: geo.country.said(),
        region: geo.region.said(),
        city: geo.city.said(),
        language: params.text_after(device.language.said(), "language"),
        form_id: params.text("form_id"),
        file_name: params.text("file_name"),
        search_term: params.text("search_term"),
        media_id: params.text("video_url").or_else(|| params.text("video_title")),
        progress: params.share("percent_scrolled").or_else(|| params.share("video_percent")),
        engagement_ms: params.int("engagement_time_msec"),
        place: place(event),
        ..Row::default()
    };
    shop(event, &name, &mut params, &mut row)?;
    row.event_name = Some(name);
    row.properties.reserve(event.event_params.len());
    row.properties.extend(params.rest().map(|(key, value)| (Cow::Borrowed(key), value)));
    // The user's own have names that no parameter has.
    let user = Params::new(&event.user_properties);
    row.properties.extend(user.rest().map(|(key, value)| (Cow::Owned(format!("user.{key}")), value)));
    Ok(row)
}

/// The numbers of the page, the batch and the event in it; of older tables, which lack them, that of the bundle.
fn place<'e>(event: &'e Event<'e>) -> Text<'e> {
    if event.batch_event_index.is_null() {
        return event.event_bundle_sequence_id.said();
    }
    let numbers = [&event.batch_page_id, &event.batch_ordering_id, &event.batch_event_index];
    Some(Cow::Owned(numbers.map(|number| number.text().unwrap_or_default()).join(" ")))
}

/// What was bought or given back. The amount is in the currency that was sent; where GA4 kept it in dollars alone, it is that.
fn shop<'e>(event: &'e Event<'e>, name: &str, params: &mut Params<'e>, row: &mut Row<'e>) -> Result<(), Fault> {
    let ecommerce = &event.ecommerce;
    let revenue = checked("ecommerce.purchase_revenue", &ecommerce.purchase_revenue)?;
    let refunded = checked("ecommerce.refund_value", &ecommerce.refund_value)?;
    let value = if name == "refund" { refunded.or(revenue) } else { revenue };
    row.value = params.amount_after(value, "value");
    row.tax = params.amount_after(checked("ecommerce.tax_value", &ecommerce.tax_value)?, "tax");
    row.shipping = params.amount_after(checked("ecommerce.shipping_value", &ecommerce.shipping_value)?, "shipping");
    row.currency = params.text("currency");
    row.transaction_id = params.text_after(ecommerce.transaction_id.said(), "transaction_id");
    if row.value.is_none() {
        row.value = checked("event_value_in_usd", &event.event_value_in_usd)?;
        if row.value.is_some() {
            row.currency = Some(Cow::Borrowed("USD"));
        }
    }
    row.items = event.items.iter().map(product).collect::<Result<_, _>>()?;
    Ok(())
}

fn product<'e>(item: &'e Item<'e>) -> Result<Product<'e>, Fault> {
    Ok(Product {
        id: item.item_id.said(),
        name: item.item_name.said(),
        category: item.item_category.said(),
        price: checked("items.price", &item.price)?,
        quantity: checked("items.quantity", &item.quantity)?,
    })
}

/// The amount in a field that has no other meaning.
fn checked(column: &'static str, value: &Value<'_>) -> Result<Option<i128>, Fault> {
    let found = amount(value);
    match found.is_none() && value.said().is_some() {
        true => Err(fault(column, value, "not a number of at most 14 digits before the decimal mark")),
        false => Ok(found),
    }
}

fn fault(column: &'static str, value: &Value<'_>, reason: &str) -> Fault {
    Fault { column, value: value.text().map(Cow::into_owned), reason: reason.to_owned() }
}
