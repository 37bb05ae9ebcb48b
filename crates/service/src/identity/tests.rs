use std::sync::Arc;

use axum::http::HeaderValue;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use futures_util::FutureExt as _;
use guiyan_core::caller::{Office, Role};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::{issuer::Named, *};

const ED_PUBLIC: &str = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
-----END PUBLIC KEY-----
";
// The key of RFC 8032, 7.1, test 1: known to everybody, good for tests only.
const ED_PRIVATE: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
";

fn issuer() -> Issuer {
    let (key, algorithm) = from_pem(ED_PUBLIC).unwrap();
    assert_eq!(algorithm, Algorithm::EdDSA);
    Issuer::of_key(key, algorithm, "portal", "guiyan")
}

/// Nothing is waited for where the key is at hand.
fn verify(issuer: &Issuer, token: &str) -> Result<Named, Failure> {
    Unverified::of(token).and_then(|token| issuer.verify(&token).now_or_never().unwrap())
}

fn claims() -> Value {
    json!({ "iss": "portal", "aud": "guiyan", "sub": "member-1", "exp": seconds() + 600 })
}

fn signed(claims: &Value) -> String {
    let key = EncodingKey::from_ed_pem(ED_PRIVATE.as_bytes()).unwrap();
    jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), claims, &key).unwrap()
}

fn with(key: &str, value: Value) -> String {
    let mut claims = claims();
    claims[key] = value;
    signed(&claims)
}

#[track_caller]
fn refused(token: &str) {
    assert_eq!(verify(&issuer(), token).unwrap_err(), Failure::InvalidToken);
}

#[test]
fn a_right_token_names_its_subject() {
    let named = verify(&issuer(), &signed(&claims())).unwrap();
    assert_eq!((named.subject.as_str(), named.roles.len()), ("member-1", 0));
    let office = with("roles", json!(["secretary:xinzhou-beijing", "emperor"]));
    assert_eq!(verify(&issuer(), &office).unwrap().roles.len(), 1);
    let among = with("aud", json!(["another", "guiyan"]));
    assert_eq!(verify(&issuer(), &among).unwrap().subject, "member-1");
}

#[test]
fn wrong_or_missing_claims_are_refused() {
    refused(&with("aud", json!("another")));
    refused(&with("iss", json!("another")));
    refused(&with("nbf", json!(seconds() + 120)));
    refused(&with("sub", json!("")));
    refused(&with("sub", json!("x".repeat(257))));
    refused(&with("roles", json!("secretary:xinzhou-beijing")));
    for key in ["aud", "iss", "sub", "exp"] {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(key);
        refused(&signed(&claims));
    }
}

#[test]
fn expiry_has_a_leeway_of_a_minute() {
    assert!(verify(&issuer(), &with("exp", json!(seconds() - 30))).is_ok());
    let late = verify(&issuer(), &with("exp", json!(seconds() - 120)));
    assert_eq!(late.unwrap_err(), Failure::ExpiredToken);
}

#[test]
fn the_header_never_chooses_the_algorithm() {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    for algorithm in ["none", "None", "HS256", "RS256"] {
        let head = part(&json!({ "alg": algorithm, "typ": "JWT" }));
        refused(&format!("{head}.{}.", part(&claims())));
    }
    // Key confusion: the public key used as the secret of a symmetric one.
    let raw = from_pem(ED_PUBLIC).unwrap().0;
    for secret in [ED_PUBLIC.as_bytes(), raw.as_bytes()] {
        let key = EncodingKey::from_secret(secret);
        refused(&jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims(), &key).unwrap());
    }
}

#[test]
fn a_changed_token_is_refused() {
    let token = signed(&claims());
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let mut forged = claims();
    forged["sub"] = json!("member-2");
    parts[1] = URL_SAFE_NO_PAD.encode(forged.to_string());
    refused(&parts.join("."));
    for nonsense in ["", ".", "..", "a.b.c", "🕊", &token[..token.len() - 2]] {
        refused(nonsense);
    }
}

