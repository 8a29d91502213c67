// AWS Organizations: every operation of the API; docs/compat.md says which of them are built.
// Facts of the wire only: names, types, bounds. The gatehouse# rows say how each operation runs and what allows it.
$version: "2.0"

namespace gatehouse.organizations

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsJson1_1

@service(
    sdkId: "Organizations"
    arnNamespace: "organizations"
    cloudTrailEventSource: "organizations.amazonaws.com"
    endpointPrefix: "organizations"
)
@sigv4(name: "organizations")
@awsJson1_1
@gatehouse#errors(
    validation: "InvalidInputException"
    accessDenied: "AccessDeniedException"
    internal: "ServiceException"
    throttled: "TooManyRequestsException"
)
service AWSOrganizationsV20161128 {
    version: "2016-11-28"
    operations: [
        AcceptHandshake
        AttachPolicy
        CancelHandshake
        CloseAccount
        CreateAccount
        CreateGovCloudAccount
        CreateOrganization
        CreateOrganizationalUnit
        CreatePolicy
        DeclineHandshake
        DeleteOrganization
        DeleteOrganizationalUnit
        DeletePolicy
        DeleteResourcePolicy
        DeregisterDelegatedAdministrator
        DescribeAccount
        DescribeCreateAccountStatus
        DescribeEffectivePolicy
        DescribeHandshake
        DescribeOrganization
        DescribeOrganizationalUnit
        DescribePolicy
        DescribeResourcePolicy
        DescribeResponsibilityTransfer
        DetachPolicy
        DisableAWSServiceAccess
        DisablePolicyType
        EnableAWSServiceAccess
        EnableAllFeatures
        EnablePolicyType
        InviteAccountToOrganization
        InviteOrganizationToTransferResponsibility
        LeaveOrganization
        ListAWSServiceAccessForOrganization
        ListAccounts
        ListAccountsForParent
        ListAccountsWithInvalidEffectivePolicy
        ListChildren
        ListCreateAccountStatus
        ListDelegatedAdministrators
        ListDelegatedServicesForAccount
        ListEffectivePolicyValidationErrors
        ListHandshakesForAccount
        ListHandshakesForOrganization
        ListInboundResponsibilityTransfers
        ListOrganizationalUnitsForParent
        ListOutboundResponsibilityTransfers
        ListParents
        ListPolicies
        ListPoliciesForTarget
        ListRoots
        ListTagsForResource
        ListTargetsForPolicy
        MoveAccount
        PutResourcePolicy
        RegisterDelegatedAdministrator
        RemoveAccountFromOrganization
        TagResource
        TerminateResponsibilityTransfer
        UntagResource
        UpdateOrganizationalUnit
        UpdatePolicy
        UpdateResponsibilityTransfer
    ]
}

/// Lets the invited account accept, which makes it a member.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:AcceptHandshake"
    resources: [{type: "handshake", find: "organizations_find_handshake(HandshakeId)"}]
)
operation AcceptHandshake {
    input: AcceptHandshakeRequest
    output: AcceptHandshakeResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        HandshakeConstraintViolationException
        HandshakeNotFoundException
        InvalidHandshakeTransitionException
        HandshakeAlreadyInStateException
        InvalidInputException
        ConcurrentModificationException
        ServiceException
        TooManyRequestsException
        AccessDeniedForDependencyException
        ConstraintViolationException
        MasterCannotLeaveOrganizationException
    ]
}

structure AcceptHandshakeRequest {
    @required HandshakeId: HandshakeId
}

structure AcceptHandshakeResponse {
    Handshake: Handshake
}

/// Hangs a policy on the root, a unit or an account.
@gatehouse#operation(mode: "write", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "organizations:AttachPolicy"
    resources: [
        {type: "account", find: "organizations_find_account(TargetId)"}
        {type: "organizationalunit", find: "organizations_find_organizational_unit(TargetId)"}
        {type: "policy", find: "organizations_find_policy(PolicyId)"}
        {type: "root", find: "organizations_find_root(TargetId)"}
    ]
)
operation AttachPolicy {
    input: AttachPolicyRequest
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        DuplicatePolicyAttachmentException
        InvalidInputException
        PolicyNotFoundException
        PolicyTypeNotEnabledException
        ServiceException
        TargetNotFoundException
        TooManyRequestsException
        UnsupportedAPIEndpointException
        PolicyChangesInProgressException
    ]
}

structure AttachPolicyRequest {
    @required PolicyId: PolicyId
    @required TargetId: PolicyTargetId
}

/// Withdraws an invitation that has not been answered.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:CancelHandshake"
    resources: [{type: "handshake", find: "organizations_find_handshake(HandshakeId)"}]
)
operation CancelHandshake {
    input: CancelHandshakeRequest
    output: CancelHandshakeResponse
    errors: [
        AccessDeniedException
        ConcurrentModificationException
        HandshakeNotFoundException
        InvalidHandshakeTransitionException
        HandshakeAlreadyInStateException
        InvalidInputException
        ServiceException
        TooManyRequestsException
    ]
}

structure CancelHandshakeRequest {
    @required HandshakeId: HandshakeId
}

structure CancelHandshakeResponse {
    Handshake: Handshake
}

/// Closes a member account: suspended at once, gone for good after 90 days.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:CloseAccount"
    resources: [{type: "account", find: "organizations_find_account(AccountId)"}]
)
operation CloseAccount {
    input: CloseAccountRequest
    errors: [
        AccessDeniedException
        AccountAlreadyClosedException
        AccountNotFoundException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConflictException
        ConstraintViolationException
        InvalidInputException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure CloseAccountRequest {
    @required AccountId: AccountId
}

/// Starts making a member account; the status tells when it is there.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:CreateAccount"
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [{action: "organizations:TagResource", tags: "Tags"}]
)
operation CreateAccount {
    input: CreateAccountRequest
    output: CreateAccountResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        InvalidInputException
        FinalizingOrganizationException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure CreateAccountRequest {
    @required Email: Email
    @required AccountName: CreateAccountName
    RoleName: RoleName
    IamUserAccessToBilling: IAMUserAccessToBilling
    Tags: Tags
}

structure CreateAccountResponse {
    CreateAccountStatus: CreateAccountStatus
}

/// Refused: no account here is linked with GovCloud.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:CreateGovCloudAccount"
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [{action: "organizations:TagResource", tags: "Tags"}]
)
operation CreateGovCloudAccount {
    input: CreateGovCloudAccountRequest
    output: CreateGovCloudAccountResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        InvalidInputException
        FinalizingOrganizationException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure CreateGovCloudAccountRequest {
    @required Email: Email
    @required AccountName: CreateAccountName
    RoleName: RoleName
    IamUserAccessToBilling: IAMUserAccessToBilling
    Tags: Tags
}

structure CreateGovCloudAccountResponse {
    CreateAccountStatus: CreateAccountStatus
}

/// Makes the caller's account the management account of a new organization with one root.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "organizations:CreateOrganization")
operation CreateOrganization {
    input: CreateOrganizationRequest
    output: CreateOrganizationResponse
    errors: [
        AccessDeniedException
        AlreadyInOrganizationException
        ConcurrentModificationException
        ConstraintViolationException
        InvalidInputException
        ServiceException
        TooManyRequestsException
        AccessDeniedForDependencyException
    ]
}

structure CreateOrganizationRequest {
    FeatureSet: OrganizationFeatureSet
}

structure CreateOrganizationResponse {
    Organization: Organization
}

/// Adds an organizational unit below a root or another unit.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:CreateOrganizationalUnit"
    resources: [
        {type: "organizationalunit", find: "organizations_find_organizational_unit(ParentId)"}
        {type: "root", find: "organizations_find_root(ParentId)"}
    ]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [{action: "organizations:TagResource", tags: "Tags"}]
)
operation CreateOrganizationalUnit {
    input: CreateOrganizationalUnitRequest
    output: CreateOrganizationalUnitResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        DuplicateOrganizationalUnitException
        InvalidInputException
        ParentNotFoundException
        ServiceException
        TooManyRequestsException
    ]
}

structure CreateOrganizationalUnitRequest {
    @required ParentId: ParentId
    @required Name: OrganizationalUnitName
    Tags: Tags
}

structure CreateOrganizationalUnitResponse {
    OrganizationalUnit: OrganizationalUnit
}

