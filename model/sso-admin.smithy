// AWS Single Sign-On Admin: every operation of the API; docs/compat.md says which of them are built.
// Facts of the wire only: names, types, bounds. The gatehouse# rows say how each operation runs and what allows it.
$version: "2.0"

namespace gatehouse.sso_admin

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsJson1_1

@service(sdkId: "SSO Admin", arnNamespace: "sso", cloudTrailEventSource: "sso.amazonaws.com", endpointPrefix: "sso")
@sigv4(name: "sso")
@awsJson1_1
@gatehouse#errors(
    validation: "ValidationException"
    accessDenied: "AccessDeniedException"
    internal: "InternalServerException"
    throttled: "ThrottlingException"
)
service SWBExternalService {
    version: "2020-07-20"
    operations: [
        AddRegion
        AttachCustomerManagedPolicyReferenceToPermissionSet
        AttachManagedPolicyToPermissionSet
        CreateAccountAssignment
        CreateApplication
        CreateApplicationAssignment
        CreateInstance
        CreateInstanceAccessControlAttributeConfiguration
        CreatePermissionSet
        CreateTrustedTokenIssuer
        DeleteAccountAssignment
        DeleteApplication
        DeleteApplicationAccessScope
        DeleteApplicationAssignment
        DeleteApplicationAuthenticationMethod
        DeleteApplicationGrant
        DeleteInlinePolicyFromPermissionSet
        DeleteInstance
        DeleteInstanceAccessControlAttributeConfiguration
        DeletePermissionSet
        DeletePermissionsBoundaryFromPermissionSet
        DeleteTrustedTokenIssuer
        DescribeAccountAssignmentCreationStatus
        DescribeAccountAssignmentDeletionStatus
        DescribeApplication
        DescribeApplicationAssignment
        DescribeApplicationProvider
        DescribeInstance
        DescribeInstanceAccessControlAttributeConfiguration
        DescribePermissionSet
        DescribePermissionSetProvisioningStatus
        DescribeRegion
        DescribeTrustedTokenIssuer
        DetachCustomerManagedPolicyReferenceFromPermissionSet
        DetachManagedPolicyFromPermissionSet
        GetApplicationAccessScope
        GetApplicationAssignmentConfiguration
        GetApplicationAuthenticationMethod
        GetApplicationGrant
        GetApplicationSessionConfiguration
        GetInlinePolicyForPermissionSet
        GetPermissionsBoundaryForPermissionSet
        ListAccountAssignmentCreationStatus
        ListAccountAssignmentDeletionStatus
        ListAccountAssignments
        ListAccountAssignmentsForPrincipal
        ListAccountsForProvisionedPermissionSet
        ListApplicationAccessScopes
        ListApplicationAssignments
        ListApplicationAssignmentsForPrincipal
        ListApplicationAuthenticationMethods
        ListApplicationGrants
        ListApplicationProviders
        ListApplications
        ListCustomerManagedPolicyReferencesInPermissionSet
        ListInstances
        ListManagedPoliciesInPermissionSet
        ListPermissionSetProvisioningStatus
        ListPermissionSets
        ListPermissionSetsProvisionedToAccount
        ListRegions
        ListTagsForResource
        ListTrustedTokenIssuers
        ProvisionPermissionSet
        PutApplicationAccessScope
        PutApplicationAssignmentConfiguration
        PutApplicationAuthenticationMethod
        PutApplicationGrant
        PutApplicationSessionConfiguration
        PutInlinePolicyToPermissionSet
        PutPermissionsBoundaryToPermissionSet
        RemoveRegion
        TagResource
        UntagResource
        UpdateApplication
        UpdateInstance
        UpdateInstanceAccessControlAttributeConfiguration
        UpdatePermissionSet
        UpdateTrustedTokenIssuer
    ]
}

