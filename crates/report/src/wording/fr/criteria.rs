//! The criteria of S.M.A.R.T.

use jauge_domain::{
    AchievableFinding, BaselineChange, BaselineOrigin, MeasurableFinding, RealisticFinding, SpecificFinding,
    TimeBoundFinding, Unit,
};

use super::super::Wording;
use super::forms::counted;

pub(super) fn specific(found: &SpecificFinding, wording: &Wording) -> String {
    let scope = |filter: &Option<String>| filter.as_ref().map(|filter| format!(" ({filter})")).unwrap_or_default();
    match found {
        SpecificFinding::Rows { kpi, filter, first, last } => {
            format!("{kpi}{} : des lignes du {} au {}", scope(filter), wording.date(*first), wording.date(*last))
        }
        SpecificFinding::NoRows { kpi, filter: None } => {
            format!("le KPI n'a aucune ligne : voir de quoi il est fait avec `jauge kpi show {kpi}`")
        }
        SpecificFinding::NoRows { kpi, filter } => {
            format!("aucune ligne ne passe{} : vérifier ses valeurs avec `jauge ask {kpi} --by …`", scope(filter))
        }
        SpecificFinding::PercentMeant { target } => {
            format!("une cible de {} pour un ratio : vouliez-vous dire « {target} % » ?", wording.number(*target, 4))
        }
        SpecificFinding::NoOwner => "dire qui en répond : owner = \"…\"".to_owned(),
        SpecificFinding::NoStatement => "le dire en une phrase : statement = \"…\"".to_owned(),
    }
}

pub(super) fn measurable(found: &MeasurableFinding, wording: &Wording) -> String {
    match found {
        MeasurableFinding::NoBaselineWithoutRows => "pas de départ : aucune ligne".to_owned(),
        MeasurableFinding::NoBaseline { since } => format!(
            "pas de départ : les données commencent le {} ; charger ce qui précède, ou le donner : baseline = {{ value = … }}",
            wording.date(*since)
        ),
        MeasurableFinding::Baseline { value, unit, origin } => {
            baseline(&wording.amount(*value, *unit), origin, wording)
        }
        MeasurableFinding::BaselineNotCovered { first } => format!(
            "les données commencent le {}, après le début du départ : choisir un départ plus tardif ou charger ce qui précède",
            wording.date(*first)
        ),
        MeasurableFinding::BaselineUnderWay { to, last } => format!(
            "pas de départ : sa période finit le {}, et les données le {} : choisir un départ plus ancien ou charger la suite",
            wording.date(*to),
            wording.date(*last)
        ),
        MeasurableFinding::OtherSeason => {
            "le départ est d'une autre saison : l'année précédente se comparerait mieux".to_owned()
        }
        MeasurableFinding::BaselineIsZero => "le départ est 0 : une variation ne s'y mesure pas".to_owned(),
        MeasurableFinding::SampleIsEnough { needed, had } => format!(
            "il en faut {} pour voir la variation, la dernière période en avait {}",
            wording.number(*needed, 0),
            wording.number(*had, 0)
        ),
        MeasurableFinding::SampleTooSmall { needed, had } => format!(
            "il en faut {} pour voir la variation et la dernière période en avait {} : élargir le filtre, allonger la période ou viser plus loin",
            wording.number(*needed, 0),
            wording.number(*had, 0)
        ),
        MeasurableFinding::Noise { low, high, unit } => {
            format!("le hasard seul donne {}", wording.between(*low, *high, *unit))
        }
        MeasurableFinding::WithinNoise { low, high, bound, unit } => format!(
            "la cible est dans ce que le hasard seul donne, {} : viser au-delà de {}",
            wording.between(*low, *high, *unit),
            wording.amount(*bound, *unit)
        ),
        MeasurableFinding::NotAdditive => {
            "le KPI ne s'additionne pas d'un jour à l'autre : aucune prévision n'en est faite".to_owned()
        }
        MeasurableFinding::ByLevels => "mesuré par des niveaux et des points datés".to_owned(),
        MeasurableFinding::KpiWithoutData => {
            "charger ce qu'il faut au KPI, ou choisir un KPI que les données alimentent".to_owned()
        }
        MeasurableFinding::BaselineMoved { objective, change } => baseline_moved(objective, change),
    }
}

