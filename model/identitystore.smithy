// AWS SSO Identity Store: every operation of the API; docs/compat.md says which of them are built.
// Facts of the wire only: names, types, bounds. The gatehouse# rows say how each operation runs and what allows it.
$version: "2.0"

namespace gatehouse.identitystore

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsJson1_1

@service(
    sdkId: "identitystore"
    arnNamespace: "identitystore"
    cloudTrailEventSource: "identitystore.amazonaws.com"
    endpointPrefix: "identitystore"
)
@sigv4(name: "identitystore")
@awsJson1_1
@gatehouse#errors(
    validation: "ValidationException"
    accessDenied: "AccessDeniedException"
    internal: "InternalServerException"
    throttled: "ThrottlingException"
)
service AWSIdentityStore {
    version: "2020-06-15"
    operations: [
        CreateGroup
        CreateGroupMembership
        CreateUser
        DeleteGroup
        DeleteGroupMembership
        DeleteUser
        DescribeGroup
        DescribeGroupMembership
        DescribeUser
        GetGroupId
        GetGroupMembershipId
        GetUserId
        IsMemberInGroups
        ListGroupMemberships
        ListGroupMembershipsForMember
        ListGroups
        ListUsers
        UpdateGroup
        UpdateUser
    ]
}

/// Adds a group to the identity store.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "identitystore:CreateGroup"
    resources: [{type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}]
)
operation CreateGroup {
    input: CreateGroupRequest
    output: CreateGroupResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        ConflictException
        InternalServerException
        ValidationException
        ServiceQuotaExceededException
    ]
}

structure CreateGroupRequest {
    @required IdentityStoreId: IdentityStoreId
    DisplayName: GroupDisplayName
    Description: SensitiveStringType
}

structure CreateGroupResponse {
    @required GroupId: ResourceId
    @required IdentityStoreId: IdentityStoreId
}

/// Puts a person into a group.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "identitystore:CreateGroupMembership"
    resources: [
        {type: "Group", arn: "arn:aws:identitystore:::group/{GroupId}"}
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
        {type: "User", arn: "arn:aws:identitystore:::user/{MemberId.UserId}"}
    ]
)
operation CreateGroupMembership {
    input: CreateGroupMembershipRequest
    output: CreateGroupMembershipResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        ConflictException
        InternalServerException
        ValidationException
        ServiceQuotaExceededException
    ]
}

structure CreateGroupMembershipRequest {
    @required IdentityStoreId: IdentityStoreId
    @required GroupId: ResourceId
    @required MemberId: MemberId
}

structure CreateGroupMembershipResponse {
    @required MembershipId: ResourceId
    @required IdentityStoreId: IdentityStoreId
}

/// Adds a person to the identity store.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "identitystore:CreateUser"
    resources: [{type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}]
)
operation CreateUser {
    input: CreateUserRequest
    output: CreateUserResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        ConflictException
        InternalServerException
        ValidationException
        ServiceQuotaExceededException
    ]
}

structure CreateUserRequest {
    @required IdentityStoreId: IdentityStoreId
    UserName: UserName
    Name: Name
    DisplayName: SensitiveStringType
    NickName: SensitiveStringType
    ProfileUrl: SensitiveStringType
    Emails: Emails
    Addresses: Addresses
    PhoneNumbers: PhoneNumbers
    UserType: SensitiveStringType
    Title: SensitiveStringType
    PreferredLanguage: SensitiveStringType
    Locale: SensitiveStringType
    Timezone: SensitiveStringType
    Photos: Photos
    Website: SensitiveStringType
    Birthdate: SensitiveStringType
    Roles: Roles
    Extensions: Extensions
}

structure CreateUserResponse {
    @required IdentityStoreId: IdentityStoreId
    @required UserId: ResourceId
}

/// Removes a group with its memberships and assignments.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "identitystore:DeleteGroup"
    resources: [
        {type: "Group", arn: "arn:aws:identitystore:::group/{GroupId}"}
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
    ]
)
@idempotent
operation DeleteGroup {
    input: DeleteGroupRequest
    output: DeleteGroupResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        ConflictException
        InternalServerException
        ValidationException
    ]
}

