//! English.

mod ask;
mod assessment;
mod calendar;
mod catalog;
mod cell;
mod columns;
mod command;
mod comparison;
mod connector;
mod contract;
mod criteria;
mod doctor;
mod engine;
mod entry;
mod evaluation;
mod files;
mod format;
mod forms;
mod header;
mod heading;
mod init;
mod kpi_fault;
mod kpi_note;
mod label;
mod letter;
mod load;
mod load_note;
mod lock;
mod names;
mod no_value;
mod objective;
mod objective_file;
mod page;
mod plugin;
mod plugin_note;
mod prompt;
mod read;
mod reconcile;
mod reject;
mod repair;
mod seam;
mod secret;
mod serve;
mod source_note;
mod status;
mod store;
mod system;
mod toml;
mod tree;
mod trust;
mod workbook;
mod workspace;

use jauge_domain::{Finding, Message};

use super::{Numerals, Phrases, Wording};

pub(super) const PHRASES: Phrases = Phrases {
    numerals: Numerals {
        mark: '.',
        thousands: ',',
        unit: ' ',
        durations: ["d", "h", "m", "s"],
        currency: forms::currency,
        bytes: "B",
        delimiter: b',',
    },
    message,
    help,
    finding,
    statement: evaluation::statement,
    next_action: evaluation::next_action,
    line: evaluation::line,
    label: label::words,
    page: page::text,
    letter: letter::text,
    column: columns::meaning,
    status: status::words,
    between: "; ",
    colon: ": ",
    date: forms::date,
    period: forms::period,
    bucket: forms::bucket,
};

fn message(said: &Message, wording: &Wording) -> String {
    match said {
        Message::Quoted(text) => text.clone(),
        Message::About { subject, message: about } => format!("{subject}: {}", message(about, wording)),
        Message::Several(messages) => {
            let each = |one: &Message| [Some(message(one, wording)), help(one)];
            messages.iter().flat_map(each).flatten().collect::<Vec<_>>().join("; ")
        }
        Message::Toml(fault) => toml::message(fault),
        Message::Calendar(error) => calendar::message(error, wording),
        Message::Command(message) => command::message(message),
        Message::Init(message) => init::message(message),
        Message::Connector(message) => connector::message(message),
        Message::Doctor(message) => doctor::message(message),
        Message::KpiNote(note) => kpi_note::message(note, wording),
        Message::LoadNote(note) => load_note::message(note, wording),
        Message::Lock(message) => lock::message(message),
        Message::Plugin(message) => plugin::message(message, wording),
        Message::PluginNote(note) => plugin_note::message(note, wording),
        Message::Format(message) => format::message(message),
        Message::Objective(message) => objective::message(message, wording),
        Message::ObjectiveFile(fault) => objective_file::message(fault, wording),
        Message::Ask(message) => ask::message(message, wording),
        Message::AskNote(note) => ask::note(note, wording),
        Message::OwnScan(why) => ask::own_scan(*why),
        Message::Catalog(message) => catalog::message(message),
        Message::Resolve(error) => catalog::resolve(error),
        Message::KpiFault(fault) => kpi_fault::message(fault),
        Message::Header(message) => header::message(message),
        Message::NoValue(why) => no_value::message(why),
        Message::NoNoise(why) => no_value::of_change(*why),
        Message::Engine(message) => engine::message(message),
        Message::Prompt(message) => prompt::message(message),
        Message::Repair(message) => repair::message(message),
        Message::Serve(message) => serve::message(message),
        Message::Store(message) => store::message(message),
        Message::Sessions(message) => store::sessions(message, wording),
        Message::Workspace(message) => workspace::message(message, wording),
        Message::Config(fault) => workspace::config(fault, wording),
        Message::Files(message) => files::message(message),
        Message::Cell(error) => cell::message(error),
        Message::Reject(reason) => reject::message(reason, wording),
        Message::Load(message) => load::message(message, wording),
        Message::SourceNote(note) => source_note::message(note, wording),
        Message::Reconcile(note) => reconcile::note(note, wording),
        Message::Tree(message) => tree::message(message, wording),
        Message::TreeNote(note) => tree::note(note, wording),
        Message::Trust(message) => trust::message(message),
    }
}

fn help(message: &Message) -> Option<String> {
    match message {
        Message::About { message, .. } => help(message),
        Message::Command(message) => command::help(message),
        Message::Init(message) => init::help(message),
        Message::LoadNote(note) => load_note::help(note),
        Message::Lock(message) => lock::help(message),
        Message::Plugin(message) => Some(plugin::help(message)),
        Message::PluginNote(note) => plugin_note::help(note),
        Message::Quoted(_)
        | Message::Several(_)
        | Message::Toml(_)
        | Message::Calendar(_)
        | Message::Connector(_)
        | Message::Doctor(_)
        | Message::Format(_)
        | Message::Sessions(_)
        | Message::Config(_)
        | Message::Files(_)
        | Message::Cell(_)
        | Message::Reject(_)
        | Message::SourceNote(_)
        | Message::KpiNote(_) => None,
        Message::Objective(message) => objective::help(message),
        Message::ObjectiveFile(fault) => objective_file::help(fault),
        Message::Ask(message) => ask::help(message),
        Message::Catalog(message) => catalog::help(message),
        Message::Resolve(error) => Some(catalog::resolve_help(error)),
        Message::KpiFault(fault) => kpi_fault::help(fault),
        Message::Header(message) => header::help(message),
        Message::Engine(message) => engine::help(message),
        Message::Prompt(message) => prompt::help(message),
        Message::AskNote(_)
        | Message::OwnScan(_)
        | Message::NoValue(_)
        | Message::NoNoise(_)
        | Message::TreeNote(_)
        | Message::Reconcile(_) => None,
        Message::Repair(message) => repair::help(message),
        Message::Serve(message) => serve::help(message),
        Message::Store(message) => store::help(message),
        Message::Tree(message) => tree::help(message),
        Message::Trust(message) => trust::help(message),
        Message::Load(message) => load::help(message),
        Message::Workspace(message) => workspace::help(message),
    }
}

fn finding(finding: &Finding, wording: &Wording) -> String {
    match finding {
        Finding::Specific(found) => criteria::specific(found, wording),
        Finding::Measurable(found) => criteria::measurable(found, wording),
        Finding::Achievable(found) => criteria::achievable(found, wording),
        Finding::Realistic(found) => criteria::realistic(found, wording),
        Finding::TimeBound(found) => criteria::time_bound(found, wording),
        Finding::Assessment(found) => assessment::finding(found, wording),
    }
}
