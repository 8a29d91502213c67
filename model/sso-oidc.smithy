// AWS SSO OIDC: every operation of the API; docs/compat.md says which of them are built.
// Facts of the wire only: names, types, bounds. The gatehouse# rows say how each operation runs and what allows it.
$version: "2.0"

namespace gatehouse.sso_oidc

use aws.api#service
use aws.auth#sigv4
use aws.protocols#restJson1

@service(
    sdkId: "SSO OIDC"
    arnNamespace: "sso"
    cloudTrailEventSource: "sso-oauth.amazonaws.com"
    endpointPrefix: "oidc"
)
@sigv4(name: "sso-oauth")
@restJson1
@gatehouse#errors(
    validation: "InvalidRequestException"
    accessDenied: "AccessDeniedException"
    internal: "InternalServerException"
)
service AWSSSOOIDCService {
    version: "2019-06-10"
    operations: [
        CreateToken
        CreateTokenWithIAM
        RegisterClient
        StartDeviceAuthorization
    ]
}

/// Exchanges a confirmed device code or a refresh token for an access token.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(none: "the client secret and the person's approval decide")
@auth([])
@http(method: "POST", uri: "/token", code: 200)
operation CreateToken {
    input: CreateTokenRequest
    output: CreateTokenResponse
    errors: [
        InvalidRequestException
        InvalidClientException
        InvalidGrantException
        UnauthorizedClientException
        UnsupportedGrantTypeException
        InvalidScopeException
        AuthorizationPendingException
        SlowDownException
        AccessDeniedException
        ExpiredTokenException
        InternalServerException
    ]
}

structure CreateTokenRequest {
    @required clientId: ClientId
    @required clientSecret: ClientSecret
    @required grantType: GrantType
    deviceCode: DeviceCode
    code: AuthCode
    refreshToken: RefreshToken
    scope: Scopes
    redirectUri: URI
    codeVerifier: CodeVerifier
}

structure CreateTokenResponse {
    accessToken: AccessToken
    tokenType: TokenType
    expiresIn: ExpirationInSeconds = 0
    refreshToken: RefreshToken
    idToken: IdToken
}

@gatehouse#operation(mode: "write", audit: "durable")
@gatehouse#authorize(action: "sso-oauth:CreateTokenWithIAM", resources: [{type: "Application", arn: "{clientId}"}])
@http(method: "POST", uri: "/token?aws_iam=t", code: 200)
operation CreateTokenWithIAM {
    input: CreateTokenWithIAMRequest
    output: CreateTokenWithIAMResponse
    errors: [
        InvalidRequestException
        InvalidClientException
        InvalidGrantException
        UnauthorizedClientException
        UnsupportedGrantTypeException
        InvalidScopeException
        AuthorizationPendingException
        SlowDownException
        AccessDeniedException
        ExpiredTokenException
        InternalServerException
        InvalidRequestRegionException
    ]
}

structure CreateTokenWithIAMRequest {
    @required clientId: ClientId
    @required grantType: GrantType
    code: AuthCode
    refreshToken: RefreshToken
    assertion: Assertion
    scope: Scopes
    redirectUri: URI
    subjectToken: SubjectToken
    subjectTokenType: TokenTypeURI
    requestedTokenType: TokenTypeURI
    codeVerifier: CodeVerifier
}

structure CreateTokenWithIAMResponse {
    accessToken: AccessToken
    tokenType: TokenType
    expiresIn: ExpirationInSeconds = 0
    refreshToken: RefreshToken
    idToken: IdToken
    issuedTokenType: TokenTypeURI
    scope: Scopes
    awsAdditionalDetails: AwsAdditionalDetails
}

/// Registers a public client, such as the AWS CLI, for sign-in.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(none: "open to anyone; a registration grants nothing")
@auth([])
@http(method: "POST", uri: "/client/register", code: 200)
operation RegisterClient {
    input: RegisterClientRequest
    output: RegisterClientResponse
    errors: [
        InvalidRequestException
        InvalidScopeException
        InvalidClientMetadataException
        InternalServerException
        InvalidRedirectUriException
        UnsupportedGrantTypeException
        SlowDownException
    ]
}

structure RegisterClientRequest {
    @required clientName: ClientName
    @required clientType: ClientType
    scopes: Scopes
    redirectUris: RedirectUris
    grantTypes: GrantTypes
    issuerUrl: URI
    entitledApplicationArn: ArnType
}

structure RegisterClientResponse {
    clientId: ClientId
    clientSecret: ClientSecret
    clientIdIssuedAt: LongTimeStampType = 0
    clientSecretExpiresAt: LongTimeStampType = 0
    authorizationEndpoint: URI
    tokenEndpoint: URI
}