#[test]
fn the_type_of_the_key_fixes_the_algorithm() {
    let es256 =
        (include_str!("samples/es256.public.pem"), include_str!("samples/es256.private.pem"));
    let rs256 =
        (include_str!("samples/rs256.public.pem"), include_str!("samples/rs256.private.pem"));
    let es_signing = EncodingKey::from_ec_pem(es256.1.as_bytes()).unwrap();
    let rs_signing = EncodingKey::from_rsa_pem(rs256.1.as_bytes()).unwrap();
    let sign =
        |algorithm, key| jsonwebtoken::encode(&Header::new(algorithm), &claims(), key).unwrap();
    for (public, algorithm, signing) in
        [(es256.0, Algorithm::ES256, &es_signing), (rs256.0, Algorithm::RS256, &rs_signing)]
    {
        let (key, found) = from_pem(public).unwrap();
        assert_eq!(found, algorithm);
        let issuer = Issuer::of_key(key, found, "portal", "guiyan");
        let named = verify(&issuer, &sign(algorithm, signing)).unwrap();
        assert_eq!(named.subject, "member-1");
        assert!(verify(&issuer, &signed(&claims())).is_err());
    }
    // Right key, but another algorithm of its family.
    let (key, _) = from_pem(rs256.0).unwrap();
    let issuer = Issuer::of_key(key, Algorithm::RS256, "portal", "guiyan");
    assert!(verify(&issuer, &sign(Algorithm::RS512, &rs_signing)).is_err());
    assert!(verify(&issuer, &sign(Algorithm::PS256, &rs_signing)).is_err());
}

#[test]
fn keys_that_cannot_be_used_say_why() {
    let weak = include_str!("samples/rsa1024.public.pem");
    for key in [include_str!("samples/p384.public.pem"), weak] {
        assert!(matches!(from_pem(key), Err(KeyError::Unsupported)));
    }
    assert!(matches!(from_pem(ED_PRIVATE), Err(KeyError::Private)));
    for text in ["", "hello", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"] {
        assert!(matches!(from_pem(text), Err(KeyError::Unsupported)), "{text}");
    }
}

#[test]
fn the_header_must_be_one_bearer() {
    let headers = |values: &[&'static str]| {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::AUTHORIZATION, HeaderValue::from_static(value));
        }
        headers
    };
    assert_eq!(bearer(&headers(&[])), Ok(None));
    assert_eq!(bearer(&headers(&["bearer abc"])), Ok(Some("abc")));
    for wrong in
        [&["Basic abc"][..], &["Bearer"], &["Bearer "], &["abc"], &["Bearer a", "Bearer b"]]
    {
        assert_eq!(bearer(&headers(wrong)), Err(Failure::InvalidToken), "{wrong:?}");
    }
}

#[test]
fn personas_have_their_offices() {
    let charter = Arc::new(crate::charter::embedded().unwrap());
    let issuer = DemoIssuer::open(None, &charter).unwrap();
    let beijing = || "xinzhou-beijing".parse().unwrap();
    let role = |office| vec![Role::Branch { office, branch: beijing() }];
    assert_eq!(issuer.roles("visitor"), Some(vec![]));
    assert_eq!(issuer.roles("new:阿明"), Some(vec![]));
    assert_eq!(issuer.roles("yiwu-member"), Some(vec![]));
    assert_eq!(issuer.roles("beijing-secretary"), Some(role(Office::Secretary)));
    assert_eq!(issuer.roles("beijing-steward"), Some(role(Office::Steward)));
    assert_eq!(issuer.roles("district-officer"), Some(vec![Role::DistrictOfficer]));
    let roles = |persona: &str| {
        let roles = issuer.roles(persona).unwrap();
        roles.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(roles("qinfeng-liaison"), ["liaison:qinfeng"]);
    assert_eq!(roles("department-contact"), ["department:education"]);
    for unknown in ["", "new:", "paris-member", "paris-liaison", "beijing-mayor", "beijing"] {
        assert_eq!(issuer.roles(unknown), None, "{unknown}");
    }
}

#[test]
fn demo_tokens_survive_a_restart_and_no_other_demo_takes_them() {
    let folder = tempfile::tempdir().unwrap();
    let charter = crate::charter::embedded().unwrap();
    let token = |issuer: &DemoIssuer| issuer.token("visitor", seconds()).unwrap();
    let first = token(&DemoIssuer::open(Some(folder.path()), &charter).unwrap());
    let again = DemoIssuer::open(Some(folder.path()), &charter).unwrap().issuer().unwrap();
    let other = DemoIssuer::open(None, &charter).unwrap().issuer().unwrap();
    assert_eq!(verify(&again, &first).unwrap().subject, "visitor");
    assert_eq!(verify(&other, &first).unwrap_err(), Failure::InvalidToken);
}