/// Keeps a policy, to be attached later.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:CreatePolicy"
    resources: [{type: "policy", find: "organizations_find_new_policy(Type)"}]
    keys: [
        {key: "aws:RequestTag/${TagKey}", member: "Tags"}
        {key: "aws:TagKeys", member: "Tags[].Key"}
        {key: "organizations:PolicyType", member: "Type"}
    ]
    also: [
        {action: "organizations:TagResource", tags: "Tags", keys: [{key: "organizations:PolicyType", member: "Type"}]}
    ]
)
operation CreatePolicy {
    input: CreatePolicyRequest
    output: CreatePolicyResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        DuplicatePolicyException
        InvalidInputException
        MalformedPolicyDocumentException
        PolicyTypeNotAvailableForOrganizationException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure CreatePolicyRequest {
    @required Content: PolicyContent
    @required Description: PolicyDescription
    @required Name: PolicyName
    @required Type: PolicyType
    Tags: Tags
}

structure CreatePolicyResponse {
    Policy: Policy
}

/// Lets the invited account refuse.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:DeclineHandshake"
    resources: [{type: "handshake", find: "organizations_find_handshake(HandshakeId)"}]
)
operation DeclineHandshake {
    input: DeclineHandshakeRequest
    output: DeclineHandshakeResponse
    errors: [
        AccessDeniedException
        ConcurrentModificationException
        HandshakeNotFoundException
        InvalidHandshakeTransitionException
        HandshakeAlreadyInStateException
        InvalidInputException
        ServiceException
        TooManyRequestsException
    ]
}

structure DeclineHandshakeRequest {
    @required HandshakeId: HandshakeId
}

structure DeclineHandshakeResponse {
    Handshake: Handshake
}

/// Ends an organization that has no member account left.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "organizations:DeleteOrganization")
operation DeleteOrganization {
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        InvalidInputException
        OrganizationNotEmptyException
        ServiceException
        TooManyRequestsException
    ]
}

/// Removes a unit that holds nothing.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:DeleteOrganizationalUnit"
    resources: [{type: "organizationalunit", find: "organizations_find_organizational_unit(OrganizationalUnitId)"}]
)
operation DeleteOrganizationalUnit {
    input: DeleteOrganizationalUnitRequest
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        InvalidInputException
        OrganizationalUnitNotEmptyException
        OrganizationalUnitNotFoundException
        ServiceException
        TooManyRequestsException
    ]
}

structure DeleteOrganizationalUnitRequest {
    @required OrganizationalUnitId: OrganizationalUnitId
}

/// Removes a policy that hangs on nothing.
@gatehouse#operation(mode: "write", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "organizations:DeletePolicy"
    resources: [{type: "policy", find: "organizations_find_policy(PolicyId)"}]
)
operation DeletePolicy {
    input: DeletePolicyRequest
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        InvalidInputException
        PolicyInUseException
        PolicyNotFoundException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure DeletePolicyRequest {
    @required PolicyId: PolicyId
}

/// Takes back what PutResourcePolicy gave.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "organizations:DeleteResourcePolicy")
operation DeleteResourcePolicy {
    errors: [
        AccessDeniedException
        ServiceException
        UnsupportedAPIEndpointException
        TooManyRequestsException
        ConcurrentModificationException
        ConstraintViolationException
        AWSOrganizationsNotInUseException
        ResourcePolicyNotFoundException
    ]
}

/// Ends what RegisterDelegatedAdministrator began.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:DeregisterDelegatedAdministrator"
    resources: [{type: "account", find: "organizations_find_account(AccountId)"}]
    keys: [{key: "organizations:ServicePrincipal", member: "ServicePrincipal"}]
)
operation DeregisterDelegatedAdministrator {
    input: DeregisterDelegatedAdministratorRequest
    errors: [
        AccessDeniedException
        AccountNotFoundException
        AccountNotRegisteredException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        InvalidInputException
        TooManyRequestsException
        ServiceException
        UnsupportedAPIEndpointException
    ]
}

structure DeregisterDelegatedAdministratorRequest {
    @required AccountId: AccountId
    @required ServicePrincipal: ServicePrincipal
}

/// Shows one account of the organization.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "organizations:DescribeAccount"
    resources: [{type: "account", find: "organizations_find_account(AccountId)"}]
)
operation DescribeAccount {
    input: DescribeAccountRequest
    output: DescribeAccountResponse
    errors: [
        AccessDeniedException
        AccountNotFoundException
        AWSOrganizationsNotInUseException
        InvalidInputException
        ServiceException
        TooManyRequestsException
    ]
}

structure DescribeAccountRequest {
    @required AccountId: AccountId
}

structure DescribeAccountResponse {
    Account: Account
}

/// Tells how far one account creation has come.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "organizations:DescribeCreateAccountStatus")
operation DescribeCreateAccountStatus {
    input: DescribeCreateAccountStatusRequest
    output: DescribeCreateAccountStatusResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        CreateAccountStatusNotFoundException
        InvalidInputException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure DescribeCreateAccountStatusRequest {
    @required CreateAccountRequestId: CreateAccountRequestId
}

structure DescribeCreateAccountStatusResponse {
    CreateAccountStatus: CreateAccountStatus
}

/// Shows what the management policies of one type come to for an account.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "organizations:DescribeEffectivePolicy"
    resources: [{type: "account", find: "organizations_find_account(TargetId)"}]
    keys: [{key: "organizations:PolicyType", member: "PolicyType"}]
)
operation DescribeEffectivePolicy {
    input: DescribeEffectivePolicyRequest
    output: DescribeEffectivePolicyResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConstraintViolationException
        ServiceException
        TooManyRequestsException
        TargetNotFoundException
        EffectivePolicyNotFoundException
        InvalidInputException
        UnsupportedAPIEndpointException
    ]
}

structure DescribeEffectivePolicyRequest {
    @required PolicyType: EffectivePolicyType
    TargetId: PolicyTargetId
}

structure DescribeEffectivePolicyResponse {
    EffectivePolicy: EffectivePolicy
}

/// Shows one handshake to a party of it.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "organizations:DescribeHandshake"
    resources: [{type: "handshake", find: "organizations_find_handshake(HandshakeId)"}]
)
operation DescribeHandshake {
    input: DescribeHandshakeRequest
    output: DescribeHandshakeResponse
    errors: [
        AccessDeniedException
        ConcurrentModificationException
        HandshakeNotFoundException
        InvalidInputException
        ServiceException
        TooManyRequestsException
    ]
}

structure DescribeHandshakeRequest {
    @required HandshakeId: HandshakeId
}

structure DescribeHandshakeResponse {
    Handshake: Handshake
}

/// Shows the organization that the caller's account belongs to.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "organizations:DescribeOrganization")
operation DescribeOrganization {
    output: DescribeOrganizationResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ServiceException
        TooManyRequestsException
    ]
}

structure DescribeOrganizationResponse {
    Organization: Organization
}

/// Shows one organizational unit.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "organizations:DescribeOrganizationalUnit"
    resources: [{type: "organizationalunit", find: "organizations_find_organizational_unit(OrganizationalUnitId)"}]
)
operation DescribeOrganizationalUnit {
    input: DescribeOrganizationalUnitRequest
    output: DescribeOrganizationalUnitResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        InvalidInputException
        OrganizationalUnitNotFoundException
        ServiceException
        TooManyRequestsException
    ]
}

structure DescribeOrganizationalUnitRequest {
    @required OrganizationalUnitId: OrganizationalUnitId
}

structure DescribeOrganizationalUnitResponse {
    OrganizationalUnit: OrganizationalUnit
}

/// Shows one policy with its content.
@gatehouse#operation(mode: "read", audit: "ring", built: true, presents: true)
@gatehouse#authorize(
    action: "organizations:DescribePolicy"
    resources: [{type: "policy", find: "organizations_find_policy(PolicyId)"}]
)
operation DescribePolicy {
    input: DescribePolicyRequest
    output: DescribePolicyResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        InvalidInputException
        PolicyNotFoundException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure DescribePolicyRequest {
    @required PolicyId: PolicyId
}

structure DescribePolicyResponse {
    Policy: Policy
}

/// Shows the resource policy of the organization.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "organizations:DescribeResourcePolicy")
operation DescribeResourcePolicy {
    output: DescribeResourcePolicyResponse
    errors: [
        AccessDeniedException
        ServiceException
        UnsupportedAPIEndpointException
        TooManyRequestsException
        AWSOrganizationsNotInUseException
        ResourcePolicyNotFoundException
        ConstraintViolationException
    ]
}

structure DescribeResourcePolicyResponse {
    ResourcePolicy: ResourcePolicy
}

/// Shows who pays for whom, and from when on.
@gatehouse#operation(mode: "read", audit: "ring", built: true, presents: true)
@gatehouse#authorize(
    action: "organizations:DescribeResponsibilityTransfer"
    resources: [{type: "responsibilitytransfer", find: "organizations_find_responsibility_transfer(Id)"}]
)
operation DescribeResponsibilityTransfer {
    input: DescribeResponsibilityTransferRequest
    output: DescribeResponsibilityTransferResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ResponsibilityTransferNotFoundException
        InvalidInputException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure DescribeResponsibilityTransferRequest {
    @required Id: ResponsibilityTransferId
}

structure DescribeResponsibilityTransferResponse {
    ResponsibilityTransfer: ResponsibilityTransfer
}

/// Takes a policy off the root, a unit or an account.
@gatehouse#operation(mode: "write", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "organizations:DetachPolicy"
    resources: [
        {type: "account", find: "organizations_find_account(TargetId)"}
        {type: "organizationalunit", find: "organizations_find_organizational_unit(TargetId)"}
        {type: "policy", find: "organizations_find_policy(PolicyId)"}
        {type: "root", find: "organizations_find_root(TargetId)"}
    ]
)
operation DetachPolicy {
    input: DetachPolicyRequest
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        InvalidInputException
        PolicyNotAttachedException
        PolicyNotFoundException
        ServiceException
        TargetNotFoundException
        TooManyRequestsException
        UnsupportedAPIEndpointException
        PolicyChangesInProgressException
    ]
}

