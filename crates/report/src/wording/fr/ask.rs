//! Questions that have no answer, and what their readers should know.

use jauge_domain::{AskMessage, AskNote, Basis, Localized, Order, OwnScan, Per, Reentry, Unit};

use super::forms::counted;
use super::names::{meant, quoted};
use super::{Wording, forms, message as inner};

pub(super) fn message(message: &AskMessage, wording: &Wording) -> String {
    match message {
        AskMessage::UnknownKpi { id, near } => format!("aucun KPI ne s'appelle `{id}`{}", meant(near)),
        AskMessage::Dimension { kpi, dimension, model, near } => {
            format!("`{kpi}` n'a pas de dimension `{dimension}` : elle manque à `{model}`{}", meant(near))
        }
        AskMessage::Filter { kpi, filter, model, reason } => {
            let reason = inner(reason, wording);
            format!("`--where {filter}` ne convient pas à `{model}`, que lit `{kpi}` : {reason}")
        }
        AskMessage::WrittenFilter { file, line, kpi, filter, model, reason } => {
            let reason = inner(reason, wording);
            format!("{file}:{line} : `where = \"{filter}\"` ne convient pas à `{model}`, que lit `{kpi}` : {reason}")
        }
        AskMessage::StepFilter { funnel, step, filter, reason } => {
            let reason = inner(reason, wording);
            format!("`where = \"{filter}\"`, à l'étape {step} de `{funnel}`, ne convient pas à `hits` : {reason}")
        }
        AskMessage::NoHours { kpi, model, column } => format!(
            "`{kpi}` n'a pas d'heures : `{column}` de `{model}` est une date ; demander `--grain day` ou une maille plus large"
        ),
        AskMessage::NoTime { kpi, model } => format!(
            "`{kpi}` ne se découpe pas dans le temps : `{model}` n'a pas de colonne de temps ; demander `--period all` sans maille"
        ),
        AskMessage::Time { model, column, is } => {
            let is = is.as_ref().map_or_else(|| "manque".to_owned(), |kind| format!("est de type {kind}"));
            format!("la colonne de temps `{column}` de `{model}` {is} ; il faut un instant ou une date")
        }
        AskMessage::Grain { kpi, grain, allowed } => {
            format!("`{kpi}` n'a pas de valeurs à la maille `{grain}` ; demander {}", quoted(allowed, ", "))
        }
        AskMessage::Compare => {
            "il faut à `--compare` une période qui a deux bouts ; en donner une avec `--period` ou `--last`".to_owned()
        }
        AskMessage::Feast { fault } => super::comparison::feast(fault),
        AskMessage::Buckets { grain, from, to, most } => format!(
            "`--grain {grain}` découpe l'intervalle de {from} à {to} en plus de {most} morceaux ; demander une période plus courte"
        ),
        AskMessage::Overflow { kpi } => {
            format!("`{kpi}` est trop grand pour son type ; convertir son argument à une échelle plus petite")
        }
        AskMessage::Run { kpis, reason } => {
            format!("échec de {} : {}", quoted(kpis, ", "), inner(reason, wording))
        }
        AskMessage::NeedsBy { option } => format!("il faut des groupes à `{option}`"),
    }
}

pub(super) fn help(message: &AskMessage) -> Option<String> {
    match message {
        AskMessage::NeedsBy { .. } => Some("grouper avec `--by DIMENSION`, ou omettre cette option".to_owned()),
        AskMessage::Filter { reason, .. }
        | AskMessage::WrittenFilter { reason, .. }
        | AskMessage::StepFilter { reason, .. }
        | AskMessage::Run { reason, .. } => super::help(reason),
        AskMessage::Feast { fault } => super::comparison::feast_help(fault),
        AskMessage::UnknownKpi { .. }
        | AskMessage::Dimension { .. }
        | AskMessage::NoHours { .. }
        | AskMessage::NoTime { .. }
        | AskMessage::Time { .. }
        | AskMessage::Grain { .. }
        | AskMessage::Compare
        | AskMessage::Buckets { .. }
        | AskMessage::Overflow { .. } => None,
    }
}

