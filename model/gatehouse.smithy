// Gatehouse's own service: decisions for services outside, questions about access, assignments in bulk.
// There is no model of AWS's to compare with; gen/aws_data.py makes of this one what `aws configure add-model` takes.
$version: "2.0"

namespace gatehouse.gatehouse

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsJson1_1

@service(
    sdkId: "Gatehouse"
    arnNamespace: "gatehouse"
    cloudTrailEventSource: "gatehouse.amazonaws.com"
    endpointPrefix: "gatehouse"
)
@sigv4(name: "gatehouse")
@awsJson1_1
@gatehouse#errors(
    validation: "ValidationException"
    accessDenied: "AccessDeniedException"
    internal: "InternalServerException"
    throttled: "ThrottlingException"
)
service Gatehouse {
    version: "2026-11-01"
    operations: [
        Authorize
        CreateAccountAssignments
        CreateAssignmentTarget
        DeleteAccountAssignments
        DeleteAssignmentTarget
        ExplainAccess
        ListAssignmentTargets
        ListEffectiveAccess
        SimulateChange
        VerifySignature
    ]
}

/// Decides up to 100 requests of principals, with all policies that bear on them.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "gatehouse:Authorize"
    resources: [{type: "principal", find: "gatehouse_find_principals(Requests)"}]
)
operation Authorize {
    input: AuthorizeRequest
    output: AuthorizeResponse
    errors: [
        ThrottlingException
        InternalServerException
        AccessDeniedException
        ValidationException
    ]
}

structure AuthorizeRequest {
    @required Requests: AuthorizationRequestList
}

structure AuthorizeResponse {
    Results: AuthorizationResultList
}

structure AuthorizationRequest {
    PrincipalArn: PrincipalArn
    AccessKeyId: AccessKeyId
    SessionToken: SessionToken
    @required Action: Action
    Resource: Resource
    ResourceAccount: AccountId
    ResourcePolicy: PolicyDocument
    ResourceTags: TagList
    Context: ContextEntryList
}

structure AuthorizationResult {
    Decision: Decision
    Layer: Layer
    DecidingStatements: DecidingStatementList
    Reason: Text
    EncodedReason: Text
    Principal: SignerDetails
}

structure DecidingStatement {
    PolicyId: Text
    Sid: Text
    StatementIndex: Integer
    Effect: Effect
    Layer: Layer
}

structure ContextEntry {
    @required Key: ContextKey
    @required Values: ContextValueList
    MultiValued: Boolean
}

structure Tag {
    @required Key: TagKey
    @required Value: TagValue
}