/// Refuses: an instance lives in one Region.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "sso:AddRegion", resources: [{type: "Instance", arn: "{InstanceArn}"}])
operation AddRegion {
    input: AddRegionRequest
    output: AddRegionResponse
    errors: [
        ServiceQuotaExceededException
        ThrottlingException
        InternalServerException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure AddRegionRequest {
    @required InstanceArn: InstanceArn
    @required RegionName: RegionName
}

structure AddRegionResponse {
    Status: RegionStatus
}

/// Adds a policy that each account has under that name.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:AttachCustomerManagedPolicyReferenceToPermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
operation AttachCustomerManagedPolicyReferenceToPermissionSet {
    input: AttachCustomerManagedPolicyReferenceToPermissionSetRequest
    output: AttachCustomerManagedPolicyReferenceToPermissionSetResponse
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

structure AttachCustomerManagedPolicyReferenceToPermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
    @required CustomerManagedPolicyReference: CustomerManagedPolicyReference
}

structure AttachCustomerManagedPolicyReferenceToPermissionSetResponse {}

/// Adds an AWS managed policy to a permission set.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:AttachManagedPolicyToPermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
operation AttachManagedPolicyToPermissionSet {
    input: AttachManagedPolicyToPermissionSetRequest
    output: AttachManagedPolicyToPermissionSetResponse
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

structure AttachManagedPolicyToPermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
    @required ManagedPolicyArn: ManagedPolicyArn
}

structure AttachManagedPolicyToPermissionSetResponse {}

/// Starts giving a user or group a permission set in an account.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:CreateAccountAssignment"
    resources: [
        {type: "Account", arn: "arn:aws:sso:::account/{TargetId}"}
        {type: "Instance", arn: "{InstanceArn}"}
        {type: "PermissionSet", arn: "{PermissionSetArn}"}
    ]
)
operation CreateAccountAssignment {
    input: CreateAccountAssignmentRequest
    output: CreateAccountAssignmentResponse
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

structure CreateAccountAssignmentRequest {
    @required InstanceArn: InstanceArn
    @required TargetId: TargetId
    @required TargetType: TargetType
    @required PermissionSetArn: PermissionSetArn
    @required PrincipalType: PrincipalType
    @required PrincipalId: PrincipalId
}

structure CreateAccountAssignmentResponse {
    AccountAssignmentCreationStatus: AccountAssignmentOperationStatus
}

/// Makes a customer managed application of OAuth 2.0.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:CreateApplication"
    resources: [
        {type: "Application", find: "sso_admin_find_new_application(InstanceArn)"}
        {type: "ApplicationProvider", arn: "{ApplicationProviderArn}"}
        {type: "Instance", arn: "{InstanceArn}"}
    ]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [{action: "sso:TagResource", tags: "Tags", type: "Application"}]
)
operation CreateApplication {
    input: CreateApplicationRequest
    output: CreateApplicationResponse
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

structure CreateApplicationRequest {
    @required InstanceArn: InstanceArn
    @required ApplicationProviderArn: ApplicationProviderArn
    @required Name: ApplicationNameType
    Description: Description
    PortalOptions: PortalOptions
    Tags: TagList
    Status: ApplicationStatus
    @idempotencyToken ClientToken: ClientToken
}

structure CreateApplicationResponse {
    ApplicationArn: ApplicationArn
    InstanceArn: InstanceArn
    IdentityStoreArn: IdentityStoreArn
}

/// Lets a user or group use an application.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:CreateApplicationAssignment"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
operation CreateApplicationAssignment {
    input: CreateApplicationAssignmentRequest
    output: CreateApplicationAssignmentResponse
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

structure CreateApplicationAssignmentRequest {
    @required ApplicationArn: ApplicationArn
    @required PrincipalId: PrincipalId
    @required PrincipalType: PrincipalType
}

structure CreateApplicationAssignmentResponse {}

/// Enables Identity Center: an instance with its identity store.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:CreateInstance"
    resources: [{type: "Instance", arn: "arn:aws:sso:::instance/*"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [{action: "sso:TagResource", tags: "Tags"}]
)
operation CreateInstance {
    input: CreateInstanceRequest
    output: CreateInstanceResponse
    errors: [
        ServiceQuotaExceededException
        ThrottlingException
        InternalServerException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure CreateInstanceRequest {
    Name: NameType
    @idempotencyToken ClientToken: ClientToken
    Tags: TagList
}

structure CreateInstanceResponse {
    InstanceArn: InstanceArn
}

/// Tells accounts about people from now on: their attributes become session tags.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:CreateInstanceAccessControlAttributeConfiguration"
    resources: [{type: "Instance", arn: "{InstanceArn}"}]
)
operation CreateInstanceAccessControlAttributeConfiguration {
    input: CreateInstanceAccessControlAttributeConfigurationRequest
    output: CreateInstanceAccessControlAttributeConfigurationResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure CreateInstanceAccessControlAttributeConfigurationRequest {
    @required InstanceArn: InstanceArn
    @required InstanceAccessControlAttributeConfiguration: InstanceAccessControlAttributeConfiguration
}

structure CreateInstanceAccessControlAttributeConfigurationResponse {}

/// Makes a permission set: the recipe of a role.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:CreatePermissionSet"
    resources: [
        {type: "Instance", arn: "{InstanceArn}"}
        {type: "PermissionSet", find: "sso_admin_find_new_permission_set(InstanceArn)"}
    ]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [{action: "sso:TagResource", tags: "Tags", type: "PermissionSet"}]
)
operation CreatePermissionSet {
    input: CreatePermissionSetRequest
    output: CreatePermissionSetResponse
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

structure CreatePermissionSetRequest {
    @required Name: PermissionSetName
    Description: PermissionSetDescription
    @required InstanceArn: InstanceArn
    SessionDuration: Duration
    RelayState: RelayState
    Tags: TagList
}

structure CreatePermissionSetResponse {
    PermissionSet: PermissionSet
}

/// Trusts the tokens of an issuer outside of Identity Center.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:CreateTrustedTokenIssuer"
    resources: [
        {type: "Instance", arn: "{InstanceArn}"}
        {type: "TrustedTokenIssuer", find: "sso_admin_find_new_trusted_token_issuer(InstanceArn)"}
    ]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [{action: "sso:TagResource", tags: "Tags", type: "TrustedTokenIssuer"}]
)
operation CreateTrustedTokenIssuer {
    input: CreateTrustedTokenIssuerRequest
    output: CreateTrustedTokenIssuerResponse
    errors: [
        ServiceQuotaExceededException
        ThrottlingException
        InternalServerException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure CreateTrustedTokenIssuerRequest {
    @required InstanceArn: InstanceArn
    @required Name: TrustedTokenIssuerName
    @required TrustedTokenIssuerType: TrustedTokenIssuerType
    @required TrustedTokenIssuerConfiguration: TrustedTokenIssuerConfiguration
    @idempotencyToken ClientToken: ClientToken
    Tags: TagList
}

structure CreateTrustedTokenIssuerResponse {
    TrustedTokenIssuerArn: TrustedTokenIssuerArn
}

/// Starts taking a permission set in an account from a user or group.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:DeleteAccountAssignment"
    resources: [
        {type: "Account", arn: "arn:aws:sso:::account/{TargetId}"}
        {type: "Instance", arn: "{InstanceArn}"}
        {type: "PermissionSet", arn: "{PermissionSetArn}"}
    ]
)
operation DeleteAccountAssignment {
    input: DeleteAccountAssignmentRequest
    output: DeleteAccountAssignmentResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DeleteAccountAssignmentRequest {
    @required InstanceArn: InstanceArn
    @required TargetId: TargetId
    @required TargetType: TargetType
    @required PermissionSetArn: PermissionSetArn
    @required PrincipalType: PrincipalType
    @required PrincipalId: PrincipalId
}

structure DeleteAccountAssignmentResponse {
    AccountAssignmentDeletionStatus: AccountAssignmentOperationStatus
}

/// Removes an application with everything that hangs on it.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "sso:DeleteApplication", resources: [{type: "Application", arn: "{ApplicationArn}"}])
operation DeleteApplication {
    input: DeleteApplicationRequest
    output: DeleteApplicationResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DeleteApplicationRequest {
    @required ApplicationArn: ApplicationArn
}

structure DeleteApplicationResponse {}

/// Removes an access scope from an application.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:DeleteApplicationAccessScope"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
@idempotent
operation DeleteApplicationAccessScope {
    input: DeleteApplicationAccessScopeRequest
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DeleteApplicationAccessScopeRequest {
    @required ApplicationArn: ApplicationArn
    @required Scope: Scope
}

/// Takes an application from a user or group.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:DeleteApplicationAssignment"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
@idempotent
operation DeleteApplicationAssignment {
    input: DeleteApplicationAssignmentRequest
    output: DeleteApplicationAssignmentResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DeleteApplicationAssignmentRequest {
    @required ApplicationArn: ApplicationArn
    @required PrincipalId: PrincipalId
    @required PrincipalType: PrincipalType
}

structure DeleteApplicationAssignmentResponse {}

/// Removes an authentication method from an application.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:DeleteApplicationAuthenticationMethod"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
@idempotent
operation DeleteApplicationAuthenticationMethod {
    input: DeleteApplicationAuthenticationMethodRequest
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DeleteApplicationAuthenticationMethodRequest {
    @required ApplicationArn: ApplicationArn
    @required AuthenticationMethodType: AuthenticationMethodType
}

/// Removes a grant from an application.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:DeleteApplicationGrant"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
@idempotent
operation DeleteApplicationGrant {
    input: DeleteApplicationGrantRequest
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DeleteApplicationGrantRequest {
    @required ApplicationArn: ApplicationArn
    @required GrantType: GrantType
}

/// Removes the inline policy of a permission set.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:DeleteInlinePolicyFromPermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
operation DeleteInlinePolicyFromPermissionSet {
    input: DeleteInlinePolicyFromPermissionSetRequest
    output: DeleteInlinePolicyFromPermissionSetResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DeleteInlinePolicyFromPermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
}

structure DeleteInlinePolicyFromPermissionSetResponse {}

/// Deletes an instance with everything in it; a job takes it apart.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "sso:DeleteInstance", resources: [{type: "Instance", arn: "{InstanceArn}"}])
operation DeleteInstance {
    input: DeleteInstanceRequest
    output: DeleteInstanceResponse
    errors: [
        ThrottlingException
        InternalServerException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DeleteInstanceRequest {
    @required InstanceArn: InstanceArn
}

structure DeleteInstanceResponse {}

/// Tells accounts nothing about people any more.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:DeleteInstanceAccessControlAttributeConfiguration"
    resources: [{type: "Instance", arn: "{InstanceArn}"}]
)
operation DeleteInstanceAccessControlAttributeConfiguration {
    input: DeleteInstanceAccessControlAttributeConfigurationRequest
    output: DeleteInstanceAccessControlAttributeConfigurationResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DeleteInstanceAccessControlAttributeConfigurationRequest {
    @required InstanceArn: InstanceArn
}

structure DeleteInstanceAccessControlAttributeConfigurationResponse {}

/// Removes a permission set that has no assignments.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:DeletePermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
operation DeletePermissionSet {
    input: DeletePermissionSetRequest
    output: DeletePermissionSetResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DeletePermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
}

structure DeletePermissionSetResponse {}

/// Takes the boundary away.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:DeletePermissionsBoundaryFromPermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
operation DeletePermissionsBoundaryFromPermissionSet {
    input: DeletePermissionsBoundaryFromPermissionSetRequest
    output: DeletePermissionsBoundaryFromPermissionSetResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DeletePermissionsBoundaryFromPermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
}

structure DeletePermissionsBoundaryFromPermissionSetResponse {}

/// Ends the trust in an issuer.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:DeleteTrustedTokenIssuer"
    resources: [{type: "TrustedTokenIssuer", arn: "{TrustedTokenIssuerArn}"}]
)
operation DeleteTrustedTokenIssuer {
    input: DeleteTrustedTokenIssuerRequest
    output: DeleteTrustedTokenIssuerResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DeleteTrustedTokenIssuerRequest {
    @required TrustedTokenIssuerArn: TrustedTokenIssuerArn
}

structure DeleteTrustedTokenIssuerResponse {}

/// Tells how far one assignment has come.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:DescribeAccountAssignmentCreationStatus"
    resources: [{type: "Instance", arn: "{InstanceArn}"}]
)
operation DescribeAccountAssignmentCreationStatus {
    input: DescribeAccountAssignmentCreationStatusRequest
    output: DescribeAccountAssignmentCreationStatusResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure DescribeAccountAssignmentCreationStatusRequest {
    @required InstanceArn: InstanceArn
    @required AccountAssignmentCreationRequestId: UUId
}

structure DescribeAccountAssignmentCreationStatusResponse {
    AccountAssignmentCreationStatus: AccountAssignmentOperationStatus
}

/// Tells how far one removal of an assignment has come.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:DescribeAccountAssignmentDeletionStatus"
    resources: [{type: "Instance", arn: "{InstanceArn}"}]
)
operation DescribeAccountAssignmentDeletionStatus {
    input: DescribeAccountAssignmentDeletionStatusRequest
    output: DescribeAccountAssignmentDeletionStatusResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure DescribeAccountAssignmentDeletionStatusRequest {
    @required InstanceArn: InstanceArn
    @required AccountAssignmentDeletionRequestId: UUId
}

structure DescribeAccountAssignmentDeletionStatusResponse {
    AccountAssignmentDeletionStatus: AccountAssignmentOperationStatus
}

/// Shows one application.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "sso:DescribeApplication", resources: [{type: "Application", arn: "{ApplicationArn}"}])
operation DescribeApplication {
    input: DescribeApplicationRequest
    output: DescribeApplicationResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure DescribeApplicationRequest {
    @required ApplicationArn: ApplicationArn
}

structure DescribeApplicationResponse {
    ApplicationArn: ApplicationArn
    ApplicationProviderArn: ApplicationProviderArn
    Name: ApplicationNameType
    ApplicationAccount: AccountId
    InstanceArn: InstanceArn
    IdentityStoreArn: IdentityStoreArn
    Status: ApplicationStatus
    PortalOptions: PortalOptions
    Description: Description
    CreatedDate: Date
    CreatedFrom: RegionName
}

/// Shows the assignment of one user or group to an application.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:DescribeApplicationAssignment"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
operation DescribeApplicationAssignment {
    input: DescribeApplicationAssignmentRequest
    output: DescribeApplicationAssignmentResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure DescribeApplicationAssignmentRequest {
    @required ApplicationArn: ApplicationArn
    @required PrincipalId: PrincipalId
    @required PrincipalType: PrincipalType
}

structure DescribeApplicationAssignmentResponse {
    PrincipalType: PrincipalType
    PrincipalId: PrincipalId
    ApplicationArn: ApplicationArn
}

/// Shows one kind of application.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:DescribeApplicationProvider"
    resources: [{type: "ApplicationProvider", arn: "{ApplicationProviderArn}"}]
)
operation DescribeApplicationProvider {
    input: DescribeApplicationProviderRequest
    output: DescribeApplicationProviderResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure DescribeApplicationProviderRequest {
    @required ApplicationProviderArn: ApplicationProviderArn
}

structure DescribeApplicationProviderResponse {
    @required ApplicationProviderArn: ApplicationProviderArn
    FederationProtocol: FederationProtocol
    DisplayData: DisplayData
    ResourceServerConfig: ResourceServerConfig
}

/// Shows one instance.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "sso:DescribeInstance", resources: [{type: "Instance", arn: "{InstanceArn}"}])
operation DescribeInstance {
    input: DescribeInstanceRequest
    output: DescribeInstanceResponse
    errors: [ThrottlingException, InternalServerException, AccessDeniedException, ValidationException]
}

structure DescribeInstanceRequest {
    @required InstanceArn: InstanceArn
}

structure DescribeInstanceResponse {
    InstanceArn: InstanceArn
    IdentityStoreId: Id
    OwnerAccountId: AccountId
    Name: NameType
    CreatedDate: Date
    Status: InstanceStatus
    StatusReason: Reason
    EncryptionConfigurationDetails: EncryptionConfigurationDetails
    PermissionSetsEnabled: Boolean
}

/// Shows which attributes become session tags.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:DescribeInstanceAccessControlAttributeConfiguration"
    resources: [{type: "Instance", arn: "{InstanceArn}"}]
)
operation DescribeInstanceAccessControlAttributeConfiguration {
    input: DescribeInstanceAccessControlAttributeConfigurationRequest
    output: DescribeInstanceAccessControlAttributeConfigurationResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure DescribeInstanceAccessControlAttributeConfigurationRequest {
    @required InstanceArn: InstanceArn
}

structure DescribeInstanceAccessControlAttributeConfigurationResponse {
    Status: InstanceAccessControlAttributeConfigurationStatus
    StatusReason: InstanceAccessControlAttributeConfigurationStatusReason
    InstanceAccessControlAttributeConfiguration: InstanceAccessControlAttributeConfiguration
}

/// Shows one permission set.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:DescribePermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
operation DescribePermissionSet {
    input: DescribePermissionSetRequest
    output: DescribePermissionSetResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure DescribePermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
}

structure DescribePermissionSetResponse {
    PermissionSet: PermissionSet
}

/// Tells how far one provisioning has come.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:DescribePermissionSetProvisioningStatus"
    resources: [{type: "Instance", arn: "{InstanceArn}"}]
)
operation DescribePermissionSetProvisioningStatus {
    input: DescribePermissionSetProvisioningStatusRequest
    output: DescribePermissionSetProvisioningStatusResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure DescribePermissionSetProvisioningStatusRequest {
    @required InstanceArn: InstanceArn
    @required ProvisionPermissionSetRequestId: UUId
}

structure DescribePermissionSetProvisioningStatusResponse {
    PermissionSetProvisioningStatus: PermissionSetProvisioningStatus
}

/// Shows the one Region of an instance.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "sso:DescribeRegion", resources: [{type: "Instance", arn: "{InstanceArn}"}])
operation DescribeRegion {
    input: DescribeRegionRequest
    output: DescribeRegionResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure DescribeRegionRequest {
    @required InstanceArn: InstanceArn
    @required RegionName: RegionName
}

structure DescribeRegionResponse {
    RegionName: RegionName
    Status: RegionStatus
    AddedDate: Date
    IsPrimaryRegion: IsPrimaryRegion = false
}

/// Shows one trusted token issuer.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:DescribeTrustedTokenIssuer"
    resources: [{type: "TrustedTokenIssuer", arn: "{TrustedTokenIssuerArn}"}]
)
operation DescribeTrustedTokenIssuer {
    input: DescribeTrustedTokenIssuerRequest
    output: DescribeTrustedTokenIssuerResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure DescribeTrustedTokenIssuerRequest {
    @required TrustedTokenIssuerArn: TrustedTokenIssuerArn
}

structure DescribeTrustedTokenIssuerResponse {
    TrustedTokenIssuerArn: TrustedTokenIssuerArn
    Name: TrustedTokenIssuerName
    TrustedTokenIssuerType: TrustedTokenIssuerType
    TrustedTokenIssuerConfiguration: TrustedTokenIssuerConfiguration
}

/// Takes such a policy out of a permission set.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:DetachCustomerManagedPolicyReferenceFromPermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
operation DetachCustomerManagedPolicyReferenceFromPermissionSet {
    input: DetachCustomerManagedPolicyReferenceFromPermissionSetRequest
    output: DetachCustomerManagedPolicyReferenceFromPermissionSetResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DetachCustomerManagedPolicyReferenceFromPermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
    @required CustomerManagedPolicyReference: CustomerManagedPolicyReference
}

structure DetachCustomerManagedPolicyReferenceFromPermissionSetResponse {}

/// Takes an AWS managed policy off a permission set.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:DetachManagedPolicyFromPermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
operation DetachManagedPolicyFromPermissionSet {
    input: DetachManagedPolicyFromPermissionSetRequest
    output: DetachManagedPolicyFromPermissionSetResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure DetachManagedPolicyFromPermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
    @required ManagedPolicyArn: ManagedPolicyArn
}

structure DetachManagedPolicyFromPermissionSetResponse {}

/// Shows the targets of one access scope.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:GetApplicationAccessScope"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
@readonly
operation GetApplicationAccessScope {
    input: GetApplicationAccessScopeRequest
    output: GetApplicationAccessScopeResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure GetApplicationAccessScopeRequest {
    @required ApplicationArn: ApplicationArn
    @required Scope: Scope
}

structure GetApplicationAccessScopeResponse {
    @required Scope: Scope
    AuthorizedTargets: ScopeTargets
}

/// Tells whether an application needs assignments.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:GetApplicationAssignmentConfiguration"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
@readonly
operation GetApplicationAssignmentConfiguration {
    input: GetApplicationAssignmentConfigurationRequest
    output: GetApplicationAssignmentConfigurationResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure GetApplicationAssignmentConfigurationRequest {
    @required ApplicationArn: ApplicationArn
}

structure GetApplicationAssignmentConfigurationResponse {
    @required AssignmentRequired: AssignmentRequired
}

/// Shows how an application proves who it is.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:GetApplicationAuthenticationMethod"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
@readonly
operation GetApplicationAuthenticationMethod {
    input: GetApplicationAuthenticationMethodRequest
    output: GetApplicationAuthenticationMethodResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure GetApplicationAuthenticationMethodRequest {
    @required ApplicationArn: ApplicationArn
    @required AuthenticationMethodType: AuthenticationMethodType
}

structure GetApplicationAuthenticationMethodResponse {
    AuthenticationMethod: AuthenticationMethod
}

/// Shows one grant of an application.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "sso:GetApplicationGrant", resources: [{type: "Application", arn: "{ApplicationArn}"}])
@readonly
operation GetApplicationGrant {
    input: GetApplicationGrantRequest
    output: GetApplicationGrantResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure GetApplicationGrantRequest {
    @required ApplicationArn: ApplicationArn
    @required GrantType: GrantType
}

structure GetApplicationGrantResponse {
    @required Grant: Grant
}

/// Tells whether an application may work for people who are signed out.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:GetApplicationSessionConfiguration"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
@readonly
operation GetApplicationSessionConfiguration {
    input: GetApplicationSessionConfigurationRequest
    output: GetApplicationSessionConfigurationResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure GetApplicationSessionConfigurationRequest {
    @required ApplicationArn: ApplicationArn
}

structure GetApplicationSessionConfigurationResponse {
    UserBackgroundSessionApplicationStatus: UserBackgroundSessionApplicationStatus
}

/// Answers the inline policy of a permission set, empty where there is none.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:GetInlinePolicyForPermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
operation GetInlinePolicyForPermissionSet {
    input: GetInlinePolicyForPermissionSetRequest
    output: GetInlinePolicyForPermissionSetResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure GetInlinePolicyForPermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
}

structure GetInlinePolicyForPermissionSetResponse {
    InlinePolicy: PermissionSetPolicyDocument
}

/// Shows the boundary of a permission set.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:GetPermissionsBoundaryForPermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
operation GetPermissionsBoundaryForPermissionSet {
    input: GetPermissionsBoundaryForPermissionSetRequest
    output: GetPermissionsBoundaryForPermissionSetResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure GetPermissionsBoundaryForPermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
}

structure GetPermissionsBoundaryForPermissionSetResponse {
    PermissionsBoundary: PermissionsBoundary
}

/// Lists the assignments being made, failed and done.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:ListAccountAssignmentCreationStatus"
    resources: [{type: "Instance", arn: "{InstanceArn}"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "AccountAssignmentsCreationStatus", pageSize: "MaxResults")
operation ListAccountAssignmentCreationStatus {
    input: ListAccountAssignmentCreationStatusRequest
    output: ListAccountAssignmentCreationStatusResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ListAccountAssignmentCreationStatusRequest {
    @required InstanceArn: InstanceArn
    MaxResults: MaxResults
    NextToken: Token
    Filter: OperationStatusFilter
}

structure ListAccountAssignmentCreationStatusResponse {
    AccountAssignmentsCreationStatus: AccountAssignmentOperationStatusList
    NextToken: Token
}

/// Lists the removals of assignments under way, failed and done.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:ListAccountAssignmentDeletionStatus"
    resources: [{type: "Instance", arn: "{InstanceArn}"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "AccountAssignmentsDeletionStatus", pageSize: "MaxResults")
operation ListAccountAssignmentDeletionStatus {
    input: ListAccountAssignmentDeletionStatusRequest
    output: ListAccountAssignmentDeletionStatusResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ListAccountAssignmentDeletionStatusRequest {
    @required InstanceArn: InstanceArn
    MaxResults: MaxResults
    NextToken: Token
    Filter: OperationStatusFilter
}

structure ListAccountAssignmentDeletionStatusResponse {
    AccountAssignmentsDeletionStatus: AccountAssignmentOperationStatusList
    NextToken: Token
}

/// Lists who has a permission set in an account.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:ListAccountAssignments"
    resources: [
        {type: "Account", arn: "arn:aws:sso:::account/{AccountId}"}
        {type: "Instance", arn: "{InstanceArn}"}
        {type: "PermissionSet", arn: "{PermissionSetArn}"}
    ]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "AccountAssignments", pageSize: "MaxResults")
operation ListAccountAssignments {
    input: ListAccountAssignmentsRequest
    output: ListAccountAssignmentsResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ListAccountAssignmentsRequest {
    @required InstanceArn: InstanceArn
    @required AccountId: TargetId
    @required PermissionSetArn: PermissionSetArn
    MaxResults: MaxResults
    NextToken: Token
}

structure ListAccountAssignmentsResponse {
    AccountAssignments: AccountAssignmentList
    NextToken: Token
}

/// Lists what a user or group has been assigned, and where.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:ListAccountAssignmentsForPrincipal"
    resources: [{type: "Instance", arn: "{InstanceArn}"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "AccountAssignments", pageSize: "MaxResults")
operation ListAccountAssignmentsForPrincipal {
    input: ListAccountAssignmentsForPrincipalRequest
    output: ListAccountAssignmentsForPrincipalResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ListAccountAssignmentsForPrincipalRequest {
    @required InstanceArn: InstanceArn
    @required PrincipalId: PrincipalId
    @required PrincipalType: PrincipalType
    Filter: ListAccountAssignmentsFilter
    NextToken: Token
    MaxResults: MaxResults
}

structure ListAccountAssignmentsForPrincipalResponse {
    AccountAssignments: AccountAssignmentListForPrincipal
    NextToken: Token
}

/// Lists the accounts that hold a permission set's role.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:ListAccountsForProvisionedPermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "AccountIds", pageSize: "MaxResults")
operation ListAccountsForProvisionedPermissionSet {
    input: ListAccountsForProvisionedPermissionSetRequest
    output: ListAccountsForProvisionedPermissionSetResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ListAccountsForProvisionedPermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
    ProvisioningStatus: ProvisioningStatus
    MaxResults: MaxResults
    NextToken: Token
}

structure ListAccountsForProvisionedPermissionSetResponse {
    AccountIds: AccountList
    NextToken: Token
}

/// Lists an application's access scopes.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:ListApplicationAccessScopes"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
@readonly
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Scopes", pageSize: "MaxResults")
operation ListApplicationAccessScopes {
    input: ListApplicationAccessScopesRequest
    output: ListApplicationAccessScopesResponse
    errors: [
        ThrottlingException
        ResourceNotFoundException
        InternalServerException
        AccessDeniedException
        ValidationException
    ]
}

structure ListApplicationAccessScopesRequest {
    @required ApplicationArn: ApplicationArn
    MaxResults: ListApplicationAccessScopesRequestMaxResultsInteger
    NextToken: Token
}

structure ListApplicationAccessScopesResponse {
    @required Scopes: Scopes
    NextToken: Token
}

/// Lists who may use an application.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:ListApplicationAssignments"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
@readonly
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "ApplicationAssignments", pageSize: "MaxResults")
operation ListApplicationAssignments {
    input: ListApplicationAssignmentsRequest
    output: ListApplicationAssignmentsResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ListApplicationAssignmentsRequest {
    @required ApplicationArn: ApplicationArn
    MaxResults: MaxResults
    NextToken: Token
}

structure ListApplicationAssignmentsResponse {
    ApplicationAssignments: ApplicationAssignmentsList
    NextToken: Token
}

/// Lists the applications of a user or group.
@gatehouse#operation(mode: "read", audit: "ring", built: true, presents: true)
@gatehouse#authorize(
    action: "sso:ListApplicationAssignmentsForPrincipal"
    resources: [{type: "Instance", arn: "{InstanceArn}"}]
)
@readonly
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "ApplicationAssignments", pageSize: "MaxResults")
operation ListApplicationAssignmentsForPrincipal {
    input: ListApplicationAssignmentsForPrincipalRequest
    output: ListApplicationAssignmentsForPrincipalResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ListApplicationAssignmentsForPrincipalRequest {
    @required InstanceArn: InstanceArn
    @required PrincipalId: PrincipalId
    @required PrincipalType: PrincipalType
    Filter: ListApplicationAssignmentsFilter
    NextToken: Token
    MaxResults: MaxResults
}

structure ListApplicationAssignmentsForPrincipalResponse {
    ApplicationAssignments: ApplicationAssignmentListForPrincipal
    NextToken: Token
}

/// Lists an application's authentication methods.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:ListApplicationAuthenticationMethods"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
@readonly
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "AuthenticationMethods")
operation ListApplicationAuthenticationMethods {
    input: ListApplicationAuthenticationMethodsRequest
    output: ListApplicationAuthenticationMethodsResponse
    errors: [
        ThrottlingException
        ResourceNotFoundException
        InternalServerException
        AccessDeniedException
        ValidationException
    ]
}

structure ListApplicationAuthenticationMethodsRequest {
    @required ApplicationArn: ApplicationArn
    NextToken: Token
}

structure ListApplicationAuthenticationMethodsResponse {
    AuthenticationMethods: AuthenticationMethods
    NextToken: Token
}

/// Lists an application's grants.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "sso:ListApplicationGrants", resources: [{type: "Application", arn: "{ApplicationArn}"}])
@readonly
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Grants")
operation ListApplicationGrants {
    input: ListApplicationGrantsRequest
    output: ListApplicationGrantsResponse
    errors: [
        ThrottlingException
        ResourceNotFoundException
        InternalServerException
        AccessDeniedException
        ValidationException
    ]
}

structure ListApplicationGrantsRequest {
    @required ApplicationArn: ApplicationArn
    NextToken: Token
}

structure ListApplicationGrantsResponse {
    @required Grants: Grants
    NextToken: Token
}

/// Lists the kinds of applications there are.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:ListApplicationProviders"
    resources: [{type: "ApplicationProvider", arn: "arn:aws:sso::aws:applicationProvider/*"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "ApplicationProviders", pageSize: "MaxResults")
operation ListApplicationProviders {
    input: ListApplicationProvidersRequest
    output: ListApplicationProvidersResponse
    errors: [ThrottlingException, InternalServerException, AccessDeniedException, ValidationException]
}

structure ListApplicationProvidersRequest {
    MaxResults: MaxResults
    NextToken: Token
}

structure ListApplicationProvidersResponse {
    ApplicationProviders: ApplicationProviderList
    NextToken: Token
}

/// Lists the applications of an instance.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "sso:ListApplications")
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Applications", pageSize: "MaxResults")
operation ListApplications {
    input: ListApplicationsRequest
    output: ListApplicationsResponse
    errors: [ThrottlingException, InternalServerException, AccessDeniedException, ValidationException]
}

structure ListApplicationsRequest {
    @required InstanceArn: InstanceArn
    MaxResults: MaxResults
    NextToken: Token
    Filter: ListApplicationsFilter
}

structure ListApplicationsResponse {
    Applications: ApplicationList
    NextToken: Token
}

/// Lists the policies that a permission set takes from its accounts.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:ListCustomerManagedPolicyReferencesInPermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "CustomerManagedPolicyReferences", pageSize: "MaxResults")
operation ListCustomerManagedPolicyReferencesInPermissionSet {
    input: ListCustomerManagedPolicyReferencesInPermissionSetRequest
    output: ListCustomerManagedPolicyReferencesInPermissionSetResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ListCustomerManagedPolicyReferencesInPermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
    MaxResults: MaxResults
    NextToken: Token
}

structure ListCustomerManagedPolicyReferencesInPermissionSetResponse {
    CustomerManagedPolicyReferences: CustomerManagedPolicyReferenceList
    NextToken: Token
}

/// Lists the instances that the caller's account may see.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "sso:ListInstances")
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Instances", pageSize: "MaxResults")
operation ListInstances {
    input: ListInstancesRequest
    output: ListInstancesResponse
    errors: [ThrottlingException, InternalServerException, AccessDeniedException, ValidationException]
}

structure ListInstancesRequest {
    MaxResults: MaxResults
    NextToken: Token
}

structure ListInstancesResponse {
    Instances: InstanceList
    NextToken: Token
}

/// Lists the AWS managed policies of a permission set.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:ListManagedPoliciesInPermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "AttachedManagedPolicies", pageSize: "MaxResults")
operation ListManagedPoliciesInPermissionSet {
    input: ListManagedPoliciesInPermissionSetRequest
    output: ListManagedPoliciesInPermissionSetResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ListManagedPoliciesInPermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
    MaxResults: MaxResults
    NextToken: Token
}

structure ListManagedPoliciesInPermissionSetResponse {
    AttachedManagedPolicies: AttachedManagedPolicyList
    NextToken: Token
}

/// Lists provisionings under way, failed and done.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:ListPermissionSetProvisioningStatus"
    resources: [{type: "Instance", arn: "{InstanceArn}"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "PermissionSetsProvisioningStatus", pageSize: "MaxResults")
operation ListPermissionSetProvisioningStatus {
    input: ListPermissionSetProvisioningStatusRequest
    output: ListPermissionSetProvisioningStatusResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ListPermissionSetProvisioningStatusRequest {
    @required InstanceArn: InstanceArn
    MaxResults: MaxResults
    NextToken: Token
    Filter: OperationStatusFilter
}

structure ListPermissionSetProvisioningStatusResponse {
    PermissionSetsProvisioningStatus: PermissionSetProvisioningStatusList
    NextToken: Token
}

/// Lists the permission sets of an instance.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "sso:ListPermissionSets", resources: [{type: "Instance", arn: "{InstanceArn}"}])
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "PermissionSets", pageSize: "MaxResults")
operation ListPermissionSets {
    input: ListPermissionSetsRequest
    output: ListPermissionSetsResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ListPermissionSetsRequest {
    @required InstanceArn: InstanceArn
    NextToken: Token
    MaxResults: MaxResults
}

structure ListPermissionSetsResponse {
    PermissionSets: PermissionSetList
    NextToken: Token
}

/// Lists the permission sets that have a role in an account.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:ListPermissionSetsProvisionedToAccount"
    resources: [{type: "Account", arn: "arn:aws:sso:::account/{AccountId}"}, {type: "Instance", arn: "{InstanceArn}"}]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "PermissionSets", pageSize: "MaxResults")
operation ListPermissionSetsProvisionedToAccount {
    input: ListPermissionSetsProvisionedToAccountRequest
    output: ListPermissionSetsProvisionedToAccountResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ListPermissionSetsProvisionedToAccountRequest {
    @required InstanceArn: InstanceArn
    @required AccountId: AccountId
    ProvisioningStatus: ProvisioningStatus
    MaxResults: MaxResults
    NextToken: Token
}

structure ListPermissionSetsProvisionedToAccountResponse {
    NextToken: Token
    PermissionSets: PermissionSetList
}

/// Lists the one Region of an instance.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "sso:ListRegions", resources: [{type: "Instance", arn: "{InstanceArn}"}])
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Regions", pageSize: "MaxResults")
operation ListRegions {
    input: ListRegionsRequest
    output: ListRegionsResponse
    errors: [ThrottlingException, InternalServerException, AccessDeniedException, ValidationException]
}

structure ListRegionsRequest {
    @required InstanceArn: InstanceArn
    MaxResults: MaxResults
    NextToken: Token
}

structure ListRegionsResponse {
    Regions: RegionMetadataList
    NextToken: Token
}

/// Lists the tags of an instance or a permission set.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "sso:ListTagsForResource"
    resources: [
        {type: "Application", arn: "{ResourceArn}"}
        {type: "Instance", arn: "{ResourceArn}"}
        {type: "PermissionSet", arn: "{ResourceArn}"}
        {type: "TrustedTokenIssuer", arn: "{ResourceArn}"}
    ]
)
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Tags")
operation ListTagsForResource {
    input: ListTagsForResourceRequest
    output: ListTagsForResourceResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
    ]
}

structure ListTagsForResourceRequest {
    InstanceArn: InstanceArn
    @required ResourceArn: TaggableResourceArn
    NextToken: Token
}

structure ListTagsForResourceResponse {
    Tags: TagList
    NextToken: Token
}

/// Lists the trusted token issuers of an instance.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "sso:ListTrustedTokenIssuers", resources: [{type: "Instance", arn: "{InstanceArn}"}])
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "TrustedTokenIssuers", pageSize: "MaxResults")
operation ListTrustedTokenIssuers {
    input: ListTrustedTokenIssuersRequest
    output: ListTrustedTokenIssuersResponse
    errors: [ThrottlingException, InternalServerException, AccessDeniedException, ValidationException]
}

structure ListTrustedTokenIssuersRequest {
    @required InstanceArn: InstanceArn
    MaxResults: MaxResults
    NextToken: Token
}

structure ListTrustedTokenIssuersResponse {
    TrustedTokenIssuers: TrustedTokenIssuerList
    NextToken: Token
}

/// Starts writing a permission set into the roles of one account or of all that have it.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:ProvisionPermissionSet"
    resources: [
        {type: "Account", find: "sso_admin_find_provisioning_target(TargetType, TargetId)"}
        {type: "Instance", arn: "{InstanceArn}"}
        {type: "PermissionSet", arn: "{PermissionSetArn}"}
    ]
)
operation ProvisionPermissionSet {
    input: ProvisionPermissionSetRequest
    output: ProvisionPermissionSetResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure ProvisionPermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
    TargetId: TargetId
    @required TargetType: ProvisionTargetType
}

structure ProvisionPermissionSetResponse {
    PermissionSetProvisioningStatus: PermissionSetProvisioningStatus
}

/// Gives an application an access scope.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:PutApplicationAccessScope"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
@idempotent
operation PutApplicationAccessScope {
    input: PutApplicationAccessScopeRequest
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure PutApplicationAccessScopeRequest {
    @required Scope: Scope
    AuthorizedTargets: ScopeTargets
    @required ApplicationArn: ApplicationArn
}

/// Says whether an application needs assignments.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:PutApplicationAssignmentConfiguration"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
@idempotent
operation PutApplicationAssignmentConfiguration {
    input: PutApplicationAssignmentConfigurationRequest
    output: PutApplicationAssignmentConfigurationResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure PutApplicationAssignmentConfigurationRequest {
    @required ApplicationArn: ApplicationArn
    @required AssignmentRequired: AssignmentRequired
}

structure PutApplicationAssignmentConfigurationResponse {}

/// Says how an application proves who it is.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:PutApplicationAuthenticationMethod"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
@idempotent
operation PutApplicationAuthenticationMethod {
    input: PutApplicationAuthenticationMethodRequest
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure PutApplicationAuthenticationMethodRequest {
    @required ApplicationArn: ApplicationArn
    @required AuthenticationMethodType: AuthenticationMethodType
    @required AuthenticationMethod: AuthenticationMethod
}

/// Gives an application a grant of OAuth 2.0.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "sso:PutApplicationGrant", resources: [{type: "Application", arn: "{ApplicationArn}"}])
@idempotent
operation PutApplicationGrant {
    input: PutApplicationGrantRequest
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure PutApplicationGrantRequest {
    @required ApplicationArn: ApplicationArn
    @required GrantType: GrantType
    @required Grant: Grant
}

/// Says whether an application may work for people who are signed out.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:PutApplicationSessionConfiguration"
    resources: [{type: "Application", arn: "{ApplicationArn}"}]
)
@idempotent
operation PutApplicationSessionConfiguration {
    input: PutApplicationSessionConfigurationRequest
    output: PutApplicationSessionConfigurationResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure PutApplicationSessionConfigurationRequest {
    @required ApplicationArn: ApplicationArn
    UserBackgroundSessionApplicationStatus: UserBackgroundSessionApplicationStatus
}

structure PutApplicationSessionConfigurationResponse {}

/// Sets the one inline policy of a permission set.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:PutInlinePolicyToPermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
operation PutInlinePolicyToPermissionSet {
    input: PutInlinePolicyToPermissionSetRequest
    output: PutInlinePolicyToPermissionSetResponse
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

structure PutInlinePolicyToPermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
    @required InlinePolicy: PermissionSetPolicyDocument
}

structure PutInlinePolicyToPermissionSetResponse {}

/// Bounds the roles made of a permission set.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:PutPermissionsBoundaryToPermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
operation PutPermissionsBoundaryToPermissionSet {
    input: PutPermissionsBoundaryToPermissionSetRequest
    output: PutPermissionsBoundaryToPermissionSetResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure PutPermissionsBoundaryToPermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
    @required PermissionsBoundary: PermissionsBoundary
}

structure PutPermissionsBoundaryToPermissionSetResponse {}

/// Refuses: the one Region of an instance is its home.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "sso:RemoveRegion", resources: [{type: "Instance", arn: "{InstanceArn}"}])
operation RemoveRegion {
    input: RemoveRegionRequest
    output: RemoveRegionResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure RemoveRegionRequest {
    @required InstanceArn: InstanceArn
    @required RegionName: RegionName
}

structure RemoveRegionResponse {
    Status: RegionStatus
}

/// Adds tags to an instance or a permission set, or changes their values.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:TagResource"
    resources: [
        {type: "Application", arn: "{ResourceArn}"}
        {type: "Instance", arn: "{ResourceArn}"}
        {type: "PermissionSet", arn: "{ResourceArn}"}
        {type: "TrustedTokenIssuer", arn: "{ResourceArn}"}
    ]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
)
operation TagResource {
    input: TagResourceRequest
    output: TagResourceResponse
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

structure TagResourceRequest {
    InstanceArn: InstanceArn
    @required ResourceArn: TaggableResourceArn
    @required Tags: TagList
}

structure TagResourceResponse {}

/// Takes tags off an instance or a permission set.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:UntagResource"
    resources: [
        {type: "Application", arn: "{ResourceArn}"}
        {type: "Instance", arn: "{ResourceArn}"}
        {type: "PermissionSet", arn: "{ResourceArn}"}
        {type: "TrustedTokenIssuer", arn: "{ResourceArn}"}
    ]
    keys: [{key: "aws:TagKeys", member: "TagKeys[]"}]
)
operation UntagResource {
    input: UntagResourceRequest
    output: UntagResourceResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure UntagResourceRequest {
    InstanceArn: InstanceArn
    @required ResourceArn: TaggableResourceArn
    @required TagKeys: TagKeyList
}

structure UntagResourceResponse {}

/// Changes name, description, status or sign-in options of an application.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "sso:UpdateApplication", resources: [{type: "Application", arn: "{ApplicationArn}"}])
operation UpdateApplication {
    input: UpdateApplicationRequest
    output: UpdateApplicationResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure UpdateApplicationRequest {
    @required ApplicationArn: ApplicationArn
    Name: ApplicationNameType
    Description: Description
    Status: ApplicationStatus
    PortalOptions: UpdateApplicationPortalOptions
}

structure UpdateApplicationResponse {}

/// Renames an instance.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "sso:UpdateInstance", resources: [{type: "Instance", arn: "{InstanceArn}"}])
operation UpdateInstance {
    input: UpdateInstanceRequest
    output: UpdateInstanceResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure UpdateInstanceRequest {
    Name: NameType
    @required InstanceArn: InstanceArn
    EncryptionConfiguration: EncryptionConfiguration
    PermissionSetsEnabled: Boolean
}

structure UpdateInstanceResponse {}

/// Replaces the attributes that become session tags.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:UpdateInstanceAccessControlAttributeConfiguration"
    resources: [{type: "Instance", arn: "{InstanceArn}"}]
)
operation UpdateInstanceAccessControlAttributeConfiguration {
    input: UpdateInstanceAccessControlAttributeConfigurationRequest
    output: UpdateInstanceAccessControlAttributeConfigurationResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure UpdateInstanceAccessControlAttributeConfigurationRequest {
    @required InstanceArn: InstanceArn
    @required InstanceAccessControlAttributeConfiguration: InstanceAccessControlAttributeConfiguration
}

structure UpdateInstanceAccessControlAttributeConfigurationResponse {}

/// Replaces description, session duration and relay state; what is left out is cleared.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:UpdatePermissionSet"
    resources: [{type: "Instance", arn: "{InstanceArn}"}, {type: "PermissionSet", arn: "{PermissionSetArn}"}]
)
operation UpdatePermissionSet {
    input: UpdatePermissionSetRequest
    output: UpdatePermissionSetResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure UpdatePermissionSetRequest {
    @required InstanceArn: InstanceArn
    @required PermissionSetArn: PermissionSetArn
    Description: PermissionSetDescription
    SessionDuration: Duration
    RelayState: RelayState
}

structure UpdatePermissionSetResponse {}

/// Changes the name or the attribute paths of a trusted token issuer.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "sso:UpdateTrustedTokenIssuer"
    resources: [{type: "TrustedTokenIssuer", arn: "{TrustedTokenIssuerArn}"}]
)
operation UpdateTrustedTokenIssuer {
    input: UpdateTrustedTokenIssuerRequest
    output: UpdateTrustedTokenIssuerResponse
    errors: [
        ThrottlingException
        InternalServerException
        ResourceNotFoundException
        AccessDeniedException
        ValidationException
        ConflictException
    ]
}

structure UpdateTrustedTokenIssuerRequest {
    @required TrustedTokenIssuerArn: TrustedTokenIssuerArn
    Name: TrustedTokenIssuerName
    TrustedTokenIssuerConfiguration: TrustedTokenIssuerUpdateConfiguration
}

structure UpdateTrustedTokenIssuerResponse {}

structure AccessControlAttribute {
    @required Key: AccessControlAttributeKey
    @required Value: AccessControlAttributeValue
}

structure AccessControlAttributeValue {
    @required Source: AccessControlAttributeValueSourceList
}

structure AccountAssignment {
    AccountId: AccountId
    PermissionSetArn: PermissionSetArn
    PrincipalType: PrincipalType
    PrincipalId: PrincipalId
}

structure AccountAssignmentForPrincipal {
    AccountId: AccountId
    PermissionSetArn: PermissionSetArn
    PrincipalId: PrincipalId
    PrincipalType: PrincipalType
}

structure AccountAssignmentOperationStatus {
    Status: StatusValues
    RequestId: UUId
    FailureReason: Reason
    TargetId: TargetId
    TargetType: TargetType
    PermissionSetArn: PermissionSetArn
    PrincipalType: PrincipalType
    PrincipalId: PrincipalId
    CreatedDate: Date
}

structure AccountAssignmentOperationStatusMetadata {
    Status: StatusValues
    RequestId: UUId
    CreatedDate: Date
}

document ActorPolicyDocument

structure Application {
    ApplicationArn: ApplicationArn
    ApplicationProviderArn: ApplicationProviderArn
    Name: ApplicationNameType
    ApplicationAccount: AccountId
    InstanceArn: InstanceArn
    IdentityStoreArn: IdentityStoreArn
    Status: ApplicationStatus
    PortalOptions: PortalOptions
    Description: Description
    CreatedDate: Date
    CreatedFrom: RegionName
}

structure ApplicationAssignment {
    @required ApplicationArn: ApplicationArn
    @required PrincipalId: PrincipalId
    @required PrincipalType: PrincipalType
}

structure ApplicationAssignmentForPrincipal {
    ApplicationArn: ApplicationArn
    PrincipalId: PrincipalId
    PrincipalType: PrincipalType
}

structure ApplicationProvider {
    @required ApplicationProviderArn: ApplicationProviderArn
    FederationProtocol: FederationProtocol
    DisplayData: DisplayData
    ResourceServerConfig: ResourceServerConfig
}

structure AttachedManagedPolicy {
    Name: Name
    Arn: ManagedPolicyArn
}

union AuthenticationMethod {
    Iam: IamAuthenticationMethod
}

structure AuthenticationMethodItem {
    AuthenticationMethodType: AuthenticationMethodType
    AuthenticationMethod: AuthenticationMethod
}

structure AuthorizationCodeGrant {
    RedirectUris: RedirectUris
}

structure AuthorizedTokenIssuer {
    TrustedTokenIssuerArn: TrustedTokenIssuerArn
    AuthorizedAudiences: TokenIssuerAudiences
}

structure CustomerManagedPolicyReference {
    @required Name: ManagedPolicyName
    Path: ManagedPolicyPath
}

structure DisplayData {
    DisplayName: Name
    IconUrl: IconUrl
    Description: Description
}

structure EncryptionConfiguration {
    @required KeyType: KmsKeyType
    KmsKeyArn: KmsKeyArn
}

structure EncryptionConfigurationDetails {
    KeyType: KmsKeyType
    KmsKeyArn: KmsKeyArn
    EncryptionStatus: KmsKeyStatus
    EncryptionStatusReason: Reason
}

union Grant {
    AuthorizationCode: AuthorizationCodeGrant
    JwtBearer: JwtBearerGrant
    RefreshToken: RefreshTokenGrant
    TokenExchange: TokenExchangeGrant
}

structure GrantItem {
    @required GrantType: GrantType
    @required Grant: Grant
}

structure IamAuthenticationMethod {
    @required ActorPolicy: ActorPolicyDocument
}

structure InstanceAccessControlAttributeConfiguration {
    @required AccessControlAttributes: AccessControlAttributeList
}

structure InstanceMetadata {
    InstanceArn: InstanceArn
    IdentityStoreId: Id
    OwnerAccountId: AccountId
    Name: NameType
    CreatedDate: Date
    Status: InstanceStatus
    StatusReason: Reason
    PrimaryRegion: RegionName
    Regions: RegionMetadataList
}

structure JwtBearerGrant {
    AuthorizedTokenIssuers: AuthorizedTokenIssuers
}

structure ListAccountAssignmentsFilter {
    AccountId: AccountId
}

structure ListApplicationAssignmentsFilter {
    ApplicationArn: ApplicationArn
}

structure ListApplicationsFilter {
    ApplicationAccount: AccountId
    ApplicationProvider: ApplicationProviderArn
}

structure OidcJwtConfiguration {
    @required IssuerUrl: TrustedTokenIssuerUrl
    @required ClaimAttributePath: ClaimAttributePath
    @required IdentityStoreAttributePath: JMESPath
    @required JwksRetrievalOption: JwksRetrievalOption
}

structure OidcJwtUpdateConfiguration {
    ClaimAttributePath: ClaimAttributePath
    IdentityStoreAttributePath: JMESPath
    JwksRetrievalOption: JwksRetrievalOption
}

structure OperationStatusFilter {
    Status: StatusValues
}

structure PermissionsBoundary {
    CustomerManagedPolicyReference: CustomerManagedPolicyReference
    ManagedPolicyArn: ManagedPolicyArn
}

structure PermissionSet {
    Name: PermissionSetName
    PermissionSetArn: PermissionSetArn
    Description: PermissionSetDescription
    CreatedDate: Date
    SessionDuration: Duration
    RelayState: RelayState
}

structure PermissionSetProvisioningStatus {
    Status: StatusValues
    RequestId: UUId
    AccountId: AccountId
    PermissionSetArn: PermissionSetArn
    FailureReason: Reason
    CreatedDate: Date
}

structure PermissionSetProvisioningStatusMetadata {
    Status: StatusValues
    RequestId: UUId
    CreatedDate: Date
}

structure PortalOptions {
    SignInOptions: SignInOptions
    Visibility: ApplicationVisibility
}

structure RefreshTokenGrant {}

structure RegionMetadata {
    RegionName: RegionName
    Status: RegionStatus
    AddedDate: Date
    IsPrimaryRegion: IsPrimaryRegion = false
}

structure ResourceServerConfig {
    Scopes: ResourceServerScopes
}

structure ResourceServerScopeDetails {
    LongDescription: Description
    DetailedTitle: Description
}

structure ScopeDetails {
    @required Scope: Scope
    AuthorizedTargets: ScopeTargets
}

structure SignInOptions {
    @required Origin: SignInOrigin
    ApplicationUrl: ApplicationUrl
}

structure Tag {
    @required Key: TagKey
    @required Value: TagValue
}

structure TokenExchangeGrant {}

union TrustedTokenIssuerConfiguration {
    OidcJwtConfiguration: OidcJwtConfiguration
}

structure TrustedTokenIssuerMetadata {
    TrustedTokenIssuerArn: TrustedTokenIssuerArn
    Name: TrustedTokenIssuerName
    TrustedTokenIssuerType: TrustedTokenIssuerType
}

union TrustedTokenIssuerUpdateConfiguration {
    OidcJwtConfiguration: OidcJwtUpdateConfiguration
}

structure UpdateApplicationPortalOptions {
    SignInOptions: SignInOptions
}

@length(min: 0, max: 50)
list AccessControlAttributeList {
    member: AccessControlAttribute
}

@length(min: 1, max: 1)
list AccessControlAttributeValueSourceList {
    member: AccessControlAttributeValueSource
}

list AccountAssignmentList {
    member: AccountAssignment
}

list AccountAssignmentListForPrincipal {
    member: AccountAssignmentForPrincipal
}

list AccountAssignmentOperationStatusList {
    member: AccountAssignmentOperationStatusMetadata
}

list AccountList {
    member: AccountId
}

list ApplicationAssignmentListForPrincipal {
    member: ApplicationAssignmentForPrincipal
}

list ApplicationAssignmentsList {
    member: ApplicationAssignment
}

@length(min: 0, max: 50)
list ApplicationList {
    member: Application
}

list ApplicationProviderList {
    member: ApplicationProvider
}

list AttachedManagedPolicyList {
    member: AttachedManagedPolicy
}

list AuthenticationMethods {
    member: AuthenticationMethodItem
}

@length(min: 1, max: 10)
list AuthorizedTokenIssuers {
    member: AuthorizedTokenIssuer
}

list CustomerManagedPolicyReferenceList {
    member: CustomerManagedPolicyReference
}

list Grants {
    member: GrantItem
}

@length(min: 0, max: 10)
list InstanceList {
    member: InstanceMetadata
}

list PermissionSetList {
    member: PermissionSetArn
}

list PermissionSetProvisioningStatusList {
    member: PermissionSetProvisioningStatusMetadata
}

@length(min: 1, max: 10)
list RedirectUris {
    member: URI
}

list RegionMetadataList {
    member: RegionMetadata
}

map ResourceServerScopes {
    key: ResourceServerScope
    value: ResourceServerScopeDetails
}

@length(min: 0, max: 10)
list Scopes {
    member: ScopeDetails
}

@length(min: 1, max: 10)
list ScopeTargets {
    member: ScopeTarget
}

@length(min: 1, max: 75)
list TagKeyList {
    member: TagKey
}

@length(min: 0, max: 75)
list TagList {
    member: Tag
}

@length(min: 1, max: 10)
list TokenIssuerAudiences {
    member: TokenIssuerAudience
}

list TrustedTokenIssuerList {
    member: TrustedTokenIssuerMetadata
}

enum AccessDeniedExceptionReason {
    KMS_ACCESS_DENIED_EXCEPTION = "KMS_AccessDeniedException"
}

enum ApplicationStatus {
    ENABLED
    DISABLED
}

enum ApplicationVisibility {
    ENABLED
    DISABLED
}

enum AuthenticationMethodType {
    IAM
}

enum FederationProtocol {
    SAML
    OAUTH
}

enum GrantType {
    AUTHORIZATION_CODE = "authorization_code"
    REFRESH_TOKEN = "refresh_token"
    URN_IETF_PARAMS_OAUTH_GRANT_TYPE_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    URN_IETF_PARAMS_OAUTH_GRANT_TYPE_TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
}

enum InstanceAccessControlAttributeConfigurationStatus {
    ENABLED
    CREATION_IN_PROGRESS
    CREATION_FAILED
}

enum InstanceStatus {
    CREATE_IN_PROGRESS
    CREATE_FAILED
    DELETE_IN_PROGRESS
    ACTIVE
}

enum JwksRetrievalOption {
    OPEN_ID_DISCOVERY
}

enum KmsKeyStatus {
    UPDATING
    ENABLED
    UPDATE_FAILED
}

enum KmsKeyType {
    AWS_OWNED_KMS_KEY
    CUSTOMER_MANAGED_KEY
}

enum PrincipalType {
    USER
    GROUP
}

enum ProvisioningStatus {
    LATEST_PERMISSION_SET_PROVISIONED
    LATEST_PERMISSION_SET_NOT_PROVISIONED
}

enum ProvisionTargetType {
    AWS_ACCOUNT
    ALL_PROVISIONED_ACCOUNTS
}

enum RegionStatus {
    ACTIVE
    ADDING
    REMOVING
}

enum ResourceNotFoundExceptionReason {
    KMS_NOT_FOUND_EXCEPTION = "KMS_NotFoundException"
}

enum SignInOrigin {
    IDENTITY_CENTER
    APPLICATION
}

enum StatusValues {
    IN_PROGRESS
    FAILED
    SUCCEEDED
}

enum TargetType {
    AWS_ACCOUNT
}

enum ThrottlingExceptionReason {
    KMS_THROTTLING_EXCEPTION = "KMS_ThrottlingException"
}

enum TrustedTokenIssuerType {
    OIDC_JWT
}

enum UserBackgroundSessionApplicationStatus {
    ENABLED
    DISABLED
}

enum ValidationExceptionReason {
    KMS_INVALID_KEY_USAGE_EXCEPTION = "KMS_InvalidKeyUsageException"
    KMS_INVALID_STATE_EXCEPTION = "KMS_InvalidStateException"
    KMS_DISABLED_EXCEPTION = "KMS_DisabledException"
}

@length(min: 1, max: 128) @pattern("[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@]+") string AccessControlAttributeKey

@length(min: 0, max: 256) @pattern("[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@\\[\\]\\{\\}\\$\\\\\"]*")
string AccessControlAttributeValueSource

string AccessDeniedExceptionMessage

@length(min: 12, max: 12) @pattern("\\d{12}") string AccountId

@length(min: 10, max: 1224)
@pattern("arn:aws(-[a-z]{1,5}){0,3}:sso::\\d{12}:application/(sso)?ins-[a-zA-Z0-9-.]{16}/apl-[a-zA-Z0-9]{16}")
string ApplicationArn

@length(min: 1, max: 100) @pattern("[\\S\\s]*") string ApplicationNameType

@length(min: 10, max: 1224) @pattern("arn:aws(-[a-z]{1,5}){0,3}:sso::aws:applicationProvider/[a-zA-Z0-9-/]+")
string ApplicationProviderArn

@length(min: 1, max: 512) @pattern("http(s)?:\\/\\/[-a-zA-Z0-9+&@#\\/%?=~_|!:,.;]*[-a-zA-Z0-9+&bb@#\\/%?=~_|]")
string ApplicationUrl

boolean AssignmentRequired

boolean Boolean

@length(min: 1, max: 255) @pattern("\\p{L}+(?:(\\.|\\_)\\p{L}+){0,2}") string ClaimAttributePath

@length(min: 1, max: 64) @pattern("[!-~]+") string ClientToken

string ConflictExceptionMessage

timestamp Date

@length(min: 1, max: 128) string Description

@length(min: 1, max: 100)
@pattern("(-?)P(?=\\d|T\\d)(?:(\\d+)Y)?(?:(\\d+)M)?(?:(\\d+)([DW]))?(?:T(?:(\\d+)H)?(?:(\\d+)M)?(?:(\\d+(?:\\.\\d+)?)S)?)?")
string Duration

@length(min: 1, max: 768) @pattern("(http|https):\\/\\/.*") string IconUrl

@length(min: 1, max: 64) @pattern("[a-zA-Z0-9-]*") string Id

string IdentityStoreArn

string InstanceAccessControlAttributeConfigurationStatusReason

@length(min: 10, max: 1224) @pattern("arn:aws(-[a-z]{1,5}){0,3}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}")
string InstanceArn

string InternalFailureMessage

@default(false) boolean IsPrimaryRegion

@length(min: 1, max: 255) @pattern("\\p{L}+(?:\\.\\p{L}+){0,2}") string JMESPath

@length(min: 20, max: 2048)
@pattern("arn:aws(-[a-z]{1,5}){0,3}:kms:([a-z]{2,}(-[a-z0-9]+)+){1}:[0-9]{12}:key/(mrk-[a-f0-9]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
string KmsKeyArn

@range(min: 1, max: 10) integer ListApplicationAccessScopesRequestMaxResultsInteger

@length(min: 20, max: 2048)
@pattern("arn:aws(-[a-z]{1,5}){0,3}:iam::aws:policy((/[A-Za-z0-9\\.,\\+@=_-]+)*)/([A-Za-z0-9\\.,\\+=@_-]+)")
string ManagedPolicyArn

@length(min: 1, max: 128) @pattern("[\\w+=,.@-]+") string ManagedPolicyName

@length(min: 1, max: 512) @pattern("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/") string ManagedPolicyPath

@range(min: 1, max: 100) integer MaxResults

@length(min: 1, max: 100) string Name

@length(min: 0, max: 255) @pattern("[\\w+=,.@-]+") string NameType

@length(min: 10, max: 1224)
@pattern("arn:aws(-[a-z]{1,5}){0,3}:sso:::permissionSet/(sso)?ins-[a-zA-Z0-9-.]{16}/ps-[a-zA-Z0-9-./]{16}")
string PermissionSetArn

@length(min: 1, max: 700) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*")
string PermissionSetDescription

@length(min: 1, max: 32) @pattern("[\\w+=,.@-]+") string PermissionSetName

@length(min: 1, max: 32768) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+") string PermissionSetPolicyDocument

@length(min: 1, max: 47)
@pattern("([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}")
string PrincipalId

@pattern("[\\p{L}\\p{M}\\p{Z}\\p{S}\\p{N}\\p{P}]*") string Reason

@length(min: 1, max: 32) @pattern("([a-z]+-){2,3}\\d") string RegionName

@length(min: 1, max: 240) @pattern("[a-zA-Z0-9&$@#\\\\\\/%?=~\\-_'\"|!:,.;*+\\[\\]\\ \\(\\)\\{\\}]+")
string RelayState

string ResourceNotFoundMessage

@length(min: 1, max: 80) @pattern("[^:=\\-\\.\\s][0-9a-zA-Z_:\\-\\.]+") string ResourceServerScope

@pattern("([A-Za-z0-9_]{1,50})(:[A-Za-z0-9_]{1,50}){0,1}(:[A-Za-z0-9_]{1,50}){0,1}") string Scope

@length(min: 1, max: 100)
@pattern("arn:aws(-[a-z]{1,5}){0,3}:sso::(\\d{12}:application/(sso)?ins-[a-zA-Z0-9-.]{16}/apl-[a-zA-Z0-9]{16}|:instance/(sso)?ins-[a-zA-Z0-9-.]{16})")
string ScopeTarget

string ServiceQuotaExceededMessage

@length(min: 10, max: 2048)
@pattern("arn:aws(-[a-z]{1,5}){0,3}:sso::((:instance/(sso)?ins-[a-zA-Z0-9-.]{16})|(:permissionSet/(sso)?ins-[a-zA-Z0-9-.]{16}/ps-[a-zA-Z0-9-./]{16})|(\\d{12}:application/(sso)?ins-[a-zA-Z0-9-.]{16}/apl-[a-zA-Z0-9]{16})|(\\d{12}:trustedTokenIssuer/(sso)?ins-[a-zA-Z0-9-.]{16}/tti-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}))")
string TaggableResourceArn

@length(min: 1, max: 128) @pattern("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)") string TagKey

@length(min: 0, max: 256) @pattern("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)") string TagValue

@length(min: 12, max: 12) @pattern("\\d{12}") string TargetId

string ThrottlingExceptionMessage

@length(min: 0, max: 2048) @pattern("[-a-zA-Z0-9+=/_]*") string Token

@length(min: 1, max: 512) string TokenIssuerAudience

@length(min: 10, max: 1224)
@pattern("arn:aws(-[a-z]{1,5}){0,3}:sso::\\d{12}:trustedTokenIssuer/(sso)?ins-[a-zA-Z0-9-.]{16}/tti-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}")
string TrustedTokenIssuerArn

@length(min: 1, max: 255) @pattern("[\\w+=,.@-]+") string TrustedTokenIssuerName

@length(min: 1, max: 512) @pattern("https?:\\/\\/[-a-zA-Z0-9+&@\\/%=~_|!:,.;]*[-a-zA-Z0-9+&@\\/%=~_|]")
string TrustedTokenIssuerUrl

string URI

@length(min: 36, max: 36) @pattern("\\b[0-9a-f]{8}\\b-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-\\b[0-9a-f]{12}\\b")
string UUId

string ValidationExceptionMessage

@error("client")
structure AccessDeniedException {
    Message: AccessDeniedExceptionMessage
    Reason: AccessDeniedExceptionReason
}

@error("client")
structure ConflictException {
    Message: ConflictExceptionMessage
}

@error("server")
structure InternalServerException {
    Message: InternalFailureMessage
}

@error("client")
structure ResourceNotFoundException {
    Message: ResourceNotFoundMessage
    Reason: ResourceNotFoundExceptionReason
}

@error("client")
structure ServiceQuotaExceededException {
    Message: ServiceQuotaExceededMessage
}

@error("client")
structure ThrottlingException {
    Message: ThrottlingExceptionMessage
    Reason: ThrottlingExceptionReason
}

@error("client")
structure ValidationException {
    Message: ValidationExceptionMessage
    Reason: ValidationExceptionReason
}
