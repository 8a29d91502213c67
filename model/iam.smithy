// AWS Identity and Access Management: every operation of the API; docs/compat.md says which of them are built.
// Facts of the wire only: names, types, bounds. The gatehouse# rows say how each operation runs and what allows it.
$version: "2.0"

namespace gatehouse.iam

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsQuery
use aws.protocols#awsQueryError

@service(sdkId: "IAM", arnNamespace: "iam", cloudTrailEventSource: "iam.amazonaws.com", endpointPrefix: "iam")
@sigv4(name: "iam")
@awsQuery
@xmlNamespace(uri: "https://iam.amazonaws.com/doc/2010-05-08/")
@gatehouse#errors(internal: "ServiceFailureException")
service AWSIdentityManagementV20100508 {
    version: "2010-05-08"
    operations: [
        AcceptDelegationRequest
        AddClientIDToOpenIDConnectProvider
        AddRoleToInstanceProfile
        AddUserToGroup
        AssociateDelegationRequest
        AttachGroupPolicy
        AttachRolePolicy
        AttachUserPolicy
        ChangePassword
        CreateAccessKey
        CreateAccountAlias
        CreateDelegationRequest
        CreateGroup
        CreateInstanceProfile
        CreateLoginProfile
        CreateOpenIDConnectProvider
        CreatePolicy
        CreatePolicyVersion
        CreateRole
        CreateSAMLProvider
        CreateServiceLinkedRole
        CreateServiceSpecificCredential
        CreateUser
        CreateVirtualMFADevice
        DeactivateMFADevice
        DeleteAccessKey
        DeleteAccountAlias
        DeleteAccountPasswordPolicy
        DeleteGroup
        DeleteGroupPolicy
        DeleteInstanceProfile
        DeleteLoginProfile
        DeleteOpenIDConnectProvider
        DeletePolicy
        DeletePolicyVersion
        DeleteRole
        DeleteRolePermissionsBoundary
        DeleteRolePolicy
        DeleteSAMLProvider
        DeleteSSHPublicKey
        DeleteServerCertificate
        DeleteServiceLinkedRole
        DeleteServiceSpecificCredential
        DeleteSigningCertificate
        DeleteUser
        DeleteUserPermissionsBoundary
        DeleteUserPolicy
        DeleteVirtualMFADevice
        DetachGroupPolicy
        DetachRolePolicy
        DetachUserPolicy
        DisableOrganizationsRootCredentialsManagement
        DisableOrganizationsRootSessions
        DisableOutboundWebIdentityFederation
        EnableMFADevice
        EnableOrganizationsRootCredentialsManagement
        EnableOrganizationsRootSessions
        EnableOutboundWebIdentityFederation
        GenerateCredentialReport
        GenerateOrganizationsAccessReport
        GenerateServiceLastAccessedDetails
        GetAccessKeyLastUsed
        GetAccountAuthorizationDetails
        GetAccountPasswordPolicy
        GetAccountSummary
        GetContextKeysForCustomPolicy
        GetContextKeysForPrincipalPolicy
        GetCredentialReport
        GetDelegationRequest
        GetGroup
        GetGroupPolicy
        GetHumanReadableSummary
        GetInstanceProfile
        GetLoginProfile
        GetMFADevice
        GetOpenIDConnectProvider
        GetOrganizationsAccessReport
        GetOutboundWebIdentityFederationInfo
        GetPolicy
        GetPolicyVersion
        GetRole
        GetRolePolicy
        GetSAMLProvider
        GetSSHPublicKey
        GetServerCertificate
        GetServiceLastAccessedDetails
        GetServiceLastAccessedDetailsWithEntities
        GetServiceLinkedRoleDeletionStatus
        GetUser
        GetUserPolicy
        ListAccessKeys
        ListAccountAliases
        ListAttachedGroupPolicies
        ListAttachedRolePolicies
        ListAttachedUserPolicies
        ListDelegationRequests
        ListEntitiesForPolicy
        ListGroupPolicies
        ListGroups
        ListGroupsForUser
        ListInstanceProfileTags
        ListInstanceProfiles
        ListInstanceProfilesForRole
        ListMFADeviceTags
        ListMFADevices
        ListOpenIDConnectProviderTags
        ListOpenIDConnectProviders
        ListOrganizationsFeatures
        ListPolicies
        ListPoliciesGrantingServiceAccess
        ListPolicyTags
        ListPolicyVersions
        ListRolePolicies
        ListRoleTags
        ListRoles
        ListSAMLProviderTags
        ListSAMLProviders
        ListSSHPublicKeys
        ListServerCertificateTags
        ListServerCertificates
        ListServiceSpecificCredentials
        ListSigningCertificates
        ListUserPolicies
        ListUserTags
        ListUsers
        ListVirtualMFADevices
        PutGroupPolicy
        PutRolePermissionsBoundary
        PutRolePolicy
        PutUserPermissionsBoundary
        PutUserPolicy
        RejectDelegationRequest
        RemoveClientIDFromOpenIDConnectProvider
        RemoveRoleFromInstanceProfile
        RemoveUserFromGroup
        ResetServiceSpecificCredential
        ResyncMFADevice
        SendDelegationToken
        SetDefaultPolicyVersion
        SetSecurityTokenServicePreferences
        SimulateCustomPolicy
        SimulatePrincipalPolicy
        TagInstanceProfile
        TagMFADevice
        TagOpenIDConnectProvider
        TagPolicy
        TagRole
        TagSAMLProvider
        TagServerCertificate
        TagUser
        UntagInstanceProfile
        UntagMFADevice
        UntagOpenIDConnectProvider
        UntagPolicy
        UntagRole
        UntagSAMLProvider
        UntagServerCertificate
        UntagUser
        UpdateAccessKey
        UpdateAccountPasswordPolicy
        UpdateAssumeRolePolicy
        UpdateDelegationRequest
        UpdateGroup
        UpdateLoginProfile
        UpdateOpenIDConnectProviderThumbprint
        UpdateRole
        UpdateRoleDescription
        UpdateSAMLProvider
        UpdateSSHPublicKey
        UpdateServerCertificate
        UpdateServiceSpecificCredential
        UpdateSigningCertificate
        UpdateUser
        UploadSSHPublicKey
        UploadServerCertificate
        UploadSigningCertificate
    ]
}

/// Finds no delegation request.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:AcceptDelegationRequest"
    resources: [{type: "delegation-request", arn: "arn:aws:iam::${account}:delegation-request/{DelegationRequestId}"}]
)
operation AcceptDelegationRequest {
    input: AcceptDelegationRequestRequest
    errors: [NoSuchEntityException, ServiceFailureException, ConcurrentModificationException]
}

structure AcceptDelegationRequestRequest {
    @required DelegationRequestId: delegationRequestIdType
}

/// Lets another client of an OpenID Connect provider in.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:AddClientIDToOpenIDConnectProvider"
    resources: [{type: "oidc-provider", arn: "{OpenIDConnectProviderArn}"}]
)
operation AddClientIDToOpenIDConnectProvider {
    input: AddClientIDToOpenIDConnectProviderRequest
    errors: [
        ConcurrentModificationException
        InvalidInputException
        NoSuchEntityException
        LimitExceededException
        ServiceFailureException
    ]
}

structure AddClientIDToOpenIDConnectProviderRequest {
    @required OpenIDConnectProviderArn: arnType
    @required ClientID: clientIDType
}

/// Puts a role into an instance profile.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:AddRoleToInstanceProfile"
    resources: [{type: "instance-profile", find: "iam_find_instance_profile(InstanceProfileName)"}]
    denied: "instance profile ${name}"
)
operation AddRoleToInstanceProfile {
    input: AddRoleToInstanceProfileRequest
    errors: [
        NoSuchEntityException
        EntityAlreadyExistsException
        LimitExceededException
        UnmodifiableEntityException
        ServiceFailureException
    ]
}

structure AddRoleToInstanceProfileRequest {
    @required InstanceProfileName: instanceProfileNameType
    @required RoleName: roleNameType
}

/// Puts a user into a group.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:AddUserToGroup"
    resources: [{type: "group", find: "iam_find_group(GroupName)"}]
    denied: "group ${name}"
)
operation AddUserToGroup {
    input: AddUserToGroupRequest
    errors: [NoSuchEntityException, LimitExceededException, ServiceFailureException]
}

structure AddUserToGroupRequest {
    @required GroupName: groupNameType
    @required UserName: existingUserNameType
}

/// Finds no delegation request.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:AssociateDelegationRequest"
    resources: [{type: "delegation-request", arn: "arn:aws:iam::${account}:delegation-request/{DelegationRequestId}"}]
)
operation AssociateDelegationRequest {
    input: AssociateDelegationRequestRequest
    errors: [NoSuchEntityException, ServiceFailureException, ConcurrentModificationException, InvalidInputException]
}

structure AssociateDelegationRequestRequest {
    @required DelegationRequestId: delegationRequestIdType
}

/// Attaches a managed policy to a group.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:AttachGroupPolicy"
    resources: [{type: "group", find: "iam_find_group(GroupName)"}]
    keys: [{key: "iam:PolicyARN", member: "PolicyArn"}]
    denied: "group ${name}"
)
operation AttachGroupPolicy {
    input: AttachGroupPolicyRequest
    errors: [
        NoSuchEntityException
        LimitExceededException
        InvalidInputException
        PolicyNotAttachableException
        ServiceFailureException
    ]
}

structure AttachGroupPolicyRequest {
    @required GroupName: groupNameType
    @required PolicyArn: arnType
}

/// Attaches a managed policy to a role.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:AttachRolePolicy"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    keys: [{key: "iam:PolicyARN", member: "PolicyArn"}]
    denied: "role ${name}"
)
operation AttachRolePolicy {
    input: AttachRolePolicyRequest
    errors: [
        NoSuchEntityException
        LimitExceededException
        InvalidInputException
        UnmodifiableEntityException
        PolicyNotAttachableException
        ServiceFailureException
    ]
}

structure AttachRolePolicyRequest {
    @required RoleName: roleNameType
    @required PolicyArn: arnType
}

/// Attaches a managed policy to a user.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:AttachUserPolicy"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    keys: [{key: "iam:PolicyARN", member: "PolicyArn"}]
    denied: "user ${name}"
)
operation AttachUserPolicy {
    input: AttachUserPolicyRequest
    errors: [
        NoSuchEntityException
        LimitExceededException
        InvalidInputException
        PolicyNotAttachableException
        ServiceFailureException
    ]
}

structure AttachUserPolicyRequest {
    @required UserName: userNameType
    @required PolicyArn: arnType
}

/// Changes the calling user's own password.
@gatehouse#operation(mode: "slow", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:ChangePassword"
    resources: [{type: "user", find: "iam_find_calling_user()"}]
    denied: "user ${name}"
)
operation ChangePassword {
    input: ChangePasswordRequest
    errors: [
        NoSuchEntityException
        InvalidUserTypeException
        LimitExceededException
        EntityTemporarilyUnmodifiableException
        PasswordPolicyViolationException
        ServiceFailureException
    ]
}

structure ChangePasswordRequest {
    @required OldPassword: passwordType
    @required NewPassword: passwordType
}

/// Makes an access key; the secret is shown this once.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:CreateAccessKey"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation CreateAccessKey {
    input: CreateAccessKeyRequest
    output: CreateAccessKeyResponse
    errors: [NoSuchEntityException, LimitExceededException, ServiceFailureException]
}

structure CreateAccessKeyRequest {
    UserName: existingUserNameType
}

structure CreateAccessKeyResponse {
    @required AccessKey: AccessKey
}

/// Sets the account's alias, which may not look like an account's id (with hyphens or without).
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "iam:CreateAccountAlias")
operation CreateAccountAlias {
    input: CreateAccountAliasRequest
    errors: [
        ConcurrentModificationException
        EntityAlreadyExistsException
        LimitExceededException
        ServiceFailureException
    ]
}

structure CreateAccountAliasRequest {
    @required AccountAlias: accountAliasType
}

/// Refused: nobody is enrolled as a partner (see the differences).
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:CreateDelegationRequest"
    resources: [{type: "delegation-request", arn: "arn:aws:iam::${account}:delegation-request/*"}]
    keys: [
        {key: "iam:DelegationDuration", member: "SessionDuration"}
        {key: "iam:NotificationChannel", member: "NotificationChannel"}
        {key: "iam:TemplateArn", member: "Permissions.PolicyTemplateArn"}
    ]
)
operation CreateDelegationRequest {
    input: CreateDelegationRequestRequest
    output: CreateDelegationRequestResponse
    errors: [
        EntityAlreadyExistsException
        ServiceFailureException
        InvalidInputException
        LimitExceededException
        ConcurrentModificationException
    ]
}

structure CreateDelegationRequestRequest {
    OwnerAccountId: accountIdType
    @required Description: delegationRequestDescriptionType
    @required Permissions: DelegationPermission
    RequestMessage: requestMessageType
    @required RequestorWorkflowId: requestorWorkflowIdType
    RedirectUrl: redirectUrlType
    @required NotificationChannel: notificationChannelType
    @required SessionDuration: sessionDurationType
    OnlySendByOwner: booleanType = false
}

structure CreateDelegationRequestResponse {
    ConsoleDeepLink: consoleDeepLinkType
    DelegationRequestId: delegationRequestIdType
}

/// Adds a group to the account.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:CreateGroup"
    resources: [{type: "group", find: "iam_find_new_group(Path, GroupName)"}]
)
operation CreateGroup {
    input: CreateGroupRequest
    output: CreateGroupResponse
    errors: [LimitExceededException, EntityAlreadyExistsException, NoSuchEntityException, ServiceFailureException]
}

structure CreateGroupRequest {
    Path: pathType
    @required GroupName: groupNameType
}

structure CreateGroupResponse {
    @required Group: Group
}

