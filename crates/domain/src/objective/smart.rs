//! The five letters of S.M.A.R.T., each with its evidence.

/// What is said of one letter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Letter {
    /// How it holds.
    pub state: LetterState,
    /// The numbers behind it, in sentences.
    pub evidence: Vec<String>,
    /// What would make it hold, or hold better.
    pub advice: Vec<String>,
}

/// How a letter holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum LetterState {
    /// It holds.
    #[default]
    Ok,
    /// It holds, and could hold better.
    Advice,
    /// There is too little history to say.
    Unknown,
    /// It does not hold.
    Fails,
}

/// The five letters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Smart {
    /// One number, over something that exists.
    pub specific: Letter,
    /// From a baseline, beyond the noise.
    pub measurable: Letter,
    /// Within what was ever reached, with actions, agreed to.
    pub achievable: Letter,
    /// Beside what history and the budget say; relevant to a strategy.
    pub realistic: Letter,
    /// A period, a frequency, a deadline that fit one another.
    pub time_bound: Letter,
}

impl LetterState {
    /// Its name in JSON: `ok`, `advice`, `unknown`, `fails`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Advice => "advice",
            Self::Unknown => "unknown",
            Self::Fails => "fails",
        }
    }
}

impl Smart {
    /// The letters by their names in JSON, in order.
    pub fn letters(&self) -> [(&'static str, &Letter); 5] {
        [
            ("specific", &self.specific),
            ("measurable", &self.measurable),
            ("achievable", &self.achievable),
            ("realistic", &self.realistic),
            ("time_bound", &self.time_bound),
        ]
    }
}
