$version: "2.0"
namespace gatehouse.query
use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsQuery
use aws.protocols#awsQueryError
@service(sdkId: "Query", cloudTrailEventSource: "query.amazonaws.com")
@sigv4(name: "query")
@awsQuery
@xmlNamespace(uri: "https://query.example/doc/")
service Query { version: "2020-01-01" operations: [Get] }

/// Gets.
@gatehouse#operation(mode: "read", audit: "ring", built: true)
@gatehouse#authorize(action: "query:Get")
operation Get { input: GetRequest output: GetResponse errors: [NoSuchEntityException Odd] }

structure GetRequest { Ids: Ids }
structure GetResponse { When: Timestamp Seconds: Seconds Map: Map }
@timestampFormat("epoch-seconds")
timestamp Seconds
list Ids { member: String }
map Map { key: String value: String }

@error("client") @awsQueryError(code: "NoSuchEntity", httpResponseCode: 404) @httpError(404)
structure NoSuchEntityException { message: String }

@error("server")
structure Odd {}
