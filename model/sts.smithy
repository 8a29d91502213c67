// AWS Security Token Service: every operation of the API; docs/compat.md says which of them are built.
// Facts of the wire only: names, types, bounds. The gatehouse# rows say how each operation runs and what allows it.
$version: "2.0"

namespace gatehouse.sts

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsQuery
use aws.protocols#awsQueryError

@service(sdkId: "STS", arnNamespace: "sts", cloudTrailEventSource: "sts.amazonaws.com", endpointPrefix: "sts")
@sigv4(name: "sts")
@awsQuery
@xmlNamespace(uri: "https://sts.amazonaws.com/doc/2011-06-15/")
service AWSSecurityTokenServiceV20110615 {
    version: "2011-06-15"
    operations: [
        AssumeRole
        AssumeRoleWithSAML
        AssumeRoleWithWebIdentity
        AssumeRoot
        DecodeAuthorizationMessage
        GetAccessKeyInfo
        GetCallerIdentity
        GetDelegatedAccessToken
        GetFederationToken
        GetSessionToken
        GetWebIdentityToken
    ]
}

/// Issues temporary credentials of a role that trusts the caller.
@gatehouse#operation(mode: "read", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "sts:AssumeRole"
    resourcePolicy: "sts_find_role_trust(RoleArn)"
    resources: [{type: "role", arn: "{RoleArn}"}]
    keys: [
        {key: "aws:RequestTag/${TagKey}", member: "Tags"}
        {key: "aws:TagKeys", member: "Tags[].Key"}
        {key: "sts:ExternalId", member: "ExternalId"}
        {key: "sts:RoleSessionName", member: "RoleSessionName"}
        {key: "sts:SourceIdentity", member: "SourceIdentity"}
        {key: "sts:TransitiveTagKeys", member: "TransitiveTagKeys[]"}
    ]
)
operation AssumeRole {
    input: AssumeRoleRequest
    output: AssumeRoleResponse
    errors: [
        MalformedPolicyDocumentException
        PackedPolicyTooLargeException
        RegionDisabledException
        ExpiredTokenException
    ]
}

structure AssumeRoleRequest {
    @required RoleArn: arnType
    @required RoleSessionName: roleSessionNameType
    PolicyArns: policyDescriptorListType
    Policy: unrestrictedSessionPolicyDocumentType
    DurationSeconds: roleDurationSecondsType = 0
    Tags: tagListType
    TransitiveTagKeys: tagKeyListType
    ExternalId: externalIdType
    SerialNumber: serialNumberType
    TokenCode: tokenCodeType
    SourceIdentity: sourceIdentityType
    ProvidedContexts: ProvidedContextsListType
}

structure AssumeRoleResponse {
    Credentials: Credentials
    AssumedRoleUser: AssumedRoleUser
    PackedPolicySize: nonNegativeIntegerType = 0
    SourceIdentity: sourceIdentityType
}

/// Issues temporary credentials of a role to whom a registered SAML provider vouches for.
@gatehouse#operation(mode: "slow", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "sts:AssumeRoleWithSAML"
    resourcePolicy: "sts_find_federated_trust(RoleArn)"
    resources: [{type: "role", arn: "{RoleArn}"}]
)
@auth([])
operation AssumeRoleWithSAML {
    input: AssumeRoleWithSAMLRequest
    output: AssumeRoleWithSAMLResponse
    errors: [
        MalformedPolicyDocumentException
        PackedPolicyTooLargeException
        IDPRejectedClaimException
        InvalidIdentityTokenException
        ExpiredTokenException
        RegionDisabledException
    ]
}

structure AssumeRoleWithSAMLRequest {
    @required RoleArn: arnType
    @required PrincipalArn: arnType
    @required SAMLAssertion: SAMLAssertionType
    PolicyArns: policyDescriptorListType
    Policy: sessionPolicyDocumentType
    DurationSeconds: roleDurationSecondsType = 0
}

structure AssumeRoleWithSAMLResponse {
    Credentials: Credentials
    AssumedRoleUser: AssumedRoleUser
    PackedPolicySize: nonNegativeIntegerType = 0
    Subject: Subject
    SubjectType: SubjectType
    Issuer: Issuer
    Audience: Audience
    NameQualifier: NameQualifier
    SourceIdentity: sourceIdentityType
}