/// Makes an instance profile.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:CreateInstanceProfile"
    resources: [{type: "instance-profile", find: "iam_find_new_instance_profile(Path, InstanceProfileName)"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [{action: "iam:TagInstanceProfile", tags: "Tags"}]
)
operation CreateInstanceProfile {
    input: CreateInstanceProfileRequest
    output: CreateInstanceProfileResponse
    errors: [
        EntityAlreadyExistsException
        InvalidInputException
        LimitExceededException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure CreateInstanceProfileRequest {
    @required InstanceProfileName: instanceProfileNameType
    Path: pathType
    Tags: tagListType
}

structure CreateInstanceProfileResponse {
    @required InstanceProfile: InstanceProfile
}

/// Gives a user a password.
@gatehouse#operation(mode: "slow", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:CreateLoginProfile"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation CreateLoginProfile {
    input: CreateLoginProfileRequest
    output: CreateLoginProfileResponse
    errors: [
        EntityAlreadyExistsException
        NoSuchEntityException
        PasswordPolicyViolationException
        LimitExceededException
        ServiceFailureException
    ]
}

structure CreateLoginProfileRequest {
    UserName: userNameType
    Password: passwordType
    PasswordResetRequired: booleanType = false
}

structure CreateLoginProfileResponse {
    @required LoginProfile: LoginProfile
}

/// Registers an OpenID Connect provider (URLs with a port are taken, unlike AWS).
@gatehouse#operation(mode: "slow", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:CreateOpenIDConnectProvider"
    resources: [{type: "oidc-provider", find: "iam_find_new_oidc_provider(Url)"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [{action: "iam:TagOpenIDConnectProvider", tags: "Tags"}]
)
operation CreateOpenIDConnectProvider {
    input: CreateOpenIDConnectProviderRequest
    output: CreateOpenIDConnectProviderResponse
    errors: [
        InvalidInputException
        EntityAlreadyExistsException
        LimitExceededException
        ConcurrentModificationException
        ServiceFailureException
        OpenIdIdpCommunicationErrorException
    ]
}

structure CreateOpenIDConnectProviderRequest {
    @required Url: OpenIDConnectProviderUrlType
    ClientIDList: clientIDListType
    ThumbprintList: thumbprintListType
    Tags: tagListType
}

structure CreateOpenIDConnectProviderResponse {
    OpenIDConnectProviderArn: arnType
    Tags: tagListType
}

/// Makes a customer managed policy.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:CreatePolicy"
    resources: [{type: "policy", find: "iam_find_new_policy(Path, PolicyName)"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [{action: "iam:TagPolicy", tags: "Tags", denied: "policy ${name}"}]
    denied: "policy ${name}"
)
operation CreatePolicy {
    input: CreatePolicyRequest
    output: CreatePolicyResponse
    errors: [
        InvalidInputException
        LimitExceededException
        EntityAlreadyExistsException
        MalformedPolicyDocumentException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure CreatePolicyRequest {
    @required PolicyName: policyNameType
    Path: policyPathType
    @required PolicyDocument: policyDocumentType
    Description: policyDescriptionType
    Tags: tagListType
}

structure CreatePolicyResponse {
    Policy: Policy
}

/// Adds a version to a customer managed policy.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:CreatePolicyVersion"
    resources: [{type: "policy", arn: "{PolicyArn}"}]
    denied: "policy ${arn}"
)
operation CreatePolicyVersion {
    input: CreatePolicyVersionRequest
    output: CreatePolicyVersionResponse
    errors: [
        NoSuchEntityException
        MalformedPolicyDocumentException
        InvalidInputException
        LimitExceededException
        ServiceFailureException
    ]
}

structure CreatePolicyVersionRequest {
    @required PolicyArn: arnType
    @required PolicyDocument: policyDocumentType
    SetAsDefault: booleanType = false
}

structure CreatePolicyVersionResponse {
    PolicyVersion: PolicyVersion
}

/// Makes a role with its trust policy.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:CreateRole"
    resources: [{type: "role", find: "iam_find_new_role(Path, RoleName)"}]
    keys: [
        {key: "aws:RequestTag/${TagKey}", member: "Tags"}
        {key: "aws:TagKeys", member: "Tags[].Key"}
        {key: "iam:PermissionsBoundary", member: "PermissionsBoundary"}
    ]
    also: [{action: "iam:TagRole", tags: "Tags"}]
)
operation CreateRole {
    input: CreateRoleRequest
    output: CreateRoleResponse
    errors: [
        LimitExceededException
        InvalidInputException
        EntityAlreadyExistsException
        MalformedPolicyDocumentException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure CreateRoleRequest {
    Path: pathType
    @required RoleName: roleNameType
    @required AssumeRolePolicyDocument: policyDocumentType
    Description: roleDescriptionType
    MaxSessionDuration: roleMaxSessionDurationType = 0
    PermissionsBoundary: arnType
    Tags: tagListType
}

structure CreateRoleResponse {
    @required Role: Role
}

/// Registers a SAML identity provider by its metadata.
@gatehouse#operation(mode: "slow", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:CreateSAMLProvider"
    resources: [{type: "saml-provider", arn: "arn:aws:iam::${account}:saml-provider/{Name}"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [{action: "iam:TagSAMLProvider", tags: "Tags"}]
)
operation CreateSAMLProvider {
    input: CreateSAMLProviderRequest
    output: CreateSAMLProviderResponse
    errors: [
        InvalidInputException
        EntityAlreadyExistsException
        LimitExceededException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure CreateSAMLProviderRequest {
    @required SAMLMetadataDocument: SAMLMetadataDocumentType
    @required Name: SAMLProviderNameType
    Tags: tagListType
    AssertionEncryptionMode: assertionEncryptionModeType
    AddPrivateKey: privateKeyType
}

structure CreateSAMLProviderResponse {
    SAMLProviderArn: arnType
    Tags: tagListType
}

/// Makes the role that belongs to a service.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:CreateServiceLinkedRole"
    resources: [{type: "role", find: "iam_find_service_linked_role(AWSServiceName, CustomSuffix)"}]
    keys: [{key: "iam:AWSServiceName", member: "AWSServiceName"}]
)
operation CreateServiceLinkedRole {
    input: CreateServiceLinkedRoleRequest
    output: CreateServiceLinkedRoleResponse
    errors: [InvalidInputException, LimitExceededException, NoSuchEntityException, ServiceFailureException]
}

structure CreateServiceLinkedRoleRequest {
    @required AWSServiceName: groupNameType
    Description: roleDescriptionType
    CustomSuffix: customSuffixType
}

structure CreateServiceLinkedRoleResponse {
    Role: Role
}

/// Makes a name and password, or an API key, for one service; the secret is shown this once.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:CreateServiceSpecificCredential"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    keys: [
        {key: "iam:ServiceSpecificCredentialAgeDays", member: "CredentialAgeDays"}
        {key: "iam:ServiceSpecificCredentialServiceName", member: "ServiceName"}
    ]
    denied: "user ${name}"
)
operation CreateServiceSpecificCredential {
    input: CreateServiceSpecificCredentialRequest
    output: CreateServiceSpecificCredentialResponse
    errors: [LimitExceededException, NoSuchEntityException, ServiceNotSupportedException]
}

structure CreateServiceSpecificCredentialRequest {
    @required UserName: userNameType
    @required ServiceName: serviceName
    CredentialAgeDays: credentialAgeDays = 0
}

structure CreateServiceSpecificCredentialResponse {
    ServiceSpecificCredential: ServiceSpecificCredential
}

/// Adds a user to the account.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:CreateUser"
    resources: [{type: "user", find: "iam_find_new_user(Path, UserName)"}]
    keys: [
        {key: "aws:RequestTag/${TagKey}", member: "Tags"}
        {key: "aws:TagKeys", member: "Tags[].Key"}
        {key: "iam:PermissionsBoundary", member: "PermissionsBoundary"}
    ]
    also: [{action: "iam:TagUser", tags: "Tags"}]
)
operation CreateUser {
    input: CreateUserRequest
    output: CreateUserResponse
    errors: [
        LimitExceededException
        EntityAlreadyExistsException
        NoSuchEntityException
        InvalidInputException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure CreateUserRequest {
    Path: pathType
    @required UserName: userNameType
    PermissionsBoundary: arnType
    Tags: tagListType
}

structure CreateUserResponse {
    User: User
}

/// Makes a virtual MFA device; its seed is shown this once, as text and as a QR code.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:CreateVirtualMFADevice"
    resources: [{type: "mfa", find: "iam_find_new_mfa(Path, VirtualMFADeviceName)"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [{action: "iam:TagMFADevice", tags: "Tags"}]
)
operation CreateVirtualMFADevice {
    input: CreateVirtualMFADeviceRequest
    output: CreateVirtualMFADeviceResponse
    errors: [
        LimitExceededException
        InvalidInputException
        EntityAlreadyExistsException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure CreateVirtualMFADeviceRequest {
    Path: pathType
    @required VirtualMFADeviceName: virtualMFADeviceName
    Tags: tagListType
}

structure CreateVirtualMFADeviceResponse {
    @required VirtualMFADevice: VirtualMFADevice
}

/// Takes a device from its user; a virtual one stays and may be assigned again.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeactivateMFADevice"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation DeactivateMFADevice {
    input: DeactivateMFADeviceRequest
    errors: [
        EntityTemporarilyUnmodifiableException
        NoSuchEntityException
        LimitExceededException
        ServiceFailureException
        ConcurrentModificationException
    ]
}

structure DeactivateMFADeviceRequest {
    UserName: existingUserNameType
    @required SerialNumber: serialNumberType
}

/// Removes an access key.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteAccessKey"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation DeleteAccessKey {
    input: DeleteAccessKeyRequest
    errors: [NoSuchEntityException, LimitExceededException, ServiceFailureException]
}

structure DeleteAccessKeyRequest {
    UserName: existingUserNameType
    @required AccessKeyId: accessKeyIdType
}

/// Takes the account's alias away.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "iam:DeleteAccountAlias")
operation DeleteAccountAlias {
    input: DeleteAccountAliasRequest
    errors: [ConcurrentModificationException, NoSuchEntityException, LimitExceededException, ServiceFailureException]
}

structure DeleteAccountAliasRequest {
    @required AccountAlias: accountAliasType
}

/// Takes the account's rules away: AWS's default holds.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "iam:DeleteAccountPasswordPolicy")
operation DeleteAccountPasswordPolicy {
    errors: [NoSuchEntityException, LimitExceededException, ServiceFailureException]
}

/// Removes a group that is empty and without policies.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteGroup"
    resources: [{type: "group", find: "iam_find_group(GroupName)"}]
    denied: "group ${name}"
)
operation DeleteGroup {
    input: DeleteGroupRequest
    errors: [NoSuchEntityException, DeleteConflictException, LimitExceededException, ServiceFailureException]
}

structure DeleteGroupRequest {
    @required GroupName: groupNameType
}

/// Removes an inline policy of a group.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteGroupPolicy"
    resources: [{type: "group", find: "iam_find_group(GroupName)"}]
    denied: "group ${name}"
)
operation DeleteGroupPolicy {
    input: DeleteGroupPolicyRequest
    errors: [NoSuchEntityException, LimitExceededException, ServiceFailureException]
}

structure DeleteGroupPolicyRequest {
    @required GroupName: groupNameType
    @required PolicyName: policyNameType
}

/// Removes an instance profile without a role.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteInstanceProfile"
    resources: [{type: "instance-profile", find: "iam_find_instance_profile(InstanceProfileName)"}]
    denied: "instance profile ${name}"
)
operation DeleteInstanceProfile {
    input: DeleteInstanceProfileRequest
    errors: [NoSuchEntityException, DeleteConflictException, LimitExceededException, ServiceFailureException]
}

structure DeleteInstanceProfileRequest {
    @required InstanceProfileName: instanceProfileNameType
}

/// Takes a user's password away.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteLoginProfile"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation DeleteLoginProfile {
    input: DeleteLoginProfileRequest
    errors: [
        EntityTemporarilyUnmodifiableException
        NoSuchEntityException
        LimitExceededException
        ServiceFailureException
    ]
}

structure DeleteLoginProfileRequest {
    UserName: userNameType
}

/// Removes an OpenID Connect provider.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteOpenIDConnectProvider"
    resources: [{type: "oidc-provider", arn: "{OpenIDConnectProviderArn}"}]
)
operation DeleteOpenIDConnectProvider {
    input: DeleteOpenIDConnectProviderRequest
    errors: [InvalidInputException, NoSuchEntityException, ServiceFailureException]
}

structure DeleteOpenIDConnectProviderRequest {
    @required OpenIDConnectProviderArn: arnType
}

/// Removes a customer managed policy that nothing uses.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeletePolicy"
    resources: [{type: "policy", arn: "{PolicyArn}"}]
    denied: "policy ${arn}"
)
operation DeletePolicy {
    input: DeletePolicyRequest
    errors: [
        NoSuchEntityException
        LimitExceededException
        InvalidInputException
        DeleteConflictException
        ServiceFailureException
    ]
}

structure DeletePolicyRequest {
    @required PolicyArn: arnType
}

/// Removes a version that is not in force.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeletePolicyVersion"
    resources: [{type: "policy", arn: "{PolicyArn}"}]
    denied: "policy ${arn}"
)
operation DeletePolicyVersion {
    input: DeletePolicyVersionRequest
    errors: [
        NoSuchEntityException
        LimitExceededException
        InvalidInputException
        DeleteConflictException
        ServiceFailureException
    ]
}

structure DeletePolicyVersionRequest {
    @required PolicyArn: arnType
    @required VersionId: policyVersionIdType
}

/// Removes a role that nothing hangs on.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteRole"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    denied: "role ${name}"
)
operation DeleteRole {
    input: DeleteRoleRequest
    errors: [
        NoSuchEntityException
        DeleteConflictException
        LimitExceededException
        UnmodifiableEntityException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure DeleteRoleRequest {
    @required RoleName: roleNameType
}

/// Takes a role's permissions boundary away.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteRolePermissionsBoundary"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    denied: "role ${name}"
)
operation DeleteRolePermissionsBoundary {
    input: DeleteRolePermissionsBoundaryRequest
    errors: [NoSuchEntityException, UnmodifiableEntityException, ServiceFailureException]
}

structure DeleteRolePermissionsBoundaryRequest {
    @required RoleName: roleNameType
}

/// Removes an inline policy of a role.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteRolePolicy"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    denied: "role ${name}"
)
operation DeleteRolePolicy {
    input: DeleteRolePolicyRequest
    errors: [NoSuchEntityException, LimitExceededException, UnmodifiableEntityException, ServiceFailureException]
}

structure DeleteRolePolicyRequest {
    @required RoleName: roleNameType
    @required PolicyName: policyNameType
}

/// Removes a SAML provider.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "iam:DeleteSAMLProvider", resources: [{type: "saml-provider", arn: "{SAMLProviderArn}"}])
operation DeleteSAMLProvider {
    input: DeleteSAMLProviderRequest
    errors: [InvalidInputException, LimitExceededException, NoSuchEntityException, ServiceFailureException]
}

structure DeleteSAMLProviderRequest {
    @required SAMLProviderArn: arnType
}

/// Deletes an SSH public key.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteSSHPublicKey"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation DeleteSSHPublicKey {
    input: DeleteSSHPublicKeyRequest
    errors: [NoSuchEntityException]
}

structure DeleteSSHPublicKeyRequest {
    @required UserName: userNameType
    @required SSHPublicKeyId: publicKeyIdType
}

/// Deletes a server certificate.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteServerCertificate"
    resources: [{type: "server-certificate", find: "iam_find_server_certificate(ServerCertificateName)"}]
    denied: "server certificate ${name}"
)
operation DeleteServerCertificate {
    input: DeleteServerCertificateRequest
    errors: [NoSuchEntityException, DeleteConflictException, LimitExceededException, ServiceFailureException]
}

structure DeleteServerCertificateRequest {
    @required ServerCertificateName: serverCertificateNameType
}

/// Removes a service-linked role unless its service still uses it.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteServiceLinkedRole"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    denied: "role ${name}"
)
operation DeleteServiceLinkedRole {
    input: DeleteServiceLinkedRoleRequest
    output: DeleteServiceLinkedRoleResponse
    errors: [NoSuchEntityException, LimitExceededException, ServiceFailureException]
}

structure DeleteServiceLinkedRoleRequest {
    @required RoleName: roleNameType
}

structure DeleteServiceLinkedRoleResponse {
    @required DeletionTaskId: DeletionTaskIdType
}

/// Deletes a service-specific credential.
@gatehouse#operation(mode: "write", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "iam:DeleteServiceSpecificCredential"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation DeleteServiceSpecificCredential {
    input: DeleteServiceSpecificCredentialRequest
    errors: [NoSuchEntityException]
}

structure DeleteServiceSpecificCredentialRequest {
    UserName: userNameType
    @required ServiceSpecificCredentialId: serviceSpecificCredentialId
}

/// Deletes an X.509 certificate of a user.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteSigningCertificate"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation DeleteSigningCertificate {
    input: DeleteSigningCertificateRequest
    errors: [NoSuchEntityException, LimitExceededException, ConcurrentModificationException, ServiceFailureException]
}

structure DeleteSigningCertificateRequest {
    UserName: existingUserNameType
    @required CertificateId: certificateIdType
}

/// Removes a user that has nothing attached.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteUser"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation DeleteUser {
    input: DeleteUserRequest
    errors: [
        LimitExceededException
        NoSuchEntityException
        DeleteConflictException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure DeleteUserRequest {
    @required UserName: existingUserNameType
}

/// Takes a user's permissions boundary away.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteUserPermissionsBoundary"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation DeleteUserPermissionsBoundary {
    input: DeleteUserPermissionsBoundaryRequest
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure DeleteUserPermissionsBoundaryRequest {
    @required UserName: userNameType
}

/// Removes an inline policy of a user.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteUserPolicy"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation DeleteUserPolicy {
    input: DeleteUserPolicyRequest
    errors: [NoSuchEntityException, LimitExceededException, ServiceFailureException]
}

structure DeleteUserPolicyRequest {
    @required UserName: existingUserNameType
    @required PolicyName: policyNameType
}

/// Deletes a device that is assigned to nobody.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DeleteVirtualMFADevice"
    resources: [{type: "mfa", arn: "{SerialNumber}"}, {type: "sms-mfa", arn: "{SerialNumber}"}]
)
operation DeleteVirtualMFADevice {
    input: DeleteVirtualMFADeviceRequest
    errors: [
        NoSuchEntityException
        DeleteConflictException
        LimitExceededException
        ServiceFailureException
        ConcurrentModificationException
    ]
}

structure DeleteVirtualMFADeviceRequest {
    @required SerialNumber: serialNumberType
}

/// Takes a managed policy off a group.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DetachGroupPolicy"
    resources: [{type: "group", find: "iam_find_group(GroupName)"}]
    keys: [{key: "iam:PolicyARN", member: "PolicyArn"}]
    denied: "group ${name}"
)
operation DetachGroupPolicy {
    input: DetachGroupPolicyRequest
    errors: [NoSuchEntityException, LimitExceededException, InvalidInputException, ServiceFailureException]
}

structure DetachGroupPolicyRequest {
    @required GroupName: groupNameType
    @required PolicyArn: arnType
}

/// Takes a managed policy off a role.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DetachRolePolicy"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    keys: [{key: "iam:PolicyARN", member: "PolicyArn"}]
    denied: "role ${name}"
)
operation DetachRolePolicy {
    input: DetachRolePolicyRequest
    errors: [
        NoSuchEntityException
        LimitExceededException
        InvalidInputException
        UnmodifiableEntityException
        ServiceFailureException
    ]
}

structure DetachRolePolicyRequest {
    @required RoleName: roleNameType
    @required PolicyArn: arnType
}

/// Takes a managed policy off a user.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:DetachUserPolicy"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    keys: [{key: "iam:PolicyARN", member: "PolicyArn"}]
    denied: "user ${name}"
)
operation DetachUserPolicy {
    input: DetachUserPolicyRequest
    errors: [NoSuchEntityException, LimitExceededException, InvalidInputException, ServiceFailureException]
}

structure DetachUserPolicyRequest {
    @required UserName: userNameType
    @required PolicyArn: arnType
}

/// Turns central management of root credentials off.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "iam:DisableOrganizationsRootCredentialsManagement")
operation DisableOrganizationsRootCredentialsManagement {
    input: DisableOrganizationsRootCredentialsManagementRequest
    output: DisableOrganizationsRootCredentialsManagementResponse
    errors: [
        ServiceAccessNotEnabledException
        AccountNotManagementOrDelegatedAdministratorException
        OrganizationNotFoundException
        OrganizationNotInAllFeaturesModeException
    ]
}

structure DisableOrganizationsRootCredentialsManagementRequest {}

structure DisableOrganizationsRootCredentialsManagementResponse {
    OrganizationId: OrganizationIdType
    EnabledFeatures: FeaturesListType
}