structure DetachPolicyRequest {
    @required PolicyId: PolicyId
    @required TargetId: PolicyTargetId
}

/// Ends what EnableAWSServiceAccess began.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:DisableAWSServiceAccess"
    keys: [{key: "organizations:ServicePrincipal", member: "ServicePrincipal"}]
)
operation DisableAWSServiceAccess {
    input: DisableAWSServiceAccessRequest
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        InvalidInputException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure DisableAWSServiceAccessRequest {
    @required ServicePrincipal: ServicePrincipal
}

/// Switches a kind of policies off and detaches them everywhere.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:DisablePolicyType"
    resources: [{type: "root", find: "organizations_find_root(RootId)"}]
    keys: [{key: "organizations:PolicyType", member: "PolicyType"}]
)
operation DisablePolicyType {
    input: DisablePolicyTypeRequest
    output: DisablePolicyTypeResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        InvalidInputException
        PolicyTypeNotEnabledException
        RootNotFoundException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
        PolicyChangesInProgressException
    ]
}

structure DisablePolicyTypeRequest {
    @required RootId: RootId
    @required PolicyType: PolicyType
}

structure DisablePolicyTypeResponse {
    Root: Root
}

/// Lets a service work in the accounts of the organization.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:EnableAWSServiceAccess"
    keys: [{key: "organizations:ServicePrincipal", member: "ServicePrincipal"}]
)
operation EnableAWSServiceAccess {
    input: EnableAWSServiceAccessRequest
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        InvalidInputException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure EnableAWSServiceAccessRequest {
    @required ServicePrincipal: ServicePrincipal
}

/// Asks the invited accounts to agree to all features.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "organizations:EnableAllFeatures")
operation EnableAllFeatures {
    input: EnableAllFeaturesRequest
    output: EnableAllFeaturesResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        HandshakeConstraintViolationException
        InvalidInputException
        ServiceException
        TooManyRequestsException
    ]
}

structure EnableAllFeaturesRequest {}

structure EnableAllFeaturesResponse {
    Handshake: Handshake
}

/// Switches a kind of policies on in the root.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:EnablePolicyType"
    resources: [{type: "root", find: "organizations_find_root(RootId)"}]
    keys: [{key: "organizations:PolicyType", member: "PolicyType"}]
)
operation EnablePolicyType {
    input: EnablePolicyTypeRequest
    output: EnablePolicyTypeResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        InvalidInputException
        PolicyTypeAlreadyEnabledException
        RootNotFoundException
        ServiceException
        TooManyRequestsException
        PolicyTypeNotAvailableForOrganizationException
        UnsupportedAPIEndpointException
        PolicyChangesInProgressException
    ]
}

structure EnablePolicyTypeRequest {
    @required RootId: RootId
    @required PolicyType: PolicyType
}

structure EnablePolicyTypeResponse {
    Root: Root
}

/// Opens a handshake that asks a stand-alone account to join.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:InviteAccountToOrganization"
    resources: [{type: "account", find: "organizations_find_account(Target.Id)"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [{action: "organizations:TagResource", tags: "Tags"}]
)
operation InviteAccountToOrganization {
    input: InviteAccountToOrganizationRequest
    output: InviteAccountToOrganizationResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        AccountOwnerNotVerifiedException
        ConcurrentModificationException
        HandshakeConstraintViolationException
        DuplicateHandshakeException
        ConstraintViolationException
        InvalidInputException
        FinalizingOrganizationException
        ServiceException
        TooManyRequestsException
    ]
}

structure InviteAccountToOrganizationRequest {
    @required Target: HandshakeParty
    Notes: HandshakeNotes
    Tags: Tags
}

structure InviteAccountToOrganizationResponse {
    Handshake: Handshake
}