/// Issues temporary credentials of a role to whom a registered OpenID Connect provider vouches for.
@gatehouse#operation(mode: "slow", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "sts:AssumeRoleWithWebIdentity"
    resourcePolicy: "sts_find_federated_trust(RoleArn)"
    resources: [{type: "role", arn: "{RoleArn}"}]
    keys: [{key: "sts:RoleSessionName", member: "RoleSessionName"}]
)
@auth([])
operation AssumeRoleWithWebIdentity {
    input: AssumeRoleWithWebIdentityRequest
    output: AssumeRoleWithWebIdentityResponse
    errors: [
        MalformedPolicyDocumentException
        PackedPolicyTooLargeException
        IDPRejectedClaimException
        IDPCommunicationErrorException
        InvalidIdentityTokenException
        ExpiredTokenException
        RegionDisabledException
    ]
}

structure AssumeRoleWithWebIdentityRequest {
    @required RoleArn: arnType
    @required RoleSessionName: roleSessionNameType
    @required WebIdentityToken: clientTokenType
    ProviderId: urlType
    PolicyArns: policyDescriptorListType
    Policy: sessionPolicyDocumentType
    DurationSeconds: roleDurationSecondsType = 0
}

structure AssumeRoleWithWebIdentityResponse {
    Credentials: Credentials
    SubjectFromWebIdentityToken: webIdentitySubjectType
    AssumedRoleUser: AssumedRoleUser
    PackedPolicySize: nonNegativeIntegerType = 0
    Provider: Issuer
    Audience: Audience
    SourceIdentity: sourceIdentityType
}

/// Issues a short session of a member account's root user, within a task policy.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sts:AssumeRoot"
    resources: [{type: "root-user", find: "sts_find_root_user(TargetPrincipal)"}]
    keys: [{key: "sts:TaskPolicyArn", member: "TaskPolicyArn.arn"}]
)
operation AssumeRoot {
    input: AssumeRootRequest
    output: AssumeRootResponse
    errors: [RegionDisabledException, ExpiredTokenException]
}

structure AssumeRootRequest {
    @required TargetPrincipal: TargetPrincipalType
    @required TaskPolicyArn: PolicyDescriptorType
    DurationSeconds: RootDurationSecondsType = 0
}

structure AssumeRootResponse {
    Credentials: Credentials
    SourceIdentity: sourceIdentityType
}

/// Opens the sealed reasons of a denial (sent in the header X-Gatehouse-Authorization-Message).
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "sts:DecodeAuthorizationMessage")
operation DecodeAuthorizationMessage {
    input: DecodeAuthorizationMessageRequest
    output: DecodeAuthorizationMessageResponse
    errors: [InvalidAuthorizationMessageException]
}

structure DecodeAuthorizationMessageRequest {
    @required EncodedMessage: encodedMessageType
}

structure DecodeAuthorizationMessageResponse {
    DecodedMessage: decodedMessageType
}

/// Tells from an access key id alone which account it belongs to.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "sts:GetAccessKeyInfo")
operation GetAccessKeyInfo {
    input: GetAccessKeyInfoRequest
    output: GetAccessKeyInfoResponse
}

structure GetAccessKeyInfoRequest {
    @required AccessKeyId: accessKeyIdType
}

structure GetAccessKeyInfoResponse {
    Account: accountType
}

/// Tells the caller who they are.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(none: "AWS: no policy can grant or deny it")
operation GetCallerIdentity {
    input: GetCallerIdentityRequest
    output: GetCallerIdentityResponse
}

structure GetCallerIdentityRequest {}

structure GetCallerIdentityResponse {
    UserId: userIdType
    Account: accountType
    Arn: arnType
}

/// Refuses every trade-in token: they come from delegation requests to AWS's product partners.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "sts:GetDelegatedAccessToken")
operation GetDelegatedAccessToken {
    input: GetDelegatedAccessTokenRequest
    output: GetDelegatedAccessTokenResponse
    errors: [ExpiredTradeInTokenException, RegionDisabledException, PackedPolicyTooLargeException]
}

structure GetDelegatedAccessTokenRequest {
    @required TradeInToken: tradeInTokenType
}

structure GetDelegatedAccessTokenResponse {
    Credentials: Credentials
    PackedPolicySize: nonNegativeIntegerType = 0
    AssumedPrincipal: arnType
}

