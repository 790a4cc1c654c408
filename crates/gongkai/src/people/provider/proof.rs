//! There and back: the address to which somebody is sent, and what their return proves.

use std::collections::BTreeMap;

use jiff::Timestamp;
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, PkceCodeVerifier, ProviderMetadataWithLogout, RequestTokenError, Scope, StandardErrorResponse,
    StandardTokenResponse, SubjectIdentifier, TokenResponse, UserInfoClaims,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod, CoreErrorResponseType,
        CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
        CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Journey, NotVouched, Provider, Vouched};

/// How long somebody may take at the provider, in milliseconds.
const LONGEST: i64 = 10 * 60_000;
/// The longest code and state that are looked at.
const MOST: usize = 4096;
/// Signatures that only the provider can make: none by a secret that we know too, and never none at all.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Whatever claims there are, by their names.
#[derive(Debug, Serialize, Deserialize)]
struct Claims(BTreeMap<String, Value>);

impl AdditionalClaims for Claims {}

type Fields = IdTokenFields<
    Claims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Answer = StandardTokenResponse<Fields, CoreTokenType>;
type Client = openidconnect::Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Answer,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What a browser brings back in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Return {
    code: String,
    state: String,
    /// Who says so, where the provider names itself (RFC 9207).
    iss: Option<String>,
    error: Option<String>,
}

impl Provider {
    /// Where to send somebody, and what their session keeps until they are back.
    ///
    /// # Errors
    /// [`NotVouched`]
    pub async fn ask(&self, now: Timestamp) -> Result<(String, Journey), NotVouched> {
        let client = self.client(self.metadata(now).await?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let way = CoreAuthenticationFlow::AuthorizationCode;
        let mut request = client.authorize_url(way, CsrfToken::new_random, Nonce::new_random);
        for scope in &self.settings.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        let (address, state, nonce) = request.set_pkce_challenge(challenge).url();
        let journey = Journey {
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
            since: now.as_millisecond(),
        };
        Ok((address.into(), journey))
    }

    /// Whom the provider vouches for. A journey is good for one return, whatever comes of it.
    ///
    /// # Errors
    /// [`NotVouched`]
    pub async fn prove(&self, journey: Journey, back: Return, now: Timestamp) -> Result<Vouched, NotVouched> {
        let age = now.as_millisecond() - journey.since;
        let fits = (0..LONGEST).contains(&age) && same(&journey.state, &back.state);
        if !fits || back.code.len() > MOST || back.iss.is_some_and(|iss| iss != self.issuer.as_str()) {
            return Err(NotVouched::Stray);
        }
        if back.error.is_some() || back.code.is_empty() {
            return Err(NotVouched::Denied);
        }
        let client = self.client(self.metadata(now).await?);
        let exchange = client.exchange_code(AuthorizationCode::new(back.code));
        let exchange = exchange.map_err(|_| NotVouched::Away("no token endpoint"))?;
        let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(journey.verifier));
        let answer = exchange.request_async(&self.https).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(refusal) => match refusal.error() {
                CoreErrorResponseType::InvalidGrant => NotVouched::Stray,
                _ => NotVouched::Unsound("the provider refuses this client"),
            },
            RequestTokenError::Request(_) => NotVouched::Away("token"),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => NotVouched::Away("token, unreadable"),
        })?;
        self.vouched(&client, &answer, &Nonce::new(journey.nonce), now).await
    }

    async fn vouched(
        &self,
        client: &Client,
        answer: &Answer,
        nonce: &Nonce,
        now: Timestamp,
    ) -> Result<Vouched, NotVouched> {
        let unsound = NotVouched::Unsound;
        let token = answer.id_token().ok_or(unsound("no id token"))?;
        let clock = chrono::DateTime::from_timestamp_millis(now.as_millisecond()).ok_or(unsound("no time"))?;
        let verifier = client.id_token_verifier().set_allowed_algs(SIGNATURES).set_time_fn(move || clock);
        let claims = token.claims(&verifier, nonce).map_err(|_| unsound("the id token does not hold"))?;
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = token.signing_alg().map_err(|_| unsound("no signature"))?;
            let key = token.signing_key(&verifier).map_err(|_| unsound("no key"))?;
            let found = AccessTokenHash::from_token(answer.access_token(), algorithm, key);
            if found.ok().as_ref() != Some(expected) {
                return Err(unsound("the access token is another's"));
            }
        }
        let subject = claims.subject().clone();
        let account = match self.account(claims) {
            Some(account) => account,
            None => self.told(client, answer.access_token(), &subject).await?.ok_or(NotVouched::Nameless)?,
        };
        Ok(Vouched { issuer: self.issuer.to_string(), subject: subject.to_string(), account })
    }

    /// The account's name where the id token lacks it: many providers tell it only when they are asked.
    async fn told(
        &self,
        client: &Client,
        token: &AccessToken,
        subject: &SubjectIdentifier,
    ) -> Result<Option<String>, NotVouched> {
        let Ok(request) = client.user_info(token.clone(), Some(subject.clone())) else { return Ok(None) };
        let told: Result<UserInfoClaims<Claims, CoreGenderClaim>, _> = request.request_async(&self.https).await;
        told.map(|claims| self.account(&claims)).map_err(|_| NotVouched::Away("userinfo"))
    }

    /// The claim that names the account.
    fn account(&self, claims: &impl Serialize) -> Option<String> {
        let claims = serde_json::to_value(claims).ok()?;
        let account = claims.get(&self.settings.claim)?.as_str()?;
        Some(account.to_owned()).filter(|account| !account.is_empty())
    }

    fn client(&self, metadata: ProviderMetadataWithLogout) -> Client {
        let ways = metadata.token_endpoint_auth_methods_supported();
        let only_in_the_body = ways.is_some_and(|ways| {
            ways.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !ways.contains(&CoreClientAuthMethod::ClientSecretBasic)
        });
        let secret = Some(self.settings.client_secret.clone()).filter(|secret| !secret.is_empty());
        let id = ClientId::new(self.settings.client_id.clone());
        let client = Client::from_provider_metadata(metadata, id, secret.map(ClientSecret::new));
        let client = client.set_redirect_uri(self.back.clone());
        match only_in_the_body {
            true => client.set_auth_type(AuthType::RequestBody),
            false => client,
        }
    }
}

/// Compared whole, so that the time it takes tells nothing.
fn same(one: &str, other: &str) -> bool {
    let differences = one.bytes().zip(other.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    one.len() == other.len() && !one.is_empty() && differences == 0
}