structure DeleteGroupRequest {
    @required IdentityStoreId: IdentityStoreId
    @required GroupId: ResourceId
}

structure DeleteGroupResponse {}

/// Takes a person out of a group.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "identitystore:DeleteGroupMembership"
    resources: [
        {type: "Group", find: "identitystore_find_membership_group(IdentityStoreId, MembershipId)"}
        {type: "GroupMembership", arn: "arn:aws:identitystore:::membership/{MembershipId}"}
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
        {type: "User", find: "identitystore_find_membership_user(IdentityStoreId, MembershipId)"}
    ]
)
@idempotent
operation DeleteGroupMembership {
    input: DeleteGroupMembershipRequest
    output: DeleteGroupMembershipResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        ConflictException
        InternalServerException
        ValidationException
    ]
}

structure DeleteGroupMembershipRequest {
    @required IdentityStoreId: IdentityStoreId
    @required MembershipId: ResourceId
}

structure DeleteGroupMembershipResponse {}

/// Removes a person with their memberships and assignments.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "identitystore:DeleteUser"
    resources: [
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
        {type: "User", arn: "arn:aws:identitystore:::user/{UserId}"}
    ]
)
@idempotent
operation DeleteUser {
    input: DeleteUserRequest
    output: DeleteUserResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        ConflictException
        InternalServerException
        ValidationException
    ]
}

structure DeleteUserRequest {
    @required IdentityStoreId: IdentityStoreId
    @required UserId: ResourceId
}

structure DeleteUserResponse {}

/// Shows one group.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "identitystore:DescribeGroup"
    resources: [
        {type: "Group", arn: "arn:aws:identitystore:::group/{GroupId}"}
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
    ]
)
@readonly
operation DescribeGroup {
    input: DescribeGroupRequest
    output: DescribeGroupResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        InternalServerException
        ValidationException
    ]
}

structure DescribeGroupRequest {
    @required IdentityStoreId: IdentityStoreId
    @required GroupId: ResourceId
}

structure DescribeGroupResponse {
    @required GroupId: ResourceId
    DisplayName: GroupDisplayName
    ExternalIds: ExternalIds
    Description: SensitiveStringType
    CreatedAt: DateType
    UpdatedAt: DateType
    CreatedBy: StringType
    UpdatedBy: StringType
    @required IdentityStoreId: IdentityStoreId
}

/// Shows one membership.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "identitystore:DescribeGroupMembership"
    resources: [
        {type: "Group", find: "identitystore_find_membership_group(IdentityStoreId, MembershipId)"}
        {type: "GroupMembership", arn: "arn:aws:identitystore:::membership/{MembershipId}"}
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
        {type: "User", find: "identitystore_find_membership_user(IdentityStoreId, MembershipId)"}
    ]
)
@readonly
operation DescribeGroupMembership {
    input: DescribeGroupMembershipRequest
    output: DescribeGroupMembershipResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        InternalServerException
        ValidationException
    ]
}

structure DescribeGroupMembershipRequest {
    @required IdentityStoreId: IdentityStoreId
    @required MembershipId: ResourceId
}

structure DescribeGroupMembershipResponse {
    @required IdentityStoreId: IdentityStoreId
    @required MembershipId: ResourceId
    @required GroupId: ResourceId
    @required MemberId: MemberId
    CreatedAt: DateType
    UpdatedAt: DateType
    CreatedBy: StringType
    UpdatedBy: StringType
}

/// Shows one person.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "identitystore:DescribeUser"
    resources: [
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
        {type: "User", arn: "arn:aws:identitystore:::user/{UserId}"}
    ]
)
@readonly
operation DescribeUser {
    input: DescribeUserRequest
    output: DescribeUserResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        InternalServerException
        ValidationException
    ]
}

structure DescribeUserRequest {
    @required IdentityStoreId: IdentityStoreId
    @required UserId: ResourceId
    Extensions: ExtensionNames
}