pub(super) fn note(note: &AskNote, wording: &Wording) -> String {
    match note {
        AskNote::ShortHistory { kpi, began } => format!(
            "{kpi} : les données commencent le {}, si bien que quiconque était venu avant et est revenu depuis compte comme nouveau",
            forms::date(*began)
        ),
        AskNote::ShortLookback { kpi, began } => format!(
            "{kpi} : les données commencent le {}, si bien que les premières valeurs portent sur moins de jours que demandé",
            forms::date(*began)
        ),
        AskNote::MixedSources { kpi, shares } => {
            let share = |(title, share): &(Localized, f64)| {
                format!("{} {}", title.get(wording.language), wording.amount(*share, Unit::Ratio))
            };
            let shares: Vec<_> = shares.iter().map(share).collect();
            format!("{kpi} : ses parties viennent de sources qui ne couvrent pas la même chose : {}", shares.join(", "))
        }
        AskNote::VisitorsEstimated { kpis } => format!(
            "{} : une estimation : les visiteurs ne sont distingués que par leur adresse et leur navigateur, si bien que ceux qui \
             partagent les deux ne font qu'un, et que qui change l'un ou l'autre en devient un autre",
            kpis.join(", ")
        ),
        AskNote::CountedByDay { kpis, seam } => {
            format!("{} : {}", kpis.join(", "), super::seam::message(seam, wording))
        }
        AskNote::NotToldByDay { kpis, columns } => format!(
            "{} : certains jours viennent de `daily`, qui ne dit pas {} : une condition à ce sujet les écarte",
            kpis.join(", "),
            quoted(columns, " ni ")
        ),
        AskNote::OtherRows { dimension, system, sessions } => super::seam::other_rows(dimension, system, *sessions),
        AskNote::Basis { kpis, basis } => format!("{} : {}", kpis.join(", "), of_basis(*basis)),
        AskNote::OrdersLeftOut { statuses } => {
            let orders: u64 = statuses.iter().map(|(_, orders)| orders).sum();
            let orders = counted(orders, "commande", "commandes");
            format!("hors compte : {orders} de la période d'après le statut ({})", by_status(statuses))
        }
        AskNote::OrdersWithoutAmount { orders, basis } => {
            let orders = counted(*orders, "commande", "commandes");
            let lacking = match basis {
                Basis::Total => "montant connu",
                Basis::WithoutTax => "taxe connue",
                Basis::GoodsWithoutTax => "taxe ou livraison connue",
            };
            format!("{orders} de la période sans {lacking} : leur montant n'en est pas")
        }
        AskNote::RefundsUndated { kpis } => format!(
            "{} : les remboursements dont la boutique ne donne pas le jour figurent à celui de leur commande, si bien que les mois \
             récents baisseront encore",
            kpis.join(", ")
        ),
        AskNote::Shadowed { kpi, others } => {
            format!("c'est `{kpi}`, propre à l'espace de travail ; pour l'autre, écrire {}", quoted(others, " ou "))
        }
        AskNote::RankedCurrencies { kpi, currencies } => format!(
            "`{kpi}` a des montants en {}, classés comme s'ils étaient dans une seule devise : filtrer par `currency`",
            currencies.join(", ")
        ),
        AskNote::TopWithoutBy => "`--top` est sans effet sans `--by`".to_owned(),
        AskNote::Comparison { note } => super::comparison::note(note, wording),
        AskNote::LeftOut { kpi, reason } => format!("`{kpi}` est laissé de côté : {}", inner(reason, wording)),
        AskNote::NoData => "pas de données pour cette question".to_owned(),
        AskNote::NoDataInPeriod { reached } => {
            let reached = wording.date(*reached);
            format!("pas de données dans cette période ; elles vont jusqu'à {reached} : essayer `--period all`")
        }
        AskNote::NoDataYet { began } => {
            let began = wording.date(*began);
            format!("pas de données dans cette période ; elles commencent le {began} : essayer `--period all`")
        }
        AskNote::Spilled { mebibytes } => {
            format!(
                "{mebibytes} Mio de mémoire n'ont pas suffi, et des lignes sont allées sur le disque : permettre plus par JAUGE_MEMORY (Mio)"
            )
        }
        AskNote::NothingLoaded => "rien n'est encore chargé : `jauge load` lit les sources de jauge.toml".to_owned(),
        AskNote::NobodyEntered => "personne n'est entré dans l'entonnoir pendant cette période".to_owned(),
        AskNote::NoSessions => {
            "les événements de ses étapes ne sont dans aucune session, car leur source n'envoie pas de pages \
                                vues : `per = \"visitor\"` compte plutôt les visiteurs"
                .to_owned()
        }
        AskNote::Funnel { title, per, order, reentry, window, days } => {
            let days = match days {
                None => "tout ce qu'il y a".to_owned(),
                Some((first, last)) if first == last => wording.date(*first),
                Some((first, last)) => format!("du {} au {}", wording.date(*first), wording.date(*last)),
            };
            let who = match (per, reentry) {
                (Per::Session, _) => "chaque session, dans la période où elle commence",
                (Per::Visitor, Reentry::First) => "le premier essai de chaque visiteur, dans la période où il commence",
                (Per::Visitor, Reentry::Each) => "chaque essai d'un visiteur, dans la période où il commence",
            };
            let way = match order {
                Order::Any => "dans n'importe quel ordre : une étape compte comme atteinte là où une suivante l'a été",
                Order::Strict => "dans l'ordre strict : chaque étape après la précédente",
            };
            let window = window.map(|window| format!(", en {}", length(window, wording)));
            let rates =
                "taux : de ceux qui ont atteint l'étape précédente ; taux global : de ceux qui ont atteint la première";
            format!("{}, {days}\n{who} ; {way}{}\n{rates}", title.get(wording.language), window.unwrap_or_default())
        }
    }
}

/// What amounts are of.
pub(super) fn of_basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Total => "TTC, livraison comprise : tout ce qui a été payé (`[orders] revenue = \"total\"`)",
        Basis::WithoutTax => "HT, livraison comprise (`[orders] revenue = \"without tax\"`)",
        Basis::GoodsWithoutTax => "HT, hors livraison (`[orders] revenue = \"goods without tax\"`)",
    }
}

/// `12 pending, 1 voided`.
fn by_status(statuses: &[(String, u64)]) -> String {
    statuses.iter().map(|(status, orders)| format!("{orders} {status}")).collect::<Vec<_>>().join(", ")
}

/// So many seconds, in days or hours where they are whole ones.
fn length(seconds: i64, wording: &Wording) -> String {
    match seconds {
        _ if seconds % 86_400 == 0 => counted(seconds / 86_400, "jour", "jours"),
        _ if seconds % 3600 == 0 => counted(seconds / 3600, "heure", "heures"),
        _ => wording.amount(seconds as f64, Unit::Duration),
    }
}

pub(super) fn own_scan(why: OwnScan) -> String {
    let text = match why {
        OwnScan::Lookback => {
            "chaque intervalle remonte avant son début : une lecture à part, où une ligne compte une fois dans chaque fenêtre qui la contient"
        }
        OwnScan::Overlap => "les périodes se chevauchent, une ligne compterait dans les deux : une lecture à part",
        OwnScan::PerEntity => "il agrège d'abord par entité : une lecture à part",
        OwnScan::OthersPerEntity => "les autres KPI agrègent d'abord par entité",
    };
    text.to_owned()
}