/// Offers to pay for another organization.
@gatehouse#operation(mode: "write", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "organizations:InviteOrganizationToTransferResponsibility"
    resources: [{type: "account", find: "organizations_find_account(Target.Id)"}]
    keys: [{key: "organizations:TransferType", member: "Type"}]
    also: [
        {action: "organizations:TagResource", tags: "Tags", keys: [{key: "organizations:TransferType", member: "Type"}]}
    ]
)
operation InviteOrganizationToTransferResponsibility {
    input: InviteOrganizationToTransferResponsibilityRequest
    output: InviteOrganizationToTransferResponsibilityResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        DuplicateHandshakeException
        HandshakeConstraintViolationException
        InvalidInputException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure InviteOrganizationToTransferResponsibilityRequest {
    @required Type: ResponsibilityTransferType
    @required Target: HandshakeParty
    Notes: HandshakeNotes
    @required StartTimestamp: Timestamp
    @required SourceName: ResponsibilityTransferName
    Tags: Tags
}

structure InviteOrganizationToTransferResponsibilityResponse {
    Handshake: Handshake
}

/// Lets a member account go by itself.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "organizations:LeaveOrganization")
operation LeaveOrganization {
    errors: [
        AccessDeniedException
        AccountNotFoundException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        InvalidInputException
        MasterCannotLeaveOrganizationException
        ServiceException
        TooManyRequestsException
    ]
}

/// Lists the services that may work in the accounts of the organization.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "organizations:ListAWSServiceAccessForOrganization")
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "EnabledServicePrincipals", pageSize: "MaxResults")
operation ListAWSServiceAccessForOrganization {
    input: ListAWSServiceAccessForOrganizationRequest
    output: ListAWSServiceAccessForOrganizationResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConstraintViolationException
        InvalidInputException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure ListAWSServiceAccessForOrganizationRequest {
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListAWSServiceAccessForOrganizationResponse {
    EnabledServicePrincipals: EnabledServicePrincipals
    NextToken: NextToken
}

/// Lists every account of the organization.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "organizations:ListAccounts")
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Accounts", pageSize: "MaxResults")
operation ListAccounts {
    input: ListAccountsRequest
    output: ListAccountsResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        InvalidInputException
        ServiceException
        TooManyRequestsException
    ]
}

structure ListAccountsRequest {
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListAccountsResponse {
    Accounts: Accounts
    NextToken: NextToken
}

/// Lists the accounts directly below a root or unit.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "organizations:ListAccountsForParent"
    resources: [
        {type: "organizationalunit", find: "organizations_find_organizational_unit(ParentId)"}
        {type: "root", find: "organizations_find_root(ParentId)"}
    ]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Accounts", pageSize: "MaxResults")
operation ListAccountsForParent {
    input: ListAccountsForParentRequest
    output: ListAccountsForParentResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        InvalidInputException
        ParentNotFoundException
        ServiceException
        TooManyRequestsException
    ]
}

structure ListAccountsForParentRequest {
    @required ParentId: ParentId
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListAccountsForParentResponse {
    Accounts: Accounts
    NextToken: NextToken
}

/// Lists accounts whose management policies do not add up to a valid one.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "organizations:ListAccountsWithInvalidEffectivePolicy"
    keys: [{key: "organizations:PolicyType", member: "PolicyType"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Accounts", pageSize: "MaxResults")
operation ListAccountsWithInvalidEffectivePolicy {
    input: ListAccountsWithInvalidEffectivePolicyRequest
    output: ListAccountsWithInvalidEffectivePolicyResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConstraintViolationException
        EffectivePolicyNotFoundException
        ServiceException
        TooManyRequestsException
        InvalidInputException
        UnsupportedAPIEndpointException
    ]
}

structure ListAccountsWithInvalidEffectivePolicyRequest {
    @required PolicyType: EffectivePolicyType
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListAccountsWithInvalidEffectivePolicyResponse {
    Accounts: Accounts
    PolicyType: EffectivePolicyType
    NextToken: NextToken
}

/// Lists the accounts or the units directly below a root or unit.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "organizations:ListChildren"
    resources: [
        {type: "organizationalunit", find: "organizations_find_organizational_unit(ParentId)"}
        {type: "root", find: "organizations_find_root(ParentId)"}
    ]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Children", pageSize: "MaxResults")
operation ListChildren {
    input: ListChildrenRequest
    output: ListChildrenResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        InvalidInputException
        ParentNotFoundException
        ServiceException
        TooManyRequestsException
    ]
}

structure ListChildrenRequest {
    @required ParentId: ParentId
    @required ChildType: ChildType
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListChildrenResponse {
    Children: Children
    NextToken: NextToken
}

/// Lists account creations, by state where states are named.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "organizations:ListCreateAccountStatus")
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "CreateAccountStatuses", pageSize: "MaxResults")
operation ListCreateAccountStatus {
    input: ListCreateAccountStatusRequest
    output: ListCreateAccountStatusResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        InvalidInputException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure ListCreateAccountStatusRequest {
    States: CreateAccountStates
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListCreateAccountStatusResponse {
    CreateAccountStatuses: CreateAccountStatuses
    NextToken: NextToken
}

/// Lists the accounts that administer a service, or any.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "organizations:ListDelegatedAdministrators"
    keys: [{key: "organizations:ServicePrincipal", member: "ServicePrincipal"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "DelegatedAdministrators", pageSize: "MaxResults")
operation ListDelegatedAdministrators {
    input: ListDelegatedAdministratorsRequest
    output: ListDelegatedAdministratorsResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConstraintViolationException
        InvalidInputException
        TooManyRequestsException
        ServiceException
        UnsupportedAPIEndpointException
    ]
}

structure ListDelegatedAdministratorsRequest {
    ServicePrincipal: ServicePrincipal
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListDelegatedAdministratorsResponse {
    DelegatedAdministrators: DelegatedAdministrators
    NextToken: NextToken
}

/// Lists the services that an account administers.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "organizations:ListDelegatedServicesForAccount"
    resources: [{type: "account", find: "organizations_find_account(AccountId)"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "DelegatedServices", pageSize: "MaxResults")
operation ListDelegatedServicesForAccount {
    input: ListDelegatedServicesForAccountRequest
    output: ListDelegatedServicesForAccountResponse
    errors: [
        AccessDeniedException
        AccountNotFoundException
        AccountNotRegisteredException
        AWSOrganizationsNotInUseException
        ConstraintViolationException
        InvalidInputException
        TooManyRequestsException
        ServiceException
        UnsupportedAPIEndpointException
    ]
}

structure ListDelegatedServicesForAccountRequest {
    @required AccountId: AccountId
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListDelegatedServicesForAccountResponse {
    DelegatedServices: DelegatedServices
    NextToken: NextToken
}

/// Lists what is wrong with what the management policies come to for an account.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "organizations:ListEffectivePolicyValidationErrors"
    resources: [{type: "account", find: "organizations_find_account(AccountId)"}]
    keys: [{key: "organizations:PolicyType", member: "PolicyType"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "EffectivePolicyValidationErrors", pageSize: "MaxResults")
operation ListEffectivePolicyValidationErrors {
    input: ListEffectivePolicyValidationErrorsRequest
    output: ListEffectivePolicyValidationErrorsResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConstraintViolationException
        EffectivePolicyNotFoundException
        ServiceException
        TooManyRequestsException
        AccountNotFoundException
        InvalidInputException
        UnsupportedAPIEndpointException
    ]
}

structure ListEffectivePolicyValidationErrorsRequest {
    @required AccountId: AccountId
    @required PolicyType: EffectivePolicyType
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListEffectivePolicyValidationErrorsResponse {
    AccountId: AccountId
    PolicyType: EffectivePolicyType
    Path: Path
    EvaluationTimestamp: Timestamp
    NextToken: NextToken
    EffectivePolicyValidationErrors: EffectivePolicyValidationErrors
}

/// Lists the handshakes that concern the caller's account.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "organizations:ListHandshakesForAccount")
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Handshakes", pageSize: "MaxResults")
operation ListHandshakesForAccount {
    input: ListHandshakesForAccountRequest
    output: ListHandshakesForAccountResponse
    errors: [
        AccessDeniedException
        ConcurrentModificationException
        InvalidInputException
        ServiceException
        TooManyRequestsException
    ]
}

structure ListHandshakesForAccountRequest {
    Filter: HandshakeFilter
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListHandshakesForAccountResponse {
    Handshakes: Handshakes
    NextToken: NextToken
}

/// Lists the handshakes that the organization has opened.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "organizations:ListHandshakesForOrganization")
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Handshakes", pageSize: "MaxResults")
operation ListHandshakesForOrganization {
    input: ListHandshakesForOrganizationRequest
    output: ListHandshakesForOrganizationResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        InvalidInputException
        ServiceException
        TooManyRequestsException
    ]
}

structure ListHandshakesForOrganizationRequest {
    Filter: HandshakeFilter
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListHandshakesForOrganizationResponse {
    Handshakes: Handshakes
    NextToken: NextToken
}

/// Lists organizations that this one pays for, or is to.
@gatehouse#operation(mode: "read", audit: "ring", built: true, presents: true)
@gatehouse#authorize(
    action: "organizations:ListInboundResponsibilityTransfers"
    keys: [{key: "organizations:TransferType", member: "Type"}]
)
operation ListInboundResponsibilityTransfers {
    input: ListInboundResponsibilityTransfersRequest
    output: ListInboundResponsibilityTransfersResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ResponsibilityTransferNotFoundException
        ConstraintViolationException
        InvalidInputException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure ListInboundResponsibilityTransfersRequest {
    @required Type: ResponsibilityTransferType
    Id: ResponsibilityTransferId
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListInboundResponsibilityTransfersResponse {
    ResponsibilityTransfers: ResponsibilityTransfers
    NextToken: NextToken
}

/// Lists the units directly below a root or unit.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "organizations:ListOrganizationalUnitsForParent"
    resources: [
        {type: "organizationalunit", find: "organizations_find_organizational_unit(ParentId)"}
        {type: "root", find: "organizations_find_root(ParentId)"}
    ]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "OrganizationalUnits", pageSize: "MaxResults")
operation ListOrganizationalUnitsForParent {
    input: ListOrganizationalUnitsForParentRequest
    output: ListOrganizationalUnitsForParentResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        InvalidInputException
        ParentNotFoundException
        ServiceException
        TooManyRequestsException
    ]
}

structure ListOrganizationalUnitsForParentRequest {
    @required ParentId: ParentId
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListOrganizationalUnitsForParentResponse {
    OrganizationalUnits: OrganizationalUnits
    NextToken: NextToken
}

/// Lists who pays for this organization, or is to.
@gatehouse#operation(mode: "read", audit: "ring", built: true, presents: true)
@gatehouse#authorize(
    action: "organizations:ListOutboundResponsibilityTransfers"
    keys: [{key: "organizations:TransferType", member: "Type"}]
)
operation ListOutboundResponsibilityTransfers {
    input: ListOutboundResponsibilityTransfersRequest
    output: ListOutboundResponsibilityTransfersResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConstraintViolationException
        InvalidInputException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure ListOutboundResponsibilityTransfersRequest {
    @required Type: ResponsibilityTransferType
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListOutboundResponsibilityTransfersResponse {
    ResponsibilityTransfers: ResponsibilityTransfers
    NextToken: NextToken
}

/// Names the root or unit directly above an account or unit.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "organizations:ListParents"
    resources: [
        {type: "account", find: "organizations_find_account(ChildId)"}
        {type: "organizationalunit", find: "organizations_find_organizational_unit(ChildId)"}
    ]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Parents", pageSize: "MaxResults")
operation ListParents {
    input: ListParentsRequest
    output: ListParentsResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ChildNotFoundException
        InvalidInputException
        ServiceException
        TooManyRequestsException
    ]
}

structure ListParentsRequest {
    @required ChildId: ChildId
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListParentsResponse {
    Parents: Parents
    NextToken: NextToken
}

/// Lists the policies of one type.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "organizations:ListPolicies"
    keys: [{key: "organizations:PolicyType", member: "Filter"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Policies", pageSize: "MaxResults")
operation ListPolicies {
    input: ListPoliciesRequest
    output: ListPoliciesResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        InvalidInputException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure ListPoliciesRequest {
    @required Filter: PolicyType
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListPoliciesResponse {
    Policies: Policies
    NextToken: NextToken
}

/// Lists the policies that hang directly on a target.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "organizations:ListPoliciesForTarget"
    resources: [
        {type: "account", find: "organizations_find_account(TargetId)"}
        {type: "organizationalunit", find: "organizations_find_organizational_unit(TargetId)"}
        {type: "root", find: "organizations_find_root(TargetId)"}
    ]
    keys: [{key: "organizations:PolicyType", member: "Filter"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Policies", pageSize: "MaxResults")
operation ListPoliciesForTarget {
    input: ListPoliciesForTargetRequest
    output: ListPoliciesForTargetResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        InvalidInputException
        ServiceException
        TargetNotFoundException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure ListPoliciesForTargetRequest {
    @required TargetId: PolicyTargetId
    @required Filter: PolicyType
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListPoliciesForTargetResponse {
    Policies: Policies
    NextToken: NextToken
}

/// Lists the organization's root and the policy types switched on there.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "organizations:ListRoots")
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Roots", pageSize: "MaxResults")
operation ListRoots {
    input: ListRootsRequest
    output: ListRootsResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        InvalidInputException
        ServiceException
        TooManyRequestsException
    ]
}

structure ListRootsRequest {
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListRootsResponse {
    Roots: Roots
    NextToken: NextToken
}

/// Lists the tags of a resource.
@gatehouse#operation(mode: "read", audit: "ring", built: true, presents: true)
@gatehouse#authorize(
    action: "organizations:ListTagsForResource"
    resources: [
        {type: "account", find: "organizations_find_account(ResourceId)"}
        {type: "organizationalunit", find: "organizations_find_organizational_unit(ResourceId)"}
        {type: "policy", find: "organizations_find_policy(ResourceId)"}
        {type: "resourcepolicy", find: "organizations_find_resource_policy(ResourceId)"}
        {type: "responsibilitytransfer", find: "organizations_find_responsibility_transfer(ResourceId)"}
        {type: "root", find: "organizations_find_root(ResourceId)"}
    ]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Tags")
operation ListTagsForResource {
    input: ListTagsForResourceRequest
    output: ListTagsForResourceResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        TargetNotFoundException
        InvalidInputException
        ServiceException
        TooManyRequestsException
    ]
}

structure ListTagsForResourceRequest {
    @required ResourceId: TaggableResourceId
    NextToken: NextToken
}

structure ListTagsForResourceResponse {
    Tags: Tags
    NextToken: NextToken
}

/// Lists what a policy hangs on.
@gatehouse#operation(mode: "read", audit: "ring", built: true, presents: true)
@gatehouse#authorize(
    action: "organizations:ListTargetsForPolicy"
    resources: [{type: "policy", find: "organizations_find_policy(PolicyId)"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Targets", pageSize: "MaxResults")
operation ListTargetsForPolicy {
    input: ListTargetsForPolicyRequest
    output: ListTargetsForPolicyResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        InvalidInputException
        PolicyNotFoundException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure ListTargetsForPolicyRequest {
    @required PolicyId: PolicyId
    NextToken: NextToken
    MaxResults: MaxResults
}

structure ListTargetsForPolicyResponse {
    Targets: PolicyTargets
    NextToken: NextToken
}

/// Moves an account from one root or unit to another.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:MoveAccount"
    resources: [
        {type: "account", find: "organizations_find_account(AccountId)"}
        {type: "organizationalunit", find: "organizations_find_organizational_unit(SourceParentId)"}
        {type: "organizationalunit", find: "organizations_find_organizational_unit(DestinationParentId)"}
        {type: "root", find: "organizations_find_root(SourceParentId)"}
        {type: "root", find: "organizations_find_root(DestinationParentId)"}
    ]
)
operation MoveAccount {
    input: MoveAccountRequest
    errors: [
        AccessDeniedException
        InvalidInputException
        SourceParentNotFoundException
        DestinationParentNotFoundException
        DuplicateAccountException
        AccountNotFoundException
        TooManyRequestsException
        ConcurrentModificationException
        AWSOrganizationsNotInUseException
        ServiceException
    ]
}

structure MoveAccountRequest {
    @required AccountId: AccountId
    @required SourceParentId: ParentId
    @required DestinationParentId: ParentId
}

/// Lets member accounts manage policies.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:PutResourcePolicy"
    resources: [{type: "resourcepolicy", find: "organizations_find_own_resource_policy()"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [{action: "organizations:TagResource", tags: "Tags"}]
)
operation PutResourcePolicy {
    input: PutResourcePolicyRequest
    output: PutResourcePolicyResponse
    errors: [
        AccessDeniedException
        ServiceException
        UnsupportedAPIEndpointException
        TooManyRequestsException
        ConcurrentModificationException
        InvalidInputException
        ConstraintViolationException
        AWSOrganizationsNotInUseException
    ]
}

structure PutResourcePolicyRequest {
    @required Content: ResourcePolicyContent
    Tags: Tags
}

structure PutResourcePolicyResponse {
    ResourcePolicy: ResourcePolicy
}

/// Lets a member account administer a service for the organization.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:RegisterDelegatedAdministrator"
    resources: [{type: "account", find: "organizations_find_account(AccountId)"}]
    keys: [{key: "organizations:ServicePrincipal", member: "ServicePrincipal"}]
)
operation RegisterDelegatedAdministrator {
    input: RegisterDelegatedAdministratorRequest
    errors: [
        AccessDeniedException
        AccountAlreadyRegisteredException
        AccountNotFoundException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        InvalidInputException
        TooManyRequestsException
        ServiceException
        UnsupportedAPIEndpointException
    ]
}

structure RegisterDelegatedAdministratorRequest {
    @required AccountId: AccountId
    @required ServicePrincipal: ServicePrincipal
}

/// Makes a member account a stand-alone one.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:RemoveAccountFromOrganization"
    resources: [{type: "account", find: "organizations_find_account(AccountId)"}]
)
operation RemoveAccountFromOrganization {
    input: RemoveAccountFromOrganizationRequest
    errors: [
        AccessDeniedException
        AccountNotFoundException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        InvalidInputException
        MasterCannotLeaveOrganizationException
        ServiceException
        TooManyRequestsException
    ]
}

structure RemoveAccountFromOrganizationRequest {
    @required AccountId: AccountId
}

/// Puts tags on an account, a unit, the root or a policy.
@gatehouse#operation(mode: "write", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "organizations:TagResource"
    resources: [
        {type: "account", find: "organizations_find_account(ResourceId)"}
        {type: "organizationalunit", find: "organizations_find_organizational_unit(ResourceId)"}
        {type: "policy", find: "organizations_find_policy(ResourceId)"}
        {type: "resourcepolicy", find: "organizations_find_resource_policy(ResourceId)"}
        {type: "responsibilitytransfer", find: "organizations_find_responsibility_transfer(ResourceId)"}
        {type: "root", find: "organizations_find_root(ResourceId)"}
    ]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
)
operation TagResource {
    input: TagResourceRequest
    errors: [
        AccessDeniedException
        ConcurrentModificationException
        AWSOrganizationsNotInUseException
        TargetNotFoundException
        ConstraintViolationException
        InvalidInputException
        ServiceException
        TooManyRequestsException
    ]
}

structure TagResourceRequest {
    @required ResourceId: TaggableResourceId
    @required Tags: Tags
}

/// Ends a transfer with a month.
@gatehouse#operation(mode: "write", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "organizations:TerminateResponsibilityTransfer"
    resources: [{type: "responsibilitytransfer", find: "organizations_find_responsibility_transfer(Id)"}]
)
operation TerminateResponsibilityTransfer {
    input: TerminateResponsibilityTransferRequest
    output: TerminateResponsibilityTransferResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        InvalidInputException
        ResponsibilityTransferNotFoundException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
        ResponsibilityTransferAlreadyInStatusException
        InvalidResponsibilityTransferTransitionException
    ]
}

structure TerminateResponsibilityTransferRequest {
    @required Id: ResponsibilityTransferId
    EndTimestamp: Timestamp
}

structure TerminateResponsibilityTransferResponse {
    ResponsibilityTransfer: ResponsibilityTransfer
}

/// Takes tags off.
@gatehouse#operation(mode: "write", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "organizations:UntagResource"
    resources: [
        {type: "account", find: "organizations_find_account(ResourceId)"}
        {type: "organizationalunit", find: "organizations_find_organizational_unit(ResourceId)"}
        {type: "policy", find: "organizations_find_policy(ResourceId)"}
        {type: "resourcepolicy", find: "organizations_find_resource_policy(ResourceId)"}
        {type: "responsibilitytransfer", find: "organizations_find_responsibility_transfer(ResourceId)"}
        {type: "root", find: "organizations_find_root(ResourceId)"}
    ]
    keys: [{key: "aws:TagKeys", member: "TagKeys[]"}]
)
operation UntagResource {
    input: UntagResourceRequest
    errors: [
        AccessDeniedException
        ConcurrentModificationException
        AWSOrganizationsNotInUseException
        TargetNotFoundException
        ConstraintViolationException
        InvalidInputException
        ServiceException
        TooManyRequestsException
    ]
}

structure UntagResourceRequest {
    @required ResourceId: TaggableResourceId
    @required TagKeys: TagKeys
}

/// Renames a unit.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "organizations:UpdateOrganizationalUnit"
    resources: [{type: "organizationalunit", find: "organizations_find_organizational_unit(OrganizationalUnitId)"}]
)
operation UpdateOrganizationalUnit {
    input: UpdateOrganizationalUnitRequest
    output: UpdateOrganizationalUnitResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        DuplicateOrganizationalUnitException
        InvalidInputException
        OrganizationalUnitNotFoundException
        ServiceException
        TooManyRequestsException
    ]
}

structure UpdateOrganizationalUnitRequest {
    @required OrganizationalUnitId: OrganizationalUnitId
    Name: OrganizationalUnitName
}

structure UpdateOrganizationalUnitResponse {
    OrganizationalUnit: OrganizationalUnit
}

/// Changes name, description or content; attached, the new content counts at once.
@gatehouse#operation(mode: "write", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "organizations:UpdatePolicy"
    resources: [{type: "policy", find: "organizations_find_policy(PolicyId)"}]
)
operation UpdatePolicy {
    input: UpdatePolicyRequest
    output: UpdatePolicyResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ConcurrentModificationException
        ConstraintViolationException
        DuplicatePolicyException
        InvalidInputException
        MalformedPolicyDocumentException
        PolicyNotFoundException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
        PolicyChangesInProgressException
    ]
}

structure UpdatePolicyRequest {
    @required PolicyId: PolicyId
    Name: PolicyName
    Description: PolicyDescription
    Content: PolicyContent
}

structure UpdatePolicyResponse {
    Policy: Policy
}

/// Renames a transfer.
@gatehouse#operation(mode: "write", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "organizations:UpdateResponsibilityTransfer"
    resources: [{type: "responsibilitytransfer", find: "organizations_find_responsibility_transfer(Id)"}]
)
operation UpdateResponsibilityTransfer {
    input: UpdateResponsibilityTransferRequest
    output: UpdateResponsibilityTransferResponse
    errors: [
        AccessDeniedException
        AWSOrganizationsNotInUseException
        ResponsibilityTransferNotFoundException
        ConstraintViolationException
        InvalidInputException
        ServiceException
        TooManyRequestsException
        UnsupportedAPIEndpointException
    ]
}

structure UpdateResponsibilityTransferRequest {
    @required Id: ResponsibilityTransferId
    @required Name: ResponsibilityTransferName
}

structure UpdateResponsibilityTransferResponse {
    ResponsibilityTransfer: ResponsibilityTransfer
}

structure Account {
    Id: AccountId
    Arn: AccountArn
    Email: Email
    Name: AccountName
    Status: AccountStatus
    State: AccountState
    Paths: Paths
    JoinedMethod: AccountJoinedMethod
    JoinedTimestamp: Timestamp
}

structure Child {
    Id: ChildId
    Type: ChildType
}

structure CreateAccountStatus {
    Id: CreateAccountRequestId
    AccountName: CreateAccountName
    State: CreateAccountState
    RequestedTimestamp: Timestamp
    CompletedTimestamp: Timestamp
    AccountId: AccountId
    GovCloudAccountId: AccountId
    FailureReason: CreateAccountFailureReason
}

structure DelegatedAdministrator {
    Id: AccountId
    Arn: AccountArn
    Email: Email
    Name: AccountName
    Status: AccountStatus
    State: AccountState
    JoinedMethod: AccountJoinedMethod
    JoinedTimestamp: Timestamp
    DelegationEnabledDate: Timestamp
}

structure DelegatedService {
    ServicePrincipal: ServicePrincipal
    DelegationEnabledDate: Timestamp
}

structure EffectivePolicy {
    PolicyContent: PolicyContent
    LastUpdatedTimestamp: Timestamp
    TargetId: PolicyTargetId
    PolicyType: EffectivePolicyType
}

structure EffectivePolicyValidationError {
    ErrorCode: ErrorCode
    ErrorMessage: ErrorMessage
    PathToError: PathToError
    ContributingPolicies: PolicyIds
}

structure EnabledServicePrincipal {
    ServicePrincipal: ServicePrincipal
    DateEnabled: Timestamp
}

structure Handshake {
    Id: HandshakeId
    Arn: HandshakeArn
    Parties: HandshakeParties
    State: HandshakeState
    RequestedTimestamp: Timestamp
    ExpirationTimestamp: Timestamp
    Action: ActionType
    Resources: HandshakeResources
}

structure HandshakeFilter {
    ActionType: ActionType
    ParentHandshakeId: HandshakeId
}

structure HandshakeParty {
    @required Id: HandshakePartyId
    @required Type: HandshakePartyType
}

structure HandshakeResource {
    Value: HandshakeResourceValue
    Type: HandshakeResourceType
    Resources: HandshakeResources
}

structure Organization {
    Id: OrganizationId
    Arn: OrganizationArn
    FeatureSet: OrganizationFeatureSet
    MasterAccountArn: AccountArn
    MasterAccountId: AccountId
    MasterAccountEmail: Email
    AvailablePolicyTypes: PolicyTypes
}

structure OrganizationalUnit {
    Id: OrganizationalUnitId
    Arn: OrganizationalUnitArn
    Name: OrganizationalUnitName
    Path: Path
}

structure Parent {
    Id: ParentId
    Type: ParentType
}

structure Policy {
    PolicySummary: PolicySummary
    Content: PolicyContent
}

structure PolicySummary {
    Id: PolicyId
    Arn: PolicyArn
    Name: PolicyName
    Description: PolicyDescription
    Type: PolicyType
    AwsManaged: AwsManagedPolicy = false
}

structure PolicyTargetSummary {
    TargetId: PolicyTargetId
    Arn: GenericArn
    Name: TargetName
    Type: TargetType
}

structure PolicyTypeSummary {
    Type: PolicyType
    Status: PolicyTypeStatus
}

structure ResourcePolicy {
    ResourcePolicySummary: ResourcePolicySummary
    Content: ResourcePolicyContent
}

structure ResourcePolicySummary {
    Id: ResourcePolicyId
    Arn: ResourcePolicyArn
}

structure ResponsibilityTransfer {
    Arn: ResponsibilityTransferArn
    Name: ResponsibilityTransferName
    Id: ResponsibilityTransferId
    Type: ResponsibilityTransferType
    Status: ResponsibilityTransferStatus
    Source: TransferParticipant
    Target: TransferParticipant
    StartTimestamp: Timestamp
    EndTimestamp: Timestamp
    ActiveHandshakeId: HandshakeId
}

structure Root {
    Id: RootId
    Arn: RootArn
    Name: RootName
    PolicyTypes: PolicyTypes
}

structure Tag {
    @required Key: TagKey
    @required Value: TagValue
}

structure TransferParticipant {
    ManagementAccountId: AccountId
    ManagementAccountEmail: Email
}

list Accounts {
    member: Account
}

list Children {
    member: Child
}

list CreateAccountStates {
    member: CreateAccountState
}

list CreateAccountStatuses {
    member: CreateAccountStatus
}

list DelegatedAdministrators {
    member: DelegatedAdministrator
}

list DelegatedServices {
    member: DelegatedService
}

list EffectivePolicyValidationErrors {
    member: EffectivePolicyValidationError
}

list EnabledServicePrincipals {
    member: EnabledServicePrincipal
}

list HandshakeParties {
    member: HandshakeParty
}

list HandshakeResources {
    member: HandshakeResource
}

list Handshakes {
    member: Handshake
}

list OrganizationalUnits {
    member: OrganizationalUnit
}

list Parents {
    member: Parent
}

list Paths {
    member: Path
}

list Policies {
    member: PolicySummary
}

list PolicyIds {
    member: PolicyId
}

list PolicyTargets {
    member: PolicyTargetSummary
}

list PolicyTypes {
    member: PolicyTypeSummary
}

list ResponsibilityTransfers {
    member: ResponsibilityTransfer
}

list Roots {
    member: Root
}

list TagKeys {
    member: TagKey
}

list Tags {
    member: Tag
}

enum AccessDeniedForDependencyExceptionReason {
    ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE
}

enum AccountJoinedMethod {
    INVITED
    CREATED
}

enum AccountState {
    PENDING_ACTIVATION
    ACTIVE
    SUSPENDED
    PENDING_CLOSURE
    CLOSED
}

enum AccountStatus {
    ACTIVE
    SUSPENDED
    PENDING_CLOSURE
}

enum ActionType {
    INVITE
    ENABLE_ALL_FEATURES
    APPROVE_ALL_FEATURES
    ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE
    TRANSFER_RESPONSIBILITY
}

enum ChildType {
    ACCOUNT
    ORGANIZATIONAL_UNIT
}

enum ConstraintViolationExceptionReason {
    ACCOUNT_NUMBER_LIMIT_EXCEEDED
    HANDSHAKE_RATE_LIMIT_EXCEEDED
    OU_NUMBER_LIMIT_EXCEEDED
    OU_DEPTH_LIMIT_EXCEEDED
    POLICY_NUMBER_LIMIT_EXCEEDED
    POLICY_CONTENT_LIMIT_EXCEEDED
    MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED
    MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED
    ACCOUNT_CANNOT_LEAVE_ORGANIZATION
    ACCOUNT_CANNOT_LEAVE_WITHOUT_EULA
    ACCOUNT_CANNOT_LEAVE_WITHOUT_PHONE_VERIFICATION
    MASTER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED
    MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED
    ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED
    MASTER_ACCOUNT_ADDRESS_DOES_NOT_MATCH_MARKETPLACE
    MASTER_ACCOUNT_MISSING_CONTACT_INFO
    MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED
    ORGANIZATION_NOT_IN_ALL_FEATURES_MODE
    CREATE_ORGANIZATION_IN_BILLING_MODE_UNSUPPORTED_REGION
    EMAIL_VERIFICATION_CODE_EXPIRED
    WAIT_PERIOD_ACTIVE
    MAX_TAG_LIMIT_EXCEEDED
    TAG_POLICY_VIOLATION
    MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED
    CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR
    CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG
    DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE
    POLICY_TYPE_ENABLED_FOR_THIS_SERVICE
    MASTER_ACCOUNT_MISSING_BUSINESS_LICENSE
    CANNOT_CLOSE_MANAGEMENT_ACCOUNT
    CLOSE_ACCOUNT_QUOTA_EXCEEDED
    CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED
    SERVICE_ACCESS_NOT_ENABLED
    INVALID_PAYMENT_INSTRUMENT
    ACCOUNT_CREATION_NOT_COMPLETE
    CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR
    ALL_FEATURES_MIGRATION_ORGANIZATION_SIZE_LIMIT_EXCEEDED
    RESPONSIBILITY_TRANSFER_MAX_LEVEL_VIOLATION
    RESPONSIBILITY_TRANSFER_MAX_INBOUND_QUOTA_VIOLATION
    RESPONSIBILITY_TRANSFER_MAX_OUTBOUND_QUOTA_VIOLATION
    RESPONSIBILITY_TRANSFER_MAX_TRANSFERS_QUOTA_VIOLATION
    ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS
    TRANSFER_RESPONSIBILITY_TARGET_DELETION_IN_PROGRESS
    TRANSFER_RESPONSIBILITY_SOURCE_DELETION_IN_PROGRESS
    UNSUPPORTED_PRICING
}

enum CreateAccountFailureReason {
    ACCOUNT_LIMIT_EXCEEDED
    EMAIL_ALREADY_EXISTS
    INVALID_ADDRESS
    INVALID_EMAIL
    CONCURRENT_ACCOUNT_MODIFICATION
    INTERNAL_FAILURE
    GOVCLOUD_ACCOUNT_ALREADY_EXISTS
    MISSING_BUSINESS_VALIDATION
    FAILED_BUSINESS_VALIDATION
    PENDING_BUSINESS_VALIDATION
    INVALID_IDENTITY_FOR_BUSINESS_VALIDATION
    UNKNOWN_BUSINESS_VALIDATION
    MISSING_PAYMENT_INSTRUMENT
    INVALID_PAYMENT_INSTRUMENT
    UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED
}

enum CreateAccountState {
    IN_PROGRESS
    SUCCEEDED
    FAILED
}

enum EffectivePolicyType {
    TAG_POLICY
    BACKUP_POLICY
    AISERVICES_OPT_OUT_POLICY
    CHATBOT_POLICY
    DECLARATIVE_POLICY_EC2
    SECURITYHUB_POLICY
    INSPECTOR_POLICY
    UPGRADE_ROLLOUT_POLICY
    BEDROCK_POLICY
    S3_POLICY
    NETWORK_SECURITY_DIRECTOR_POLICY
}

enum HandshakeConstraintViolationExceptionReason {
    ACCOUNT_NUMBER_LIMIT_EXCEEDED
    HANDSHAKE_RATE_LIMIT_EXCEEDED
    ALREADY_IN_AN_ORGANIZATION
    ORGANIZATION_ALREADY_HAS_ALL_FEATURES
    ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION
    INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES
    PAYMENT_INSTRUMENT_REQUIRED
    ORGANIZATION_FROM_DIFFERENT_SELLER_OF_RECORD
    ORGANIZATION_MEMBERSHIP_CHANGE_RATE_LIMIT_EXCEEDED
    MANAGEMENT_ACCOUNT_EMAIL_NOT_VERIFIED
    RESPONSIBILITY_TRANSFER_ALREADY_EXISTS
    SOURCE_AND_TARGET_CANNOT_MATCH
    UNUSED_PREPAYMENT_BALANCE
    LEGACY_PERMISSIONS_STILL_IN_USE
}

enum HandshakePartyType {
    ACCOUNT
    ORGANIZATION
    EMAIL
}

enum HandshakeResourceType {
    ACCOUNT
    ORGANIZATION
    ORGANIZATION_FEATURE_SET
    EMAIL
    MASTER_EMAIL
    MASTER_NAME
    NOTES
    PARENT_HANDSHAKE
    RESPONSIBILITY_TRANSFER
    TRANSFER_START_TIMESTAMP
    TRANSFER_TYPE
    MANAGEMENT_ACCOUNT
    MANAGEMENT_EMAIL
    MANAGEMENT_NAME
}

enum HandshakeState {
    REQUESTED
    OPEN
    CANCELED
    ACCEPTED
    DECLINED
    EXPIRED
}

enum IAMUserAccessToBilling {
    ALLOW
    DENY
}

enum InvalidInputExceptionReason {
    INVALID_PARTY_TYPE_TARGET
    INVALID_SYNTAX_ORGANIZATION_ARN
    INVALID_SYNTAX_POLICY_ID
    INVALID_ENUM
    INVALID_ENUM_POLICY_TYPE
    INVALID_LIST_MEMBER
    MAX_LENGTH_EXCEEDED
    MAX_VALUE_EXCEEDED
    MIN_LENGTH_EXCEEDED
    MIN_VALUE_EXCEEDED
    IMMUTABLE_POLICY
    INVALID_PATTERN
    INVALID_PATTERN_TARGET_ID
    INPUT_REQUIRED
    INVALID_NEXT_TOKEN
    MAX_LIMIT_EXCEEDED_FILTER
    MOVING_ACCOUNT_BETWEEN_DIFFERENT_ROOTS
    INVALID_FULL_NAME_TARGET
    UNRECOGNIZED_SERVICE_PRINCIPAL
    INVALID_ROLE_NAME
    INVALID_SYSTEM_TAGS_PARAMETER
    DUPLICATE_TAG_KEY
    TARGET_NOT_SUPPORTED
    INVALID_EMAIL_ADDRESS_TARGET
    INVALID_RESOURCE_POLICY_JSON
    INVALID_PRINCIPAL
    UNSUPPORTED_ACTION_IN_RESOURCE_POLICY
    UNSUPPORTED_POLICY_TYPE_IN_RESOURCE_POLICY
    UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY
    NON_DETACHABLE_POLICY
    CALLER_REQUIRED_FIELD_MISSING
    UNSUPPORTED_ACTION_IN_RESPONSIBILITY_TRANSFER
    START_DATE_NOT_BEGINNING_OF_MONTH
    START_DATE_NOT_BEGINNING_OF_DAY
    START_DATE_TOO_EARLY
    START_DATE_TOO_LATE
    INVALID_START_DATE
    END_DATE_NOT_END_OF_MONTH
    END_DATE_TOO_EARLY
    INVALID_END_DATE
}

enum OrganizationFeatureSet {
    ALL
    CONSOLIDATED_BILLING
}

enum ParentType {
    ROOT
    ORGANIZATIONAL_UNIT
}

enum PolicyType {
    SERVICE_CONTROL_POLICY
    RESOURCE_CONTROL_POLICY
    TAG_POLICY
    BACKUP_POLICY
    AISERVICES_OPT_OUT_POLICY
    CHATBOT_POLICY
    DECLARATIVE_POLICY_EC2
    SECURITYHUB_POLICY
    INSPECTOR_POLICY
    UPGRADE_ROLLOUT_POLICY
    BEDROCK_POLICY
    S3_POLICY
    NETWORK_SECURITY_DIRECTOR_POLICY
}

enum PolicyTypeStatus {
    ENABLED
    PENDING_ENABLE
    PENDING_DISABLE
}

enum ResponsibilityTransferStatus {
    REQUESTED
    DECLINED
    CANCELED
    EXPIRED
    ACCEPTED
    WITHDRAWN
}

enum ResponsibilityTransferType {
    BILLING
}

enum TargetType {
    ACCOUNT
    ORGANIZATIONAL_UNIT
    ROOT
}

@pattern("^arn:aws:organizations::\\d{12}:account\\/o-[a-z0-9]{10,32}\\/\\d{12}") string AccountArn

@length(max: 12) @pattern("^\\d{12}$") string AccountId

@sensitive @length(min: 1, max: 128) @pattern("[\\s\\S]*") string AccountName

@default(false) boolean AwsManagedPolicy

@length(max: 100) @pattern("^(\\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$") string ChildId

@sensitive @length(min: 1, max: 50) @pattern("[\\u0020-\\u007E]+") string CreateAccountName

@length(max: 36) @pattern("^car-[a-z0-9]{8,32}$") string CreateAccountRequestId

@sensitive @length(min: 6, max: 64) @pattern("[^\\s@]+@[^\\s@]+\\.[^\\s@]+") string Email

string ErrorCode

string ErrorMessage

string ExceptionMessage

string ExceptionType

@pattern("^arn:aws:organizations::.+:.+") string GenericArn

@pattern("^arn:aws:organizations::\\d{12}:handshake\\/o-[a-z0-9]{10,32}\\/[a-z_]{1,32}\\/h-[0-9a-z]{8,32}")
string HandshakeArn

@length(max: 34) @pattern("^h-[0-9a-z]{8,32}$") string HandshakeId

@sensitive @length(max: 1024) @pattern("[\\s\\S]*") string HandshakeNotes

@sensitive @length(min: 1, max: 64) @pattern("[\\s\\S]*") string HandshakePartyId

@sensitive string HandshakeResourceValue

@range(min: 1, max: 20) integer MaxResults

@length(max: 100000) @pattern("[\\s\\S]*") string NextToken

@pattern("^arn:aws:organizations::\\d{12}:ou\\/o-[a-z0-9]{10,32}\\/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}")
string OrganizationalUnitArn

@length(max: 68) @pattern("^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$") string OrganizationalUnitId

@length(min: 1, max: 128) @pattern("[\\s\\S]*") string OrganizationalUnitName

@pattern("^arn:aws:organizations::\\d{12}:organization\\/o-[a-z0-9]{10,32}") string OrganizationArn

@pattern("^o-[a-z0-9]{10,32}$") string OrganizationId

@length(max: 100) @pattern("^(r-[0-9a-z]{4,32})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$") string ParentId

@pattern("^(o-[a-z0-9]{10,32}\\/r-[0-9a-z]{4,32}(\\/ou\\-[0-9a-z]{4,32}-[a-z0-9]{8,32})*(\\/\\d{12})*)\\/")
string Path

string PathToError

@pattern("^(arn:aws:organizations::\\d{12}:policy\\/o-[a-z0-9]{10,32}\\/[0-9a-z_]+\\/p-[0-9a-z]{10,32})|(arn:aws:organizations::aws:policy\\/[0-9a-z_]+\\/p-[0-9a-zA-Z_]{10,128})")
string PolicyArn

@length(min: 1) @pattern("[\\s\\S]*") string PolicyContent

@length(max: 512) @pattern("[\\s\\S]*") string PolicyDescription

@length(max: 130) @pattern("^p-[0-9a-zA-Z_]{8,128}$") string PolicyId

@length(min: 1, max: 128) @pattern("[\\s\\S]*") string PolicyName

@length(max: 100) @pattern("^(r-[0-9a-z]{4,32})|(\\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$") string PolicyTargetId

@pattern("^arn:[a-z0-9][a-z0-9-.]{0,62}:organizations::\\d{12}:resourcepolicy\\/o-[a-z0-9]{10,32}\\/rp-[0-9a-zA-Z_]{4,128}")
string ResourcePolicyArn

@length(min: 1, max: 40000) @pattern("[\\s\\S]*") string ResourcePolicyContent

@length(max: 131) @pattern("^rp-[0-9a-zA-Z_]{4,128}$") string ResourcePolicyId

@pattern("^arn:[a-z0-9][a-z0-9-.]{0,62}:organizations::\\d{12}:transfer\\/o-[a-z0-9]{10,32}\\/(billing)\\/(inbound|outbound)\\/rt-[0-9a-z]{8,32}$")
string ResponsibilityTransferArn

@pattern("^rt-[0-9a-z]{8,32}$") string ResponsibilityTransferId

@sensitive @length(min: 1, max: 128) @pattern("^[ -~]+$") string ResponsibilityTransferName

@length(max: 64) @pattern("[\\w+=,.@-]{1,64}") string RoleName

@pattern("^arn:aws:organizations::\\d{12}:root\\/o-[a-z0-9]{10,32}\\/r-[0-9a-z]{4,32}") string RootArn

@length(max: 34) @pattern("^r-[0-9a-z]{4,32}$") string RootId

@length(min: 1, max: 128) string RootName

@length(min: 1, max: 128) @pattern("[\\w+=,.@-]*") string ServicePrincipal

@length(max: 130)
@pattern("^(r-[0-9a-z]{4,32})|(\\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})|(^p-[0-9a-zA-Z_]{8,128})|(^rp-[0-9a-zA-Z_]{4,128})|(^rt-[0-9a-zA-Z_]{8,32})$")
string TaggableResourceId

@length(min: 1, max: 128) @pattern("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$") string TagKey

@length(min: 0, max: 256) @pattern("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$") string TagValue

@length(min: 1, max: 128) string TargetName

timestamp Timestamp

@error("client")
structure AccessDeniedException {
    Message: ExceptionMessage
}

@error("client")
structure AccessDeniedForDependencyException {
    Message: ExceptionMessage
    Reason: AccessDeniedForDependencyExceptionReason
}

@error("client")
structure AccountAlreadyClosedException {
    Message: ExceptionMessage
}

@error("client")
structure AccountAlreadyRegisteredException {
    Message: ExceptionMessage
}

@error("client")
structure AccountNotFoundException {
    Message: ExceptionMessage
}

@error("client")
structure AccountNotRegisteredException {
    Message: ExceptionMessage
}

@error("client")
structure AccountOwnerNotVerifiedException {
    Message: ExceptionMessage
}

@error("client")
structure AlreadyInOrganizationException {
    Message: ExceptionMessage
}

@error("client")
structure AWSOrganizationsNotInUseException {
    Message: ExceptionMessage
}

@error("client")
structure ChildNotFoundException {
    Message: ExceptionMessage
}

@error("client")
structure ConcurrentModificationException {
    Message: ExceptionMessage
}

@error("client")
structure ConflictException {
    Message: ExceptionMessage
}

@error("client")
structure ConstraintViolationException {
    Message: ExceptionMessage
    Reason: ConstraintViolationExceptionReason
}

@error("client")
structure CreateAccountStatusNotFoundException {
    Message: ExceptionMessage
}

@error("client")
structure DestinationParentNotFoundException {
    Message: ExceptionMessage
}

@error("client")
structure DuplicateAccountException {
    Message: ExceptionMessage
}

@error("client")
structure DuplicateHandshakeException {
    Message: ExceptionMessage
}

@error("client")
structure DuplicateOrganizationalUnitException {
    Message: ExceptionMessage
}

@error("client")
structure DuplicatePolicyAttachmentException {
    Message: ExceptionMessage
}

@error("client")
structure DuplicatePolicyException {
    Message: ExceptionMessage
}

@error("client")
structure EffectivePolicyNotFoundException {
    Message: ExceptionMessage
}

@error("client")
structure FinalizingOrganizationException {
    Message: ExceptionMessage
}

@error("client")
structure HandshakeAlreadyInStateException {
    Message: ExceptionMessage
}

@error("client")
structure HandshakeConstraintViolationException {
    Message: ExceptionMessage
    Reason: HandshakeConstraintViolationExceptionReason
}

@error("client")
structure HandshakeNotFoundException {
    Message: ExceptionMessage
}

@error("client")
structure InvalidHandshakeTransitionException {
    Message: ExceptionMessage
}

@error("client")
structure InvalidInputException {
    Message: ExceptionMessage
    Reason: InvalidInputExceptionReason
}

@error("client")
structure InvalidResponsibilityTransferTransitionException {
    Message: ExceptionMessage
}

@error("client")
structure MalformedPolicyDocumentException {
    Message: ExceptionMessage
}

@error("client")
structure MasterCannotLeaveOrganizationException {
    Message: ExceptionMessage
}

@error("client")
structure OrganizationalUnitNotEmptyException {
    Message: ExceptionMessage
}

@error("client")
structure OrganizationalUnitNotFoundException {
    Message: ExceptionMessage
}

@error("client")
structure OrganizationNotEmptyException {
    Message: ExceptionMessage
}

@error("client")
structure ParentNotFoundException {
    Message: ExceptionMessage
}

@error("client")
structure PolicyChangesInProgressException {
    Message: ExceptionMessage
}

@error("client")
structure PolicyInUseException {
    Message: ExceptionMessage
}

@error("client")
structure PolicyNotAttachedException {
    Message: ExceptionMessage
}

@error("client")
structure PolicyNotFoundException {
    Message: ExceptionMessage
}

@error("client")
structure PolicyTypeAlreadyEnabledException {
    Message: ExceptionMessage
}

@error("client")
structure PolicyTypeNotAvailableForOrganizationException {
    Message: ExceptionMessage
}

@error("client")
structure PolicyTypeNotEnabledException {
    Message: ExceptionMessage
}

@error("client")
structure ResourcePolicyNotFoundException {
    Message: ExceptionMessage
}

@error("client")
structure ResponsibilityTransferAlreadyInStatusException {
    Message: ExceptionMessage
}

@error("client")
structure ResponsibilityTransferNotFoundException {
    Message: ExceptionMessage
}

@error("client")
structure RootNotFoundException {
    Message: ExceptionMessage
}

@error("server")
structure ServiceException {
    Message: ExceptionMessage
}

@error("client")
structure SourceParentNotFoundException {
    Message: ExceptionMessage
}

@error("client")
structure TargetNotFoundException {
    Message: ExceptionMessage
}

@error("client")
structure TooManyRequestsException {
    Type: ExceptionType
    Message: ExceptionMessage
}

@error("client")
structure UnsupportedAPIEndpointException {
    Message: ExceptionMessage
}
