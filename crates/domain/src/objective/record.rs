//! How forecasts of objectives turned out.

/// What was forecast of objectives whose period is over, and what came.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackRecord {
    /// All forecasts together.
    pub all: ForecastScore,
    /// Forecasts that gave about the same chance together, the smallest first; no class is empty.
    pub classes: Vec<CalibrationClass>,
    /// Those of each objective, by id.
    pub objectives: Vec<(String, ForecastScore)>,
    /// Forecasts that cannot be held against what came: the target was another one then.
    pub retargeted: usize,
}

/// Forecasts that gave a chance from [`Self::from`] to [`Self::to`].
#[derive(Clone, Debug, PartialEq)]
pub struct CalibrationClass {
    /// The least chance, 0 to 1.
    pub from: f64,
    /// The greatest chance, 0 to 1.
    pub to: f64,
    /// How they turned out.
    pub score: ForecastScore,
}

/// How some forecasts turned out.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastScore {
    /// How many there are.
    pub forecasts: usize,
    /// Of how many periods. Forecasts of one period are alike: so many independent cases there are.
    pub periods: usize,
    /// The chance that they gave to the target, averaged.
    pub chance: f64,
    /// The share of them whose target was met.
    pub met: f64,
    /// The share of them whose interval held what came; 0.8 is meant.
    pub inside: f64,
    /// (chance − met)², averaged (Brier 1950): 0 is certain and right, 1 certain and wrong.
    pub brier: f64,
    /// The same of the pace rule, which takes the target for certain where a value stands where it should by then, or beyond.
    pub pace_brier: f64,
}