/// Turns sts:AssumeRoot off.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "iam:DisableOrganizationsRootSessions")
operation DisableOrganizationsRootSessions {
    input: DisableOrganizationsRootSessionsRequest
    output: DisableOrganizationsRootSessionsResponse
    errors: [
        ServiceAccessNotEnabledException
        AccountNotManagementOrDelegatedAdministratorException
        OrganizationNotFoundException
        OrganizationNotInAllFeaturesModeException
    ]
}

structure DisableOrganizationsRootSessionsRequest {}

structure DisableOrganizationsRootSessionsResponse {
    OrganizationId: OrganizationIdType
    EnabledFeatures: FeaturesListType
}

/// Turns sts:GetWebIdentityToken off; the issuer keeps its name.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "iam:DisableOutboundWebIdentityFederation")
operation DisableOutboundWebIdentityFederation {
    errors: [FeatureDisabledException]
}

/// Assigns a device to a user, who proves by two codes to hold it.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:EnableMFADevice"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation EnableMFADevice {
    input: EnableMFADeviceRequest
    errors: [
        EntityAlreadyExistsException
        EntityTemporarilyUnmodifiableException
        InvalidAuthenticationCodeException
        LimitExceededException
        NoSuchEntityException
        ServiceFailureException
        ConcurrentModificationException
    ]
}

structure EnableMFADeviceRequest {
    @required UserName: existingUserNameType
    @required SerialNumber: serialNumberType
    @required AuthenticationCode1: authenticationCodeType
    @required AuthenticationCode2: authenticationCodeType
}

/// Turns central management of root credentials on for the organization.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "iam:EnableOrganizationsRootCredentialsManagement")
operation EnableOrganizationsRootCredentialsManagement {
    input: EnableOrganizationsRootCredentialsManagementRequest
    output: EnableOrganizationsRootCredentialsManagementResponse
    errors: [
        ServiceAccessNotEnabledException
        AccountNotManagementOrDelegatedAdministratorException
        OrganizationNotFoundException
        OrganizationNotInAllFeaturesModeException
        CallerIsNotManagementAccountException
    ]
}

structure EnableOrganizationsRootCredentialsManagementRequest {}

structure EnableOrganizationsRootCredentialsManagementResponse {
    OrganizationId: OrganizationIdType
    EnabledFeatures: FeaturesListType
}

/// Turns sts:AssumeRoot on for the organization.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "iam:EnableOrganizationsRootSessions")
operation EnableOrganizationsRootSessions {
    input: EnableOrganizationsRootSessionsRequest
    output: EnableOrganizationsRootSessionsResponse
    errors: [
        ServiceAccessNotEnabledException
        AccountNotManagementOrDelegatedAdministratorException
        OrganizationNotFoundException
        OrganizationNotInAllFeaturesModeException
        CallerIsNotManagementAccountException
    ]
}

structure EnableOrganizationsRootSessionsRequest {}

structure EnableOrganizationsRootSessionsResponse {
    OrganizationId: OrganizationIdType
    EnabledFeatures: FeaturesListType
}

/// Turns sts:GetWebIdentityToken on for the account and names its issuer.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "iam:EnableOutboundWebIdentityFederation")
operation EnableOutboundWebIdentityFederation {
    output: EnableOutboundWebIdentityFederationResponse
    errors: [FeatureEnabledException]
}

structure EnableOutboundWebIdentityFederationResponse {
    IssuerIdentifier: stringType
}

/// Has a job make the account's credential report, unless one of the last four hours is there.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "iam:GenerateCredentialReport")
operation GenerateCredentialReport {
    output: GenerateCredentialReportResponse
    errors: [LimitExceededException, ServiceFailureException]
}

structure GenerateCredentialReportResponse {
    State: ReportStateType
    Description: ReportStateDescriptionType
}

/// Has a job add up what the accounts of the organization, or of a part of it, used last.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:GenerateOrganizationsAccessReport"
    resources: [{type: "access-report", arn: "arn:aws:iam::${account}:access-report/{EntityPath}"}]
    keys: [{key: "iam:OrganizationsPolicyId", member: "OrganizationsPolicyId"}]
)
operation GenerateOrganizationsAccessReport {
    input: GenerateOrganizationsAccessReportRequest
    output: GenerateOrganizationsAccessReportResponse
    errors: [ReportGenerationLimitExceededException]
}

structure GenerateOrganizationsAccessReportRequest {
    @required EntityPath: organizationsEntityPathType
    OrganizationsPolicyId: organizationsPolicyIdType
}

structure GenerateOrganizationsAccessReportResponse {
    JobId: jobIDType
}

/// Asks when a user, group, role or policy was last used for each service.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:GenerateServiceLastAccessedDetails"
    resources: [
        {type: "group", arn: "{Arn}"}
        {type: "policy", arn: "{Arn}"}
        {type: "role", arn: "{Arn}"}
        {type: "user", arn: "{Arn}"}
    ]
)
operation GenerateServiceLastAccessedDetails {
    input: GenerateServiceLastAccessedDetailsRequest
    output: GenerateServiceLastAccessedDetailsResponse
    errors: [NoSuchEntityException, InvalidInputException]
}

structure GenerateServiceLastAccessedDetailsRequest {
    @required Arn: arnType
    Granularity: AccessAdvisorUsageGranularityType
}

structure GenerateServiceLastAccessedDetailsResponse {
    JobId: jobIDType
}

/// Reads when, where and for what a long-term access key was last used, to the minute.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetAccessKeyLastUsed"
    resources: [{type: "user", find: "iam_find_access_key_user(AccessKeyId)"}]
)
operation GetAccessKeyLastUsed {
    input: GetAccessKeyLastUsedRequest
    output: GetAccessKeyLastUsedResponse
}

structure GetAccessKeyLastUsedRequest {
    @required AccessKeyId: accessKeyIdType
}

structure GetAccessKeyLastUsedResponse {
    UserName: existingUserNameType
    AccessKeyLastUsed: AccessKeyLastUsed
}

/// Answers users, groups, roles and policies of the account with everything in them.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:GetAccountAuthorizationDetails")
@paginated(inputToken: "Marker", outputToken: "Marker", items: "UserDetailList", pageSize: "MaxItems")
operation GetAccountAuthorizationDetails {
    input: GetAccountAuthorizationDetailsRequest
    output: GetAccountAuthorizationDetailsResponse
    errors: [ServiceFailureException]
}

structure GetAccountAuthorizationDetailsRequest {
    Filter: entityListType
    MaxItems: maxItemsType = 0
    Marker: markerType
}

structure GetAccountAuthorizationDetailsResponse {
    UserDetailList: userDetailListType
    GroupDetailList: groupDetailListType
    RoleDetailList: roleDetailListType
    Policies: ManagedPolicyDetailListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Reads the account's rules for passwords.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:GetAccountPasswordPolicy")
operation GetAccountPasswordPolicy {
    output: GetAccountPasswordPolicyResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure GetAccountPasswordPolicyResponse {
    @required PasswordPolicy: PasswordPolicy
}

/// Counts what the account has, with its quotas.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:GetAccountSummary")
operation GetAccountSummary {
    output: GetAccountSummaryResponse
    errors: [ServiceFailureException]
}

structure GetAccountSummaryResponse {
    SummaryMap: summaryMapType
}

/// Lists the condition keys that the policies given name.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:GetContextKeysForCustomPolicy")
operation GetContextKeysForCustomPolicy {
    input: GetContextKeysForCustomPolicyRequest
    output: GetContextKeysForPolicyResponse
    errors: [InvalidInputException]
}

structure GetContextKeysForCustomPolicyRequest {
    @required PolicyInputList: SimulationPolicyListType
}

structure GetContextKeysForPolicyResponse {
    ContextKeyNames: ContextKeyNamesResultListType
}

/// Lists the condition keys that the policies of a user, group or role name.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetContextKeysForPrincipalPolicy"
    resources: [
        {type: "group", arn: "{PolicySourceArn}"}
        {type: "role", arn: "{PolicySourceArn}"}
        {type: "user", arn: "{PolicySourceArn}"}
    ]
)
operation GetContextKeysForPrincipalPolicy {
    input: GetContextKeysForPrincipalPolicyRequest
    output: GetContextKeysForPolicyResponse
    errors: [NoSuchEntityException, InvalidInputException]
}

structure GetContextKeysForPrincipalPolicyRequest {
    @required PolicySourceArn: arnType
    PolicyInputList: SimulationPolicyListType
}

/// Fetches the credential report: a CSV file with AWS's columns.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:GetCredentialReport")
operation GetCredentialReport {
    output: GetCredentialReportResponse
    errors: [
        CredentialReportNotPresentException
        CredentialReportExpiredException
        CredentialReportNotReadyException
        ServiceFailureException
    ]
}

structure GetCredentialReportResponse {
    Content: ReportContentType
    ReportFormat: ReportFormatType
    GeneratedTime: dateType
}

/// Finds no delegation request.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetDelegationRequest"
    resources: [{type: "delegation-request", arn: "arn:aws:iam::${account}:delegation-request/{DelegationRequestId}"}]
)
operation GetDelegationRequest {
    input: GetDelegationRequestRequest
    output: GetDelegationRequestResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure GetDelegationRequestRequest {
    @required DelegationRequestId: delegationRequestIdType
    DelegationPermissionCheck: booleanType = false
}

structure GetDelegationRequestResponse {
    DelegationRequest: DelegationRequest
    PermissionCheckStatus: permissionCheckStatusType
    PermissionCheckResult: permissionCheckResultType
}

/// Shows a group and who is in it.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetGroup"
    resources: [{type: "group", find: "iam_find_group(GroupName)"}]
    denied: "group ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Users", pageSize: "MaxItems")
operation GetGroup {
    input: GetGroupRequest
    output: GetGroupResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure GetGroupRequest {
    @required GroupName: groupNameType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure GetGroupResponse {
    @required Group: Group
    @required Users: userListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Answers one inline policy of a group.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetGroupPolicy"
    resources: [{type: "group", find: "iam_find_group(GroupName)"}]
    denied: "group ${name}"
)
operation GetGroupPolicy {
    input: GetGroupPolicyRequest
    output: GetGroupPolicyResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure GetGroupPolicyRequest {
    @required GroupName: groupNameType
    @required PolicyName: policyNameType
}

structure GetGroupPolicyResponse {
    @required GroupName: groupNameType
    @required PolicyName: policyNameType
    @required PolicyDocument: policyDocumentType
}

/// Finds no delegation request to summarize.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetHumanReadableSummary"
    resources: [{type: "delegation-request", arn: "{EntityArn}"}]
)
operation GetHumanReadableSummary {
    input: GetHumanReadableSummaryRequest
    output: GetHumanReadableSummaryResponse
    errors: [InvalidInputException, NoSuchEntityException, ServiceFailureException]
}

structure GetHumanReadableSummaryRequest {
    @required EntityArn: arnType
    Locale: localeType
}

structure GetHumanReadableSummaryResponse {
    SummaryContent: summaryContentType
    Locale: localeType
    SummaryState: summaryStateType
}

/// Shows an instance profile with its role.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetInstanceProfile"
    resources: [{type: "instance-profile", find: "iam_find_instance_profile(InstanceProfileName)"}]
    denied: "instance profile ${name}"
)
operation GetInstanceProfile {
    input: GetInstanceProfileRequest
    output: GetInstanceProfileResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure GetInstanceProfileRequest {
    @required InstanceProfileName: instanceProfileNameType
}

structure GetInstanceProfileResponse {
    @required InstanceProfile: InstanceProfile
}

/// Reads whether and since when a user has a password.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetLoginProfile"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation GetLoginProfile {
    input: GetLoginProfileRequest
    output: GetLoginProfileResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure GetLoginProfileRequest {
    UserName: userNameType
}

structure GetLoginProfileResponse {
    @required LoginProfile: LoginProfile
}

/// Reads a device of a user.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetMFADevice"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation GetMFADevice {
    input: GetMFADeviceRequest
    output: GetMFADeviceResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure GetMFADeviceRequest {
    @required SerialNumber: serialNumberType
    UserName: userNameType
}

structure GetMFADeviceResponse {
    UserName: userNameType
    @required SerialNumber: serialNumberType
    EnableDate: dateType
    Certifications: CertificationMapType
}

/// Reads an OpenID Connect provider.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetOpenIDConnectProvider"
    resources: [{type: "oidc-provider", arn: "{OpenIDConnectProviderArn}"}]
)
operation GetOpenIDConnectProvider {
    input: GetOpenIDConnectProviderRequest
    output: GetOpenIDConnectProviderResponse
    errors: [InvalidInputException, NoSuchEntityException, ServiceFailureException]
}

structure GetOpenIDConnectProviderRequest {
    @required OpenIDConnectProviderArn: arnType
}

structure GetOpenIDConnectProviderResponse {
    Url: OpenIDConnectProviderUrlType
    ClientIDList: clientIDListType
    ThumbprintList: thumbprintListType
    CreateDate: dateType
    Tags: tagListType
}

/// Reads that report, for the services that the service control policies allow.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:GetOrganizationsAccessReport")
operation GetOrganizationsAccessReport {
    input: GetOrganizationsAccessReportRequest
    output: GetOrganizationsAccessReportResponse
    errors: [NoSuchEntityException]
}

structure GetOrganizationsAccessReportRequest {
    @required JobId: jobIDType
    MaxItems: maxItemsType = 0
    Marker: markerType
    SortKey: sortKeyType
}

structure GetOrganizationsAccessReportResponse {
    @required JobStatus: jobStatusType
    @required JobCreationDate: dateType
    JobCompletionDate: dateType
    NumberOfServicesAccessible: integerType = 0
    NumberOfServicesNotAccessed: integerType = 0
    AccessDetails: AccessDetails
    IsTruncated: booleanType = false
    Marker: markerType
    ErrorDetails: ErrorDetails
}

/// Names the account's issuer while the feature is on.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:GetOutboundWebIdentityFederationInfo")
operation GetOutboundWebIdentityFederationInfo {
    output: GetOutboundWebIdentityFederationInfoResponse
    errors: [FeatureDisabledException]
}

structure GetOutboundWebIdentityFederationInfoResponse {
    IssuerIdentifier: stringType
    JwtVendingEnabled: booleanType = false
}

/// Shows a managed policy.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetPolicy"
    resources: [{type: "policy", arn: "{PolicyArn}"}]
    denied: "policy ${arn}"
)
operation GetPolicy {
    input: GetPolicyRequest
    output: GetPolicyResponse
    errors: [NoSuchEntityException, InvalidInputException, ServiceFailureException]
}

structure GetPolicyRequest {
    @required PolicyArn: arnType
}

structure GetPolicyResponse {
    Policy: Policy
}

/// Answers one version of a managed policy with its document.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetPolicyVersion"
    resources: [{type: "policy", arn: "{PolicyArn}"}]
    denied: "policy ${arn}"
)
operation GetPolicyVersion {
    input: GetPolicyVersionRequest
    output: GetPolicyVersionResponse
    errors: [NoSuchEntityException, InvalidInputException, ServiceFailureException]
}

structure GetPolicyVersionRequest {
    @required PolicyArn: arnType
    @required VersionId: policyVersionIdType
}

structure GetPolicyVersionResponse {
    PolicyVersion: PolicyVersion
}

/// Shows one role with its trust policy.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetRole"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    denied: "role ${name}"
)
operation GetRole {
    input: GetRoleRequest
    output: GetRoleResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure GetRoleRequest {
    @required RoleName: roleNameType
}

structure GetRoleResponse {
    @required Role: Role
}

/// Answers one inline policy of a role.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetRolePolicy"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    denied: "role ${name}"
)
operation GetRolePolicy {
    input: GetRolePolicyRequest
    output: GetRolePolicyResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure GetRolePolicyRequest {
    @required RoleName: roleNameType
    @required PolicyName: policyNameType
}

structure GetRolePolicyResponse {
    @required RoleName: roleNameType
    @required PolicyName: policyNameType
    @required PolicyDocument: policyDocumentType
}

/// Reads a SAML provider with its metadata.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:GetSAMLProvider", resources: [{type: "saml-provider", arn: "{SAMLProviderArn}"}])
operation GetSAMLProvider {
    input: GetSAMLProviderRequest
    output: GetSAMLProviderResponse
    errors: [NoSuchEntityException, InvalidInputException, ServiceFailureException]
}

structure GetSAMLProviderRequest {
    @required SAMLProviderArn: arnType
}

structure GetSAMLProviderResponse {
    SAMLProviderUUID: privateKeyIdType
    SAMLMetadataDocument: SAMLMetadataDocumentType
    CreateDate: dateType
    ValidUntil: dateType
    Tags: tagListType
    AssertionEncryptionMode: assertionEncryptionModeType
    PrivateKeyList: privateKeyList
}

/// Reads an SSH public key in either form.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetSSHPublicKey"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation GetSSHPublicKey {
    input: GetSSHPublicKeyRequest
    output: GetSSHPublicKeyResponse
    errors: [NoSuchEntityException, UnrecognizedPublicKeyEncodingException]
}

structure GetSSHPublicKeyRequest {
    @required UserName: userNameType
    @required SSHPublicKeyId: publicKeyIdType
    @required Encoding: encodingType
}

structure GetSSHPublicKeyResponse {
    SSHPublicKey: SSHPublicKey
}