/// Issues credentials that hold a part of what the calling user may do.
@gatehouse#operation(mode: "read", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sts:GetFederationToken"
    resources: [{type: "federated-user", arn: "arn:aws:sts::${account}:federated-user/{Name}"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
)
operation GetFederationToken {
    input: GetFederationTokenRequest
    output: GetFederationTokenResponse
    errors: [MalformedPolicyDocumentException, PackedPolicyTooLargeException, RegionDisabledException]
}

structure GetFederationTokenRequest {
    @required Name: userNameType
    Policy: sessionPolicyDocumentType
    PolicyArns: policyDescriptorListType
    DurationSeconds: durationSecondsType = 0
    Tags: tagListType
}

structure GetFederationTokenResponse {
    Credentials: Credentials
    FederatedUser: FederatedUser
    PackedPolicySize: nonNegativeIntegerType = 0
}

/// Issues temporary credentials of the calling user, with MFA where a code is sent.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(none: "AWS: no permission is needed and no policy controls it")
operation GetSessionToken {
    input: GetSessionTokenRequest
    output: GetSessionTokenResponse
    errors: [RegionDisabledException]
}

structure GetSessionTokenRequest {
    DurationSeconds: durationSecondsType = 0
    SerialNumber: serialNumberType
    TokenCode: tokenCodeType
}

structure GetSessionTokenResponse {
    Credentials: Credentials
}

/// Issues a JWT that tells others who the caller is.
@gatehouse#operation(mode: "slow", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sts:GetWebIdentityToken"
    keys: [
        {key: "aws:RequestTag/${TagKey}", member: "Tags"}
        {key: "aws:TagKeys", member: "Tags[].Key"}
        {key: "sts:DurationSeconds", member: "DurationSeconds"}
        {key: "sts:IdentityTokenAudience", member: "Audience[]"}
        {key: "sts:SigningAlgorithm", member: "SigningAlgorithm"}
    ]
    also: [{action: "sts:TagGetWebIdentityToken", tags: "Tags"}]
)
operation GetWebIdentityToken {
    input: GetWebIdentityTokenRequest
    output: GetWebIdentityTokenResponse
    errors: [
        SessionDurationEscalationException
        OutboundWebIdentityFederationDisabledException
        JWTPayloadSizeExceededException
    ]
}

structure GetWebIdentityTokenRequest {
    @required Audience: webIdentityTokenAudienceListType
    DurationSeconds: webIdentityTokenDurationSecondsType = 0
    @required SigningAlgorithm: jwtAlgorithmType
    Tags: tagListType
}

structure GetWebIdentityTokenResponse {
    WebIdentityToken: webIdentityTokenType
    Expiration: dateType
}

structure AssumedRoleUser {
    @required AssumedRoleId: assumedRoleIdType
    @required Arn: arnType
}

structure Credentials {
    @required AccessKeyId: accessKeyIdType
    @required SecretAccessKey: accessKeySecretType
    @required SessionToken: tokenType
    @required Expiration: dateType
}

structure FederatedUser {
    @required FederatedUserId: federatedIdType
    @required Arn: arnType
}

structure PolicyDescriptorType {
    arn: arnType
}

structure ProvidedContext {
    ProviderArn: arnType
    ContextAssertion: contextAssertionType
}

structure Tag {
    @required Key: tagKeyType
    @required Value: tagValueType
}

list policyDescriptorListType {
    member: PolicyDescriptorType
}

@length(min: 1, max: 5)
list ProvidedContextsListType {
    member: ProvidedContext
}

@length(max: 50)
list tagKeyListType {
    member: tagKeyType
}

@length(max: 50)
list tagListType {
    member: Tag
}

@length(min: 1, max: 10)
list webIdentityTokenAudienceListType {
    member: webIdentityTokenAudienceStringType
}

@length(min: 16, max: 128) @pattern("[\\w]*") string accessKeyIdType

@sensitive string accessKeySecretType

string accountType

@length(min: 20, max: 2048)
@pattern("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+")
string arnType

@length(min: 2, max: 193) @pattern("[\\w+=,.@:-]*") string assumedRoleIdType

string Audience

@sensitive @length(min: 4, max: 20000) string clientTokenType

@length(min: 4, max: 2048) string contextAssertionType

timestamp dateType

string decodedMessageType

@range(min: 900, max: 129600) @default(0) integer durationSecondsType

@length(min: 1, max: 10240) string encodedMessageType

string expiredIdentityTokenMessage

string expiredTradeInTokenExceptionMessage

@length(min: 2, max: 1224) @pattern("[\\w+=,.@:\\/-]*") string externalIdType

@length(min: 2, max: 193) @pattern("[\\w+=,.@\\:-]*") string federatedIdType

string idpCommunicationErrorMessage

string idpRejectedClaimMessage

