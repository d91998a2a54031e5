//! Reads web servers' access logs as Jauge's events: the connector `weblog`.

mod asked;
mod connector;
mod detect;
mod formats;
mod hit;
mod input;
mod kind;
mod rows;
mod settings;
mod time;

use jauge_plugin::{Plugin, Source, export_plugin};
use serde_json::json;

/// As Apache's configuration would spell it.
const OWN: &str = r#"%{%Y-%m-%d %H:%M:%S}t %v %m %U%q %s %{s}T "%{User-Agent}i" %h"#;

/// What this plugin brings: the connector `weblog`.
pub fn plugin() -> Plugin {
    let says = "Reads access logs: Apache, nginx, Caddy, Traefik, IIS, CloudFront, or a format of the user's own";
    let at = |path: &str| json!({ "path": path });
    let own = json!({"path": "fixtures/own.log", "log_format": OWN, "host": "www.example.com"});
    let source = Source::new("weblog", says, settings::schema(), connector::connect)
        .example("an Apache log, of which one line breaks off", at("fixtures/combined.log"), 12, 1)
        .example("rotated logs of a server, the older ones compressed", at("fixtures/co*.log*"), 60, 2)
        .example("virtual hosts", at("fixtures/vhost.log"), 12, 0)
        .example("nginx's own format", at("fixtures/nginx-main.log"), 12, 0)
        .example("nginx told to write JSON, its last line cut off", at("fixtures/nginx.json"), 12, 1)
        .example("Caddy", at("fixtures/caddy.json"), 12, 0)
        .example("Traefik, as text and as JSON", at("fixtures/traefik.*"), 24, 0)
        .example("IIS, whose columns change on the way", at("fixtures/iis.log"), 12, 0)
        .example("CloudFront", at("fixtures/cloudfront.gz"), 12, 0)
        .example("a format of the user's own, in local times", own, 12, 0);
    Plugin::new("weblog", env!("CARGO_PKG_VERSION"), "Reads web servers' access logs").source(source)
}

export_plugin!(plugin);