structure DescribeUserResponse {
    @required IdentityStoreId: IdentityStoreId
    @required UserId: ResourceId
    UserName: UserName
    ExternalIds: ExternalIds
    Name: Name
    DisplayName: SensitiveStringType
    NickName: SensitiveStringType
    ProfileUrl: SensitiveStringType
    Emails: Emails
    Addresses: Addresses
    PhoneNumbers: PhoneNumbers
    UserType: SensitiveStringType
    Title: SensitiveStringType
    PreferredLanguage: SensitiveStringType
    Locale: SensitiveStringType
    Timezone: SensitiveStringType
    UserStatus: UserStatus
    Photos: Photos
    Website: SensitiveStringType
    Birthdate: SensitiveStringType
    Roles: Roles
    CreatedAt: DateType
    CreatedBy: StringType
    UpdatedAt: DateType
    UpdatedBy: StringType
    Extensions: Extensions
}

/// Finds a group's id by display name or external id.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "identitystore:GetGroupId"
    resources: [
        {type: "Group", find: "identitystore_find_group(IdentityStoreId, AlternateIdentifier)"}
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
    ]
)
@readonly
operation GetGroupId {
    input: GetGroupIdRequest
    output: GetGroupIdResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        InternalServerException
        ValidationException
    ]
}

structure GetGroupIdRequest {
    @required IdentityStoreId: IdentityStoreId
    @required AlternateIdentifier: AlternateIdentifier
}

structure GetGroupIdResponse {
    @required GroupId: ResourceId
    @required IdentityStoreId: IdentityStoreId
}

/// Finds the membership of a person in a group.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "identitystore:GetGroupMembershipId"
    resources: [
        {type: "Group", arn: "arn:aws:identitystore:::group/{GroupId}"}
        {type: "GroupMembership", find: "identitystore_find_membership(IdentityStoreId, GroupId, MemberId)"}
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
        {type: "User", arn: "arn:aws:identitystore:::user/{MemberId.UserId}"}
    ]
)
@readonly
operation GetGroupMembershipId {
    input: GetGroupMembershipIdRequest
    output: GetGroupMembershipIdResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        InternalServerException
        ValidationException
    ]
}

structure GetGroupMembershipIdRequest {
    @required IdentityStoreId: IdentityStoreId
    @required GroupId: ResourceId
    @required MemberId: MemberId
}

structure GetGroupMembershipIdResponse {
    @required MembershipId: ResourceId
    @required IdentityStoreId: IdentityStoreId
}

/// Finds a person's id by user name, e-mail address or external id.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "identitystore:GetUserId"
    resources: [
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
        {type: "User", find: "identitystore_find_user(IdentityStoreId, AlternateIdentifier)"}
    ]
)
@readonly
operation GetUserId {
    input: GetUserIdRequest
    output: GetUserIdResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        InternalServerException
        ValidationException
    ]
}

structure GetUserIdRequest {
    @required IdentityStoreId: IdentityStoreId
    @required AlternateIdentifier: AlternateIdentifier
}

structure GetUserIdResponse {
    @required IdentityStoreId: IdentityStoreId
    @required UserId: ResourceId
}

/// Tells for each named group whether a person is in it.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "identitystore:IsMemberInGroups"
    resources: [
        {type: "AllGroupMemberships", arn: "arn:aws:identitystore:::membership/*"}
        {type: "Group", find: "identitystore_find_groups(GroupIds)"}
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
        {type: "User", arn: "arn:aws:identitystore:::user/{MemberId.UserId}"}
    ]
)
@readonly
operation IsMemberInGroups {
    input: IsMemberInGroupsRequest
    output: IsMemberInGroupsResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        InternalServerException
        ValidationException
    ]
}

structure IsMemberInGroupsRequest {
    @required IdentityStoreId: IdentityStoreId
    @required MemberId: MemberId
    @required GroupIds: GroupIds
}

structure IsMemberInGroupsResponse {
    @required Results: GroupMembershipExistenceResults
}

/// Lists the members of a group.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "identitystore:ListGroupMemberships"
    resources: [
        {type: "AllGroupMemberships", arn: "arn:aws:identitystore:::membership/*"}
        {type: "Group", arn: "arn:aws:identitystore:::group/{GroupId}"}
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
    ]
)
@readonly
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "GroupMemberships", pageSize: "MaxResults")
operation ListGroupMemberships {
    input: ListGroupMembershipsRequest
    output: ListGroupMembershipsResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        InternalServerException
        ValidationException
    ]
}