/// Starts up to 2,000 assignments, each with its own status and audit event.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "gatehouse:CreateAccountAssignments"
    resources: [{type: "Assignment", find: "gatehouse_find_assignments(InstanceArn, Assignments)"}]
)
operation CreateAccountAssignments {
    input: CreateAccountAssignmentsRequest
    output: CreateAccountAssignmentsResponse
    errors: [
        ServiceQuotaExceededException
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure CreateAccountAssignmentsRequest {
    @required InstanceArn: InstanceArn
    @required Assignments: AccountAssignmentList
}

structure CreateAccountAssignmentsResponse {
    Requests: AssignmentRequestStatusList
}

structure AccountAssignment {
    @required AccountId: AccountId
    @required PermissionSetArn: PermissionSetArn
    @required PrincipalType: PrincipalType
    @required PrincipalId: PrincipalId
}

structure AssignmentRequestStatus {
    RequestId: Text
    Status: Text
}

/// Assigns a permission set in every account below a root or unit, as accounts come and go.
@gatehouse#operation(mode: "slow", audit: "durable", built: true)
@gatehouse#authorize(
    action: "gatehouse:CreateAssignmentTarget"
    resources: [
        {type: "Instance", arn: "{InstanceArn}"}
        {type: "PermissionSet", arn: "{PermissionSetArn}"}
        {type: "Account", find: "gatehouse_find_any_account(TargetId)"}
    ]
)
operation CreateAssignmentTarget {
    input: CreateAssignmentTargetRequest
    output: CreateAssignmentTargetResponse
    errors: [
        ServiceQuotaExceededException
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure CreateAssignmentTargetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
    @required PrincipalType: PrincipalType
    @required PrincipalId: PrincipalId
    @required TargetId: ContainerId
}

structure CreateAssignmentTargetResponse {}

/// Starts the removal of up to 2,000 assignments, each with its own status and event.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "gatehouse:DeleteAccountAssignments"
    resources: [{type: "Assignment", find: "gatehouse_find_assignments(InstanceArn, Assignments)"}]
)
operation DeleteAccountAssignments {
    input: DeleteAccountAssignmentsRequest
    output: DeleteAccountAssignmentsResponse
    errors: [
        ServiceQuotaExceededException
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DeleteAccountAssignmentsRequest {
    @required InstanceArn: InstanceArn
    @required Assignments: AccountAssignmentList
}

structure DeleteAccountAssignmentsResponse {
    Requests: AssignmentRequestStatusList
}

/// Ends an assignment to a root or unit; what was assigned by hand stays.
@gatehouse#operation(mode: "slow", audit: "durable", built: true)
@gatehouse#authorize(
    action: "gatehouse:DeleteAssignmentTarget"
    resources: [
        {type: "Instance", arn: "{InstanceArn}"}
        {type: "PermissionSet", arn: "{PermissionSetArn}"}
        {type: "Account", find: "gatehouse_find_any_account(TargetId)"}
    ]
)
operation DeleteAssignmentTarget {
    input: DeleteAssignmentTargetRequest
    output: DeleteAssignmentTargetResponse
    errors: [
        ServiceQuotaExceededException
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DeleteAssignmentTargetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
    @required PrincipalType: PrincipalType
    @required PrincipalId: PrincipalId
    @required TargetId: ContainerId
}

structure DeleteAssignmentTargetResponse {}

/// Tells what an action would be answered and why, by every statement; or why a request was denied.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "gatehouse:ExplainAccess"
    resources: [{type: "principal", find: "gatehouse_find_explained(Request)"}]
)
operation ExplainAccess {
    input: ExplainAccessRequest
    output: ExplainAccessResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ExplainAccessRequest {
    Request: AuthorizationRequest
    RequestId: RequestId
}

structure ExplainAccessResponse {
    Action: Text
    Resource: Text
    Result: AuthorizationResult
    Layers: LayerExplanationList
    Context: ContextEntryDetailsList
    Recorded: RecordedDenial
}

structure LayerExplanation {
    Layer: Layer
    Level: Integer
    Decision: Decision
    Policies: PolicyExplanationList
}

structure PolicyExplanation {
    PolicyId: Text
    Statements: StatementExplanationList
}

structure StatementExplanation {
    Sid: Text
    StatementIndex: Integer
    Effect: Effect
    Fit: Fit
}

structure ContextEntryDetails {
    Key: Text
    Values: TextList
}

structure RecordedDenial {
    RequestId: Text
    EventTime: Timestamp
    EventSource: Text
    EventName: Text
    PrincipalArn: Text
    ErrorCode: Text
    ErrorMessage: Text
}

/// Lists the assignments to roots and units.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "gatehouse:ListAssignmentTargets"
    resources: [{type: "Instance", arn: "{InstanceArn}"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "AssignmentTargets", pageSize: "MaxResults")
operation ListAssignmentTargets {
    input: ListAssignmentTargetsRequest
    output: ListAssignmentTargetsResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ListAssignmentTargetsRequest {
    @required InstanceArn: InstanceArn
    PermissionSetArn: PermissionSetArn
    TargetId: ContainerId
    MaxResults: MaxResults
    NextToken: NextToken
}

structure ListAssignmentTargetsResponse {
    AssignmentTargets: AssignmentTargetList
    NextToken: NextToken
}

structure AssignmentTarget {
    TargetId: Text
    PermissionSetArn: Text
    PrincipalType: PrincipalType
    PrincipalId: Text
    CreatedDate: Timestamp
}

/// Lists who reaches which account with which permission set, and through which group.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "gatehouse:ListEffectiveAccess"
    resources: [{type: "Instance", arn: "{InstanceArn}"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "EffectiveAccess", pageSize: "MaxResults")
operation ListEffectiveAccess {
    input: ListEffectiveAccessRequest
    output: ListEffectiveAccessResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ListEffectiveAccessRequest {
    @required InstanceArn: InstanceArn
    UserId: PrincipalId
    GroupId: PrincipalId
    AccountId: AccountId
    PermissionSetArn: PermissionSetArn
    MaxResults: MaxResults
    NextToken: NextToken
}

structure ListEffectiveAccessResponse {
    EffectiveAccess: EffectiveAccessList
    NextToken: NextToken
}

structure EffectiveAccess {
    UserId: Text
    UserName: Text
    AccountId: Text
    PermissionSetArn: Text
    PermissionSetName: Text
    PrincipalType: PrincipalType
    PrincipalId: Text
    GroupName: Text
}

/// Tells what a proposed change would newly deny or allow, by the requests recorded in the last days.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "gatehouse:SimulateChange"
    resources: [{type: "principal", find: "gatehouse_find_simulated(Requests)"}]
)
operation SimulateChange {
    input: SimulateChangeRequest
    output: SimulateChangeResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure SimulateChangeRequest {
    @required Change: ProposedChange
    Days: SimulationDays
    AccountId: AccountId
    Requests: AuthorizationRequestList
    NextToken: NextToken
}

union ProposedChange {
    ControlPolicy: ControlPolicyChange
    PermissionSet: PermissionSetChange
    Assignment: AssignmentChange
}

structure ControlPolicyChange {
    @required Type: ControlPolicyType
    PolicyId: PolicyId
    Content: PolicyDocument
    TargetId: TargetId
    Detach: Boolean
}

structure PermissionSetChange {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
    InlinePolicy: InlinePolicy
    AttachManagedPolicyArns: PolicyArnList
    DetachManagedPolicyArns: PolicyArnList
    AttachCustomerManagedPolicyReferences: PolicyReferenceList
    DetachCustomerManagedPolicyReferences: PolicyReferenceList
    PermissionsBoundary: PermissionsBoundary
    RemovePermissionsBoundary: Boolean
}

structure CustomerManagedPolicyReference {
    @required Name: PolicyName
    Path: PolicyPath
}

structure PermissionsBoundary {
    CustomerManagedPolicyReference: CustomerManagedPolicyReference
    ManagedPolicyArn: PolicyArn
}

structure AssignmentChange {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
    @required AccountId: AccountId
    @required PrincipalType: PrincipalType
    @required PrincipalId: PrincipalId
    @required Operation: AssignmentOperation
}

structure SimulateChangeResponse {
    Differences: DifferenceList
    Examined: Integer
    Undetermined: Integer
    SearchedUntil: Timestamp
    NextToken: NextToken
}

structure Difference {
    Kind: DifferenceKind
    PrincipalArn: Text
    UserId: Text
    UserName: Text
    AccountId: Text
    PermissionSetArn: Text
    Action: Text
    Resource: Text
    Before: Decision
    After: Decision
    Layer: Layer
    DecidingStatements: DecidingStatementList
    Requests: Integer
    FirstTime: Timestamp
    LastTime: Timestamp
    LastRequestId: Text
}

/// Checks the signature of a request that somebody else received, and tells who made it.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "gatehouse:VerifySignature"
    resources: [{type: "access-key", find: "gatehouse_find_signing_key(Request, StringToSign)"}]
)
operation VerifySignature {
    input: VerifySignatureRequest
    output: VerifySignatureResponse
    errors: [
        ThrottlingException
        InternalServerException
        AccessDeniedException
        ValidationException
    ]
}

structure VerifySignatureRequest {
    Request: SignedRequest
    StringToSign: SignedString
    @required ExpectedService: ScopeName
    ExpectedRegion: ScopeName
    MaximumSkewSeconds: SkewSeconds
}

structure SignedRequest {
    @required Method: HttpMethod
    @required Uri: HttpUri
    QueryString: HttpQueryString
    @required Headers: HttpHeaderList
    PayloadHash: PayloadHash
    SigningStyle: SigningStyle
}

structure SignedString {
    @required AccessKeyId: AccessKeyId
    SessionToken: SessionToken
    @required StringToSign: StringToSignText
    ExpiresSeconds: ExpiresSeconds
    @required Signature: SignatureText
}

structure HttpHeader {
    @required Name: HttpHeaderName
    @required Value: HttpHeaderValue
}

structure VerifySignatureResponse {
    Verified: Boolean
    ErrorCode: Text
    ErrorMessage: Text
    Signer: SignerDetails
    SignedHeaders: TextList
    PayloadHash: Text
    Presigned: Boolean
    Region: Text
    Service: Text
    SignatureExpiration: Timestamp
}

structure SignerDetails {
    PrincipalArn: Text
    PrincipalType: Text
    AccountId: Text
    OrganizationId: Text
    UserId: Text
    RoleArn: Text
    AccessKeyId: Text
    SessionName: Text
    SourceIdentity: Text
    SessionIssueTime: Timestamp
    SessionExpiration: Timestamp
    MultiFactorAuthPresent: Boolean
    IdentityStoreId: Text
    IdentityCenterUserId: Text
    PermissionSetId: Text
    PrincipalTags: TagList
}

@length(min: 16, max: 128) @pattern("[A-Z0-9]+") string AccessKeyId

@length(min: 12, max: 12) @pattern("[0-9]{12}") string AccountId

@length(min: 3, max: 200) @pattern("[A-Za-z0-9-]+:[A-Za-z0-9]+") string Action

boolean Boolean

@length(min: 1, max: 68) @pattern("r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}") string ContainerId

@length(min: 1, max: 256) @pattern("[A-Za-z0-9][A-Za-z0-9.-]*:[^\\s]+") string ContextKey

@length(min: 0, max: 2048) string ContextValue

@length(min: 1, max: 2048) string HttpHeaderName

@sensitive @length(min: 0, max: 8192) string HttpHeaderValue

@length(min: 1, max: 32) @pattern("[A-Z]+") string HttpMethod

@sensitive @length(min: 0, max: 16384) string HttpQueryString

@length(min: 1, max: 16384) @pattern("/[^?#]*") string HttpUri

@range(min: 1, max: 604800) integer ExpiresSeconds

@length(min: 10, max: 1224)
@pattern("arn:aws(-[a-z]{1,5}){0,3}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}")
string InstanceArn

@length(min: 0, max: 32768) string InlinePolicy

integer Integer

@range(min: 1, max: 100) integer MaxResults

@length(min: 0, max: 2048) @pattern("[-a-zA-Z0-9+=/_]*") string NextToken

@length(min: 1, max: 128) @pattern("[0-9a-f]{64}|UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+") string PayloadHash

@length(min: 20, max: 2048) @pattern("arn:aws(-[a-z]{1,5}){0,3}:iam::(aws|[0-9]{12}):policy/.+") string PolicyArn

@length(min: 2, max: 32768) string PolicyDocument

@length(min: 1, max: 130) @pattern("p-[0-9a-zA-Z_]{8,128}") string PolicyId

@length(min: 1, max: 128) @pattern("[\\w+=,.@-]+") string PolicyName

@length(min: 1, max: 512) @pattern("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/") string PolicyPath

@length(min: 20, max: 2048)
@pattern("arn:aws(-[a-z]{1,5}){0,3}:(iam|sts)::[0-9]{12}:(root|(user|role|assumed-role)/.+)")
string PrincipalArn

@length(min: 10, max: 1224)
@pattern("arn:aws(-[a-z]{1,5}){0,3}:sso:::permissionSet/(sso)?ins-[a-zA-Z0-9-.]{16}/ps-[a-zA-Z0-9-./]{16}")
string PermissionSetArn

@length(min: 1, max: 47)
@pattern("([0-9a-f]{10}-)?[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}")
string PrincipalId

@length(min: 36, max: 36) @pattern("[0-9a-f-]{36}") string RequestId

@length(min: 1, max: 2048) string Resource

@length(min: 1, max: 64) @pattern("[A-Za-z0-9._-]+") string ScopeName

@sensitive @length(min: 1, max: 8192) string SessionToken

@sensitive @length(min: 64, max: 64) @pattern("[0-9a-f]{64}") string SignatureText

@range(min: 0, max: 90) integer SimulationDays

@range(min: 0, max: 900) integer SkewSeconds

@sensitive
@length(min: 1, max: 4096)
@pattern("AWS4-HMAC-SHA256(-PAYLOAD|-TRAILER)?\\n[\\s\\S]+") string StringToSignText

@length(min: 1, max: 128) string TagKey

@length(min: 0, max: 256) string TagValue

@length(min: 1, max: 68) @pattern("r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|[0-9]{12}") string TargetId

string Text

timestamp Timestamp

@length(min: 1, max: 2000)
list AccountAssignmentList {
    member: AccountAssignment
}

list AssignmentRequestStatusList {
    member: AssignmentRequestStatus
}

list AssignmentTargetList {
    member: AssignmentTarget
}

@length(min: 1, max: 100)
list AuthorizationRequestList {
    member: AuthorizationRequest
}

list AuthorizationResultList {
    member: AuthorizationResult
}

@length(min: 0, max: 100)
list ContextEntryList {
    member: ContextEntry
}

@length(min: 0, max: 100)
list ContextValueList {
    member: ContextValue
}

list ContextEntryDetailsList {
    member: ContextEntryDetails
}

list DecidingStatementList {
    member: DecidingStatement
}

list DifferenceList {
    member: Difference
}

list EffectiveAccessList {
    member: EffectiveAccess
}

@length(min: 1, max: 200)
list HttpHeaderList {
    member: HttpHeader
}

list LayerExplanationList {
    member: LayerExplanation
}

list PolicyExplanationList {
    member: PolicyExplanation
}

@length(min: 0, max: 20)
list PolicyArnList {
    member: PolicyArn
}

@length(min: 0, max: 20)
list PolicyReferenceList {
    member: CustomerManagedPolicyReference
}

list StatementExplanationList {
    member: StatementExplanation
}

@length(min: 0, max: 50)
list TagList {
    member: Tag
}

list TextList {
    member: Text
}

enum AssignmentOperation {
    CREATE
    DELETE
}

enum ControlPolicyType {
    RESOURCE_CONTROL_POLICY
    SERVICE_CONTROL_POLICY
}

enum Decision {
    ALLOW
    EXPLICIT_DENY
    IMPLICIT_DENY
}

enum DifferenceKind {
    ACCESS_GAINED
    ACCESS_LOST
    NEWLY_ALLOWED
    NEWLY_DENIED
}

enum Effect {
    ALLOW
    DENY
}

enum Fit {
    ACTION_DIFFERS
    APPLIES
    CONDITION_FAILS
    PRINCIPAL_DIFFERS
    RESOURCE_DIFFERS
}

enum Layer {
    AUTHENTICATION
    IDENTITY_POLICY
    NONE
    PERMISSIONS_BOUNDARY
    RESOURCE_CONTROL_POLICY
    RESOURCE_POLICY
    ROOT_USER
    SERVICE_CONTROL_POLICY
    SESSION_POLICY
}

enum PrincipalType {
    GROUP
    USER
}

enum SigningStyle {
    S3
    STANDARD
}

@error("client")
structure AccessDeniedException {
    Message: Text
}

@error("client")
structure ConflictException {
    Message: Text
}

@error("server")
structure InternalServerException {
    Message: Text
}

@error("client")
structure ResourceNotFoundException {
    Message: Text
}

@error("client")
structure ServiceQuotaExceededException {
    Message: Text
}

@error("client")
structure ThrottlingException {
    Message: Text
}

@error("client")
structure ValidationException {
    Message: Text
}
