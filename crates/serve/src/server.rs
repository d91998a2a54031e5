//! Listens, looks who asks, and answers.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::Arc,
};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::future::{Either, select};
use jauge_domain::ServeMessage;
use jauge_page::live_policy;
use tokio::{net::TcpListener, runtime::Handle, signal::ctrl_c, spawn, sync::Semaphore, task::spawn_blocking};

use crate::{
    address::Loopback,
    answer::{Asked, Reply, answer, turned_away},
    guard::{is_embedded, is_ours},
    site::Site,
};

/// So many pages are made at once, each out of a question that takes threads and memory of its own; the others wait.
const AT_ONCE: usize = 4;

/// What every request is answered from.
struct Door {
    site: Site,
    ip: IpAddr,
    turns: Arc<Semaphore>,
}

impl Door {
    fn new(site: Site, ip: IpAddr) -> Arc<Self> {
        Arc::new(Self { site, ip, turns: Arc::new(Semaphore::new(AT_ONCE)) })
    }
}

/// Listens at `at`, on `port` where that names none; 0 is any that is free.
///
/// # Errors
/// The port is taken, or may not be listened on.
pub async fn listen(at: Loopback, port: u16) -> Result<TcpListener, ServeMessage> {
    let address = SocketAddr::new(at.ip, at.port.unwrap_or(port));
    let refused =
        |error: io::Error| ServeMessage::CannotListen { address: address.to_string(), reason: error.to_string() };
    TcpListener::bind(address).await.map_err(refused)
}

/// Serves `site` on `listener` until Ctrl-C.
///
/// # Errors
/// The listener has no address, or Ctrl-C cannot be waited for.
pub async fn serve(site: Site, listener: TcpListener) -> io::Result<()> {
    let ip = listener.local_addr()?.ip();
    let door = Door::new(site, ip);
    let router: Router = Router::new().fallback(handle).with_state(Arc::clone(&door));
    let resting = spawn(async move { door.site.rest().await });
    let served = pin!(axum::serve(listener, router).into_future());
    // Nothing is written: whoever is being answered may be left.
    let ended = match select(served, pin!(ctrl_c())).await {
        // It goes on where a connection cannot be taken, and never ends by itself.
        Either::Left(_) => Ok(()),
        Either::Right((pressed, _)) => pressed,
    };
    resting.abort();
    ended
}

async fn handle(State(door): State<Arc<Door>>, request: Request) -> Response {
    let admitted = admitted(&door, &request);
    let reply = match admitted {
        Ok(asked) => made(door, asked).await,
        Err(refused) => refused,
    };
    response(reply)
}

/// What `request` asks for; what is said instead to who may not ask it.
fn admitted(door: &Door, request: &Request) -> Result<Asked, Reply> {
    let said = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    let host = said(header::HOST);
    if !is_ours(host, door.ip) {
        let wrong = ServeMessage::WrongHost { host: host.map(str::to_owned) };
        return Err(turned_away(&door.site, 403, wrong));
    }
    let [site, destination] = ["sec-fetch-site", "sec-fetch-dest"].map(HeaderName::from_static).map(said);
    if is_embedded(site, destination) {
        return Err(turned_away(&door.site, 403, ServeMessage::Embedded));
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Err(turned_away(&door.site, 405, ServeMessage::ReadOnly));
    }
    let uri = request.uri();
    Ok(Asked { path: uri.path().to_owned(), query: uri.query().unwrap_or_default().to_owned() })
}

/// The page that is `asked` for, made on a thread with a stack that planning fits on, when it is its turn. Who goes away before that
/// is not answered; who goes away later keeps the turn until the page is made, which nothing breaks off.
async fn made(door: Arc<Door>, asked: Asked) -> Reply {
    let turn = Arc::clone(&door.turns).acquire_owned().await;
    let (runtime, inside) = (Handle::current(), Arc::clone(&door));
    let making = move || {
        let reply = runtime.block_on(answer(&inside.site, &asked));
        drop(turn);
        reply
    };
    let done = spawn_blocking(making).await;
    done.unwrap_or_else(|_| turned_away(&door.site, 500, ServeMessage::BrokenOff))
}

/// `reply` with what browsers must know: what a page may do, that it is kept nowhere, and that no other page may have it.
fn response(reply: Reply) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers: [(HeaderName, String); 7] = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, live_policy()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::X_FRAME_OPTIONS, "DENY".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin".to_owned()),
    ];
    (status, headers, reply.text).into_response()
}

#[cfg(test)]
mod tests {
    use std::{net::Ipv4Addr, time::Duration};

    use tokio::{runtime::Builder, time::timeout};

    use super::*;

    #[test]
    fn a_page_waits_for_its_turn() {
        let door = Door::new(Site::new(Vec::new(), None).unwrap(), Ipv4Addr::LOCALHOST.into());
        let runtime = Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let turns: Vec<_> = (0..AT_ONCE).map(|_| Arc::clone(&door.turns).try_acquire_owned().unwrap()).collect();
            let waiting = timeout(Duration::from_millis(50), made(Arc::clone(&door), Asked::default())).await;
            assert!(waiting.is_err());
            drop(turns);
            assert_eq!(made(door, Asked::default()).await.status, 200);
        });
    }
}