/// How a baseline differs from the frozen one, and how to accept it.
pub(super) fn baseline_moved(objective: &str, change: &BaselineChange) -> String {
    match change {
        BaselineChange::Definition { as_of, was, now } => format!(
            "la définition du KPI n'est plus celle du {as_of} : le départ était {was}, il est maintenant {now} ; {}",
            accept(objective)
        ),
        BaselineChange::Data { as_of, was, now } => format!(
            "les données du départ ont changé depuis le {as_of} : il était {was}, il est maintenant {now} ; {}",
            accept(objective)
        ),
    }
}

fn accept(objective: &str) -> String {
    format!("l'accepter avec `jauge objective rebase {objective} --reason \"…\"`")
}

fn baseline(value: &str, origin: &BaselineOrigin, wording: &Wording) -> String {
    match origin {
        BaselineOrigin::Given => format!("départ {value}, donné tel quel"),
        BaselineOrigin::YearBefore { from, to } => format!(
            "départ {value} : la même période un an plus tôt, du {} au {}",
            wording.date(*from),
            wording.date(*to)
        ),
        BaselineOrigin::JustBefore { from, to } => {
            format!("départ {value} : la période précédente, du {} au {}", wording.date(*from), wording.date(*to))
        }
        BaselineOrigin::Period { from, to } => {
            format!("départ {value} : du {} au {}", wording.date(*from), wording.date(*to))
        }
    }
}

pub(super) fn achievable(found: &AchievableFinding, wording: &Wording) -> String {
    match found {
        AchievableFinding::TooLittleHistory => "faisable ? trop peu d'historique pour le dire".to_owned(),
        AchievableFinding::Best { days, value, unit } => {
            format!("faisable ? les meilleurs {days} jours à ce jour : {}", wording.amount(*value, *unit))
        }
        AchievableFinding::BeyondBest { share, best, unit } => format!(
            "la cible dépasse de {} le meilleur jamais atteint : viser {}, ou dire quelle action fera la différence",
            wording.percent(*share),
            wording.amount(*best, *unit)
        ),
        AchievableFinding::MetByBaseline { baseline, target, unit } => format!(
            "pas ambitieux : le départ, {}, remplit déjà la cible de {}",
            wording.amount(*baseline, *unit),
            wording.amount(*target, *unit)
        ),
        AchievableFinding::LikelyAtStart { p } => format!("{} de chances vu de son début", wording.percent(*p)),
        AchievableFinding::NotAmbitious => {
            "pas ambitieux : il serait atteint sans rien faire ; viser plus loin".to_owned()
        }
        AchievableFinding::NoActions => {
            "quels leviers ? dire ce qui sera fait : actions = [{ what = \"…\", due = \"…\", lever = \"un KPI\" }]"
                .to_owned()
        }
        AchievableFinding::ActionWithoutDate { action } => format!("pour quand ? « {action} » n'a pas de date"),
        AchievableFinding::ActionTooLate { action, due } => {
            format!("« {action} » est prévu le {}, après la fin de la période : cela n'y peut rien", wording.date(*due))
        }
        AchievableFinding::ActionBefore { action, due } => {
            format!("« {action} » précède la période, {}", wording.date(*due))
        }
        AchievableFinding::ActionWithoutDriver { action } => {
            format!("quel KPI « {action} » fait-il bouger ? lever = \"…\"")
        }
        AchievableFinding::DriverUnreadable { action, why } => format!("{action} : {}", super::message(why, wording)),
        AchievableFinding::DriverBeyondAll { title, now, needed, unit } => {
            let limit = if *needed > 1.0 { "dépasser 100 %" } else { "descendre sous 0 %" };
            format!("{title} n'y suffira pas : de {}, il lui faudrait {limit}", wording.amount(*now, *unit))
        }
        AchievableFinding::DriverAlone { title, now, needed, best, unit } => {
            let [now, needed, best] = [now, needed, best].map(|value| wording.amount(*value, *unit));
            format!("{title} devrait à lui seul passer de {now} à {needed} ; son meilleur : {best}")
        }
        AchievableFinding::NobodyAgreed => "qui est derrière ? accepted_by = [\"…\"]".to_owned(),
        AchievableFinding::AgreedBy { people } => format!("accepté par {}", people.join(", ")),
    }
}

