// AWS Account: every operation of the API; docs/compat.md says which of them are built.
// Facts of the wire only: names, types, bounds. The gatehouse# rows say how each operation runs and what allows it.
$version: "2.0"

namespace gatehouse.account

use aws.api#service
use aws.auth#sigv4
use aws.protocols#restJson1

@service(
    sdkId: "Account"
    arnNamespace: "account"
    cloudTrailEventSource: "account.amazonaws.com"
    endpointPrefix: "account"
)
@sigv4(name: "account")
@restJson1
@gatehouse#errors(
    validation: "ValidationException"
    accessDenied: "AccessDeniedException"
    internal: "InternalServerException"
    throttled: "TooManyRequestsException"
)
service Account {
    version: "2021-02-01"
    operations: [
        AcceptPrimaryEmailUpdate
        DeleteAlternateContact
        DisableRegion
        EnableRegion
        GetAccountInformation
        GetAlternateContact
        GetContactInformation
        GetGovCloudAccountInformation
        GetPrimaryEmail
        GetPrimaryEmailUpdateStatus
        GetRegionOptStatus
        ListRegions
        PutAccountName
        PutAlternateContact
        PutContactInformation
        StartPrimaryEmailUpdate
    ]
}

/// Takes the code that was mailed and makes the new address the account's.
@gatehouse#operation(mode: "write", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "account:AcceptPrimaryEmailUpdate"
    resources: [{type: "accountInOrganization", find: "account_find_in_organization(AccountId)"}]
)
@http(method: "POST", uri: "/acceptPrimaryEmailUpdate", code: 200)
operation AcceptPrimaryEmailUpdate {
    input: AcceptPrimaryEmailUpdateRequest
    output: AcceptPrimaryEmailUpdateResponse
    errors: [
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
        TooManyRequestsException
        InternalServerException
    ]
}

structure AcceptPrimaryEmailUpdateRequest {
    @required AccountId: AccountId
    @required PrimaryEmail: PrimaryEmailAddress
    @required Otp: Otp
}

structure AcceptPrimaryEmailUpdateResponse {
    Status: PrimaryEmailUpdateStatus
}

/// Removes one of the three alternate contacts.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "account:DeleteAlternateContact"
    resources: [
        {type: "account", find: "account_find_standalone(AccountId)"}
        {type: "accountInOrganization", find: "account_find_in_organization(AccountId)"}
    ]
    keys: [{key: "account:AlternateContactTypes", member: "AlternateContactType"}]
)
@idempotent
@http(method: "POST", uri: "/deleteAlternateContact", code: 200)
operation DeleteAlternateContact {
    input: DeleteAlternateContactRequest
    errors: [
        ResourceNotFoundException
        ValidationException
        AccessDeniedException
        TooManyRequestsException
        InternalServerException
    ]
}

structure DeleteAlternateContactRequest {
    @required AlternateContactType: AlternateContactType
    AccountId: AccountId
}

/// Switches an opt-in region off.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "account:DisableRegion"
    resources: [
        {type: "account", find: "account_find_standalone(AccountId)"}
        {type: "accountInOrganization", find: "account_find_in_organization(AccountId)"}
    ]
    keys: [{key: "account:TargetRegion", member: "RegionName"}]
)
@http(method: "POST", uri: "/disableRegion", code: 200)
operation DisableRegion {
    input: DisableRegionRequest
    errors: [
        AccessDeniedException
        ValidationException
        ConflictException
        TooManyRequestsException
        InternalServerException
    ]
}

structure DisableRegionRequest {
    AccountId: AccountId
    @required RegionName: RegionName
}

/// Switches an opt-in region on.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "account:EnableRegion"
    resources: [
        {type: "account", find: "account_find_standalone(AccountId)"}
        {type: "accountInOrganization", find: "account_find_in_organization(AccountId)"}
    ]
    keys: [{key: "account:TargetRegion", member: "RegionName"}]
)
@http(method: "POST", uri: "/enableRegion", code: 200)
operation EnableRegion {
    input: EnableRegionRequest
    errors: [
        AccessDeniedException
        ValidationException
        ConflictException
        TooManyRequestsException
        InternalServerException
    ]
}

structure EnableRegionRequest {
    AccountId: AccountId
    @required RegionName: RegionName
}

/// Shows name, id, state and age of an account.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "account:GetAccountInformation"
    resources: [
        {type: "account", find: "account_find_standalone(AccountId)"}
        {type: "accountInOrganization", find: "account_find_in_organization(AccountId)"}
    ]
)
@readonly
@http(method: "POST", uri: "/getAccountInformation", code: 200)
operation GetAccountInformation {
    input: GetAccountInformationRequest
    output: GetAccountInformationResponse
    errors: [AccessDeniedException, ValidationException, TooManyRequestsException, InternalServerException]
}