string invalidAuthorizationMessage

string invalidIdentityTokenMessage

string Issuer

@length(min: 5, max: 5) string jwtAlgorithmType

string jwtPayloadSizeExceededException

string malformedPolicyDocumentMessage

string NameQualifier

@range(min: 0) @default(0) integer nonNegativeIntegerType

string outboundWebIdentityFederationDisabledException

string packedPolicyTooLargeMessage

string regionDisabledMessage

@range(min: 900, max: 43200) @default(0) integer roleDurationSecondsType

@length(min: 2, max: 64) @pattern("[\\w+=,.@-]*") string roleSessionNameType

@range(min: 0, max: 900) @default(0) integer RootDurationSecondsType

@sensitive @length(min: 4, max: 100000) string SAMLAssertionType

@length(min: 9, max: 256) @pattern("[\\w+=/:,.@-]*") string serialNumberType

string sessionDurationEscalationException

@length(min: 1, max: 2048) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+") string sessionPolicyDocumentType

@length(min: 2, max: 64) @pattern("[\\w+=,.@-]*") string sourceIdentityType

string Subject

string SubjectType

@length(min: 1, max: 128) @pattern("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+") string tagKeyType

@length(min: 0, max: 256) @pattern("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*") string tagValueType

@length(min: 12, max: 2048) string TargetPrincipalType

@length(min: 6, max: 6) @pattern("[\\d]*") string tokenCodeType

@sensitive string tokenType

@sensitive string tradeInTokenType

@length(min: 1) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+") string unrestrictedSessionPolicyDocumentType

@length(min: 4, max: 2048) string urlType

string userIdType

@length(min: 2, max: 32) @pattern("[\\w+=,.@-]*") string userNameType

@length(min: 6, max: 255) string webIdentitySubjectType

@length(min: 1, max: 1000) string webIdentityTokenAudienceStringType

@range(min: 60, max: 3600) @default(0) integer webIdentityTokenDurationSecondsType

@sensitive string webIdentityTokenType

@error("client") @awsQueryError(code: "ExpiredTokenException", httpResponseCode: 400) @httpError(400)
structure ExpiredTokenException {
    message: expiredIdentityTokenMessage
}

@error("client") @awsQueryError(code: "ExpiredTradeInTokenException", httpResponseCode: 400) @httpError(400)
structure ExpiredTradeInTokenException {
    message: expiredTradeInTokenExceptionMessage
}

@error("client") @awsQueryError(code: "IDPCommunicationError", httpResponseCode: 400) @httpError(400)
structure IDPCommunicationErrorException {
    message: idpCommunicationErrorMessage
}

@error("client") @awsQueryError(code: "IDPRejectedClaim", httpResponseCode: 403) @httpError(403)
structure IDPRejectedClaimException {
    message: idpRejectedClaimMessage
}

@error("client") @awsQueryError(code: "InvalidAuthorizationMessageException", httpResponseCode: 400) @httpError(400)
structure InvalidAuthorizationMessageException {
    message: invalidAuthorizationMessage
}

@error("client") @awsQueryError(code: "InvalidIdentityToken", httpResponseCode: 400) @httpError(400)
structure InvalidIdentityTokenException {
    message: invalidIdentityTokenMessage
}

@error("client") @awsQueryError(code: "JWTPayloadSizeExceededException", httpResponseCode: 400) @httpError(400)
structure JWTPayloadSizeExceededException {
    message: jwtPayloadSizeExceededException
}

@error("client") @awsQueryError(code: "MalformedPolicyDocument", httpResponseCode: 400) @httpError(400)
structure MalformedPolicyDocumentException {
    message: malformedPolicyDocumentMessage
}

@error("client") @awsQueryError(code: "OutboundWebIdentityFederationDisabledException", httpResponseCode: 403) @httpError(403)
structure OutboundWebIdentityFederationDisabledException {
    message: outboundWebIdentityFederationDisabledException
}

@error("client") @awsQueryError(code: "PackedPolicyTooLarge", httpResponseCode: 400) @httpError(400)
structure PackedPolicyTooLargeException {
    message: packedPolicyTooLargeMessage
}

@error("client") @awsQueryError(code: "RegionDisabledException", httpResponseCode: 403) @httpError(403)
structure RegionDisabledException {
    message: regionDisabledMessage
}

@error("client") @awsQueryError(code: "SessionDurationEscalationException", httpResponseCode: 403) @httpError(403)
structure SessionDurationEscalationException {
    message: sessionDurationEscalationException
}
