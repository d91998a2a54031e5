//! What the command says and answers: bad input first, then the ways people go.

mod bad_input;
mod bad_kpis;
mod bad_places;
mod clock;
mod daily;
mod dates;
mod ends;
mod exact;
mod fair;
mod init;
mod intake;
mod kpi_files;
mod labels;
mod noise;
mod one_key;
mod prompt;
mod pseudo;
mod recipes;
mod recipes_of_systems;
mod refused;
mod setup;
mod slips;
mod tables;
mod untidy;
mod ways;