structure GetAccountInformationRequest {
    AccountId: AccountId
}

structure GetAccountInformationResponse {
    AccountId: AccountId
    AccountName: AccountName
    AccountCreatedDate: AccountCreatedDate
    AccountState: AccountState
}

/// Shows one of the three alternate contacts.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "account:GetAlternateContact"
    resources: [
        {type: "account", find: "account_find_standalone(AccountId)"}
        {type: "accountInOrganization", find: "account_find_in_organization(AccountId)"}
    ]
    keys: [{key: "account:AlternateContactTypes", member: "AlternateContactType"}]
)
@readonly
@http(method: "POST", uri: "/getAlternateContact", code: 200)
operation GetAlternateContact {
    input: GetAlternateContactRequest
    output: GetAlternateContactResponse
    errors: [
        ResourceNotFoundException
        ValidationException
        AccessDeniedException
        TooManyRequestsException
        InternalServerException
    ]
}

structure GetAlternateContactRequest {
    @required AlternateContactType: AlternateContactType
    AccountId: AccountId
}

structure GetAlternateContactResponse {
    AlternateContact: AlternateContact
}

/// Shows the primary contact.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "account:GetContactInformation"
    resources: [
        {type: "account", find: "account_find_standalone(AccountId)"}
        {type: "accountInOrganization", find: "account_find_in_organization(AccountId)"}
    ]
)
@readonly
@http(method: "POST", uri: "/getContactInformation", code: 200)
operation GetContactInformation {
    input: GetContactInformationRequest
    output: GetContactInformationResponse
    errors: [
        ResourceNotFoundException
        ValidationException
        AccessDeniedException
        TooManyRequestsException
        InternalServerException
    ]
}

structure GetContactInformationRequest {
    AccountId: AccountId
}

structure GetContactInformationResponse {
    ContactInformation: ContactInformation
}

/// Shows the linked GovCloud account: there is none.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "account:GetGovCloudAccountInformation"
    resources: [
        {type: "account", find: "account_find_standalone(StandardAccountId)"}
        {type: "accountInOrganization", find: "account_find_in_organization(StandardAccountId)"}
    ]
)
@readonly
@http(method: "POST", uri: "/getGovCloudAccountInformation", code: 200)
operation GetGovCloudAccountInformation {
    input: GetGovCloudAccountInformationRequest
    output: GetGovCloudAccountInformationResponse
    errors: [
        ResourceNotFoundException
        ResourceUnavailableException
        ValidationException
        AccessDeniedException
        TooManyRequestsException
        InternalServerException
    ]
}

structure GetGovCloudAccountInformationRequest {
    StandardAccountId: AccountId
}

structure GetGovCloudAccountInformationResponse {
    @required GovCloudAccountId: AccountId
    @required AccountState: AwsAccountState
}

/// Shows the root user's address of a member account.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "account:GetPrimaryEmail"
    resources: [{type: "accountInOrganization", find: "account_find_in_organization(AccountId)"}]
)
@readonly
@http(method: "POST", uri: "/getPrimaryEmail", code: 200)
operation GetPrimaryEmail {
    input: GetPrimaryEmailRequest
    output: GetPrimaryEmailResponse
    errors: [
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        TooManyRequestsException
        InternalServerException
    ]
}

structure GetPrimaryEmailRequest {
    @required AccountId: AccountId
}

structure GetPrimaryEmailResponse {
    PrimaryEmail: PrimaryEmailAddress
}

/// Shows how far the last change of address has come.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "account:GetPrimaryEmailUpdateStatus"
    resources: [{type: "accountInOrganization", find: "account_find_in_organization(AccountId)"}]
)
@readonly
@http(method: "POST", uri: "/getPrimaryEmailUpdateStatus", code: 200)
operation GetPrimaryEmailUpdateStatus {
    input: GetPrimaryEmailUpdateStatusRequest
    output: GetPrimaryEmailUpdateStatusResponse
    errors: [
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        TooManyRequestsException
        InternalServerException
    ]
}

structure GetPrimaryEmailUpdateStatusRequest {
    AccountId: AccountId
}

structure GetPrimaryEmailUpdateStatusResponse {
    @required Status: PrimaryEmailUpdateStatus
    UpdatedAt: Timestamp
}

