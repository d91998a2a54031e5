//! A driver, loaded from its library, and the connections it opens.

use std::{env, path::Path, sync::Arc};

use adbc_core::{
    Connection, Database, Driver, LOAD_FLAG_DEFAULT, Optionable, Statement,
    error::{Error, Status},
    options::{AdbcVersion, InfoCode, OptionConnection, OptionDatabase, OptionStatement, OptionValue},
};
use adbc_driver_manager::{ManagedConnection, ManagedDatabase, ManagedDriver, ManagedStatement};
use jauge_plugin::{
    ConnectorError, Host,
    arrow_array::{Array, RecordBatchReader, StringArray, UInt32Array, UnionArray},
    arrow_schema::Schema,
};

use crate::{
    dialect::Dialect,
    settings::{From, Settings, percent},
    sqlite,
    watch::Watch,
};

/// The libraries drivers come as, and their manifests.
const EXTENSIONS: [&str; 4] = ["so", "dylib", "dll", "toml"];
/// Bytes in a batch of PostgreSQL, whose driver has 16 MB by itself.
const POSTGRES_BYTES: u64 = 2 << 20;

/// A database that can be connected to.
pub(crate) struct Opened {
    database: ManagedDatabase,
    settings: Arc<Settings>,
}

/// The rows of a statement; they need the statement, which keeps what it was made of.
pub(crate) struct Answer {
    pub(crate) reader: Box<dyn RecordBatchReader + Send>,
    _watch: Option<Watch>,
    _statement: ManagedStatement,
}

impl Opened {
    /// Loads the driver and opens the database that the settings name.
    ///
    /// # Errors
    /// The driver is not found or does not load, or takes no such option.
    pub(crate) fn open(settings: Settings) -> Result<Self, ConnectorError> {
        if let Some(file) = settings.file.as_deref().filter(|file| !Path::new(file).is_file()) {
            return Err(ConnectorError::config(format!("there is no file `{file}`: check `file`")));
        }
        let mut driver = load(&settings)?;
        let options = database_options(&settings).into_iter().map(|(key, value)| (key, OptionValue::String(value)));
        let database = driver.new_database_with_opts(options).map_err(|error| {
            let said = settings.redacted(&error.message);
            let next = "check `uri`, `username`, `password` and `options`";
            ConnectorError::read(settings.stream(), format!("the driver does not open the database: {said}; {next}"))
        })?;
        Ok(Self { database, settings: Arc::new(settings) })
    }

    /// A connection of its own: scans may run side by side.
    pub(crate) fn connect(&self) -> Result<Session<'_>, ConnectorError> {
        let mut connection = self.database.new_connection().map_err(|error| {
            let said = self.settings.redacted(&error.message);
            ConnectorError::read(
                self.settings.stream(),
                format!("no connection: {said}; check `uri`, and that the database answers"),
            )
        })?;
        let vendor = vendor(&connection).unwrap_or_else(|| self.settings.driver.clone());
        let dialect = Dialect::of(&vendor);
        read_only(&mut connection, dialect);
        Ok(Session { connection, dialect, settings: &self.settings })
    }

    pub(crate) fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }
}

/// A connection.
pub(crate) struct Session<'a> {
    connection: ManagedConnection,
    pub(crate) dialect: Dialect,
    settings: &'a Settings,
}

