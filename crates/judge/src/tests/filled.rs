//! A shop of which nothing can be read but what [`needs`] lists.

use jauge_domain::{Objective, Period};
use jiff::civil::Date;

use super::Shop;
use crate::{Background, ByDimension, Days, Known, Need, Reading, Readings, Unreadable, needs};

pub(super) struct Filled<'a> {
    shop: &'a Shop,
    needs: Vec<Need>,
}

impl<'a> Filled<'a> {
    pub(super) fn of(shop: &'a Shop, objective: &Objective) -> Self {
        Self { shop, needs: needs(objective, shop) }
    }

    fn check(&self, what: &str, is_listed: impl Fn(&Need) -> bool) {
        assert!(self.needs.iter().any(is_listed), "{what} is not among the needs");
    }
}

impl Background for Filled<'_> {
    fn kpi(&self, id: &str, filter: Option<&str>) -> Result<Known, Unreadable> {
        self.shop.kpi(id, filter)
    }

    fn extent(&self, id: &str, filter: Option<&str>) -> Option<(Date, Date)> {
        self.shop.extent(id, filter)
    }

    fn began(&self, id: &str) -> Option<Date> {
        self.shop.began(id)
    }

    fn complete_to(&self, id: &str) -> Option<Date> {
        self.shop.complete_to(id)
    }

    fn lateness_days(&self, id: &str) -> Option<i64> {
        self.shop.lateness_days(id)
    }

    fn as_of(&self) -> Date {
        self.shop.as_of()
    }

    fn days(&self, period: &Period) -> Days {
        self.shop.days(period)
    }
}

impl Readings for Filled<'_> {
    fn over(&self, id: &str, filter: Option<&str>, stretches: &[Days]) -> Result<Vec<Reading>, Unreadable> {
        for days in stretches {
            self.check(&format!("{id} over {days:?}"), |need| {
                matches!(need, Need::Over { kpi, filter: scope, stretches } if kpi == id && scope.as_deref() == filter && stretches.contains(days))
            });
        }
        self.shop.over(id, filter, stretches)
    }

    fn by_dimension(&self, id: &str, filter: Option<&str>, stretches: [Days; 2]) -> Vec<ByDimension> {
        self.check(&format!("{id} by dimension over {stretches:?}"), |need| {
            matches!(need, Need::ByDimension { kpi, filter: scope, stretches: known } if kpi == id && scope.as_deref() == filter && *known == stretches)
        });
        self.shop.by_dimension(id, filter, stretches)
    }

    fn spent(&self, filter: Option<&str>, stretch: Days) -> Option<f64> {
        self.check(&format!("what was spent in {stretch:?}"), |need| {
            matches!(need, Need::Spent { filter: scope, stretches } if scope.as_deref() == filter && stretches.contains(&stretch))
        });
        self.shop.spent(filter, stretch)
    }
}
