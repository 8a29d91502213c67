// cedar.mjs: the questions of micro/policy_decision.c, put to Cedar: as many policies as there are statements, that ask for the
// same action patterns, resource patterns, tag and addresses, and the guard of the control policies. Policies parsed beforehand.
// Prints { decision, policies, median_ns, p99_ns } for each size.
import cedar from '@cedar-policy/cedar-wasm/nodejs';

const RUNS = { 20: 2001, 1000: 101 };
const SERVICES = ['s3', 'sqs', 'iam', 'organizations', 'sso'];
const either = (...tests) => `(${tests.join(' || ')})`;
const inside = 'context.sourceIp.isInRange(ip("10.0.0.0/8"))';

function statement(i) {
  const service = SERVICES[i % 5];
  const action = either(`context.action like "${service}:Get${i}*"`, `context.action == "${service}:List${i}"`, `context.action like "${service}:Describe${i}*"`);
  const resource = either(`resource.arn like "arn:aws:${service}::111122223333:user/team${i}/*"`, `(resource.arn like "arn:aws:${service}::*:user/*" && resource.name == principal.name)`);
  const address = either(inside, 'context.sourceIp.isInRange(ip("2001:db8::/32"))');
  return `${i % 4 === 3 ? 'forbid' : 'permit'}(principal, action, resource) when { ${action} && ${resource} && principal.team == "team${i}" && ${address} };`;
}

const OWN = `permit(principal, action, resource) when { (context.action like "iam:Get*" || context.action like "iam:List*") && resource.arn like "arn:aws:iam::*:user/*" && ${inside} && principal.team == "red" };`;
const GUARD = ['forbid(principal, action, resource) when { !(context.action like "iam:*" || context.action like "sts:*" || context.action like "organizations:*") && !(["eu-west-1", "us-east-1"].contains(context.region)) };',
  'forbid(principal, action, resource) when { context.action == "organizations:LeaveOrganization" };'];

const policiesOf = (n) => [...Array.from({ length: n }, (_, i) => statement(i)), OWN, ...GUARD, ...GUARD, ...GUARD].join('\n');
const user = { type: 'User', id: 'alice' }, arn = 'arn:aws:iam::111122223333:user/alice';
const question = {
  principal: user, action: { type: 'Action', id: 'iam:GetUser' }, resource: { type: 'Resource', id: arn },
  context: { action: 'iam:GetUser', region: 'us-east-1', sourceIp: { __extn: { fn: 'ip', arg: '10.1.2.3' } } },
  entities: [{ uid: user, attrs: { name: 'alice', team: 'red' }, parents: [] }, { uid: { type: 'Resource', id: arn }, attrs: { arn, name: 'alice' }, parents: [] }],
  validateRequest: false,
};

const results = [20, 1000].map((policies) => {
  const id = `p${policies}`, parsed = cedar.preparsePolicySet(id, { staticPolicies: policiesOf(policies) });
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed));
  const call = { ...question, preparsedPolicySetId: id }, times = [];
  let answer;
  for (let i = 0; i < RUNS[policies]; i++) {
    const began = process.hrtime.bigint();
    answer = cedar.statefulIsAuthorized(call);
    times.push(Number(process.hrtime.bigint() - began));
  }
  if (answer.type !== 'success') throw new Error(JSON.stringify(answer));
  times.sort((a, b) => a - b);
  return { policies, decision: answer.response.decision, median_ns: times[times.length >> 1], p99_ns: times[Math.floor(times.length * 0.99)] };
});
console.log(JSON.stringify(results));
