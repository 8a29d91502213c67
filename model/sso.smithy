// AWS Single Sign-On: every operation of the API; docs/compat.md says which of them are built.
// Facts of the wire only: names, types, bounds. The gatehouse# rows say how each operation runs and what allows it.
$version: "2.0"

namespace gatehouse.sso

use aws.api#service
use aws.auth#sigv4
use aws.protocols#restJson1

@service(sdkId: "SSO", arnNamespace: "sso", cloudTrailEventSource: "sso.amazonaws.com", endpointPrefix: "portal.sso")
@sigv4(name: "awsssoportal")
@restJson1
@gatehouse#errors(
    validation: "InvalidRequestException"
    accessDenied: "UnauthorizedException"
    throttled: "TooManyRequestsException"
)
service SWBPortalService {
    version: "2019-06-10"
    operations: [
        GetRoleCredentials
        ListAccountRoles
        ListAccounts
        Logout
    ]
}

/// Issues temporary credentials of a role that the signed-in person is assigned.
@gatehouse#operation(mode: "read", audit: "durable", built: true)
@gatehouse#authorize(none: "the portal token and the assignment decide")
@auth([]) @gatehouse#bearer
@http(method: "GET", uri: "/federation/credentials", code: 200)
operation GetRoleCredentials {
    input: GetRoleCredentialsRequest
    output: GetRoleCredentialsResponse
    errors: [InvalidRequestException, UnauthorizedException, TooManyRequestsException, ResourceNotFoundException]
}

structure GetRoleCredentialsRequest {
    @required @httpQuery("role_name") roleName: RoleNameType
    @required @httpQuery("account_id") accountId: AccountIdType
    @httpHeader("x-amz-sso_bearer_token") accessToken: AccessTokenType
}

structure GetRoleCredentialsResponse {
    roleCredentials: RoleCredentials
}

/// Lists the roles that the signed-in person has in an account.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(none: "the portal token decides")
@auth([]) @gatehouse#bearer
@http(method: "GET", uri: "/assignment/roles", code: 200)
@paginated(inputToken: "nextToken", outputToken: "nextToken", items: "roleList", pageSize: "maxResults")
operation ListAccountRoles {
    input: ListAccountRolesRequest
    output: ListAccountRolesResponse
    errors: [InvalidRequestException, UnauthorizedException, TooManyRequestsException, ResourceNotFoundException]
}

structure ListAccountRolesRequest {
    @httpQuery("next_token") nextToken: NextTokenType
    @httpQuery("max_result") maxResults: MaxResultType
    @httpHeader("x-amz-sso_bearer_token") accessToken: AccessTokenType
    @required @httpQuery("account_id") accountId: AccountIdType
}

structure ListAccountRolesResponse {
    nextToken: NextTokenType
    roleList: RoleListType
}

/// Lists the accounts in which the signed-in person has a role.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(none: "the portal token decides")
@auth([]) @gatehouse#bearer
@http(method: "GET", uri: "/assignment/accounts", code: 200)
@paginated(inputToken: "nextToken", outputToken: "nextToken", items: "accountList", pageSize: "maxResults")
operation ListAccounts {
    input: ListAccountsRequest
    output: ListAccountsResponse
    errors: [InvalidRequestException, UnauthorizedException, TooManyRequestsException, ResourceNotFoundException]
}

structure ListAccountsRequest {
    @httpQuery("next_token") nextToken: NextTokenType
    @httpQuery("max_result") maxResults: MaxResultType
    @httpHeader("x-amz-sso_bearer_token") accessToken: AccessTokenType
}

structure ListAccountsResponse {
    nextToken: NextTokenType
    accountList: AccountListType
}

/// Ends the portal session behind the token.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(none: "the portal token decides")
@auth([]) @gatehouse#bearer
@http(method: "POST", uri: "/logout", code: 200)
operation Logout {
    input: LogoutRequest
    errors: [InvalidRequestException, UnauthorizedException, TooManyRequestsException]
}

structure LogoutRequest {
    @httpHeader("x-amz-sso_bearer_token") accessToken: AccessTokenType
}

structure AccountInfo {
    accountId: AccountIdType
    accountName: AccountNameType
    emailAddress: EmailAddressType
}

structure RoleCredentials {
    accessKeyId: AccessKeyType
    secretAccessKey: SecretAccessKeyType
    sessionToken: SessionTokenType
    expiration: ExpirationTimestampType = 0
}

structure RoleInfo {
    roleName: RoleNameType
    accountId: AccountIdType
}

list AccountListType {
    member: AccountInfo
}

list RoleListType {
    member: RoleInfo
}

string AccessKeyType

@sensitive string AccessTokenType

string AccountIdType

string AccountNameType

@length(min: 1, max: 254) string EmailAddressType

string ErrorDescription

@default(0) long ExpirationTimestampType

@range(min: 1, max: 100) integer MaxResultType

string NextTokenType

string RoleNameType

@sensitive string SecretAccessKeyType

@sensitive string SessionTokenType

@error("client") @httpError(400)
structure InvalidRequestException {
    message: ErrorDescription
}

@error("client") @httpError(404)
structure ResourceNotFoundException {
    message: ErrorDescription
}

@error("client") @httpError(429)
structure TooManyRequestsException {
    message: ErrorDescription
}

@error("client") @httpError(401)
structure UnauthorizedException {
    message: ErrorDescription
}