/// Shows whether a region is on.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "account:GetRegionOptStatus"
    resources: [
        {type: "account", find: "account_find_standalone(AccountId)"}
        {type: "accountInOrganization", find: "account_find_in_organization(AccountId)"}
    ]
    keys: [{key: "account:TargetRegion", member: "RegionName"}]
)
@readonly
@http(method: "POST", uri: "/getRegionOptStatus", code: 200)
operation GetRegionOptStatus {
    input: GetRegionOptStatusRequest
    output: GetRegionOptStatusResponse
    errors: [AccessDeniedException, ValidationException, TooManyRequestsException, InternalServerException]
}

structure GetRegionOptStatusRequest {
    AccountId: AccountId
    @required RegionName: RegionName
}

structure GetRegionOptStatusResponse {
    RegionName: RegionName
    RegionOptStatus: RegionOptStatus
}

/// Lists regions and whether they are on.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "account:ListRegions"
    resources: [
        {type: "account", find: "account_find_standalone(AccountId)"}
        {type: "accountInOrganization", find: "account_find_in_organization(AccountId)"}
    ]
)
@readonly
@http(method: "POST", uri: "/listRegions", code: 200)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Regions", pageSize: "MaxResults")
operation ListRegions {
    input: ListRegionsRequest
    output: ListRegionsResponse
    errors: [AccessDeniedException, ValidationException, TooManyRequestsException, InternalServerException]
}

structure ListRegionsRequest {
    AccountId: AccountId
    MaxResults: ListRegionsRequestMaxResultsInteger
    NextToken: ListRegionsRequestNextTokenString
    RegionOptStatusContains: RegionOptStatusList
}

structure ListRegionsResponse {
    NextToken: String
    Regions: RegionOptList
}

/// Renames an account.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "account:PutAccountName"
    resources: [
        {type: "account", find: "account_find_standalone(AccountId)"}
        {type: "accountInOrganization", find: "account_find_in_organization(AccountId)"}
    ]
)
@idempotent
@http(method: "POST", uri: "/putAccountName", code: 200)
operation PutAccountName {
    input: PutAccountNameRequest
    errors: [AccessDeniedException, ValidationException, TooManyRequestsException, InternalServerException]
}

structure PutAccountNameRequest {
    @required AccountName: AccountName
    AccountId: AccountId
}

/// Sets one of the three alternate contacts.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "account:PutAlternateContact"
    resources: [
        {type: "account", find: "account_find_standalone(AccountId)"}
        {type: "accountInOrganization", find: "account_find_in_organization(AccountId)"}
    ]
    keys: [{key: "account:AlternateContactTypes", member: "AlternateContactType"}]
)
@idempotent
@http(method: "POST", uri: "/putAlternateContact", code: 200)
operation PutAlternateContact {
    input: PutAlternateContactRequest
    errors: [ValidationException, AccessDeniedException, TooManyRequestsException, InternalServerException]
}

structure PutAlternateContactRequest {
    @required Name: Name
    @required Title: Title
    @required EmailAddress: EmailAddress
    @required PhoneNumber: PhoneNumber
    @required AlternateContactType: AlternateContactType
    AccountId: AccountId
}

/// Sets the primary contact.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "account:PutContactInformation"
    resources: [
        {type: "account", find: "account_find_standalone(AccountId)"}
        {type: "accountInOrganization", find: "account_find_in_organization(AccountId)"}
    ]
)
@idempotent
@http(method: "POST", uri: "/putContactInformation", code: 200)
operation PutContactInformation {
    input: PutContactInformationRequest
    errors: [ValidationException, AccessDeniedException, TooManyRequestsException, InternalServerException]
}

structure PutContactInformationRequest {
    @required ContactInformation: ContactInformation
    AccountId: AccountId
}

/// Mails a code to the new address.
@gatehouse#operation(mode: "write", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "account:StartPrimaryEmailUpdate"
    resources: [{type: "accountInOrganization", find: "account_find_in_organization(AccountId)"}]
)
@http(method: "POST", uri: "/startPrimaryEmailUpdate", code: 200)
operation StartPrimaryEmailUpdate {
    input: StartPrimaryEmailUpdateRequest
    output: StartPrimaryEmailUpdateResponse
    errors: [
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
        TooManyRequestsException
        InternalServerException
    ]
}

structure StartPrimaryEmailUpdateRequest {
    @required AccountId: AccountId
    @required PrimaryEmail: PrimaryEmailAddress
}

structure StartPrimaryEmailUpdateResponse {
    Status: PrimaryEmailUpdateStatus
}

structure AlternateContact {
    Name: Name
    Title: Title
    EmailAddress: EmailAddress
    PhoneNumber: PhoneNumber
    AlternateContactType: AlternateContactType
}