structure ListGroupMembershipsRequest {
    @required IdentityStoreId: IdentityStoreId
    @required GroupId: ResourceId
    MaxResults: MaxResults
    NextToken: NextToken
}

structure ListGroupMembershipsResponse {
    @required GroupMemberships: GroupMemberships
    NextToken: NextToken
}

/// Lists the groups of a person.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "identitystore:ListGroupMembershipsForMember"
    resources: [
        {type: "AllGroupMemberships", arn: "arn:aws:identitystore:::membership/*"}
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
        {type: "User", arn: "arn:aws:identitystore:::user/{MemberId.UserId}"}
    ]
)
@readonly
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "GroupMemberships", pageSize: "MaxResults")
operation ListGroupMembershipsForMember {
    input: ListGroupMembershipsForMemberRequest
    output: ListGroupMembershipsForMemberResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        InternalServerException
        ValidationException
    ]
}

structure ListGroupMembershipsForMemberRequest {
    @required IdentityStoreId: IdentityStoreId
    @required MemberId: MemberId
    MaxResults: MaxResults
    NextToken: NextToken
}

structure ListGroupMembershipsForMemberResponse {
    @required GroupMemberships: GroupMemberships
    NextToken: NextToken
}

/// Lists the groups of the store, by display name where a filter says so.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "identitystore:ListGroups"
    resources: [
        {type: "AllGroups", arn: "arn:aws:identitystore:::group/*"}
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
    ]
)
@readonly
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Groups", pageSize: "MaxResults")
operation ListGroups {
    input: ListGroupsRequest
    output: ListGroupsResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        InternalServerException
        ValidationException
    ]
}

structure ListGroupsRequest {
    @required IdentityStoreId: IdentityStoreId
    MaxResults: MaxResults
    NextToken: NextToken
    @deprecated Filters: Filters
}

structure ListGroupsResponse {
    @required Groups: Groups
    NextToken: NextToken
}

/// Lists the people of the store, by user name where a filter says so.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(
    action: "identitystore:ListUsers"
    resources: [
        {type: "AllUsers", arn: "arn:aws:identitystore:::user/*"}
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
    ]
)
@readonly
@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Users", pageSize: "MaxResults")
operation ListUsers {
    input: ListUsersRequest
    output: ListUsersResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        InternalServerException
        ValidationException
    ]
}

structure ListUsersRequest {
    @required IdentityStoreId: IdentityStoreId
    Extensions: ExtensionNames
    MaxResults: MaxResults
    NextToken: NextToken
    @deprecated Filters: Filters
}

structure ListUsersResponse {
    @required Users: Users
    NextToken: NextToken
}

/// Sets or clears attributes of a group.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "identitystore:UpdateGroup"
    resources: [
        {type: "Group", arn: "arn:aws:identitystore:::group/{GroupId}"}
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
    ]
)
operation UpdateGroup {
    input: UpdateGroupRequest
    output: UpdateGroupResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        ConflictException
        InternalServerException
        ValidationException
        ServiceQuotaExceededException
    ]
}

structure UpdateGroupRequest {
    @required IdentityStoreId: IdentityStoreId
    @required GroupId: ResourceId
    @required Operations: AttributeOperations
}

structure UpdateGroupResponse {}

/// Sets or clears attributes of a person.
@gatehouse#operation(mode: "write", audit: "durable", built: true)
@gatehouse#authorize(
    action: "identitystore:UpdateUser"
    resources: [
        {type: "Identitystore", arn: "arn:aws:identitystore::${account}:identitystore/{IdentityStoreId}"}
        {type: "User", arn: "arn:aws:identitystore:::user/{UserId}"}
    ]
)
operation UpdateUser {
    input: UpdateUserRequest
    output: UpdateUserResponse
    errors: [
        ResourceNotFoundException
        ThrottlingException
        AccessDeniedException
        ConflictException
        InternalServerException
        ValidationException
        ServiceQuotaExceededException
    ]
}

