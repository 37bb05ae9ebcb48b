//! Every address the service answers. The list is kept beside the router, so
//! that a test can hold the OpenAPI document against it.

mod access;
mod accounts;
mod ask;
mod changes;
mod commands;
mod demo;
mod factor;
mod plain;
mod read;
mod receipts;
mod sessions;
mod sign_in;
mod status;
mod unbroken;

use std::sync::Arc;

use axum::{
    Router,
    extract::Request,
    handler::Handler,
    http::{HeaderMap, HeaderValue, Method, header},
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, on},
};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::{
    app::App,
    problem::{Failure, Told as _},
    request, site,
};

pub use ask::{BODY_LIMIT, lang_of};

/// The router with what it answers.
pub struct Routes {
    router: Router<Arc<App>>,
    known: Vec<(Method, &'static str)>,
}

impl Routes {
    /// The routes of the API; sample tokens only in a demo.
    pub fn api(with_demo: bool) -> Self {
        let routes = Self { router: Router::new(), known: Vec::new() }
            .get("/v1/health", status::health)
            .get("/v1/ready", status::ready)
            .get("/v1/openapi.json", status::openapi)
            .get("/v1/branches", read::read)
            .get("/v1/branches/{branch}", read::read)
            .post("/v1/branches/{branch}/commands", commands::post)
            .get("/v1/branches/{branch}/changes", changes::changes)
            .get("/v1/branches/{branch}/roster", read::read)
            .get("/v1/branches/{branch}/leads", read::read)
            .get("/v1/branches/{branch}/help", read::read)
            .get("/v1/branches/{branch}/plans", read::read)
            .get("/v1/leads", read::read)
            .get("/v1/matters", read::read)
            .get("/v1/townships/{township}", read::read)
            .get("/v1/district", read::read)
            .get("/v1/district/overview", read::read)
            .get("/v1/district/rows", read::read)
            .get("/v1/district/roster", read::read)
            .get("/v1/district/registers/members.csv", read::read)
            .get("/v1/district/registers/organisations.csv", read::read)
            .get("/v1/district/registers/statistics.csv", read::read)
            .get("/v1/branches/{branch}/registers/members.csv", read::read)
            .post("/v1/district/commands", commands::post)
            .get("/v1/offices", read::read)
            .post("/v1/accounts", accounts::find)
            .get("/v1/dues", read::read)
            .get("/v1/me", read::read)
            .get("/v1/me/data", read::read)
            .get("/v1/receipts/{code}", receipts::check)
            .post("/v1/me/erase", commands::post)
            .get("/v1/me/sessions", sessions::list)
            .post("/v1/me/sessions/{id}/end", sessions::end)
            .get("/v1/me/second-factor", factor::view)
            .post("/v1/me/second-factor", factor::enrol)
            .post("/v1/me/second-factor/confirm", factor::confirm)
            .post("/v1/me/second-factor/show", factor::show)
            .post("/v1/me/second-factor/end", factor::end)
            .get("/v1/sign-in", sign_in::ways)
            .post("/v1/sign-in/codes", sign_in::code)
            .post("/v1/sign-in/sessions", sign_in::session)
            .post("/v1/sign-in/refresh", sign_in::refresh)
            .post("/v1/sign-in/out", sign_in::out);
        if !with_demo {
            return routes;
        }
        routes.post("/v1/demo/tokens", demo::token).get("/v1/demo/messages", demo::messages)
    }

    /// Method and address of every route.
    pub fn known(&self) -> &[(Method, &'static str)] {
        &self.known
    }

    fn get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        self.add(Method::GET, path, on(MethodFilter::GET, handler))
    }

    fn post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        self.add(Method::POST, path, on(MethodFilter::POST, handler))
    }

    fn add(mut self, method: Method, path: &'static str, route: MethodRouter<Arc<App>>) -> Self {
        self.router = self.router.route(path, route);
        self.known.push((method, path));
        self
    }
}

/// The whole service. `origins` are the portals on other hosts that may call it.
pub fn router(app: Arc<App>, origins: Vec<HeaderValue>) -> Router {
    let mut api = Routes::api(app.demo.is_some()).router;
    if !origins.is_empty() {
        // Before the layer, or a preflight would end up as a wrong method.
        api = api.method_not_allowed_fallback(wrong_method).layer(cors(origins));
    }
    api.route("/branches/{branch}", on(MethodFilter::GET, plain::page))
        .route("/plain.css", on(MethodFilter::GET, plain::styles))
        .route("/", on(MethodFilter::GET, site::index))
        .route("/{name}", on(MethodFilter::GET, site::top))
        .route("/assets/{*path}", on(MethodFilter::GET, site::file))
        .route("/portal/{*path}", on(MethodFilter::GET, site::file))
        .route("/reference", on(MethodFilter::GET, site::to_reference))
        .route("/reference/", on(MethodFilter::GET, site::reference))
        .route("/reference/{*path}", on(MethodFilter::GET, site::file))
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .with_state(app)
}

fn cors(origins: Vec<HeaderValue>) -> CorsLayer {
    // Tokens travel in a header, so that no cookie has to be allowed.
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::ACCEPT_LANGUAGE,
            header::IF_NONE_MATCH,
            request::HEADER,
        ])
        .expose_headers([
            header::ETAG,
            header::RETRY_AFTER,
            header::CONTENT_DISPOSITION,
            request::HEADER,
        ])
        .max_age(std::time::Duration::from_secs(3600))
}

/// One failure at every address: what is told before the routes, or in their
/// place. Without the headers a portal of another origin could not read it, and
/// would take it for a broken network.
pub fn failing(failure: Failure, origins: Vec<HeaderValue>) -> Router {
    let router = Router::new()
        .fallback(async move |request: Request| failed(failure.clone(), request.headers()));
    if origins.is_empty() { router } else { router.layer(cors(origins)) }
}

async fn unknown(request: Request) -> Response {
    failed(Failure::UnknownRoute, request.headers())
}

async fn wrong_method(request: Request) -> Response {
    failed(Failure::MethodNotAllowed, request.headers())
}

fn failed(failure: Failure, headers: &HeaderMap) -> Response {
    failure.told(lang_of(headers)).into_response()
}