/// Reads a certificate and its chain, never the key.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetServerCertificate"
    resources: [{type: "server-certificate", find: "iam_find_server_certificate(ServerCertificateName)"}]
    denied: "server certificate ${name}"
)
operation GetServerCertificate {
    input: GetServerCertificateRequest
    output: GetServerCertificateResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure GetServerCertificateRequest {
    @required ServerCertificateName: serverCertificateNameType
}

structure GetServerCertificateResponse {
    @required ServerCertificate: ServerCertificate
}

/// Reads, service by service, the last attempt that the audit trail knows of.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:GetServiceLastAccessedDetails")
operation GetServiceLastAccessedDetails {
    input: GetServiceLastAccessedDetailsRequest
    output: GetServiceLastAccessedDetailsResponse
    errors: [NoSuchEntityException, InvalidInputException]
}

structure GetServiceLastAccessedDetailsRequest {
    @required JobId: jobIDType
    MaxItems: maxItemsType = 0
    Marker: markerType
}

structure GetServiceLastAccessedDetailsResponse {
    @required JobStatus: jobStatusType
    JobType: AccessAdvisorUsageGranularityType
    @required JobCreationDate: dateType
    @required ServicesLastAccessed: ServicesLastAccessed
    @required JobCompletionDate: dateType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
    Error: ErrorDetails
}

/// Reads which users and roles attempted to use a service, the latest first.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:GetServiceLastAccessedDetailsWithEntities")
operation GetServiceLastAccessedDetailsWithEntities {
    input: GetServiceLastAccessedDetailsWithEntitiesRequest
    output: GetServiceLastAccessedDetailsWithEntitiesResponse
    errors: [NoSuchEntityException, InvalidInputException]
}

structure GetServiceLastAccessedDetailsWithEntitiesRequest {
    @required JobId: jobIDType
    @required ServiceNamespace: serviceNamespaceType
    MaxItems: maxItemsType = 0
    Marker: markerType
}

structure GetServiceLastAccessedDetailsWithEntitiesResponse {
    @required JobStatus: jobStatusType
    @required JobCreationDate: dateType
    @required JobCompletionDate: dateType
    @required EntityDetailsList: entityDetailsListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
    Error: ErrorDetails
}

/// Tells what became of a request to delete a service-linked role.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetServiceLinkedRoleDeletionStatus"
    resources: [{type: "role", find: "iam_find_deletion_task_role(DeletionTaskId)"}]
)
operation GetServiceLinkedRoleDeletionStatus {
    input: GetServiceLinkedRoleDeletionStatusRequest
    output: GetServiceLinkedRoleDeletionStatusResponse
    errors: [NoSuchEntityException, InvalidInputException, ServiceFailureException]
}

structure GetServiceLinkedRoleDeletionStatusRequest {
    @required DeletionTaskId: DeletionTaskIdType
}

structure GetServiceLinkedRoleDeletionStatusResponse {
    @required Status: DeletionTaskStatusType
    Reason: DeletionTaskFailureReasonType
}

/// Shows one user: the caller where no name is given.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetUser"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation GetUser {
    input: GetUserRequest
    output: GetUserResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure GetUserRequest {
    UserName: existingUserNameType
}

structure GetUserResponse {
    @required User: User
}

/// Answers one inline policy of a user.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:GetUserPolicy"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation GetUserPolicy {
    input: GetUserPolicyRequest
    output: GetUserPolicyResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure GetUserPolicyRequest {
    @required UserName: existingUserNameType
    @required PolicyName: policyNameType
}

structure GetUserPolicyResponse {
    @required UserName: existingUserNameType
    @required PolicyName: policyNameType
    @required PolicyDocument: policyDocumentType
}

