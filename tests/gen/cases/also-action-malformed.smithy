$version: "2.0"
namespace gatehouse.case
use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsJson1_1
@service(sdkId: "Case", cloudTrailEventSource: "case.amazonaws.com")
@sigv4(name: "case")
@awsJson1_1
service Case { version: "2020-01-01" operations: [Get] }
@gatehouse#operation(mode: "read", audit: "ring")
@gatehouse#authorize(action: "case:Get", also: [{action: "TagGet", tags: "Tags"}])
operation Get { input: GetRequest }
structure GetRequest { @required Name: Name Tags: Tags Where: Place }
structure Place { Id: Name }
list Tags { member: Tag }
structure Tag { Key: Name Value: Name }
string Name