structure UpdateUserRequest {
    @required IdentityStoreId: IdentityStoreId
    @required UserId: ResourceId
    @required Operations: AttributeOperations
}

structure UpdateUserResponse {}

structure Address {
    StreetAddress: SensitiveStringType
    Locality: SensitiveStringType
    Region: SensitiveStringType
    PostalCode: SensitiveStringType
    Country: SensitiveStringType
    Formatted: SensitiveStringType
    Type: SensitiveStringType
    Primary: BooleanType = false
}

union AlternateIdentifier {
    ExternalId: ExternalId
    UniqueAttribute: UniqueAttribute
}

structure AttributeOperation {
    @required AttributePath: AttributePath
    AttributeValue: AttributeValue
}

document AttributeValue

structure Email {
    Value: SensitiveStringType
    Type: SensitiveStringType
    Primary: BooleanType = false
}

structure ExternalId {
    @required Issuer: ExternalIdIssuer
    @required Id: ExternalIdIdentifier
}

structure Filter {
    @required AttributePath: AttributePath
    @required AttributeValue: SensitiveStringType
}

structure Group {
    @required GroupId: ResourceId
    DisplayName: GroupDisplayName
    ExternalIds: ExternalIds
    Description: SensitiveStringType
    CreatedAt: DateType
    UpdatedAt: DateType
    CreatedBy: StringType
    UpdatedBy: StringType
    @required IdentityStoreId: IdentityStoreId
}

structure GroupMembership {
    @required IdentityStoreId: IdentityStoreId
    MembershipId: ResourceId
    GroupId: ResourceId
    MemberId: MemberId
    CreatedAt: DateType
    UpdatedAt: DateType
    CreatedBy: StringType
    UpdatedBy: StringType
}

structure GroupMembershipExistenceResult {
    GroupId: ResourceId
    MemberId: MemberId
    MembershipExists: BooleanType = false
}

union MemberId {
    UserId: ResourceId
}

structure Name {
    Formatted: SensitiveStringType
    FamilyName: SensitiveStringType
    GivenName: SensitiveStringType
    MiddleName: SensitiveStringType
    HonorificPrefix: SensitiveStringType
    HonorificSuffix: SensitiveStringType
}

structure PhoneNumber {
    Value: SensitiveStringType
    Type: SensitiveStringType
    Primary: BooleanType = false
}

structure Photo {
    @required Value: SensitiveStringType
    Type: SensitiveStringType
    Display: SensitiveStringType
    Primary: BooleanType = false
}

structure Role {
    Value: SensitiveStringType
    Type: SensitiveStringType
    Primary: BooleanType = false
}

structure UniqueAttribute {
    @required AttributePath: AttributePath
    @required AttributeValue: AttributeValue
}

structure User {
    @required IdentityStoreId: IdentityStoreId
    @required UserId: ResourceId
    UserName: UserName
    ExternalIds: ExternalIds
    Name: Name
    DisplayName: SensitiveStringType
    NickName: SensitiveStringType
    ProfileUrl: SensitiveStringType
    Emails: Emails
    Addresses: Addresses
    PhoneNumbers: PhoneNumbers
    UserType: SensitiveStringType
    Title: SensitiveStringType
    PreferredLanguage: SensitiveStringType
    Locale: SensitiveStringType
    Timezone: SensitiveStringType
    UserStatus: UserStatus
    Photos: Photos
    Website: SensitiveStringType
    Birthdate: SensitiveStringType
    Roles: Roles
    CreatedAt: DateType
    CreatedBy: StringType
    UpdatedAt: DateType
    UpdatedBy: StringType
    Extensions: Extensions
}

@length(min: 1, max: 1)
list Addresses {
    member: Address
}

@length(min: 1, max: 100)
list AttributeOperations {
    member: AttributeOperation
}

@length(min: 1, max: 1)
list Emails {
    member: Email
}

@length(min: 1, max: 10)
list ExtensionNames {
    member: ExtensionName
}

@length(min: 1, max: 10)
map Extensions {
    key: ExtensionName
    value: AttributeValue
}

@length(min: 1, max: 10)
list ExternalIds {
    member: ExternalId
}