/// Lists a user's access keys without their secrets.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListAccessKeys"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "AccessKeyMetadata", pageSize: "MaxItems")
operation ListAccessKeys {
    input: ListAccessKeysRequest
    output: ListAccessKeysResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure ListAccessKeysRequest {
    UserName: existingUserNameType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListAccessKeysResponse {
    @required AccessKeyMetadata: accessKeyMetadataListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Answers the account's alias.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:ListAccountAliases")
@paginated(inputToken: "Marker", outputToken: "Marker", items: "AccountAliases", pageSize: "MaxItems")
operation ListAccountAliases {
    input: ListAccountAliasesRequest
    output: ListAccountAliasesResponse
    errors: [ServiceFailureException]
}

structure ListAccountAliasesRequest {
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListAccountAliasesResponse {
    @required AccountAliases: accountAliasListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the managed policies attached to a group.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListAttachedGroupPolicies"
    resources: [{type: "group", find: "iam_find_group(GroupName)"}]
    denied: "group ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "AttachedPolicies", pageSize: "MaxItems")
operation ListAttachedGroupPolicies {
    input: ListAttachedGroupPoliciesRequest
    output: ListAttachedGroupPoliciesResponse
    errors: [NoSuchEntityException, InvalidInputException, ServiceFailureException]
}

structure ListAttachedGroupPoliciesRequest {
    @required GroupName: groupNameType
    PathPrefix: policyPathType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListAttachedGroupPoliciesResponse {
    AttachedPolicies: attachedPoliciesListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the managed policies attached to a role.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListAttachedRolePolicies"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    denied: "role ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "AttachedPolicies", pageSize: "MaxItems")
operation ListAttachedRolePolicies {
    input: ListAttachedRolePoliciesRequest
    output: ListAttachedRolePoliciesResponse
    errors: [NoSuchEntityException, InvalidInputException, ServiceFailureException]
}

structure ListAttachedRolePoliciesRequest {
    @required RoleName: roleNameType
    PathPrefix: policyPathType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListAttachedRolePoliciesResponse {
    AttachedPolicies: attachedPoliciesListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the managed policies attached to a user.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListAttachedUserPolicies"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "AttachedPolicies", pageSize: "MaxItems")
operation ListAttachedUserPolicies {
    input: ListAttachedUserPoliciesRequest
    output: ListAttachedUserPoliciesResponse
    errors: [NoSuchEntityException, InvalidInputException, ServiceFailureException]
}

structure ListAttachedUserPoliciesRequest {
    @required UserName: userNameType
    PathPrefix: policyPathType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListAttachedUserPoliciesResponse {
    AttachedPolicies: attachedPoliciesListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists no delegation requests.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListDelegationRequests"
    keys: [{key: "iam:DelegationRequestOwner", member: "OwnerId"}]
)
operation ListDelegationRequests {
    input: ListDelegationRequestsRequest
    output: ListDelegationRequestsResponse
    errors: [NoSuchEntityException, ServiceFailureException, InvalidInputException]
}

structure ListDelegationRequestsRequest {
    OwnerId: ownerIdType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListDelegationRequestsResponse {
    DelegationRequests: delegationRequestsListType
    Marker: markerType
    isTruncated: booleanType = false
}

/// Lists whom a managed policy is attached to or bounds.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListEntitiesForPolicy"
    resources: [{type: "policy", arn: "{PolicyArn}"}]
    denied: "policy ${arn}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "PolicyGroups", pageSize: "MaxItems")
operation ListEntitiesForPolicy {
    input: ListEntitiesForPolicyRequest
    output: ListEntitiesForPolicyResponse
    errors: [NoSuchEntityException, InvalidInputException, ServiceFailureException]
}

structure ListEntitiesForPolicyRequest {
    @required PolicyArn: arnType
    EntityFilter: EntityType
    PathPrefix: pathType
    PolicyUsageFilter: PolicyUsageType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListEntitiesForPolicyResponse {
    PolicyGroups: PolicyGroupListType
    PolicyUsers: PolicyUserListType
    PolicyRoles: PolicyRoleListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the names of a group's inline policies.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListGroupPolicies"
    resources: [{type: "group", find: "iam_find_group(GroupName)"}]
    denied: "group ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "PolicyNames", pageSize: "MaxItems")
operation ListGroupPolicies {
    input: ListGroupPoliciesRequest
    output: ListGroupPoliciesResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure ListGroupPoliciesRequest {
    @required GroupName: groupNameType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListGroupPoliciesResponse {
    @required PolicyNames: policyNameListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the groups of the account below a path.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:ListGroups", resources: [{type: "group", find: "iam_find_groups(PathPrefix)"}])
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Groups", pageSize: "MaxItems")
operation ListGroups {
    input: ListGroupsRequest
    output: ListGroupsResponse
    errors: [ServiceFailureException]
}

structure ListGroupsRequest {
    PathPrefix: pathPrefixType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListGroupsResponse {
    @required Groups: groupListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the groups that a user is in.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListGroupsForUser"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Groups", pageSize: "MaxItems")
operation ListGroupsForUser {
    input: ListGroupsForUserRequest
    output: ListGroupsForUserResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure ListGroupsForUserRequest {
    @required UserName: existingUserNameType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListGroupsForUserResponse {
    @required Groups: groupListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the tags of an instance profile.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListInstanceProfileTags"
    resources: [{type: "instance-profile", find: "iam_find_instance_profile(InstanceProfileName)"}]
    denied: "instance profile ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Tags", pageSize: "MaxItems")
operation ListInstanceProfileTags {
    input: ListInstanceProfileTagsRequest
    output: ListInstanceProfileTagsResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure ListInstanceProfileTagsRequest {
    @required InstanceProfileName: instanceProfileNameType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListInstanceProfileTagsResponse {
    @required Tags: tagListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the instance profiles below a path.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListInstanceProfiles"
    resources: [{type: "instance-profile", find: "iam_find_instance_profiles(PathPrefix)"}]
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "InstanceProfiles", pageSize: "MaxItems")
operation ListInstanceProfiles {
    input: ListInstanceProfilesRequest
    output: ListInstanceProfilesResponse
    errors: [ServiceFailureException]
}

structure ListInstanceProfilesRequest {
    PathPrefix: pathPrefixType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListInstanceProfilesResponse {
    @required InstanceProfiles: instanceProfileListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the instance profiles that hold a role.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListInstanceProfilesForRole"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    denied: "role ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "InstanceProfiles", pageSize: "MaxItems")
operation ListInstanceProfilesForRole {
    input: ListInstanceProfilesForRoleRequest
    output: ListInstanceProfilesForRoleResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure ListInstanceProfilesForRoleRequest {
    @required RoleName: roleNameType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListInstanceProfilesForRoleResponse {
    @required InstanceProfiles: instanceProfileListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the tags of a device.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:ListMFADeviceTags", resources: [{type: "mfa", arn: "{SerialNumber}"}])
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Tags", pageSize: "MaxItems")
operation ListMFADeviceTags {
    input: ListMFADeviceTagsRequest
    output: ListMFADeviceTagsResponse
    errors: [NoSuchEntityException, InvalidInputException, ServiceFailureException]
}

structure ListMFADeviceTagsRequest {
    @required SerialNumber: serialNumberType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListMFADeviceTagsResponse {
    @required Tags: tagListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the devices of a user.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListMFADevices"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "MFADevices", pageSize: "MaxItems")
operation ListMFADevices {
    input: ListMFADevicesRequest
    output: ListMFADevicesResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure ListMFADevicesRequest {
    UserName: existingUserNameType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListMFADevicesResponse {
    @required MFADevices: mfaDeviceListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the tags of an OpenID Connect provider.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListOpenIDConnectProviderTags"
    resources: [{type: "oidc-provider", arn: "{OpenIDConnectProviderArn}"}]
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Tags", pageSize: "MaxItems")
operation ListOpenIDConnectProviderTags {
    input: ListOpenIDConnectProviderTagsRequest
    output: ListOpenIDConnectProviderTagsResponse
    errors: [NoSuchEntityException, ServiceFailureException, InvalidInputException]
}

structure ListOpenIDConnectProviderTagsRequest {
    @required OpenIDConnectProviderArn: arnType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListOpenIDConnectProviderTagsResponse {
    @required Tags: tagListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the OpenID Connect providers of the account.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListOpenIDConnectProviders"
    resources: [{type: "oidc-provider", arn: "arn:aws:iam::${account}:oidc-provider/*"}]
)
operation ListOpenIDConnectProviders {
    input: ListOpenIDConnectProvidersRequest
    output: ListOpenIDConnectProvidersResponse
    errors: [ServiceFailureException]
}

structure ListOpenIDConnectProvidersRequest {}

structure ListOpenIDConnectProvidersResponse {
    OpenIDConnectProviderList: OpenIDConnectProviderListType
}

/// Lists which of these the organization has turned on.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:ListOrganizationsFeatures")
operation ListOrganizationsFeatures {
    input: ListOrganizationsFeaturesRequest
    output: ListOrganizationsFeaturesResponse
    errors: [
        ServiceAccessNotEnabledException
        AccountNotManagementOrDelegatedAdministratorException
        OrganizationNotFoundException
        OrganizationNotInAllFeaturesModeException
    ]
}

structure ListOrganizationsFeaturesRequest {}

structure ListOrganizationsFeaturesResponse {
    OrganizationId: OrganizationIdType
    EnabledFeatures: FeaturesListType
}

/// Lists managed policies, AWS's and the account's own.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:ListPolicies", denied: "policy path {PathPrefix}")
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Policies", pageSize: "MaxItems")
operation ListPolicies {
    input: ListPoliciesRequest
    output: ListPoliciesResponse
    errors: [ServiceFailureException]
}

structure ListPoliciesRequest {
    Scope: policyScopeType
    OnlyAttached: booleanType = false
    PathPrefix: policyPathType
    PolicyUsageFilter: PolicyUsageType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListPoliciesResponse {
    Policies: policyListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists which policies of a user, group or role let them use a service.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListPoliciesGrantingServiceAccess"
    resources: [{type: "group", arn: "{Arn}"}, {type: "role", arn: "{Arn}"}, {type: "user", arn: "{Arn}"}]
)
operation ListPoliciesGrantingServiceAccess {
    input: ListPoliciesGrantingServiceAccessRequest
    output: ListPoliciesGrantingServiceAccessResponse
    errors: [NoSuchEntityException, InvalidInputException]
}

structure ListPoliciesGrantingServiceAccessRequest {
    Marker: markerType
    @required Arn: arnType
    @required ServiceNamespaces: serviceNamespaceListType
}

structure ListPoliciesGrantingServiceAccessResponse {
    @required PoliciesGrantingServiceAccess: listPolicyGrantingServiceAccessResponseListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the tags of a managed policy.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListPolicyTags"
    resources: [{type: "policy", arn: "{PolicyArn}"}]
    denied: "policy ${arn}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Tags", pageSize: "MaxItems")
operation ListPolicyTags {
    input: ListPolicyTagsRequest
    output: ListPolicyTagsResponse
    errors: [NoSuchEntityException, ServiceFailureException, InvalidInputException]
}

structure ListPolicyTagsRequest {
    @required PolicyArn: arnType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListPolicyTagsResponse {
    @required Tags: tagListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the versions of a managed policy.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListPolicyVersions"
    resources: [{type: "policy", arn: "{PolicyArn}"}]
    denied: "policy ${arn}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Versions", pageSize: "MaxItems")
operation ListPolicyVersions {
    input: ListPolicyVersionsRequest
    output: ListPolicyVersionsResponse
    errors: [NoSuchEntityException, InvalidInputException, ServiceFailureException]
}

structure ListPolicyVersionsRequest {
    @required PolicyArn: arnType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListPolicyVersionsResponse {
    Versions: policyDocumentVersionListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the names of a role's inline policies.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListRolePolicies"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    denied: "role ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "PolicyNames", pageSize: "MaxItems")
operation ListRolePolicies {
    input: ListRolePoliciesRequest
    output: ListRolePoliciesResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure ListRolePoliciesRequest {
    @required RoleName: roleNameType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListRolePoliciesResponse {
    @required PolicyNames: policyNameListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the tags of a role.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListRoleTags"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    denied: "role ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Tags", pageSize: "MaxItems")
operation ListRoleTags {
    input: ListRoleTagsRequest
    output: ListRoleTagsResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure ListRoleTagsRequest {
    @required RoleName: roleNameType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListRoleTagsResponse {
    @required Tags: tagListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the roles of the account below a path.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:ListRoles", resources: [{type: "role", find: "iam_find_roles(PathPrefix)"}])
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Roles", pageSize: "MaxItems")
operation ListRoles {
    input: ListRolesRequest
    output: ListRolesResponse
    errors: [ServiceFailureException]
}

structure ListRolesRequest {
    PathPrefix: pathPrefixType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListRolesResponse {
    @required Roles: roleListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the tags of a SAML provider.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListSAMLProviderTags"
    resources: [{type: "saml-provider", arn: "{SAMLProviderArn}"}]
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Tags", pageSize: "MaxItems")
operation ListSAMLProviderTags {
    input: ListSAMLProviderTagsRequest
    output: ListSAMLProviderTagsResponse
    errors: [NoSuchEntityException, ServiceFailureException, InvalidInputException]
}

structure ListSAMLProviderTagsRequest {
    @required SAMLProviderArn: arnType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListSAMLProviderTagsResponse {
    @required Tags: tagListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the SAML providers of the account.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:ListSAMLProviders")
operation ListSAMLProviders {
    input: ListSAMLProvidersRequest
    output: ListSAMLProvidersResponse
    errors: [ServiceFailureException]
}

structure ListSAMLProvidersRequest {}

structure ListSAMLProvidersResponse {
    SAMLProviderList: SAMLProviderListType
}

/// Lists the SSH public keys of a user.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListSSHPublicKeys"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "SSHPublicKeys", pageSize: "MaxItems")
operation ListSSHPublicKeys {
    input: ListSSHPublicKeysRequest
    output: ListSSHPublicKeysResponse
    errors: [NoSuchEntityException]
}

structure ListSSHPublicKeysRequest {
    UserName: userNameType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListSSHPublicKeysResponse {
    SSHPublicKeys: SSHPublicKeyListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the tags of a server certificate.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListServerCertificateTags"
    resources: [{type: "server-certificate", find: "iam_find_server_certificate(ServerCertificateName)"}]
    denied: "server certificate ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Tags", pageSize: "MaxItems")
operation ListServerCertificateTags {
    input: ListServerCertificateTagsRequest
    output: ListServerCertificateTagsResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure ListServerCertificateTagsRequest {
    @required ServerCertificateName: serverCertificateNameType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListServerCertificateTagsResponse {
    @required Tags: tagListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the server certificates of the account.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListServerCertificates"
    resources: [{type: "server-certificate", find: "iam_find_server_certificates(PathPrefix)"}]
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "ServerCertificateMetadataList", pageSize: "MaxItems")
operation ListServerCertificates {
    input: ListServerCertificatesRequest
    output: ListServerCertificatesResponse
    errors: [ServiceFailureException]
}

structure ListServerCertificatesRequest {
    PathPrefix: pathPrefixType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListServerCertificatesResponse {
    @required ServerCertificateMetadataList: serverCertificateMetadataListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the service-specific credentials of a user, or of all.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListServiceSpecificCredentials"
    resources: [{type: "user", find: "iam_find_user_or_all(UserName, AllUsers)"}]
    denied: "user ${name}"
)
operation ListServiceSpecificCredentials {
    input: ListServiceSpecificCredentialsRequest
    output: ListServiceSpecificCredentialsResponse
    errors: [NoSuchEntityException, ServiceNotSupportedException]
}

structure ListServiceSpecificCredentialsRequest {
    UserName: userNameType
    ServiceName: serviceName
    AllUsers: allUsers
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListServiceSpecificCredentialsResponse {
    ServiceSpecificCredentials: ServiceSpecificCredentialsListType
    Marker: responseMarkerType
    IsTruncated: booleanType = false
}

/// Lists the X.509 certificates of a user.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListSigningCertificates"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Certificates", pageSize: "MaxItems")
operation ListSigningCertificates {
    input: ListSigningCertificatesRequest
    output: ListSigningCertificatesResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure ListSigningCertificatesRequest {
    UserName: existingUserNameType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListSigningCertificatesResponse {
    @required Certificates: certificateListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the names of a user's inline policies.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListUserPolicies"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "PolicyNames", pageSize: "MaxItems")
operation ListUserPolicies {
    input: ListUserPoliciesRequest
    output: ListUserPoliciesResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure ListUserPoliciesRequest {
    @required UserName: existingUserNameType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListUserPoliciesResponse {
    @required PolicyNames: policyNameListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the tags of a user.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListUserTags"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Tags", pageSize: "MaxItems")
operation ListUserTags {
    input: ListUserTagsRequest
    output: ListUserTagsResponse
    errors: [NoSuchEntityException, ServiceFailureException]
}

structure ListUserTagsRequest {
    @required UserName: existingUserNameType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListUserTagsResponse {
    @required Tags: tagListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the users of the account below a path.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:ListUsers", resources: [{type: "user", find: "iam_find_users(PathPrefix)"}])
@paginated(inputToken: "Marker", outputToken: "Marker", items: "Users", pageSize: "MaxItems")
operation ListUsers {
    input: ListUsersRequest
    output: ListUsersResponse
    errors: [ServiceFailureException]
}

structure ListUsersRequest {
    PathPrefix: pathPrefixType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListUsersResponse {
    @required Users: userListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Lists the account's devices, all or by whether they are assigned.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:ListVirtualMFADevices"
    resources: [{type: "mfa", arn: "arn:aws:iam::${account}:mfa/"}]
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "VirtualMFADevices", pageSize: "MaxItems")
operation ListVirtualMFADevices {
    input: ListVirtualMFADevicesRequest
    output: ListVirtualMFADevicesResponse
}

structure ListVirtualMFADevicesRequest {
    AssignmentStatus: assignmentStatusType
    Marker: markerType
    MaxItems: maxItemsType = 0
}

structure ListVirtualMFADevicesResponse {
    @required VirtualMFADevices: virtualMFADeviceListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Adds or replaces an inline policy of a group.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:PutGroupPolicy"
    resources: [{type: "group", find: "iam_find_group(GroupName)"}]
    denied: "group ${name}"
)
operation PutGroupPolicy {
    input: PutGroupPolicyRequest
    errors: [LimitExceededException, MalformedPolicyDocumentException, NoSuchEntityException, ServiceFailureException]
}

structure PutGroupPolicyRequest {
    @required GroupName: groupNameType
    @required PolicyName: policyNameType
    @required PolicyDocument: policyDocumentType
}

/// Sets the policy that bounds what a role may do.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:PutRolePermissionsBoundary"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    keys: [{key: "iam:PermissionsBoundary", member: "PermissionsBoundary"}]
)
operation PutRolePermissionsBoundary {
    input: PutRolePermissionsBoundaryRequest
    errors: [
        NoSuchEntityException
        InvalidInputException
        UnmodifiableEntityException
        PolicyNotAttachableException
        ServiceFailureException
    ]
}

structure PutRolePermissionsBoundaryRequest {
    @required RoleName: roleNameType
    @required PermissionsBoundary: arnType
}

/// Adds or replaces an inline policy of a role.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:PutRolePolicy"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    denied: "role ${name}"
)
operation PutRolePolicy {
    input: PutRolePolicyRequest
    errors: [
        LimitExceededException
        MalformedPolicyDocumentException
        NoSuchEntityException
        UnmodifiableEntityException
        ServiceFailureException
    ]
}

structure PutRolePolicyRequest {
    @required RoleName: roleNameType
    @required PolicyName: policyNameType
    @required PolicyDocument: policyDocumentType
}

/// Sets the policy that bounds what a user may do.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:PutUserPermissionsBoundary"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    keys: [{key: "iam:PermissionsBoundary", member: "PermissionsBoundary"}]
)
operation PutUserPermissionsBoundary {
    input: PutUserPermissionsBoundaryRequest
    errors: [NoSuchEntityException, InvalidInputException, PolicyNotAttachableException, ServiceFailureException]
}

structure PutUserPermissionsBoundaryRequest {
    @required UserName: userNameType
    @required PermissionsBoundary: arnType
}

/// Sets an inline policy of a user.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:PutUserPolicy"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation PutUserPolicy {
    input: PutUserPolicyRequest
    errors: [LimitExceededException, MalformedPolicyDocumentException, NoSuchEntityException, ServiceFailureException]
}

structure PutUserPolicyRequest {
    @required UserName: existingUserNameType
    @required PolicyName: policyNameType
    @required PolicyDocument: policyDocumentType
}

/// Finds no delegation request.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:RejectDelegationRequest"
    resources: [{type: "delegation-request", arn: "arn:aws:iam::${account}:delegation-request/{DelegationRequestId}"}]
)
operation RejectDelegationRequest {
    input: RejectDelegationRequestRequest
    errors: [NoSuchEntityException, ServiceFailureException, ConcurrentModificationException, InvalidInputException]
}

structure RejectDelegationRequestRequest {
    @required DelegationRequestId: delegationRequestIdType
    Notes: notesType
}

/// Shuts a client of an OpenID Connect provider out.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:RemoveClientIDFromOpenIDConnectProvider"
    resources: [{type: "oidc-provider", arn: "{OpenIDConnectProviderArn}"}]
)
operation RemoveClientIDFromOpenIDConnectProvider {
    input: RemoveClientIDFromOpenIDConnectProviderRequest
    errors: [ConcurrentModificationException, InvalidInputException, NoSuchEntityException, ServiceFailureException]
}

structure RemoveClientIDFromOpenIDConnectProviderRequest {
    @required OpenIDConnectProviderArn: arnType
    @required ClientID: clientIDType
}

/// Takes the role out of an instance profile.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:RemoveRoleFromInstanceProfile"
    resources: [{type: "instance-profile", find: "iam_find_instance_profile(InstanceProfileName)"}]
    denied: "instance profile ${name}"
)
operation RemoveRoleFromInstanceProfile {
    input: RemoveRoleFromInstanceProfileRequest
    errors: [NoSuchEntityException, LimitExceededException, UnmodifiableEntityException, ServiceFailureException]
}

structure RemoveRoleFromInstanceProfileRequest {
    @required InstanceProfileName: instanceProfileNameType
    @required RoleName: roleNameType
}

/// Takes a user out of a group.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:RemoveUserFromGroup"
    resources: [{type: "group", find: "iam_find_group(GroupName)"}]
    denied: "group ${name}"
)
operation RemoveUserFromGroup {
    input: RemoveUserFromGroupRequest
    errors: [NoSuchEntityException, LimitExceededException, ServiceFailureException]
}

structure RemoveUserFromGroupRequest {
    @required GroupName: groupNameType
    @required UserName: existingUserNameType
}

/// Makes a new secret for a service-specific credential.
@gatehouse#operation(mode: "write", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "iam:ResetServiceSpecificCredential"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation ResetServiceSpecificCredential {
    input: ResetServiceSpecificCredentialRequest
    output: ResetServiceSpecificCredentialResponse
    errors: [NoSuchEntityException]
}

structure ResetServiceSpecificCredentialRequest {
    UserName: userNameType
    @required ServiceSpecificCredentialId: serviceSpecificCredentialId
}

structure ResetServiceSpecificCredentialResponse {
    ServiceSpecificCredential: ServiceSpecificCredential
}

/// Learns by two codes how a device's clock goes.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:ResyncMFADevice"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation ResyncMFADevice {
    input: ResyncMFADeviceRequest
    errors: [
        InvalidAuthenticationCodeException
        NoSuchEntityException
        LimitExceededException
        ServiceFailureException
        ConcurrentModificationException
    ]
}

structure ResyncMFADeviceRequest {
    @required UserName: existingUserNameType
    @required SerialNumber: serialNumberType
    @required AuthenticationCode1: authenticationCodeType
    @required AuthenticationCode2: authenticationCodeType
}

/// Finds no delegation request.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:SendDelegationToken"
    resources: [{type: "delegation-request", arn: "arn:aws:iam::${account}:delegation-request/{DelegationRequestId}"}]
)
operation SendDelegationToken {
    input: SendDelegationTokenRequest
    errors: [NoSuchEntityException, ServiceFailureException, ConcurrentModificationException, InvalidInputException]
}

structure SendDelegationTokenRequest {
    @required DelegationRequestId: delegationRequestIdType
}

/// Puts a version of a customer managed policy in force.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:SetDefaultPolicyVersion"
    resources: [{type: "policy", arn: "{PolicyArn}"}]
    denied: "policy ${arn}"
)
operation SetDefaultPolicyVersion {
    input: SetDefaultPolicyVersionRequest
    errors: [NoSuchEntityException, InvalidInputException, LimitExceededException, ServiceFailureException]
}

structure SetDefaultPolicyVersionRequest {
    @required PolicyArn: arnType
    @required VersionId: policyVersionIdType
}

/// Keeps which version of tokens the account wants from the global endpoint.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "iam:SetSecurityTokenServicePreferences")
operation SetSecurityTokenServicePreferences {
    input: SetSecurityTokenServicePreferencesRequest
    errors: [ServiceFailureException]
}

structure SetSecurityTokenServicePreferencesRequest {
    @required GlobalEndpointTokenVersion: globalEndpointTokenVersion
}

/// Asks the policy engine about imagined requests, with the policies given.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "iam:SimulateCustomPolicy")
@paginated(inputToken: "Marker", outputToken: "Marker", items: "EvaluationResults", pageSize: "MaxItems")
operation SimulateCustomPolicy {
    input: SimulateCustomPolicyRequest
    output: SimulatePolicyResponse
    errors: [InvalidInputException, PolicyEvaluationException]
}

structure SimulateCustomPolicyRequest {
    @required PolicyInputList: SimulationPolicyListType
    PermissionsBoundaryPolicyInputList: SimulationPolicyListType
    OrderedOrganizationPolicyInputList: OrganizationPolicyListType
    @required ActionNames: ActionNameListType
    ResourceArns: ResourceNameListType
    ResourcePolicy: policyDocumentType
    ResourceOwner: ResourceNameType
    CallerArn: ResourceNameType
    ContextEntries: ContextEntryListType
    ResourceHandlingOption: ResourceHandlingOptionType
    MaxItems: maxItemsType = 0
    Marker: markerType
}

structure SimulatePolicyResponse {
    EvaluationResults: EvaluationResultsListType
    IsTruncated: booleanType = false
    Marker: responseMarkerType
}

/// Asks the policy engine about imagined requests of a user, group or role.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "iam:SimulatePrincipalPolicy"
    resources: [
        {type: "group", arn: "{PolicySourceArn}"}
        {type: "role", arn: "{PolicySourceArn}"}
        {type: "user", arn: "{PolicySourceArn}"}
    ]
)
@paginated(inputToken: "Marker", outputToken: "Marker", items: "EvaluationResults", pageSize: "MaxItems")
operation SimulatePrincipalPolicy {
    input: SimulatePrincipalPolicyRequest
    output: SimulatePolicyResponse
    errors: [NoSuchEntityException, InvalidInputException, PolicyEvaluationException]
}

structure SimulatePrincipalPolicyRequest {
    @required PolicySourceArn: arnType
    PolicyInputList: SimulationPolicyListType
    PermissionsBoundaryPolicyInputList: SimulationPolicyListType
    PolicyExclusionList: PolicyExclusionsListType
    @required ActionNames: ActionNameListType
    ResourceArns: ResourceNameListType
    ResourcePolicy: policyDocumentType
    ResourceOwner: ResourceNameType
    CallerArn: ResourceNameType
    ContextEntries: ContextEntryListType
    ResourceHandlingOption: ResourceHandlingOptionType
    MaxItems: maxItemsType = 0
    Marker: markerType
}

/// Adds tags to an instance profile.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:TagInstanceProfile"
    resources: [{type: "instance-profile", find: "iam_find_instance_profile(InstanceProfileName)"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
)
operation TagInstanceProfile {
    input: TagInstanceProfileRequest
    errors: [
        NoSuchEntityException
        InvalidInputException
        LimitExceededException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure TagInstanceProfileRequest {
    @required InstanceProfileName: instanceProfileNameType
    @required Tags: tagListType
}

/// Puts tags on a device.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:TagMFADevice"
    resources: [{type: "mfa", arn: "{SerialNumber}"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
)
operation TagMFADevice {
    input: TagMFADeviceRequest
    errors: [
        InvalidInputException
        NoSuchEntityException
        LimitExceededException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure TagMFADeviceRequest {
    @required SerialNumber: serialNumberType
    @required Tags: tagListType
}

/// Tags an OpenID Connect provider.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:TagOpenIDConnectProvider"
    resources: [{type: "oidc-provider", arn: "{OpenIDConnectProviderArn}"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
)
operation TagOpenIDConnectProvider {
    input: TagOpenIDConnectProviderRequest
    errors: [
        NoSuchEntityException
        LimitExceededException
        InvalidInputException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure TagOpenIDConnectProviderRequest {
    @required OpenIDConnectProviderArn: arnType
    @required Tags: tagListType
}

/// Adds tags to a customer managed policy.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:TagPolicy"
    resources: [{type: "policy", arn: "{PolicyArn}"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    denied: "policy ${arn}"
)
operation TagPolicy {
    input: TagPolicyRequest
    errors: [
        NoSuchEntityException
        LimitExceededException
        InvalidInputException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure TagPolicyRequest {
    @required PolicyArn: arnType
    @required Tags: tagListType
}

/// Adds tags to a role.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:TagRole"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
)
operation TagRole {
    input: TagRoleRequest
    errors: [
        NoSuchEntityException
        LimitExceededException
        InvalidInputException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure TagRoleRequest {
    @required RoleName: roleNameType
    @required Tags: tagListType
}

/// Tags a SAML provider.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:TagSAMLProvider"
    resources: [{type: "saml-provider", arn: "{SAMLProviderArn}"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
)
operation TagSAMLProvider {
    input: TagSAMLProviderRequest
    errors: [
        NoSuchEntityException
        LimitExceededException
        InvalidInputException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure TagSAMLProviderRequest {
    @required SAMLProviderArn: arnType
    @required Tags: tagListType
}

/// Puts tags on a server certificate.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:TagServerCertificate"
    resources: [{type: "server-certificate", find: "iam_find_server_certificate(ServerCertificateName)"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
)
operation TagServerCertificate {
    input: TagServerCertificateRequest
    errors: [
        NoSuchEntityException
        InvalidInputException
        LimitExceededException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure TagServerCertificateRequest {
    @required ServerCertificateName: serverCertificateNameType
    @required Tags: tagListType
}

/// Adds tags to a user.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:TagUser"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
)
operation TagUser {
    input: TagUserRequest
    errors: [
        NoSuchEntityException
        LimitExceededException
        InvalidInputException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure TagUserRequest {
    @required UserName: existingUserNameType
    @required Tags: tagListType
}

/// Takes tags off an instance profile.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UntagInstanceProfile"
    resources: [{type: "instance-profile", find: "iam_find_instance_profile(InstanceProfileName)"}]
    keys: [{key: "aws:TagKeys", member: "TagKeys[]"}]
)
operation UntagInstanceProfile {
    input: UntagInstanceProfileRequest
    errors: [NoSuchEntityException, InvalidInputException, ConcurrentModificationException, ServiceFailureException]
}

structure UntagInstanceProfileRequest {
    @required InstanceProfileName: instanceProfileNameType
    @required TagKeys: tagKeyListType
}

/// Takes tags off a device.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UntagMFADevice"
    resources: [{type: "mfa", arn: "{SerialNumber}"}]
    keys: [{key: "aws:TagKeys", member: "TagKeys[]"}]
)
operation UntagMFADevice {
    input: UntagMFADeviceRequest
    errors: [NoSuchEntityException, InvalidInputException, ConcurrentModificationException, ServiceFailureException]
}

structure UntagMFADeviceRequest {
    @required SerialNumber: serialNumberType
    @required TagKeys: tagKeyListType
}

/// Takes tags off an OpenID Connect provider.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UntagOpenIDConnectProvider"
    resources: [{type: "oidc-provider", arn: "{OpenIDConnectProviderArn}"}]
    keys: [{key: "aws:TagKeys", member: "TagKeys[]"}]
)
operation UntagOpenIDConnectProvider {
    input: UntagOpenIDConnectProviderRequest
    errors: [NoSuchEntityException, InvalidInputException, ConcurrentModificationException, ServiceFailureException]
}

structure UntagOpenIDConnectProviderRequest {
    @required OpenIDConnectProviderArn: arnType
    @required TagKeys: tagKeyListType
}

/// Takes tags off a customer managed policy.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UntagPolicy"
    resources: [{type: "policy", arn: "{PolicyArn}"}]
    keys: [{key: "aws:TagKeys", member: "TagKeys[]"}]
    denied: "policy ${arn}"
)
operation UntagPolicy {
    input: UntagPolicyRequest
    errors: [NoSuchEntityException, InvalidInputException, ConcurrentModificationException, ServiceFailureException]
}

structure UntagPolicyRequest {
    @required PolicyArn: arnType
    @required TagKeys: tagKeyListType
}

/// Takes tags off a role.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UntagRole"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    keys: [{key: "aws:TagKeys", member: "TagKeys[]"}]
)
operation UntagRole {
    input: UntagRoleRequest
    errors: [NoSuchEntityException, ConcurrentModificationException, ServiceFailureException]
}

structure UntagRoleRequest {
    @required RoleName: roleNameType
    @required TagKeys: tagKeyListType
}

/// Takes tags off a SAML provider.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UntagSAMLProvider"
    resources: [{type: "saml-provider", arn: "{SAMLProviderArn}"}]
    keys: [{key: "aws:TagKeys", member: "TagKeys[]"}]
)
operation UntagSAMLProvider {
    input: UntagSAMLProviderRequest
    errors: [NoSuchEntityException, InvalidInputException, ConcurrentModificationException, ServiceFailureException]
}

structure UntagSAMLProviderRequest {
    @required SAMLProviderArn: arnType
    @required TagKeys: tagKeyListType
}

/// Takes tags off a server certificate.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UntagServerCertificate"
    resources: [{type: "server-certificate", find: "iam_find_server_certificate(ServerCertificateName)"}]
    keys: [{key: "aws:TagKeys", member: "TagKeys[]"}]
)
operation UntagServerCertificate {
    input: UntagServerCertificateRequest
    errors: [NoSuchEntityException, InvalidInputException, ConcurrentModificationException, ServiceFailureException]
}

structure UntagServerCertificateRequest {
    @required ServerCertificateName: serverCertificateNameType
    @required TagKeys: tagKeyListType
}

/// Takes tags off a user.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UntagUser"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    keys: [{key: "aws:TagKeys", member: "TagKeys[]"}]
)
operation UntagUser {
    input: UntagUserRequest
    errors: [NoSuchEntityException, ConcurrentModificationException, ServiceFailureException]
}

structure UntagUserRequest {
    @required UserName: existingUserNameType
    @required TagKeys: tagKeyListType
}

/// Switches an access key on or off.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UpdateAccessKey"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation UpdateAccessKey {
    input: UpdateAccessKeyRequest
    errors: [NoSuchEntityException, LimitExceededException, ServiceFailureException, InvalidInputException]
}

structure UpdateAccessKeyRequest {
    UserName: existingUserNameType
    @required AccessKeyId: accessKeyIdType
    @required Status: statusType
}

/// Sets the account's rules for passwords, all of them at once.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "iam:UpdateAccountPasswordPolicy")
operation UpdateAccountPasswordPolicy {
    input: UpdateAccountPasswordPolicyRequest
    errors: [NoSuchEntityException, MalformedPolicyDocumentException, LimitExceededException, ServiceFailureException]
}

structure UpdateAccountPasswordPolicyRequest {
    MinimumPasswordLength: minimumPasswordLengthType = 0
    RequireSymbols: booleanType = false
    RequireNumbers: booleanType = false
    RequireUppercaseCharacters: booleanType = false
    RequireLowercaseCharacters: booleanType = false
    AllowUsersToChangePassword: booleanType = false
    MaxPasswordAge: maxPasswordAgeType
    PasswordReusePrevention: passwordReusePreventionType
    HardExpiry: booleanObjectType
}

/// Replaces a role's trust policy.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UpdateAssumeRolePolicy"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    denied: "role ${name}"
)
operation UpdateAssumeRolePolicy {
    input: UpdateAssumeRolePolicyRequest
    errors: [
        NoSuchEntityException
        MalformedPolicyDocumentException
        LimitExceededException
        UnmodifiableEntityException
        ServiceFailureException
    ]
}

structure UpdateAssumeRolePolicyRequest {
    @required RoleName: roleNameType
    @required PolicyDocument: policyDocumentType
}

/// Finds no delegation request.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(action: "iam:UpdateDelegationRequest")
operation UpdateDelegationRequest {
    input: UpdateDelegationRequestRequest
    errors: [NoSuchEntityException, ServiceFailureException, ConcurrentModificationException, InvalidInputException]
}

structure UpdateDelegationRequestRequest {
    @required DelegationRequestId: delegationRequestIdType
    Notes: notesType
}

/// Gives a group another name or path.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UpdateGroup"
    resources: [{type: "group", find: "iam_find_group(GroupName)"}]
    denied: "group ${name}"
)
operation UpdateGroup {
    input: UpdateGroupRequest
    errors: [NoSuchEntityException, EntityAlreadyExistsException, LimitExceededException, ServiceFailureException]
}

structure UpdateGroupRequest {
    @required GroupName: groupNameType
    NewPath: pathType
    NewGroupName: groupNameType
}

/// Changes a user's password, or whether it must be changed at the next sign-in.
@gatehouse#operation(mode: "slow", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UpdateLoginProfile"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation UpdateLoginProfile {
    input: UpdateLoginProfileRequest
    errors: [
        EntityTemporarilyUnmodifiableException
        NoSuchEntityException
        PasswordPolicyViolationException
        LimitExceededException
        ServiceFailureException
    ]
}

structure UpdateLoginProfileRequest {
    @required UserName: userNameType
    Password: passwordType
    PasswordResetRequired: booleanObjectType
}

/// Replaces the thumbprints of an OpenID Connect provider's certificates.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UpdateOpenIDConnectProviderThumbprint"
    resources: [{type: "oidc-provider", arn: "{OpenIDConnectProviderArn}"}]
)
operation UpdateOpenIDConnectProviderThumbprint {
    input: UpdateOpenIDConnectProviderThumbprintRequest
    errors: [ConcurrentModificationException, InvalidInputException, NoSuchEntityException, ServiceFailureException]
}

structure UpdateOpenIDConnectProviderThumbprintRequest {
    @required OpenIDConnectProviderArn: arnType
    @required ThumbprintList: thumbprintListType
}

/// Changes a role's description and longest session.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UpdateRole"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    denied: "role ${name}"
)
operation UpdateRole {
    input: UpdateRoleRequest
    output: UpdateRoleResponse
    errors: [UnmodifiableEntityException, NoSuchEntityException, ServiceFailureException]
}

structure UpdateRoleRequest {
    @required RoleName: roleNameType
    Description: roleDescriptionType
    MaxSessionDuration: roleMaxSessionDurationType = 0
}

structure UpdateRoleResponse {}

/// Changes a role's description.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UpdateRoleDescription"
    resources: [{type: "role", find: "iam_find_role(RoleName)"}]
    denied: "role ${name}"
)
operation UpdateRoleDescription {
    input: UpdateRoleDescriptionRequest
    output: UpdateRoleDescriptionResponse
    errors: [NoSuchEntityException, UnmodifiableEntityException, ServiceFailureException]
}

structure UpdateRoleDescriptionRequest {
    @required RoleName: roleNameType
    @required Description: roleDescriptionType
}

structure UpdateRoleDescriptionResponse {
    Role: Role
}

/// Replaces a SAML provider's metadata, its private keys or how it encrypts.
@gatehouse#operation(mode: "slow", audit: "durable", built: true)
@gatehouse#authorize(action: "iam:UpdateSAMLProvider", resources: [{type: "saml-provider", arn: "{SAMLProviderArn}"}])
operation UpdateSAMLProvider {
    input: UpdateSAMLProviderRequest
    output: UpdateSAMLProviderResponse
    errors: [
        NoSuchEntityException
        InvalidInputException
        LimitExceededException
        ServiceFailureException
        ConcurrentModificationException
    ]
}

structure UpdateSAMLProviderRequest {
    SAMLMetadataDocument: SAMLMetadataDocumentType
    @required SAMLProviderArn: arnType
    AssertionEncryptionMode: assertionEncryptionModeType
    AddPrivateKey: privateKeyType
    RemovePrivateKey: privateKeyIdType
}

structure UpdateSAMLProviderResponse {
    SAMLProviderArn: arnType
}

/// Switches an SSH public key on or off.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UpdateSSHPublicKey"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation UpdateSSHPublicKey {
    input: UpdateSSHPublicKeyRequest
    errors: [NoSuchEntityException, InvalidInputException]
}

structure UpdateSSHPublicKeyRequest {
    @required UserName: userNameType
    @required SSHPublicKeyId: publicKeyIdType
    @required Status: statusType
}

/// Renames or moves a server certificate.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UpdateServerCertificate"
    resources: [
        {
            type: "server-certificate"
            find: "iam_find_renamed_server_certificate(ServerCertificateName, NewPath, NewServerCertificateName)"
        }
    ]
    denied: "server certificate ${name}"
)
operation UpdateServerCertificate {
    input: UpdateServerCertificateRequest
    errors: [NoSuchEntityException, EntityAlreadyExistsException, LimitExceededException, ServiceFailureException]
}

structure UpdateServerCertificateRequest {
    @required ServerCertificateName: serverCertificateNameType
    NewPath: pathType
    NewServerCertificateName: serverCertificateNameType
}

/// Switches a service-specific credential on or off.
@gatehouse#operation(mode: "write", audit: "durable", built: true, presents: true)
@gatehouse#authorize(
    action: "iam:UpdateServiceSpecificCredential"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation UpdateServiceSpecificCredential {
    input: UpdateServiceSpecificCredentialRequest
    errors: [NoSuchEntityException]
}

structure UpdateServiceSpecificCredentialRequest {
    UserName: userNameType
    @required ServiceSpecificCredentialId: serviceSpecificCredentialId
    @required Status: statusType
}

/// Switches an X.509 certificate of a user on or off.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UpdateSigningCertificate"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation UpdateSigningCertificate {
    input: UpdateSigningCertificateRequest
    errors: [NoSuchEntityException, LimitExceededException, ServiceFailureException, InvalidInputException]
}

structure UpdateSigningCertificateRequest {
    UserName: existingUserNameType
    @required CertificateId: certificateIdType
    @required Status: statusType
}

/// Gives a user another name or path.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UpdateUser"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation UpdateUser {
    input: UpdateUserRequest
    errors: [
        NoSuchEntityException
        LimitExceededException
        EntityAlreadyExistsException
        EntityTemporarilyUnmodifiableException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure UpdateUserRequest {
    @required UserName: existingUserNameType
    NewPath: pathType
    NewUserName: userNameType
}

/// Gives a user an SSH public key: RSA, ECDSA or Ed25519, in OpenSSH's form or PEM.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UploadSSHPublicKey"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation UploadSSHPublicKey {
    input: UploadSSHPublicKeyRequest
    output: UploadSSHPublicKeyResponse
    errors: [
        LimitExceededException
        NoSuchEntityException
        InvalidPublicKeyException
        DuplicateSSHPublicKeyException
        UnrecognizedPublicKeyEncodingException
    ]
}

structure UploadSSHPublicKeyRequest {
    @required UserName: userNameType
    @required SSHPublicKeyBody: publicKeyMaterialType
}

structure UploadSSHPublicKeyResponse {
    SSHPublicKey: SSHPublicKey
}

/// Keeps a certificate with its private key, which must match.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UploadServerCertificate"
    resources: [{type: "server-certificate", find: "iam_find_new_server_certificate(Path, ServerCertificateName)"}]
    keys: [{key: "aws:RequestTag/${TagKey}", member: "Tags"}, {key: "aws:TagKeys", member: "Tags[].Key"}]
    also: [{action: "iam:TagServerCertificate", tags: "Tags"}]
)
operation UploadServerCertificate {
    input: UploadServerCertificateRequest
    output: UploadServerCertificateResponse
    errors: [
        LimitExceededException
        InvalidInputException
        EntityAlreadyExistsException
        MalformedCertificateException
        KeyPairMismatchException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure UploadServerCertificateRequest {
    Path: pathType
    @required ServerCertificateName: serverCertificateNameType
    @required CertificateBody: certificateBodyType
    @required PrivateKey: privateKeyType
    CertificateChain: certificateChainType
    Tags: tagListType
}

structure UploadServerCertificateResponse {
    ServerCertificateMetadata: ServerCertificateMetadata
    Tags: tagListType
}

/// Gives a user an X.509 certificate.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "iam:UploadSigningCertificate"
    resources: [{type: "user", find: "iam_find_user(UserName)"}]
    denied: "user ${name}"
)
operation UploadSigningCertificate {
    input: UploadSigningCertificateRequest
    output: UploadSigningCertificateResponse
    errors: [
        LimitExceededException
        EntityAlreadyExistsException
        MalformedCertificateException
        InvalidCertificateException
        DuplicateCertificateException
        NoSuchEntityException
        ConcurrentModificationException
        ServiceFailureException
    ]
}

structure UploadSigningCertificateRequest {
    UserName: existingUserNameType
    @required CertificateBody: certificateBodyType
}

structure UploadSigningCertificateResponse {
    @required Certificate: SigningCertificate
}

structure AccessDetail {
    @required ServiceName: serviceNameType
    @required ServiceNamespace: serviceNamespaceType
    Region: stringType
    EntityPath: organizationsEntityPathType
    LastAuthenticatedTime: dateType
    TotalAuthenticatedEntities: integerType = 0
}

structure AccessKey {
    @required UserName: userNameType
    @required AccessKeyId: accessKeyIdType
    @required Status: statusType
    @required SecretAccessKey: accessKeySecretType
    CreateDate: dateType
}

structure AccessKeyLastUsed {
    LastUsedDate: dateType
    @required ServiceName: stringType
    @required Region: stringType
}

structure AccessKeyMetadata {
    UserName: userNameType
    AccessKeyId: accessKeyIdType
    Status: statusType
    CreateDate: dateType
}

structure AttachedPermissionsBoundary {
    PermissionsBoundaryType: PermissionsBoundaryAttachmentType
    PermissionsBoundaryArn: arnType
}

structure AttachedPolicy {
    PolicyName: policyNameType
    PolicyArn: arnType
}

structure ContextEntry {
    ContextKeyName: ContextKeyNameType
    ContextKeyValues: ContextKeyValueListType
    ContextKeyType: ContextKeyTypeEnum
}

structure DelegationPermission {
    PolicyTemplateArn: arnType
    Parameters: policyParameterListType
}

structure DelegationRequest {
    DelegationRequestId: delegationRequestIdType
    OwnerAccountId: accountIdType
    Description: delegationRequestDescriptionType
    RequestMessage: requestMessageType
    Permissions: DelegationPermission
    PermissionPolicy: permissionType
    RolePermissionRestrictionArns: rolePermissionRestrictionArnListType
    OwnerId: ownerIdType
    ApproverId: arnType
    State: stateType
    ExpirationTime: dateType
    RequestorId: accountIdType
    RequestorName: requestorNameType
    CreateDate: dateType
    SessionDuration: sessionDurationType = 0
    RedirectUrl: redirectUrlType
    Notes: notesType
    RejectionReason: notesType
    OnlySendByOwner: booleanType = false
    UpdatedTime: dateType
}

structure DeletionTaskFailureReasonType {
    Reason: ReasonType
    RoleUsageList: RoleUsageListType
}

structure EntityDetails {
    @required EntityInfo: EntityInfo
    LastAuthenticated: dateType
}

structure EntityInfo {
    @required Arn: arnType
    @required Name: userNameType
    @required Type: policyOwnerEntityType
    @required Id: idType
    Path: pathType
}

structure ErrorDetails {
    @required Message: stringType
    @required Code: stringType
}

structure EvaluationResult {
    @required EvalActionName: ActionNameType
    EvalResourceName: ResourceNameType
    @required EvalDecision: PolicyEvaluationDecisionType
    MatchedStatements: StatementListType
    MissingContextValues: ContextKeyNamesResultListType
    OrganizationsDecisionDetail: OrganizationsDecisionDetail
    PermissionsBoundaryDecisionDetail: PermissionsBoundaryDecisionDetail
    EvalDecisionDetails: EvalDecisionDetailsType
    ResourceSpecificResults: ResourceSpecificResultListType
}

structure Group {
    @required Path: pathType
    @required GroupName: groupNameType
    @required GroupId: idType
    @required Arn: arnType
    @required CreateDate: dateType
}

structure GroupDetail {
    Path: pathType
    GroupName: groupNameType
    GroupId: idType
    Arn: arnType
    CreateDate: dateType
    GroupPolicyList: policyDetailListType
    AttachedManagedPolicies: attachedPoliciesListType
}

structure InlinePolicyIdentifierType {
    @required PolicyName: policyNameType
    @required AttachmentType: AttachmentType
    @required AttachmentName: AttachmentName
}

structure InstanceProfile {
    @required Path: pathType
    @required InstanceProfileName: instanceProfileNameType
    @required InstanceProfileId: idType
    @required Arn: arnType
    @required CreateDate: dateType
    @required Roles: roleListType
    Tags: tagListType
}

structure ListPoliciesGrantingServiceAccessEntry {
    ServiceNamespace: serviceNamespaceType
    Policies: policyGrantingServiceAccessListType
}

structure LoginProfile {
    @required UserName: userNameType
    @required CreateDate: dateType
    PasswordResetRequired: booleanType = false
}

structure ManagedPolicyDetail {
    PolicyName: policyNameType
    PolicyId: idType
    Arn: arnType
    Path: policyPathType
    DefaultVersionId: policyVersionIdType
    AttachmentCount: attachmentCountType = 0
    PermissionsBoundaryUsageCount: attachmentCountType = 0
    IsAttachable: booleanType = false
    Description: policyDescriptionType
    CreateDate: dateType
    UpdateDate: dateType
    PolicyVersionList: policyDocumentVersionListType
}

structure MFADevice {
    @required UserName: userNameType
    @required SerialNumber: serialNumberType
    @required EnableDate: dateType
}

structure OpenIDConnectProviderListEntry {
    Arn: arnType
}

structure OrderedOrganizationPolicyType {
    ServiceControlPolicyInputList: SimulationPolicyListType
}

structure OrganizationsDecisionDetail {
    AllowedByOrganizations: booleanType = false
}

structure PasswordPolicy {
    MinimumPasswordLength: minimumPasswordLengthType = 0
    RequireSymbols: booleanType = false
    RequireNumbers: booleanType = false
    RequireUppercaseCharacters: booleanType = false
    RequireLowercaseCharacters: booleanType = false
    AllowUsersToChangePassword: booleanType = false
    ExpirePasswords: booleanType = false
    MaxPasswordAge: maxPasswordAgeType
    PasswordReusePrevention: passwordReusePreventionType
    HardExpiry: booleanObjectType
}

structure PermissionsBoundaryDecisionDetail {
    AllowedByPermissionsBoundary: booleanType = false
}

structure Policy {
    PolicyName: policyNameType
    PolicyId: idType
    Arn: arnType
    Path: policyPathType
    DefaultVersionId: policyVersionIdType
    AttachmentCount: attachmentCountType = 0
    PermissionsBoundaryUsageCount: attachmentCountType = 0
    IsAttachable: booleanType = false
    Description: policyDescriptionType
    CreateDate: dateType
    UpdateDate: dateType
    Tags: tagListType
}

structure PolicyDetail {
    PolicyName: policyNameType
    PolicyDocument: policyDocumentType
}

structure PolicyGrantingServiceAccess {
    @required PolicyName: policyNameType
    @required PolicyType: policyType
    PolicyArn: arnType
    EntityType: policyOwnerEntityType
    EntityName: entityNameType
}

structure PolicyGroup {
    GroupName: groupNameType
    GroupId: idType
}

union PolicyIdentifier {
    PolicyType: PolicyIdentifierPolicyType
    PolicyArn: arnType
    InlinePolicyIdentifier: InlinePolicyIdentifierType
}

structure PolicyParameter {
    Name: policyParameterNameType
    Values: policyParameterValuesListType
    Type: PolicyParameterTypeEnum
}

structure PolicyRole {
    RoleName: roleNameType
    RoleId: idType
}

structure PolicyUser {
    UserName: userNameType
    UserId: idType
}

structure PolicyVersion {
    Document: policyDocumentType
    VersionId: policyVersionIdType
    IsDefaultVersion: booleanType = false
    CreateDate: dateType
}

structure Position {
    Line: LineNumber = 0
    Column: ColumnNumber = 0
}

structure ResourceSpecificResult {
    @required EvalResourceName: ResourceNameType
    @required EvalResourceDecision: PolicyEvaluationDecisionType
    MatchedStatements: StatementListType
    MissingContextValues: ContextKeyNamesResultListType
    EvalDecisionDetails: EvalDecisionDetailsType
    PermissionsBoundaryDecisionDetail: PermissionsBoundaryDecisionDetail
}

structure Role {
    @required Path: pathType
    @required RoleName: roleNameType
    @required RoleId: idType
    @required Arn: arnType
    @required CreateDate: dateType
    AssumeRolePolicyDocument: policyDocumentType
    Description: roleDescriptionType
    MaxSessionDuration: roleMaxSessionDurationType = 0
    PermissionsBoundary: AttachedPermissionsBoundary
    Tags: tagListType
    RoleLastUsed: RoleLastUsed
}

structure RoleDetail {
    Path: pathType
    RoleName: roleNameType
    RoleId: idType
    Arn: arnType
    CreateDate: dateType
    AssumeRolePolicyDocument: policyDocumentType
    InstanceProfileList: instanceProfileListType
    RolePolicyList: policyDetailListType
    AttachedManagedPolicies: attachedPoliciesListType
    PermissionsBoundary: AttachedPermissionsBoundary
    Tags: tagListType
    RoleLastUsed: RoleLastUsed
}

structure RoleLastUsed {
    LastUsedDate: dateType
    Region: stringType
}

structure RoleUsageType {
    Region: RegionNameType
    Resources: ArnListType
}

structure SAMLPrivateKey {
    KeyId: privateKeyIdType
    Timestamp: dateType
}

structure SAMLProviderListEntry {
    Arn: arnType
    ValidUntil: dateType
    CreateDate: dateType
}

structure ServerCertificate {
    @required ServerCertificateMetadata: ServerCertificateMetadata
    @required CertificateBody: certificateBodyType
    CertificateChain: certificateChainType
    Tags: tagListType
}

structure ServerCertificateMetadata {
    @required Path: pathType
    @required ServerCertificateName: serverCertificateNameType
    @required ServerCertificateId: idType
    @required Arn: arnType
    UploadDate: dateType
    Expiration: dateType
}

structure ServiceLastAccessed {
    @required ServiceName: serviceNameType
    LastAuthenticated: dateType
    @required ServiceNamespace: serviceNamespaceType
    LastAuthenticatedEntity: arnType
    LastAuthenticatedRegion: stringType
    TotalAuthenticatedEntities: integerType = 0
    TrackedActionsLastAccessed: TrackedActionsLastAccessed
}

structure ServiceSpecificCredential {
    @required CreateDate: dateType
    ExpirationDate: dateType
    @required ServiceName: serviceName
    ServiceUserName: serviceUserName
    ServicePassword: servicePassword
    ServiceCredentialAlias: serviceCredentialAlias
    ServiceCredentialSecret: serviceCredentialSecret
    @required ServiceSpecificCredentialId: serviceSpecificCredentialId
    @required UserName: userNameType
    @required Status: statusType
}

structure ServiceSpecificCredentialMetadata {
    @required UserName: userNameType
    @required Status: statusType
    ServiceUserName: serviceUserName
    ServiceCredentialAlias: serviceCredentialAlias
    @required CreateDate: dateType
    ExpirationDate: dateType
    @required ServiceSpecificCredentialId: serviceSpecificCredentialId
    @required ServiceName: serviceName
}

structure SigningCertificate {
    @required UserName: userNameType
    @required CertificateId: certificateIdType
    @required CertificateBody: certificateBodyType
    @required Status: statusType
    UploadDate: dateType
}

structure SSHPublicKey {
    @required UserName: userNameType
    @required SSHPublicKeyId: publicKeyIdType
    @required Fingerprint: publicKeyFingerprintType
    @required SSHPublicKeyBody: publicKeyMaterialType
    @required Status: statusType
    UploadDate: dateType
}

structure SSHPublicKeyMetadata {
    @required UserName: userNameType
    @required SSHPublicKeyId: publicKeyIdType
    @required Status: statusType
    @required UploadDate: dateType
}

structure Statement {
    SourcePolicyId: PolicyIdentifierType
    SourcePolicyType: PolicySourceType
    StartPosition: Position
    EndPosition: Position
}

structure Tag {
    @required Key: tagKeyType
    @required Value: tagValueType
}

structure TrackedActionLastAccessed {
    ActionName: stringType
    LastAccessedEntity: arnType
    LastAccessedTime: dateType
    LastAccessedRegion: stringType
}

structure User {
    @required Path: pathType
    @required UserName: userNameType
    @required UserId: idType
    @required Arn: arnType
    @required CreateDate: dateType
    PasswordLastUsed: dateType
    PermissionsBoundary: AttachedPermissionsBoundary
    Tags: tagListType
}

structure UserDetail {
    Path: pathType
    UserName: userNameType
    UserId: idType
    Arn: arnType
    CreateDate: dateType
    UserPolicyList: policyDetailListType
    GroupList: groupNameListType
    AttachedManagedPolicies: attachedPoliciesListType
    PermissionsBoundary: AttachedPermissionsBoundary
    Tags: tagListType
}

structure VirtualMFADevice {
    @required SerialNumber: serialNumberType
    Base32StringSeed: BootstrapDatum
    QRCodePNG: BootstrapDatum
    User: User
    EnableDate: dateType
    Tags: tagListType
}

list AccessDetails {
    member: AccessDetail
}

list accessKeyMetadataListType {
    member: AccessKeyMetadata
}

list accountAliasListType {
    member: accountAliasType
}

list ActionNameListType {
    member: ActionNameType
}

list ArnListType {
    member: arnType
}

list attachedPoliciesListType {
    member: AttachedPolicy
}

list certificateListType {
    member: SigningCertificate
}

map CertificationMapType {
    key: CertificationKeyType
    value: CertificationValueType
}

list clientIDListType {
    member: clientIDType
}

list ContextEntryListType {
    member: ContextEntry
}

list ContextKeyNamesResultListType {
    member: ContextKeyNameType
}

list ContextKeyValueListType {
    member: ContextKeyValueType
}

list delegationRequestsListType {
    member: DelegationRequest
}

list entityDetailsListType {
    member: EntityDetails
}

list entityListType {
    member: EntityType
}

map EvalDecisionDetailsType {
    key: EvalDecisionSourceType
    value: PolicyEvaluationDecisionType
}

list EvaluationResultsListType {
    member: EvaluationResult
}

list FeaturesListType {
    member: FeatureType
}

list groupDetailListType {
    member: GroupDetail
}

list groupListType {
    member: Group
}

list groupNameListType {
    member: groupNameType
}

list instanceProfileListType {
    member: InstanceProfile
}

list listPolicyGrantingServiceAccessResponseListType {
    member: ListPoliciesGrantingServiceAccessEntry
}

list ManagedPolicyDetailListType {
    member: ManagedPolicyDetail
}

list mfaDeviceListType {
    member: MFADevice
}

list OpenIDConnectProviderListType {
    member: OpenIDConnectProviderListEntry
}

@length(max: 7)
list OrganizationPolicyListType {
    member: OrderedOrganizationPolicyType
}

list policyDetailListType {
    member: PolicyDetail
}

list policyDocumentVersionListType {
    member: PolicyVersion
}

@length(max: 256)
list PolicyExclusionsListType {
    member: PolicyIdentifier
}

list policyGrantingServiceAccessListType {
    member: PolicyGrantingServiceAccess
}

list PolicyGroupListType {
    member: PolicyGroup
}

list policyListType {
    member: Policy
}

list policyNameListType {
    member: policyNameType
}

@length(max: 50)
list policyParameterListType {
    member: PolicyParameter
}

list policyParameterValuesListType {
    member: policyParameterValueType
}

list PolicyRoleListType {
    member: PolicyRole
}

list PolicyUserListType {
    member: PolicyUser
}

@length(max: 2)
list privateKeyList {
    member: SAMLPrivateKey
}

list ResourceNameListType {
    member: ResourceNameType
}

list ResourceSpecificResultListType {
    member: ResourceSpecificResult
}

list roleDetailListType {
    member: RoleDetail
}

list roleListType {
    member: Role
}

list rolePermissionRestrictionArnListType {
    member: arnType
}

list RoleUsageListType {
    member: RoleUsageType
}

list SAMLProviderListType {
    member: SAMLProviderListEntry
}

list serverCertificateMetadataListType {
    member: ServerCertificateMetadata
}

@length(min: 1, max: 200)
list serviceNamespaceListType {
    member: serviceNamespaceType
}

list ServicesLastAccessed {
    member: ServiceLastAccessed
}

list ServiceSpecificCredentialsListType {
    member: ServiceSpecificCredentialMetadata
}

list SimulationPolicyListType {
    member: policyDocumentType
}

list SSHPublicKeyListType {
    member: SSHPublicKeyMetadata
}

list StatementListType {
    member: Statement
}

map summaryMapType {
    key: summaryKeyType
    value: summaryValueType
}

@length(max: 50)
list tagKeyListType {
    member: tagKeyType
}

@length(max: 50)
list tagListType {
    member: Tag
}

list thumbprintListType {
    member: thumbprintType
}

list TrackedActionsLastAccessed {
    member: TrackedActionLastAccessed
}

list userDetailListType {
    member: UserDetail
}

list userListType {
    member: User
}

list virtualMFADeviceListType {
    member: VirtualMFADevice
}

enum AccessAdvisorUsageGranularityType {
    SERVICE_LEVEL
    ACTION_LEVEL
}

enum assertionEncryptionModeType {
    REQUIRED = "Required"
    ALLOWED = "Allowed"
}

enum assignmentStatusType {
    ASSIGNED = "Assigned"
    UNASSIGNED = "Unassigned"
    ANY = "Any"
}

enum AttachmentType {
    USER = "user"
    GROUP = "group"
    ROLE = "role"
}

enum ContextKeyTypeEnum {
    STRING = "string"
    STRING_LIST = "stringList"
    NUMERIC = "numeric"
    NUMERIC_LIST = "numericList"
    BOOLEAN = "boolean"
    BOOLEAN_LIST = "booleanList"
    IP = "ip"
    IP_LIST = "ipList"
    BINARY = "binary"
    BINARY_LIST = "binaryList"
    DATE = "date"
    DATE_LIST = "dateList"
}

enum DeletionTaskStatusType {
    SUCCEEDED
    IN_PROGRESS
    FAILED
    NOT_STARTED
}

enum encodingType {
    SSH
    PEM
}

enum EntityType {
    USER = "User"
    ROLE = "Role"
    GROUP = "Group"
    LOCAL_MANAGED_POLICY = "LocalManagedPolicy"
    AWSMANAGED_POLICY = "AWSManagedPolicy"
}

enum FeatureType {
    ROOT_CREDENTIALS_MANAGEMENT = "RootCredentialsManagement"
    ROOT_SESSIONS = "RootSessions"
}

enum globalEndpointTokenVersion {
    V1_TOKEN = "v1Token"
    V2_TOKEN = "v2Token"
}

enum jobStatusType {
    IN_PROGRESS
    COMPLETED
    FAILED
}

enum permissionCheckResultType {
    ALLOWED
    DENIED
    UNSURE
}

enum permissionCheckStatusType {
    COMPLETE
    IN_PROGRESS
    FAILED
}

enum PermissionsBoundaryAttachmentType {
    PERMISSIONS_BOUNDARY_POLICY = "PermissionsBoundaryPolicy"
}

enum PolicyEvaluationDecisionType {
    ALLOWED = "allowed"
    EXPLICIT_DENY = "explicitDeny"
    IMPLICIT_DENY = "implicitDeny"
}

enum PolicyIdentifierPolicyType {
    INLINE = "inline"
    AWS_MANAGED = "aws-managed"
    USER_MANAGED = "user-managed"
    PERMISSION_BOUNDARY = "permission-boundary"
    SCP = "scp"
    RCP = "rcp"
}

enum policyOwnerEntityType {
    USER
    ROLE
    GROUP
}

enum PolicyParameterTypeEnum {
    STRING = "string"
    STRING_LIST = "stringList"
}

enum policyScopeType {
    ALL = "All"
    AWS
    LOCAL = "Local"
}

enum PolicySourceType {
    USER = "user"
    GROUP = "group"
    ROLE = "role"
    AWS_MANAGED = "aws-managed"
    USER_MANAGED = "user-managed"
    RESOURCE = "resource"
    NONE = "none"
}

enum policyType {
    INLINE
    MANAGED
}

enum PolicyUsageType {
    PERMISSIONS_POLICY = "PermissionsPolicy"
    PERMISSIONS_BOUNDARY = "PermissionsBoundary"
}

enum ReportFormatType {
    TEXT_CSV = "text/csv"
}

enum ReportStateType {
    STARTED
    INPROGRESS
    COMPLETE
}

enum sortKeyType {
    SERVICE_NAMESPACE_ASCENDING
    SERVICE_NAMESPACE_DESCENDING
    LAST_AUTHENTICATED_TIME_ASCENDING
    LAST_AUTHENTICATED_TIME_DESCENDING
}

enum stateType {
    UNASSIGNED
    ASSIGNED
    PENDING_APPROVAL
    FINALIZED
    ACCEPTED
    REJECTED
    EXPIRED
}

enum statusType {
    ACTIVE = "Active"
    INACTIVE = "Inactive"
    EXPIRED = "Expired"
}

enum summaryKeyType {
    USERS = "Users"
    USERS_QUOTA = "UsersQuota"
    GROUPS = "Groups"
    GROUPS_QUOTA = "GroupsQuota"
    SERVER_CERTIFICATES = "ServerCertificates"
    SERVER_CERTIFICATES_QUOTA = "ServerCertificatesQuota"
    USER_POLICY_SIZE_QUOTA = "UserPolicySizeQuota"
    GROUP_POLICY_SIZE_QUOTA = "GroupPolicySizeQuota"
    GROUPS_PER_USER_QUOTA = "GroupsPerUserQuota"
    SIGNING_CERTIFICATES_PER_USER_QUOTA = "SigningCertificatesPerUserQuota"
    ACCESS_KEYS_PER_USER_QUOTA = "AccessKeysPerUserQuota"
    MFADEVICES = "MFADevices"
    MFADEVICES_IN_USE = "MFADevicesInUse"
    ACCOUNT_MFAENABLED = "AccountMFAEnabled"
    ACCOUNT_ACCESS_KEYS_PRESENT = "AccountAccessKeysPresent"
    ACCOUNT_PASSWORD_PRESENT = "AccountPasswordPresent"
    ACCOUNT_SIGNING_CERTIFICATES_PRESENT = "AccountSigningCertificatesPresent"
    ATTACHED_POLICIES_PER_GROUP_QUOTA = "AttachedPoliciesPerGroupQuota"
    ATTACHED_POLICIES_PER_ROLE_QUOTA = "AttachedPoliciesPerRoleQuota"
    ATTACHED_POLICIES_PER_USER_QUOTA = "AttachedPoliciesPerUserQuota"
    POLICIES = "Policies"
    POLICIES_QUOTA = "PoliciesQuota"
    POLICY_SIZE_QUOTA = "PolicySizeQuota"
    POLICY_VERSIONS_IN_USE = "PolicyVersionsInUse"
    POLICY_VERSIONS_IN_USE_QUOTA = "PolicyVersionsInUseQuota"
    VERSIONS_PER_POLICY_QUOTA = "VersionsPerPolicyQuota"
    GLOBAL_ENDPOINT_TOKEN_VERSION = "GlobalEndpointTokenVersion"
    ASSUME_ROLE_POLICY_SIZE_QUOTA = "AssumeRolePolicySizeQuota"
    INSTANCE_PROFILES = "InstanceProfiles"
    INSTANCE_PROFILES_QUOTA = "InstanceProfilesQuota"
    PROVIDERS = "Providers"
    ROLE_POLICY_SIZE_QUOTA = "RolePolicySizeQuota"
    ROLES = "Roles"
    ROLES_QUOTA = "RolesQuota"
}

enum summaryStateType {
    AVAILABLE
    NOT_AVAILABLE
    NOT_SUPPORTED
    FAILED
}

@length(min: 16, max: 128) @pattern("[\\w]+") string accessKeyIdType

@sensitive string accessKeySecretType

@length(min: 3, max: 63) @pattern("^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$") string accountAliasType

@pattern("\\d{12}") string accountIdType

@length(min: 3, max: 128) string ActionNameType

boolean allUsers

@length(min: 20, max: 2048) string arnType

@default(0) integer attachmentCountType

@length(min: 1, max: 128) @pattern("[\\w+=,.@*?-]+") string AttachmentName

@length(min: 6, max: 6) @pattern("[\\d]+") string authenticationCodeType

boolean booleanObjectType

@default(false) boolean booleanType

@sensitive blob BootstrapDatum

@length(min: 1, max: 16384) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+") string certificateBodyType

@length(min: 1, max: 2097152) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+") string certificateChainType

@length(min: 24, max: 128) @pattern("[\\w]+") string certificateIdType

@length(min: 1, max: 128) @pattern("[\\u0020-\\u00FF]+") string CertificationKeyType

@length(min: 1, max: 32) @pattern("[\\u0020-\\u00FF]+") string CertificationValueType

@length(min: 1, max: 255) string clientIDType

@default(0) integer ColumnNumber

string ConcurrentModificationMessage

@length(min: 1, max: 255) string consoleDeepLinkType

@length(min: 5, max: 256) string ContextKeyNameType

string ContextKeyValueType

@range(min: 1, max: 36600) @default(0) integer credentialAgeDays

string credentialReportExpiredExceptionMessage

string credentialReportNotPresentExceptionMessage

string credentialReportNotReadyExceptionMessage

@length(min: 1, max: 64) @pattern("[\\w+=,.@-]+") string customSuffixType

timestamp dateType

@length(max: 1000) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*")
string delegationRequestDescriptionType

@length(min: 16, max: 128) @pattern("[\\w-]+") string delegationRequestIdType

string deleteConflictMessage

@length(min: 1, max: 1000) string DeletionTaskIdType

string duplicateCertificateMessage

string duplicateSSHPublicKeyMessage

string entityAlreadyExistsMessage

@length(min: 1, max: 128) @pattern("[\\w+=,.@-]+") string entityNameType

string entityTemporarilyUnmodifiableMessage

@length(min: 3, max: 256) string EvalDecisionSourceType

@length(min: 1, max: 128) @pattern("[\\w+=,.@-]+") string existingUserNameType

string FeatureDisabledMessage

string FeatureEnabledMessage

@length(min: 1, max: 128) @pattern("[\\w+=,.@-]+") string groupNameType

@length(min: 16, max: 128) @pattern("[\\w]+") string idType

@length(min: 1, max: 128) @pattern("[\\w+=,.@-]+") string instanceProfileNameType

@default(0) integer integerType

string invalidAuthenticationCodeMessage

string invalidCertificateMessage

string invalidInputMessage

string invalidPublicKeyMessage

string invalidUserTypeMessage

@length(min: 36, max: 36) string jobIDType

string keyPairMismatchMessage

string limitExceededMessage

@default(0) integer LineNumber

@length(min: 2, max: 12) string localeType

string malformedCertificateMessage

string malformedPolicyDocumentMessage

@length(min: 1, max: 320) @pattern("[\\u0020-\\u00FF]+") string markerType

@range(min: 1, max: 1000) @default(0) integer maxItemsType

@range(min: 1, max: 1095) integer maxPasswordAgeType

@range(min: 6, max: 128) @default(0) integer minimumPasswordLengthType

string noSuchEntityMessage

@length(max: 500) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*") string notesType

@length(min: 2, max: 400) @pattern("^[a-zA-Z0-9:_.-]+$") string notificationChannelType

@length(min: 1, max: 255) string OpenIDConnectProviderUrlType

string openIdIdpCommunicationErrorExceptionMessage

@length(max: 34) @pattern("^o-[a-z0-9]{10,32}$") string OrganizationIdType

@length(min: 19, max: 427) @pattern("^o-[0-9a-z]{10,32}\\/r-[0-9a-z]{4,32}[0-9a-z-\\/]*")
string organizationsEntityPathType

@pattern("^p-[0-9a-zA-Z_]{8,128}$") string organizationsPolicyIdType

@length(min: 20, max: 2048) @pattern("^[a-zA-Z0-9:/+=,.@_-]+$") string ownerIdType

string passwordPolicyViolationMessage

@range(min: 1, max: 24) integer passwordReusePreventionType

@sensitive @length(min: 1, max: 128) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+") string passwordType

@length(min: 1, max: 512) @pattern("\\u002F[\\u0021-\\u007F]*") string pathPrefixType

@length(min: 1, max: 512) @pattern("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)") string pathType

string permissionType

@length(max: 1000) string policyDescriptionType

@length(min: 1, max: 131072) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+") string policyDocumentType

string policyEvaluationErrorMessage

string PolicyIdentifierType

@length(min: 1, max: 128) @pattern("[\\w+=,.@-]+") string policyNameType

string policyNotAttachableMessage

@length(min: 5, max: 256) @pattern("[ -~]+") string policyParameterNameType

@pattern("[ -~]+") string policyParameterValueType

@length(min: 1, max: 512) @pattern("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/") string policyPathType

@pattern("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?") string policyVersionIdType

@length(min: 22, max: 64) @pattern("[A-Z0-9]+") string privateKeyIdType

@sensitive @length(min: 1, max: 16384) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+") string privateKeyType

@length(min: 48, max: 48) @pattern("[:\\w]+") string publicKeyFingerprintType

@length(min: 20, max: 128) @pattern("[\\w]+") string publicKeyIdType

@length(min: 1, max: 16384) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+") string publicKeyMaterialType

@length(max: 1000) string ReasonType

@length(min: 1, max: 255) @pattern("^http(s?)://[a-zA-Z0-9._/-]*(\\?[a-zA-Z0-9._=&-]*)?(#[a-zA-Z0-9._/-]*)?$")
string redirectUrlType

@length(min: 1, max: 100) string RegionNameType

blob ReportContentType

string reportGenerationLimitExceededMessage

string ReportStateDescriptionType

@length(max: 200) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*") string requestMessageType

@length(max: 30) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*") string requestorNameType

@length(min: 5, max: 400) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]+")
string requestorWorkflowIdType

@length(min: 1, max: 64) string ResourceHandlingOptionType

@length(min: 1, max: 2048) string ResourceNameType

string responseMarkerType

@length(max: 1000) @pattern("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*") string roleDescriptionType

@range(min: 3600, max: 43200) @default(0) integer roleMaxSessionDurationType

@length(min: 1, max: 64) @pattern("[\\w+=,.@-]+") string roleNameType

@length(min: 1000, max: 10000000) string SAMLMetadataDocumentType

@length(min: 1, max: 128) @pattern("[\\w._-]+") string SAMLProviderNameType

@length(min: 9, max: 256) @pattern("[\\w+=/:,.@-]+") string serialNumberType

@length(min: 1, max: 128) @pattern("[\\w+=,.@-]+") string serverCertificateNameType

@length(min: 0, max: 200) @pattern("[\\w+=,.@-]+") string serviceCredentialAlias

@sensitive string serviceCredentialSecret

string serviceFailureExceptionMessage

string serviceName

@length(min: 1, max: 64) @pattern("[\\w-]*") string serviceNamespaceType

string serviceNameType

string serviceNotSupportedMessage

@sensitive string servicePassword

@length(min: 20, max: 128) @pattern("[\\w]+") string serviceSpecificCredentialId

@length(min: 0, max: 200) @pattern("[\\w+=,.@-]*") string serviceUserName

@range(min: 300, max: 43200) @default(0) integer sessionDurationType

string stringType

@length(min: 0, max: 10000) string summaryContentType

@default(0) integer summaryValueType

@length(min: 1, max: 128) @pattern("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+") string tagKeyType

@length(min: 0, max: 256) @pattern("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*") string tagValueType

@length(min: 40, max: 40) string thumbprintType

string unmodifiableEntityMessage

string unrecognizedPublicKeyEncodingMessage

@length(min: 1, max: 64) @pattern("[\\w+=,.@-]+") string userNameType

@length(min: 1) @pattern("[\\w+=,.@-]+") string virtualMFADeviceName

@error("client")
structure AccountNotManagementOrDelegatedAdministratorException {}

@error("client")
structure CallerIsNotManagementAccountException {}

@error("client") @awsQueryError(code: "ConcurrentModification", httpResponseCode: 409) @httpError(409)
structure ConcurrentModificationException {
    message: ConcurrentModificationMessage
}

@error("client") @awsQueryError(code: "ReportExpired", httpResponseCode: 410) @httpError(410)
structure CredentialReportExpiredException {
    message: credentialReportExpiredExceptionMessage
}

@error("client") @awsQueryError(code: "ReportNotPresent", httpResponseCode: 410) @httpError(410)
structure CredentialReportNotPresentException {
    message: credentialReportNotPresentExceptionMessage
}

@error("client") @awsQueryError(code: "ReportInProgress", httpResponseCode: 404) @httpError(404)
structure CredentialReportNotReadyException {
    message: credentialReportNotReadyExceptionMessage
}

@error("client") @awsQueryError(code: "DeleteConflict", httpResponseCode: 409) @httpError(409)
structure DeleteConflictException {
    message: deleteConflictMessage
}

@error("client") @awsQueryError(code: "DuplicateCertificate", httpResponseCode: 409) @httpError(409)
structure DuplicateCertificateException {
    message: duplicateCertificateMessage
}

@error("client") @awsQueryError(code: "DuplicateSSHPublicKey", httpResponseCode: 400) @httpError(400)
structure DuplicateSSHPublicKeyException {
    message: duplicateSSHPublicKeyMessage
}

@error("client") @awsQueryError(code: "EntityAlreadyExists", httpResponseCode: 409) @httpError(409)
structure EntityAlreadyExistsException {
    message: entityAlreadyExistsMessage
}

@error("client") @awsQueryError(code: "EntityTemporarilyUnmodifiable", httpResponseCode: 409) @httpError(409)
structure EntityTemporarilyUnmodifiableException {
    message: entityTemporarilyUnmodifiableMessage
}

@error("client") @awsQueryError(code: "FeatureDisabled", httpResponseCode: 404) @httpError(404)
structure FeatureDisabledException {
    message: FeatureDisabledMessage
}

@error("client") @awsQueryError(code: "FeatureEnabled", httpResponseCode: 409) @httpError(409)
structure FeatureEnabledException {
    message: FeatureEnabledMessage
}

@error("client") @awsQueryError(code: "InvalidAuthenticationCode", httpResponseCode: 403) @httpError(403)
structure InvalidAuthenticationCodeException {
    message: invalidAuthenticationCodeMessage
}

@error("client") @awsQueryError(code: "InvalidCertificate", httpResponseCode: 400) @httpError(400)
structure InvalidCertificateException {
    message: invalidCertificateMessage
}

@error("client") @awsQueryError(code: "InvalidInput", httpResponseCode: 400) @httpError(400)
structure InvalidInputException {
    message: invalidInputMessage
}

@error("client") @awsQueryError(code: "InvalidPublicKey", httpResponseCode: 400) @httpError(400)
structure InvalidPublicKeyException {
    message: invalidPublicKeyMessage
}

@error("client") @awsQueryError(code: "InvalidUserType", httpResponseCode: 400) @httpError(400)
structure InvalidUserTypeException {
    message: invalidUserTypeMessage
}

@error("client") @awsQueryError(code: "KeyPairMismatch", httpResponseCode: 400) @httpError(400)
structure KeyPairMismatchException {
    message: keyPairMismatchMessage
}

@error("client") @awsQueryError(code: "LimitExceeded", httpResponseCode: 409) @httpError(409)
structure LimitExceededException {
    message: limitExceededMessage
}

@error("client") @awsQueryError(code: "MalformedCertificate", httpResponseCode: 400) @httpError(400)
structure MalformedCertificateException {
    message: malformedCertificateMessage
}

@error("client") @awsQueryError(code: "MalformedPolicyDocument", httpResponseCode: 400) @httpError(400)
structure MalformedPolicyDocumentException {
    message: malformedPolicyDocumentMessage
}

@error("client") @awsQueryError(code: "NoSuchEntity", httpResponseCode: 404) @httpError(404)
structure NoSuchEntityException {
    message: noSuchEntityMessage
}

@error("client") @awsQueryError(code: "OpenIdIdpCommunicationError", httpResponseCode: 400) @httpError(400)
structure OpenIdIdpCommunicationErrorException {
    message: openIdIdpCommunicationErrorExceptionMessage
}

@error("client")
structure OrganizationNotFoundException {}

@error("client")
structure OrganizationNotInAllFeaturesModeException {}

@error("client") @awsQueryError(code: "PasswordPolicyViolation", httpResponseCode: 400) @httpError(400)
structure PasswordPolicyViolationException {
    message: passwordPolicyViolationMessage
}

@error("server") @awsQueryError(code: "PolicyEvaluation", httpResponseCode: 500) @httpError(500)
structure PolicyEvaluationException {
    message: policyEvaluationErrorMessage
}

@error("client") @awsQueryError(code: "PolicyNotAttachable", httpResponseCode: 400) @httpError(400)
structure PolicyNotAttachableException {
    message: policyNotAttachableMessage
}

@error("client") @awsQueryError(code: "ReportGenerationLimitExceeded", httpResponseCode: 409) @httpError(409)
structure ReportGenerationLimitExceededException {
    message: reportGenerationLimitExceededMessage
}

@error("client")
structure ServiceAccessNotEnabledException {}

@error("server") @awsQueryError(code: "ServiceFailure", httpResponseCode: 500) @httpError(500)
structure ServiceFailureException {
    message: serviceFailureExceptionMessage
}

@error("client") @awsQueryError(code: "NotSupportedService", httpResponseCode: 404) @httpError(404)
structure ServiceNotSupportedException {
    message: serviceNotSupportedMessage
}

@error("client") @awsQueryError(code: "UnmodifiableEntity", httpResponseCode: 400) @httpError(400)
structure UnmodifiableEntityException {
    message: unmodifiableEntityMessage
}

@error("client") @awsQueryError(code: "UnrecognizedPublicKeyEncoding", httpResponseCode: 400) @httpError(400)
structure UnrecognizedPublicKeyEncodingException {
    message: unrecognizedPublicKeyEncodingMessage
}