/// Opens a device sign-in and answers the code that the person confirms.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(none: "the client secret decides")
@auth([])
@http(method: "POST", uri: "/device_authorization", code: 200)
operation StartDeviceAuthorization {
    input: StartDeviceAuthorizationRequest
    output: StartDeviceAuthorizationResponse
    errors: [
        InvalidRequestException
        InvalidClientException
        UnauthorizedClientException
        SlowDownException
        InternalServerException
    ]
}

structure StartDeviceAuthorizationRequest {
    @required clientId: ClientId
    @required clientSecret: ClientSecret
    @required startUrl: URI
}

structure StartDeviceAuthorizationResponse {
    deviceCode: DeviceCode
    userCode: UserCode
    verificationUri: URI
    verificationUriComplete: URI
    expiresIn: ExpirationInSeconds = 0
    interval: IntervalInSeconds = 0
}

structure AwsAdditionalDetails {
    identityContext: IdentityContext
}

list GrantTypes {
    member: GrantType
}

list RedirectUris {
    member: URI
}

list Scopes {
    member: Scope
}

enum AccessDeniedExceptionReason {
    KMS_ACCESS_DENIED_EXCEPTION = "KMS_AccessDeniedException"
}

enum InvalidRequestExceptionReason {
    KMS_NOT_FOUND_EXCEPTION = "KMS_NotFoundException"
    KMS_INVALID_KEY_USAGE_EXCEPTION = "KMS_InvalidKeyUsageException"
    KMS_INVALID_STATE_EXCEPTION = "KMS_InvalidStateException"
    KMS_DISABLED_EXCEPTION = "KMS_DisabledException"
}

@sensitive string AccessToken

string ArnType

@sensitive string Assertion

@sensitive string AuthCode

string ClientId

string ClientName

@sensitive string ClientSecret

string ClientType

@sensitive string CodeVerifier

@sensitive string DeviceCode

string Error

string ErrorDescription

@default(0) integer ExpirationInSeconds

string GrantType

string IdentityContext

@sensitive string IdToken

@default(0) integer IntervalInSeconds

string Location

@default(0) long LongTimeStampType

@sensitive string RefreshToken

string Region

string Scope

@sensitive string SubjectToken

string TokenType

string TokenTypeURI

string URI

@sensitive string UserCode

@error("client") @httpError(400)
structure AccessDeniedException {
    @gatehouse#value("access_denied") error: Error
    reason: AccessDeniedExceptionReason
    error_description: ErrorDescription
}

@error("client") @httpError(400)
structure AuthorizationPendingException {
    @gatehouse#value("authorization_pending") error: Error
    error_description: ErrorDescription
}

@error("client") @httpError(400)
structure ExpiredTokenException {
    @gatehouse#value("expired_token") error: Error
    error_description: ErrorDescription
}

@error("server") @httpError(500)
structure InternalServerException {
    @gatehouse#value("server_error") error: Error
    error_description: ErrorDescription
}

@error("client") @httpError(401)
structure InvalidClientException {
    @gatehouse#value("invalid_client") error: Error
    error_description: ErrorDescription
}

@error("client") @httpError(400)
structure InvalidClientMetadataException {
    @gatehouse#value("invalid_client_metadata") error: Error
    error_description: ErrorDescription
}

@error("client") @httpError(400)
structure InvalidGrantException {
    @gatehouse#value("invalid_grant") error: Error
    error_description: ErrorDescription
}

@error("client") @httpError(400)
structure InvalidRedirectUriException {
    @gatehouse#value("invalid_redirect_uri") error: Error
    error_description: ErrorDescription
}

@error("client") @httpError(400)
structure InvalidRequestException {
    @gatehouse#value("invalid_request") error: Error
    reason: InvalidRequestExceptionReason
    error_description: ErrorDescription
}

@error("client") @httpError(400)
structure InvalidRequestRegionException {
    @gatehouse#value("invalid_request") error: Error
    error_description: ErrorDescription
    endpoint: Location
    region: Region
}

@error("client") @httpError(400)
structure InvalidScopeException {
    @gatehouse#value("invalid_scope") error: Error
    error_description: ErrorDescription
}

@error("client") @httpError(400)
structure SlowDownException {
    @gatehouse#value("slow_down") error: Error
    error_description: ErrorDescription
}

@error("client") @httpError(400)
structure UnauthorizedClientException {
    @gatehouse#value("unauthorized_client") error: Error
    error_description: ErrorDescription
}

@error("client") @httpError(400)
structure UnsupportedGrantTypeException {
    @gatehouse#value("unsupported_grant_type") error: Error
    error_description: ErrorDescription
}
