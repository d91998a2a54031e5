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
use tokio::{net::TcpListener, runtime::Handle, signal::ctrl_c, spawn, task::spawn_blocking};

use crate::{
    address::Loopback,
    answer::{Asked, Reply, answer, turned_away},
    guard::is_ours,
    site::Site,
};

/// What every request is answered from.
struct Door {
    site: Site,
    ip: IpAddr,
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
    let door = Arc::new(Door { site, ip });
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
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if !is_ours(host, door.ip) {
        let wrong = ServeMessage::WrongHost { host: host.map(str::to_owned) };
        return Err(turned_away(&door.site, 403, wrong));
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Err(turned_away(&door.site, 405, ServeMessage::ReadOnly));
    }
    let uri = request.uri();
    Ok(Asked { path: uri.path().to_owned(), query: uri.query().unwrap_or_default().to_owned() })
}

/// The page that is `asked` for, made on a thread with a stack that planning fits on.
async fn made(door: Arc<Door>, asked: Asked) -> Reply {
    let (runtime, inside) = (Handle::current(), Arc::clone(&door));
    let done = spawn_blocking(move || runtime.block_on(answer(&inside.site, &asked))).await;
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
