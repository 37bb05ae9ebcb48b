//! What is said about signing in, and the sign-in by phone.

use std::sync::Arc;

use guiyan_store::{Desk, MasterKey};
use tokio::sync::watch;
use zeroize::Zeroizing;

use super::RunError;
use crate::{
    cli::Serve,
    demo::Messages,
    identity::settings::{IssuerSettings, SignInSettings},
    sign_in::{self, SetUpError, SignIn, settings::PhoneSettings},
};

/// What is said about signing in, in a file and by options.
pub(super) fn settings(options: &Serve) -> Result<SignInSettings, RunError> {
    let mut settings = match &options.sign_in {
        Some(path) => {
            let text = std::fs::read_to_string(path);
            let name = || path.display().to_string();
            SignInSettings::parse(&text.map_err(|cause| RunError::SignInFile(name(), cause))?)?
        }
        None => SignInSettings::default(),
    };
    match (&options.token_key, &options.token_issuer, &options.token_audience) {
        (Some(key), Some(issuer), Some(audience)) => {
            settings.issuers.push(IssuerSettings::of_key(key.clone(), issuer, audience));
            settings.check()?;
        }
        (None, None, None) => {}
        _ => return Err(RunError::HalfAPortal),
    }
    Ok(settings)
}

/// The sign-in by phone, if it is set up. In a demo where it is not, the
/// messages go to a stand-in on this machine.
pub(super) async fn open(
    options: &Serve,
    settings: &SignInSettings,
    (desk, key): (&Desk, &MasterKey),
    stopping: &watch::Receiver<bool>,
) -> Result<(Option<Arc<SignIn>>, Option<Messages>), RunError> {
    let path = (!options.memory).then(|| options.data.join(sign_in::FILE));
    let open = |settings: &PhoneSettings, secret| {
        let opened = SignIn::open(path.as_deref(), key, settings, secret)?;
        opened.forget_erased(|person| desk.read(|district| district.is_erased(person)))?;
        Ok::<_, SetUpError>(Some(Arc::new(opened)))
    };
    match &settings.phone {
        Some(settings) => {
            let secret = settings.secret().map_err(SetUpError::from)?;
            Ok((open(settings, secret)?, options.demo.then(Messages::default)))
        }
        None if options.demo => {
            let messages = Messages::default();
            let started = messages.start(stopping.clone()).await;
            let webhook =
                started.map_err(|cause| RunError::System("listen for messages", cause))?;
            let settings = PhoneSettings::of(webhook, "demo".into());
            let secret = Zeroizing::new(key.derive("guiyan/1/demo-messages").to_vec());
            Ok((open(&settings, secret)?, Some(messages)))
        }
        None => Ok((None, None)),
    }
}
