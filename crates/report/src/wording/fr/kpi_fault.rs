//! What is wrong with a KPI's SQL.

use jauge_domain::KpiFault;

use super::names::meant;

pub(super) fn message(fault: &KpiFault) -> String {
    let text = match fault {
        KpiFault::NotOneSelect => "un KPI est un seul SELECT",
        KpiFault::NotOneExpression => "un KPI sélectionne exactement une expression",
        KpiFault::Star => "un KPI sélectionne une expression, pas `*`",
        KpiFault::SomethingBehind => "un KPI est un seul SELECT, sans rien derrière",
        KpiFault::SetOperation => "un KPI est un seul SELECT, pas une opération entre ensembles",
        KpiFault::With => "un KPI n'a pas de WITH",
        KpiFault::OrderBy => "un KPI n'a pas d'ORDER BY",
        KpiFault::Limit => "un KPI n'a pas de LIMIT",
        KpiFault::Distinct { on: false } => "un KPI n'a pas de SELECT DISTINCT",
        KpiFault::Distinct { on: true } => "un KPI n'a pas de SELECT DISTINCT ON",
        KpiFault::Qualify => "un KPI n'a pas de QUALIFY",
        KpiFault::NotPlain => "un KPI est un simple SELECT : ni INTO, ni TOP, ni LATERAL VIEW",
        KpiFault::GroupBy => "un KPI n'a pas de GROUP BY extérieur",
        KpiFault::Having => "un KPI n'a pas de HAVING extérieur",
        KpiFault::Subquery => "un KPI n'a de sous-requête que dans FROM",
        KpiFault::WindowFunction => "un KPI n'a pas de fonction de fenêtre",
        KpiFault::Changing { function } => {
            return format!("un KPI est le même pour les mêmes données, et `{function}` change à chaque fois");
        }
        KpiFault::NoEntity => "la sous-requête n'agrège pas par entité",
        KpiFault::GroupByAll => "GROUP BY ALL cache l'entité",
        KpiFault::SubqueryReads => "la sous-requête lit un seul modèle",
        KpiFault::Reads => "un KPI lit une table, un modèle, `kpis` ou une sous-requête",
        KpiFault::ReadsBadModel { model } => return format!("le modèle `{model}`, qu'il lit, a un problème"),
        KpiFault::ReadsNothing => "un KPI lit un modèle",
        KpiFault::TableFunction => "un KPI ne lit pas de fonction table",
        KpiFault::Join => "un KPI n'a pas de jointure",
        KpiFault::NoAggregate => "un KPI sélectionne un agrégat",
        KpiFault::NoModel => "un KPI dérivé n'a pas de modèle",
        KpiFault::MoneyIsFloat => "un montant ne doit pas être un nombre à virgule flottante",
        KpiFault::MoneyMeetsFloat => "un montant rencontre un nombre à virgule flottante et y perd ses centimes",
        KpiFault::WholeDivision => {
            "une division de nombres entiers perd ses décimales dans certains moteurs et pas dans d'autres"
        }
        KpiFault::NotANumber { is } => return format!("un KPI est un nombre, pas {is}"),
        KpiFault::DerivedWhere => "un KPI sur `kpis` n'a pas de WHERE",
        KpiFault::DerivedFromNone => "un KPI sur `kpis` ne nomme aucun KPI",
        KpiFault::DerivedAggregate => "un KPI sur `kpis` n'a pas d'agrégat",
        KpiFault::DerivedWindow => "un KPI sur d'autres KPI n'a pas de fenêtre à lui : en donner une à ceux-ci",
        KpiFault::UnknownKpi { name, near } => return format!("aucun KPI ne s'appelle `{name}`{}", meant(near)),
        KpiFault::Previous => "`previous` prend un seul KPI, comme previous(\"shop.revenue\")",
        KpiFault::Circle { kpis } => {
            return format!("des KPI se lisent les uns les autres en cercle : {}", kpis.join(" → "));
        }
        KpiFault::UnknownFactor { factor, near } => {
            return format!("`{factor}`, dont il est fait ou qui le borde, n'est pas un KPI{}", meant(near));
        }
        KpiFault::UnknownLever { lever, near } => {
            return format!("le levier `{lever}` n'est pas un KPI{}", meant(near));
        }
    };
    text.to_owned()
}

/// What to do next.
pub(super) fn help(fault: &KpiFault) -> Option<String> {
    let text = match fault {
        KpiFault::With | KpiFault::SetOperation | KpiFault::Subquery | KpiFault::WindowFunction => {
            "mettre cela dans un modèle et lire celui-ci"
        }
        KpiFault::OrderBy => "c'est la question qui trie",
        KpiFault::Limit => "demander avec `--top`",
        KpiFault::Distinct { .. } => "compter avec `count(DISTINCT …)`",
        KpiFault::Qualify => "les fenêtres ont leur place dans un modèle",
        KpiFault::GroupBy => "demander avec `--by` et `--grain`",
        KpiFault::Having => "filtrer avec WHERE ou FILTER",
        KpiFault::Changing { .. } => "la question dit la période, et `--as-of` le jour d'où l'on regarde",
        KpiFault::NoEntity => "lui donner un GROUP BY, ou la mettre dans un modèle",
        KpiFault::GroupByAll => "nommer ses colonnes",
        KpiFault::SubqueryReads => "mettre le reste dans un modèle",
        KpiFault::ReadsNothing => "ajouter `FROM hits` ou un autre modèle",
        KpiFault::Join => "mettre la jointure dans un modèle et lire celui-ci",
        KpiFault::NoAggregate => "tel que `count(*)` ou `sum(value)`",
        KpiFault::MoneyIsFloat => "rester en décimal : retirer `* 1.0` et les conversions en double",
        KpiFault::MoneyMeetsFloat => {
            "un décimal se divise exactement : retirer `* 1.0`, ou convertir le facteur en decimal(18,4)"
        }
        KpiFault::WholeDivision => "écrire `* 1.0 /`",
        KpiFault::DerivedWhere => "filtrer dans les KPI qu'il lit",
        KpiFault::DerivedFromNone => "écrire les ids entre guillemets, comme \"shop.revenue\"",
        KpiFault::DerivedAggregate => "les KPI qu'il lit sont déjà agrégés",
        KpiFault::NotOneSelect
        | KpiFault::NotOneExpression
        | KpiFault::Star
        | KpiFault::SomethingBehind
        | KpiFault::NotPlain
        | KpiFault::Reads
        | KpiFault::ReadsBadModel { .. }
        | KpiFault::TableFunction
        | KpiFault::NoModel
        | KpiFault::NotANumber { .. }
        | KpiFault::DerivedWindow
        | KpiFault::UnknownKpi { .. }
        | KpiFault::Previous
        | KpiFault::Circle { .. }
        | KpiFault::UnknownFactor { .. }
        | KpiFault::UnknownLever { .. } => return None,
    };
    Some(text.to_owned())
}