impl Session<'_> {
    /// The rows of `sql`, until the user wants to stop, where a `host` tells.
    pub(crate) fn run(&mut self, sql: &str, host: Option<&Arc<dyn Host>>) -> Result<Answer, ConnectorError> {
        self.execute(sql, host).map_err(|error| match host {
            Some(host) if host.is_cancelled() => ConnectorError::Cancelled,
            _ => self.failed(&error),
        })
    }

    /// The connection, for what is to be asked once the rows have gone.
    pub(crate) fn connection(&self) -> ManagedConnection {
        self.connection.clone()
    }

    /// The columns of `sql`, which the database may tell without running it.
    pub(crate) fn schema(&mut self, sql: &str) -> Result<Schema, Error> {
        let mut statement = self.connection.new_statement()?;
        statement.set_sql_query(sql)?;
        statement.execute_schema()
    }

    fn execute(&mut self, sql: &str, host: Option<&Arc<dyn Host>>) -> Result<Answer, Error> {
        let mut statement = self.connection.new_statement()?;
        let usual = match self.dialect {
            Dialect::Sqlite => Some((sqlite::BATCH_ROWS, sqlite::ROWS)),
            Dialect::Postgres => Some(("adbc.postgresql.batch_size_hint_bytes", POSTGRES_BYTES)),
            _ => None,
        };
        if let Some((key, value)) = usual {
            // A driver of the same dialect and another make has no such option, and does without.
            let _ =
                statement.set_option(OptionStatement::Other(key.to_owned()), OptionValue::String(value.to_string()));
        }
        for (key, value) in &self.settings.statement_options {
            statement.set_option(OptionStatement::Other(key.clone()), OptionValue::String(value.clone()))?;
        }
        statement.set_sql_query(sql)?;
        let watch = host.map(|host| Watch::over(statement.get_cancel_handle(), host.clone()));
        let reader = statement.execute()?;
        Ok(Answer { reader, _watch: watch, _statement: statement })
    }

    fn failed(&self, error: &Error) -> ConnectorError {
        let said = self.settings.redacted(&error.message);
        let next = match (&self.settings.from, error.status) {
            (_, Status::Unauthenticated | Status::Unauthorized) => {
                "check `username`, `password` and what they may read"
            }
            (From::Table(..), _) => {
                "check `table` and `cursor`; names are taken as written, upper and lower case told apart"
            }
            (From::Sql(_), _) => "check `sql` and `cursor`",
        };
        ConnectorError::read(self.settings.stream(), format!("{said}; {next}"))
    }
}

/// Has the database refuse to write, where it can be told so: a source is read, whatever its `sql` says.
fn read_only(connection: &mut ManagedConnection, dialect: Dialect) {
    let _ = connection.set_option(OptionConnection::ReadOnly, OptionValue::String("true".to_owned()));
    if dialect == Dialect::Postgres
        && let Ok(mut statement) = connection.new_statement()
        && statement.set_sql_query("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY").is_ok()
    {
        let _ = statement.execute_update();
    }
}

/// The one value of text that a driver tells as its vendor's name.
fn vendor(connection: &ManagedConnection) -> Option<String> {
    let mut info = connection.get_info(Some([InfoCode::VendorName].into())).ok()?;
    let batch = info.next()?.ok()?;
    let names = batch.column(0).as_any().downcast_ref::<UInt32Array>()?;
    let values = batch.column(1).as_any().downcast_ref::<UnionArray>()?;
    let row = names.iter().position(|code| code == Some(0))?;
    let value = values.value(row);
    value.as_any().downcast_ref::<StringArray>().filter(|text| text.is_valid(0)).map(|text| text.value(0).to_owned())
}

fn load(settings: &Settings) -> Result<ManagedDriver, ConnectorError> {
    let named = installed_name(&settings.driver);
    let from = named.as_deref().unwrap_or(&settings.driver);
    let entrypoint = settings.entrypoint.as_deref().map(str::as_bytes);
    let load = |version| ManagedDriver::load_from_name(from, entrypoint, version, LOAD_FLAG_DEFAULT, None);
    if named.is_none() && !Path::new(from).is_file() {
        return Err(ConnectorError::config(format!("there is no ADBC driver at `{from}`; {INSTALL}")));
    }
    // A driver of the older version answers the newer one with an error.
    load(AdbcVersion::V110).or_else(|error| load(AdbcVersion::V100).map_err(|_| error)).map_err(|error| {
        let said = error.message.trim();
        ConnectorError::config(match &named {
            Some(name) if error.status == Status::NotFound => {
                format!("no ADBC driver `{name}` is installed; looked {}; {INSTALL}", looked(name))
            }
            _ => format!("`{from}` does not load: {said}; check that it is an ADBC driver for this machine"),
        })
    })
}

const INSTALL: &str = "install it, such as with `pip install adbc-driver-sqlite`, and give `driver` the path of the library \
                       that `python -c 'import adbc_driver_sqlite as d; print(d._driver_path())'` prints";

