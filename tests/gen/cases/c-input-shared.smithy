$version: "2.0"
namespace gatehouse.case
use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsJson1_1
@service(sdkId: "Case", cloudTrailEventSource: "case.amazonaws.com")
@sigv4(name: "case")
@awsJson1_1
service Case { version: "1" operations: [Get Put] }
/// Reads.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "case:Get")
operation Get { input: Both }
/// Reads.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "case:Get")
operation Put { input: Both }
structure Both {}
