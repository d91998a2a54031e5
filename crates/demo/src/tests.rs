use std::fs;

use jauge_domain::{Kpi, Language};
use jauge_judge::parse_objectives;

use crate::{Plan, write_site, write_workspace};

#[test]
fn the_same_seed_writes_the_same_files() {
    let dirs: Vec<_> = (0..3).map(|_| tempfile::tempdir().unwrap()).collect();
    let truths: Vec<_> = dirs
        .iter()
        .zip([7, 7, 8])
        .map(|(dir, seed)| write_site(dir.path(), Plan { seed, events: 8000 }).unwrap())
        .collect();
    assert_eq!(truths[0], truths[1]);
    assert_ne!(truths[0], truths[2]);
    let files = [
        "exports/site/2025-03.ndjson.gz",
        "exports/shop/orders-2025-03.csv",
        "exports/shop/refunds.csv",
        "exports/ads/spend-2025.csv",
        "exports/crm/leads-2025-12-31.csv",
        "exports/helpdesk/tickets-2025-03.ndjson",
        "truth.csv",
    ];
    for file in files {
        let [a, b, c] = [0, 1, 2].map(|nth: usize| fs::read(dirs[nth].path().join(file)).unwrap());
        assert_eq!(a, b, "{file}");
        assert_ne!(a, c, "{file}");
    }
}

#[test]
fn it_has_what_real_exports_have() {
    let dir = tempfile::tempdir().unwrap();
    let truth = write_site(dir.path(), Plan { seed: 1, events: 60_000 }).unwrap();
    assert!(truth.repeated > 50 && truth.late > 5, "{} repeated, {} late", truth.repeated, truth.late);
    let sum = |kpi: &str| -> i64 {
        let all = truth.figures.iter().filter(|figure| figure.kpi == kpi && figure.channel.is_empty());
        all.map(|figure| figure.numerator).sum()
    };
    assert!((50_000..70_000).contains(&sum("core.events")), "{} events", sum("core.events"));
    let tracked =
        truth.figures.iter().filter(|figure| figure.kpi == "ecommerce.orders_tracked" && figure.channel.is_empty());
    let (seen, all) =
        tracked.fold((0, 0), |sum, figure| (sum.0 + figure.numerator, sum.1 + figure.denominator.unwrap_or(0)));
    assert!(seen < all && seen * 10 > all * 9, "{seen} of {all} orders are tracked");
    for kpi in [
        "ecommerce.refunds",
        "ecommerce.spend",
        "events.generate_lead",
        "events.file_download",
        "events.video_impression",
        "events.cta_click",
        "events.unsubscribe",
        "leads.customers",
        "content.content_views",
        "support.help_views",
        "support.tickets",
        "events.video_complete",
    ] {
        assert!(sum(kpi) > 0, "{kpi}");
    }
}

#[test]
fn the_workspace_is_well_formed() {
    let dir = tempfile::tempdir().unwrap();
    write_workspace(dir.path()).unwrap();
    for entry in fs::read_dir(dir.path().join("queries/kpis")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let kpi = Kpi::parse(&path.display().to_string(), &text).unwrap();
        assert_eq!(path.file_stem().unwrap().to_str(), Some(kpi.short_id()));
        assert_ne!(kpi.says.get(Language::En), kpi.says.get(Language::Fr), "{}", kpi.id);
    }
    let text = fs::read_to_string(dir.path().join("objectives/objectives.toml")).unwrap();
    let (objectives, errors) = parse_objectives("objectives.toml", &text);
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(objectives.len(), 14);
}