@length(min: 0, max: 1)
list Filters {
    member: Filter
}

@length(min: 1, max: 100)
list GroupIds {
    member: ResourceId
}

list GroupMembershipExistenceResults {
    member: GroupMembershipExistenceResult
}

list GroupMemberships {
    member: GroupMembership
}

list Groups {
    member: Group
}

@length(min: 1, max: 1)
list PhoneNumbers {
    member: PhoneNumber
}

@length(min: 1, max: 3)
list Photos {
    member: Photo
}

@length(min: 1, max: 1)
list Roles {
    member: Role
}

list Users {
    member: User
}

enum AccessDeniedExceptionReason {
    KMS_ACCESS_DENIED
}

enum ConflictExceptionReason {
    UNIQUENESS_CONSTRAINT_VIOLATION
    CONCURRENT_MODIFICATION
}

enum ResourceNotFoundExceptionReason {
    KMS_KEY_NOT_FOUND
}

enum ResourceType {
    GROUP
    USER
    IDENTITY_STORE
    GROUP_MEMBERSHIP
    RESOURCE_POLICY
}

enum ThrottlingExceptionReason {
    KMS_THROTTLING
}

enum UserStatus {
    ENABLED
    DISABLED
}

enum ValidationExceptionReason {
    KMS_INVALID_ARN
    KMS_INVALID_KEY_USAGE
    KMS_INVALID_STATE
    KMS_DISABLED
}

@length(min: 1, max: 255) @pattern("(?:\\p{L}+:\\p{L}+:\\p{L}+(?:\\.\\p{L}+){0,3}|\\p{L}+(?:\\.\\p{L}+){0,2})")
string AttributePath

@default(false) boolean BooleanType

timestamp DateType

string ExceptionMessage

@length(min: 1, max: 50) @pattern("aws:identitystore:[a-z]{1,20}") string ExtensionName

@sensitive @length(min: 1, max: 256) @pattern("[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+") string ExternalIdIdentifier

@sensitive @length(min: 1, max: 256) @pattern("[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+") string ExternalIdIssuer

@sensitive @length(min: 1, max: 1024) @pattern("[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r \u00A0]+")
string GroupDisplayName

@length(min: 1, max: 36) @pattern("d-[0-9a-f]{10}$|^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
string IdentityStoreId

@range(min: 1, max: 100) integer MaxResults

@length(min: 1, max: 65535) @pattern("[-a-zA-Z0-9+=/:_]*") string NextToken

@length(min: 1, max: 36) @pattern("[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}")
string RequestId

@length(min: 1, max: 47)
@pattern("([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}")
string ResourceId

@default(0) integer RetryAfterSeconds

@sensitive @length(min: 1, max: 1024) @pattern("[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r \u00A0\u3000]+")
string SensitiveStringType

string StringType

@sensitive @length(min: 1, max: 128) @pattern("[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+") string UserName

@error("client")
structure AccessDeniedException {
    Message: ExceptionMessage
    RequestId: RequestId
    Reason: AccessDeniedExceptionReason
}

@error("client")
structure ConflictException {
    Message: ExceptionMessage
    RequestId: RequestId
    Reason: ConflictExceptionReason
}

@error("server") @retryable
structure InternalServerException {
    Message: ExceptionMessage
    RequestId: RequestId
    RetryAfterSeconds: RetryAfterSeconds = 0
}

@error("client")
structure ResourceNotFoundException {
    ResourceType: ResourceType
    ResourceId: ResourceId
    Reason: ResourceNotFoundExceptionReason
    Message: ExceptionMessage
    RequestId: RequestId
}

@error("client")
structure ServiceQuotaExceededException {
    Message: ExceptionMessage
    RequestId: RequestId
}

@error("client") @retryable(throttling: true)
structure ThrottlingException {
    Message: ExceptionMessage
    RequestId: RequestId
    RetryAfterSeconds: RetryAfterSeconds = 0
    Reason: ThrottlingExceptionReason
}

@error("client")
structure ValidationException {
    Message: ExceptionMessage
    RequestId: RequestId
    Reason: ValidationExceptionReason
}
