//! A batch of the export's columns, of which each row is an [`Event`].

use jauge_plugin::arrow_array::{Array, StructArray};

use crate::{
    record::{Campaign, Event, Item, Param},
    typed::{Column, Group, Groups},
};

/// The columns of a batch.
pub(super) struct View<'a> {
    pub(super) rows: usize,
    top: [Column<'a>; 9],
    device: [Column<'a>; 5],
    geo: [Column<'a>; 3],
    first: [Column<'a>; 3],
    collected: [Column<'a>; 5],
    gclid: Column<'a>,
    cross_channel: [Column<'a>; 5],
    manual: [Column<'a>; 5],
    ecommerce: [Column<'a>; 5],
    params: Params<'a>,
    user: Params<'a>,
    items: Groups<'a>,
    item: [Column<'a>; 5],
}

struct Params<'a> {
    list: Groups<'a>,
    key: Column<'a>,
    values: [Column<'a>; 4],
}

const TOP: [&str; 9] = [
    "event_name",
    "event_timestamp",
    "event_value_in_usd",
    "event_bundle_sequence_id",
    "batch_page_id",
    "batch_ordering_id",
    "batch_event_index",
    "user_id",
    "user_pseudo_id",
];

impl<'a> View<'a> {
    /// The columns of `rows`; an error where they do not nest as GA4's do.
    pub(super) fn new(rows: &'a StructArray) -> Result<Self, String> {
        let root = Group::new(rows);
        let columns = |group: Group<'a>, names: [&str; 5]| names.map(|name| group.column(name));
        let (device, geo, first) = (root.group("device"), root.group("geo"), root.group("traffic_source"));
        let last_click = root.group("session_traffic_source_last_click");
        let campaign = ["source", "medium", "campaign_name", "term", "content"];
        let collected = ["manual_source", "manual_medium", "manual_campaign_name", "manual_term", "manual_content"];
        let shop = ["purchase_revenue", "refund_value", "tax_value", "shipping_value", "transaction_id"];
        let items = root.groups("items");
        let view = Self {
            rows: rows.len(),
            top: TOP.map(|name| root.column(name)),
            device: [
                device.column("category"),
                device.column("operating_system"),
                device.column("language"),
                device.column("browser"),
                device.group("web_info").column("browser"),
            ],
            geo: ["country", "region", "city"].map(|name| geo.column(name)),
            first: ["source", "medium", "name"].map(|name| first.column(name)),
            collected: columns(root.group("collected_traffic_source"), collected),
            gclid: root.group("collected_traffic_source").column("gclid"),
            cross_channel: columns(last_click.group("cross_channel_campaign"), campaign),
            manual: columns(last_click.group("manual_campaign"), campaign),
            ecommerce: columns(root.group("ecommerce"), shop),
            params: Params::new(root.groups("event_params")),
            user: Params::new(root.groups("user_properties")),
            item: columns(items.element, ["item_id", "item_name", "item_category", "price", "quantity"]),
            items,
        };
        view.check()?;
        Ok(view)
    }

    /// What cannot be read would be silently null.
    fn check(&self) -> Result<(), String> {
        let [name, time, .., visitor] = &self.top;
        let scalars = [("event_name", name), ("event_timestamp", time), ("user_pseudo_id", visitor)];
        if let Some((name, _)) = scalars.iter().find(|(_, column)| !column.is_there()) {
            return Err(format!("`{name}` must be one value a row, and is not: is this GA4's own export?"));
        }
        if !self.params.list.element.group("value").is_there() || !self.params.key.is_there() {
            return Err("`event_params` must be a list of {key, value: {string_value, int_value, …}}: export the table as it is"
                .to_owned());
        }
        Ok(())
    }

    /// Makes `event` what stands in `row`.
    pub(super) fn fill(&self, row: usize, event: &mut Event<'a>) {
        let values = |columns: &[Column<'a>; 5]| columns.each_ref().map(|column| column.value(row));
        let campaign = |columns: &[Column<'a>; 5]| {
            let [source, medium, campaign_name, term, content] = values(columns);
            Campaign { source, medium, campaign_name, term, content }
        };
        [
            event.event_name,
            event.event_timestamp,
            event.event_value_in_usd,
            event.event_bundle_sequence_id,
            event.batch_page_id,
            event.batch_ordering_id,
            event.batch_event_index,
            event.user_id,
            event.user_pseudo_id,
        ] = self.top.each_ref().map(|column| column.value(row));
        let device = &mut event.device;
        [device.category, device.operating_system, device.language, device.browser, device.web_info.browser] =
            values(&self.device);
        [event.geo.country, event.geo.region, event.geo.city] = self.geo.each_ref().map(|column| column.value(row));
        let first = &mut event.traffic_source;
        [first.source, first.medium, first.name] = self.first.each_ref().map(|column| column.value(row));
        let from = &mut event.collected_traffic_source;
        [from.manual_source, from.manual_medium, from.manual_campaign_name, from.manual_term, from.manual_content] =
            values(&self.collected);
        from.gclid = self.gclid.value(row);
        event.session_traffic_source_last_click.cross_channel_campaign = campaign(&self.cross_channel);
        event.session_traffic_source_last_click.manual_campaign = campaign(&self.manual);
        let shop = &mut event.ecommerce;
        [shop.purchase_revenue, shop.refund_value, shop.tax_value, shop.shipping_value, shop.transaction_id] =
            values(&self.ecommerce);
        self.params.fill(row, &mut event.event_params);
        self.user.fill(row, &mut event.user_properties);
        event.items.clear();
        event.items.extend(self.items.range(row).map(|place| {
            let [item_id, item_name, item_category, price, quantity] =
                self.item.each_ref().map(|column| column.value(place));
            Item { item_id, item_name, item_category, price, quantity }
        }));
    }
}

impl<'a> Params<'a> {
    fn new(list: Groups<'a>) -> Self {
        let value = list.element.group("value");
        let values = ["string_value", "int_value", "float_value", "double_value"].map(|name| value.column(name));
        Self { key: list.element.column("key"), values, list }
    }

    fn fill(&self, row: usize, params: &mut Vec<Param<'a>>) {
        params.clear();
        params.extend(self.list.range(row).map(|place| {
            let mut values = self.values.iter().map(|column| column.value(place));
            Param { key: self.key.value(place), value: values.find(|value| !value.is_null()).unwrap_or_default() }
        }));
    }
}
