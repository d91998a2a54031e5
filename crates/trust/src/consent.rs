//! What one workspace may do in this run.

use std::collections::BTreeSet;

use jauge_domain::Power;

use crate::TrustError;

/// What one workspace may do in this run: what its user has said yes to, and nothing else.
#[derive(Clone, Debug, Default)]
pub struct Consent {
    permitted: BTreeSet<Power>,
    trouble: Option<TrustError>,
}

impl Consent {
    /// To `powers`.
    pub fn to(powers: impl IntoIterator<Item = Power>) -> Self {
        Self { permitted: powers.into_iter().collect(), trouble: None }
    }

    /// To nothing, because what is trusted cannot be looked up.
    pub fn troubled(trouble: TrustError) -> Self {
        Self { permitted: BTreeSet::new(), trouble: Some(trouble) }
    }

    /// True where the user has said yes to `power`.
    pub fn permits(&self, power: &Power) -> bool {
        self.permitted.contains(power)
    }

    /// Those of `powers` that the user has not said yes to, each once and sorted.
    pub fn withheld(&self, powers: impl IntoIterator<Item = Power>) -> Vec<Power> {
        let powers: BTreeSet<Power> = powers.into_iter().collect();
        powers.difference(&self.permitted).cloned().collect()
    }

    /// Says yes to `powers` for as long as this value lives.
    pub fn allow(&mut self, powers: impl IntoIterator<Item = Power>) {
        self.permitted.extend(powers);
    }

    /// Why nothing could be looked up, where that is so.
    pub fn trouble(&self) -> Option<&TrustError> {
        self.trouble.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn command(command: &str) -> Power {
        let (files, told) = (BTreeMap::new(), "ab".to_owned());
        Power::Command { source: "crm".to_owned(), setting: "uri".to_owned(), command: command.to_owned(), files, told }
    }

    #[test]
    fn an_edit_takes_trust_only_for_what_it_added() {
        let consent = Consent::to([command("pass show crm")]);
        let asked = [command("pass show crm"), command("id"), command("id")];
        assert_eq!(consent.withheld(asked), [command("id")]);
    }

    #[test]
    fn a_secret_that_goes_elsewhere_is_another_power() {
        let consent = Consent::to([command("pass show crm")]);
        let Power::Command { source, setting, command, files, .. } = command("pass show crm") else { return };
        assert!(!consent.permits(&Power::Command { source, setting, command, files, told: "cd".to_owned() }));
    }
}