/// The name of an installed driver, where `driver` is none of a file. A bare name may have become a path by being made
/// absolute.
fn installed_name(driver: &str) -> Option<String> {
    let path = Path::new(driver);
    let is_library = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| {
        // As in libduckdb.so.1.2
        EXTENSIONS.iter().any(|extension| name.ends_with(&format!(".{extension}"))) || name.contains(".so.")
    });
    let name = path.file_name()?.to_str()?;
    (!is_library && !path.is_file()).then(|| name.to_owned())
}

/// Where an installed driver is looked for.
fn looked(name: &str) -> String {
    let listed = env::var("ADBC_DRIVER_PATH").unwrap_or_default();
    let home = env::var("XDG_CONFIG_HOME").or_else(|_| env::var("HOME").map(|home| format!("{home}/.config")));
    let user = home.map(|home| format!("{home}/adbc/drivers")).unwrap_or_default();
    let folders = listed.split(':').chain([user.as_str(), "/etc/adbc/drivers"]).filter(|folder| !folder.is_empty());
    let folders = folders.map(|folder| format!("`{folder}`")).collect::<Vec<_>>().join(", ");
    format!("for `{name}.toml` and `lib{name}.so` in {folders}, and for `lib{name}.so` among the system's libraries")
}

fn database_options(settings: &Settings) -> Vec<(OptionDatabase, String)> {
    let driver = settings.driver.to_lowercase();
    let mut options = Vec::new();
    let (mut login, mut uri) = (true, settings.uri.clone());
    if let Some(file) = &settings.file {
        match (driver.contains("sqlite"), driver.contains("duckdb")) {
            // Opened so that nothing is written, and a file that is not there is not made.
            (true, _) => uri = Some(format!("file:{}?mode=ro", percent(file))),
            (_, true) => options.push((OptionDatabase::Other("path".to_owned()), file.clone())),
            _ => uri = Some(file.clone()),
        }
    }
    if let Some(given) = uri.as_mut().filter(|uri| uri.starts_with("postgres")) {
        // libpq takes these within the URI alone.
        login = false;
        for (key, value) in [("user", &settings.username), ("password", &settings.password)] {
            if let Some(value) = value {
                let mark = if given.contains('?') { '&' } else { '?' };
                given.push_str(&format!("{mark}{key}={}", percent(value)));
            }
        }
    }
    options.extend(uri.map(|uri| (OptionDatabase::Uri, uri)));
    if login {
        options.extend(settings.username.clone().map(|name| (OptionDatabase::Username, name)));
        options.extend(settings.password.clone().map(|password| (OptionDatabase::Password, password)));
    }
    options.extend(settings.options.iter().map(|(key, value)| (OptionDatabase::Other(key.clone()), value.clone())));
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_name_is_an_installed_driver() {
        assert_eq!(installed_name("adbc_driver_sqlite").as_deref(), Some("adbc_driver_sqlite"));
        assert_eq!(installed_name("/workspace/snowflake").as_deref(), Some("snowflake"));
        for path in ["/opt/libx.so", "x.toml", "/opt/libduckdb.so.1.2", "drivers/x.dylib"] {
            assert_eq!(installed_name(path), None, "{path}");
        }
    }

    #[test]
    fn a_login_goes_where_the_driver_takes_it() {
        let login = |uri: &str| Settings {
            uri: Some(uri.to_owned()),
            username: Some("me".to_owned()),
            password: Some("p&w".to_owned()),
            ..Settings::default()
        };
        let options = |uri| database_options(&login(uri)).into_iter().map(|(_, value)| value).collect::<Vec<_>>();
        assert_eq!(options("postgresql:///db?port=1"), ["postgresql:///db?port=1&user=me&password=p%26w"]);
        assert_eq!(options("grpc://host"), ["grpc://host", "me", "p&w"]);
    }

    #[test]
    fn a_missing_driver_says_where_it_was_looked_for() {
        let open = |driver: &str| {
            let settings = Settings { driver: driver.to_owned(), ..Settings::default() };
            load(&settings).map(|_| ()).unwrap_err().to_string()
        };
        let said = open("no_such_driver");
        assert!(said.contains("/etc/adbc/drivers") && said.contains("pip install"), "{said}");
        assert!(open("/no/such/libdriver.so").starts_with("there is no ADBC driver at"));
    }
}