structure ContactInformation {
    @required FullName: FullName
    @required AddressLine1: AddressLine
    AddressLine2: AddressLine
    AddressLine3: AddressLine
    @required City: City
    StateOrRegion: StateOrRegion
    DistrictOrCounty: DistrictOrCounty
    @required PostalCode: PostalCode
    @required CountryCode: CountryCode
    @required PhoneNumber: ContactInformationPhoneNumber
    CompanyName: CompanyName
    WebsiteUrl: WebsiteUrl
}

structure Region {
    RegionName: RegionName
    RegionOptStatus: RegionOptStatus
}

structure ValidationExceptionField {
    @required name: String
    @required message: SensitiveString
}

list RegionOptList {
    member: Region
}

list RegionOptStatusList {
    member: RegionOptStatus
}

list ValidationExceptionFieldList {
    member: ValidationExceptionField
}

enum AccountState {
    PENDING_ACTIVATION
    ACTIVE
    SUSPENDED
    CLOSED
}

enum AlternateContactType {
    BILLING
    OPERATIONS
    SECURITY
}

enum AwsAccountState {
    PENDING_ACTIVATION
    ACTIVE
    SUSPENDED
    CLOSED
}

enum PrimaryEmailUpdateStatus {
    PENDING
    ACCEPTED
    COMPLETED
    FAILED
}

enum RegionOptStatus {
    ENABLED
    ENABLING
    DISABLING
    DISABLED
    ENABLED_BY_DEFAULT
}

enum ValidationExceptionReason {
    INVALID_REGION_OPT_TARGET = "invalidRegionOptTarget"
    FIELD_VALIDATION_FAILED = "fieldValidationFailed"
}

@timestampFormat("date-time") timestamp AccountCreatedDate

@pattern("\\d{12}") string AccountId

@sensitive @length(min: 1, max: 50) @pattern("[ -;=?-~]+") string AccountName

@sensitive @length(min: 1, max: 60) string AddressLine

@sensitive @length(min: 1, max: 50) string City

@sensitive @length(min: 1, max: 50) string CompanyName

@sensitive @length(min: 1, max: 20) @pattern("[+][\\s0-9()-]+") string ContactInformationPhoneNumber

@sensitive @length(min: 2, max: 2) string CountryCode

@sensitive @length(min: 1, max: 50) string DistrictOrCounty

@sensitive @length(min: 1, max: 254) @pattern("[\\s]*[\\w+=.#|!&-]+@[\\w.-]+\\.[\\w]+[\\s]*") string EmailAddress

@sensitive @length(min: 1, max: 50) string FullName

@range(min: 1, max: 50) integer ListRegionsRequestMaxResultsInteger

@length(min: 0, max: 1000) string ListRegionsRequestNextTokenString

@sensitive @length(min: 1, max: 64) string Name

@sensitive @pattern("[a-zA-Z0-9]{6}") string Otp

@sensitive @length(min: 1, max: 25) @pattern("[\\s0-9()+-]+") string PhoneNumber

@sensitive @length(min: 1, max: 20) string PostalCode

@sensitive @length(min: 5, max: 64) string PrimaryEmailAddress

@length(min: 1, max: 50) string RegionName

@sensitive string SensitiveString

@sensitive @length(min: 1, max: 50) string StateOrRegion

string String

timestamp Timestamp

@sensitive @length(min: 1, max: 50) string Title

@sensitive @length(min: 1, max: 256) string WebsiteUrl

@error("client") @httpError(403)
structure AccessDeniedException {
    @required message: String
    @httpHeader("x-amzn-ErrorType") errorType: String
}

@error("client") @httpError(409)
structure ConflictException {
    @required message: String
    @httpHeader("x-amzn-ErrorType") errorType: String
}

@error("server") @httpError(500) @retryable
structure InternalServerException {
    @required message: String
    @httpHeader("x-amzn-ErrorType") errorType: String
}

@error("client") @httpError(404)
structure ResourceNotFoundException {
    @required message: String
    @httpHeader("x-amzn-ErrorType") errorType: String
}

@error("client") @httpError(424)
structure ResourceUnavailableException {
    @required message: String
    @httpHeader("x-amzn-ErrorType") errorType: String
}

@error("client") @httpError(429) @retryable(throttling: true)
structure TooManyRequestsException {
    @required message: String
    @httpHeader("x-amzn-ErrorType") errorType: String
}

@error("client") @httpError(400)
structure ValidationException {
    @required message: SensitiveString
    reason: ValidationExceptionReason
    fieldList: ValidationExceptionFieldList
}
