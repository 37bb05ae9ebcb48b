//! Signing in as people do: by a portal that publishes its keys, and by phone.

use guiyan_tests_service::{
    Launch, Person,
    issuer::{Issuer, JWKS, Published},
    make,
    phone::{Tokens, problem},
    token::AUDIENCE,
};
use serde_json::{Value, json};

use crate::attacks::{codes::scene, service};

#[tokio::test]
async fn a_portal_says_where_its_keys_are_or_gives_their_address() {
    let key = Published::new("k");
    let issuer = Issuer::start(&[&key]).await;
    let base = &issuer.server.base;
    let by_address =
        format!("[[issuer]]\nissuer = '{base}'\naudience = '{AUDIENCE}'\njwks = '{base}{JWKS}'\n");
    for settings in [issuer.settings(""), by_address] {
        let app = service(&settings).await;
        let id = app.with_token("a", &key.sign(&issuer.claims("13800000001"))).id().await;
        let again = app.with_token("a", &key.sign(&issuer.claims("13800000001"))).id().await;
        assert_eq!(id, again);
    }
}

#[tokio::test]
async fn a_portal_may_call_its_people_and_clocks_otherwise() {
    let key = Published::new("k");
    let issuer = Issuer::start(&[&key]).await;
    let more = "subject-claim = 'https://portal.example/person.id'\nskew-seconds = 300\n\
                trust-roles = true\nroles-claim = 'app.offices'";
    let app = service(&issuer.settings(more)).await;
    let now = make::now().0 / 1000;
    let mut claims = issuer.claims("not this one");
    claims["https://portal.example/person.id"] = json!("account-7");
    claims["app"] = json!({ "offices": ["steward:xinzhou-yiwu", "another"] });
    claims["exp"] = json!(now - 200);
    let me = app.with_token("a", &key.sign(&claims)).me().await;
    assert_eq!(me.roles, ["steward:xinzhou-yiwu"]);
    claims["sub"] = json!("changed");
    assert_eq!(app.with_token("a", &key.sign(&claims)).id().await, me.person);
}

#[tokio::test]
async fn by_phone_from_the_code_to_signing_out() {
    let scene = scene("refresh-days = 7").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    let asked = app.ask_code("+86 138 0000 0001").await;
    assert_eq!(asked.status(), 202);
    let told: Value = asked.json().await.expect("JSON");
    assert_eq!(told, json!({ "expiresIn": 300, "againIn": 60 }));
    // Typed in another way, with a wide space, and the code in full width.
    let code: String = gateway.code("13800000001").chars().map(wide).collect();
    let first = Tokens::of(app.enter_code("138　0000　0001", &code).await).await;
    let me: Value = first.holder(app).read("/v1/me").await;
    assert_eq!(me["person"], json!(first.person));
    assert!(me.get("officesWait").is_none(), "a member waits for nothing: {me}");
    let second = Tokens::of(app.refresh(&first.refresh).await).await;
    let list: Value = second.holder(app).read("/v1/me/sessions").await;
    let [session] = list["sessions"].as_array().expect("a list").as_slice() else {
        panic!("one session: {list}");
    };
    assert_eq!(session["this"], true);
    assert!(session["started"].as_str().expect("a time").ends_with("+08:00"), "{session}");
    let out = json!({ "refreshToken": second.refresh });
    assert_eq!(app.sign_in("out", &out).await.status(), 200);
    problem(second.holder(app).get("/v1/me").await, 401, "invalidToken").await;
}

#[tokio::test]
async fn a_session_outlives_a_restart() {
    let scene = scene("").await;
    let tokens = scene.app.by_phone(&scene.gateway, "13800000001").await;
    let settings = scene.gateway.settings(scene.folder.path(), "");
    let data = scene.folder.path().join("data");
    scene.app.stop().await;
    let launch = Launch::plain().env("GUIYAN_MASTER_KEY", crate::attacks::MASTER_KEY);
    let app = launch.data(&data).sign_in(&settings).start().await;
    assert_eq!(tokens.holder(&app).id().await.to_string(), tokens.person);
    app.stop().await;
    // Under another master key nothing is guessed: it says what to do.
    let other = "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let launch = Launch::plain().env("GUIYAN_MASTER_KEY", other).sign_in(&settings);
    let (status, said) = launch.refused_on("127.0.0.1:0", &data).await;
    assert!(!status.success() && said.contains("master key"), "{said}");
}

#[tokio::test]
async fn a_demo_shows_the_messages_it_does_not_send() {
    let app = Launch::demo().start().await;
    assert_eq!(app.ask_code("13800000001").await.status(), 202);
    let shown: Value = app.anonymous().read("/v1/demo/messages").await;
    let message = &shown["messages"][0];
    assert_eq!(message["phone"], "13800000001");
    let code = message["code"].as_str().expect("a code");
    Tokens::of(app.enter_code("13800000001", code).await).await;
    let plain = Launch::plain().env("GUIYAN_MASTER_KEY", crate::attacks::MASTER_KEY).start().await;
    problem(plain.anonymous().get("/v1/demo/messages").await, 404, "unknownRoute").await;
}

#[tokio::test]
async fn a_page_learns_whether_it_can_offer_a_form() {
    let scene = scene("").await;
    assert_eq!(ways(&scene.app.anonymous()).await, json!({ "phone": true }));
    // Who has a dead token asks just that.
    assert_eq!(ways(&scene.app.with_token("a", "gya_dead")).await, json!({ "phone": true }));
    let portal = Launch::plain().env("GUIYAN_MASTER_KEY", crate::attacks::MASTER_KEY).start().await;
    assert_eq!(ways(&portal.anonymous()).await, json!({ "phone": false }));
}

async fn ways(person: &Person) -> Value {
    person.read("/v1/sign-in").await
}

fn wide(digit: char) -> char {
    char::from_u32(digit as u32 - '0' as u32 + '０' as u32).expect("a digit")
}