pub(super) fn realistic(found: &RealisticFinding, wording: &Wording) -> String {
    let money = |amount: f64| wording.amount(amount, Unit::Money);
    match found {
        RealisticFinding::TooFewPeriods { count } => {
            let past = counted(*count, "période passée", "périodes passées");
            format!("{past} de cette longueur : trop peu pour comparer")
        }
        RealisticFinding::PastPeriods { met, of } => {
            format!("{met} des {of} dernières périodes semblables l'ont atteinte")
        }
        RealisticFinding::Growth { asked, most } => format!(
            "elle demande {} par rapport au départ ; d'une période à l'autre ce fut {} au plus",
            wording.growth(*asked),
            wording.growth(*most)
        ),
        RealisticFinding::Unlikely { p } => format!(
            "{} de chances vu de son début : demander moins, ou dire pourquoi la garder : override = \"…\"",
            wording.percent(*p)
        ),
        RealisticFinding::UnlikelyButKept { p, because } => {
            format!("{} de chances vu de son début, gardée parce que : {because}", wording.percent(*p))
        }
        RealisticFinding::BudgetAlone { amount } => {
            format!("budget {} ; aucune dépense passée à comparer", money(*amount))
        }
        RealisticFinding::BudgetBesideSpend { amount, spent } => {
            format!("budget {} ; la dernière période a dépensé {}", money(*amount), money(*spent))
        }
        RealisticFinding::CostOfTarget { title, each, needed, amount } => {
            let one = title.clone().unwrap_or_else(|| money(1.0));
            let [each, needed, amount] = [each, needed, amount].map(|amount| money(*amount));
            format!(
                "au coût de la dernière période, {each} pour chaque {one}, la cible coûte {needed} ; le budget est de {amount}"
            )
        }
        RealisticFinding::Serves { strategy } => format!("sert : {strategy}"),
        RealisticFinding::ServesNothing => "quelle stratégie sert-il ? serves = \"…\"".to_owned(),
    }
}

pub(super) fn time_bound(found: &TimeBoundFinding, wording: &Wording) -> String {
    match found {
        TimeBoundFinding::Evaluations { from, to, count, every } => {
            let (from, to) = (wording.date(*from), wording.date(*to));
            let evaluations = counted(*count, "évaluation", "évaluations");
            let every = if *every == 1 { "une par jour".to_owned() } else { format!("une tous les {every} jours") };
            format!("du {from} au {to} : {evaluations}, {every}")
        }
        TimeBoundFinding::TooFewEvaluations { count, days } => {
            let evaluations = counted(*count, "évaluation", "évaluations");
            let (days, allow) = (counted(*days, "jour", "jours"), if *count < 2 { "permet" } else { "permettent" });
            format!(
                "{evaluations} en {days} ne {allow} pas de corriger : regarder plus souvent, ou allonger la période"
            )
        }
        TimeBoundFinding::Expired { on } => format!(
            "il a expiré le {} : lui donner une nouvelle période, ou le répéter : repeat = \"…\"",
            wording.date(*on)
        ),
        TimeBoundFinding::SettlesTooEarly { late, settle } => format!(
            "les valeurs sont complètes {} après la fin, et il est clos après {settle} : settle = \"{late}d\"",
            counted(*late, "jour", "jours")
        ),
        TimeBoundFinding::MilestoneOutside { date } => {
            format!("le jalon du {} est hors de la période", wording.date(*date))
        }
    }
}
