// Every way to write a policy refuses what is no policy, in AWS's words for that way, and takes what is one. A table of
// documents times a table of ways. (Sizes: the tests of each service.)
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as iamSdk from '@aws-sdk/client-iam';
import * as stsSdk from '@aws-sdk/client-sts';
import * as orgSdk from '@aws-sdk/client-organizations';
import * as ssoSdk from '@aws-sdk/client-sso-admin';
import { awsError, startGatehouse } from '../support/gatehouse.mjs';
import { send as sendRaw, sign } from '../support/sigv4.mjs';
import { createInstance, createOrganization, createPermissionSet } from '../support/organization.mjs';

let gatehouse, account, roleArn, instanceArn, setArn, userKeys, number = 0;
const ids = {};
const caller = (sdk, Client) => (name, input = {}, as) => gatehouse.client(sdk[Client], as).send(new sdk[`${name}Command`](input));
const iam = caller(iamSdk, 'IAMClient'), sts = caller(stsSdk, 'STSClient'), org = caller(orgSdk, 'OrganizationsClient'), sso = caller(ssoSdk, 'SSOAdminClient');
const document = (Statement, more = {}) => JSON.stringify({ Version: '2012-10-17', ...more, Statement });
const fresh = () => `n${number++}`;

before(async () => {
  gatehouse = await startGatehouse();
  account = (await sts('GetCallerIdentity')).Account;
  const { rootId } = await createOrganization(gatehouse);
  for (const PolicyType of ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']) await org('EnablePolicyType', { RootId: rootId, PolicyType });
  const center = await createInstance(gatehouse);
  instanceArn = center.instanceArn;
  setArn = await createPermissionSet(center.admin, instanceArn, 'Set');
  await iam('CreateUser', { UserName: 'user' });
  await iam('PutUserPolicy', { UserName: 'user', PolicyName: 'sts', PolicyDocument: document({ Effect: 'Allow', Action: 'sts:*', Resource: '*' }) });
  const { AccessKey: k } = await iam('CreateAccessKey', { UserName: 'user' });
  userKeys = { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey };
  await iam('CreateGroup', { GroupName: 'group' });
  roleArn = (await iam('CreateRole', { RoleName: 'role', AssumeRolePolicyDocument: document({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }) })).Role.Arn;
  ids.managed = (await iam('CreatePolicy', { PolicyName: 'managed', PolicyDocument: document(STATEMENTS.identity()) })).Policy.Arn;
  ids.scp = (await org('CreatePolicy', { Name: 'scp', Description: '', Type: 'SERVICE_CONTROL_POLICY', Content: document(STATEMENTS.identity()) })).Policy.PolicySummary.Id;
  ids.rcp = (await org('CreatePolicy', { Name: 'rcp', Description: '', Type: 'RESOURCE_CONTROL_POLICY', Content: document(STATEMENTS.rcp()) })).Policy.PolicySummary.Id;
});
after(() => gatehouse?.stop());

/** A good statement of each kind of policy. */
const STATEMENTS = {
  identity: () => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }),
  trust: () => ({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }),
  rcp: () => ({ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: '*' }),
  resource: () => ({ Sid: 'a', Effect: 'Allow', Principal: { AWS: account }, Action: 'organizations:ListRoots', Resource: '*' }),
};

// AWS's words around the reason.
const malformed = (text) => ['MalformedPolicyDocumentException', text];
const invalid = (text) => ['ValidationException', text];
const control = (text) => ['MalformedPolicyDocumentException', `The provided policy document does not meet the requirements of the specified policy type. ${text}`];
const ofResource = (text) => ['InvalidInputException', `The provided policy document does not meet the requirements of a resource policy. ${text}`];
const input = (text) => ['InvalidInputException', `Invalid policy PolicyInputList.1: ${text}`];

const SCP = { Description: '', Type: 'SERVICE_CONTROL_POLICY' }, RCP = { Description: '', Type: 'RESOURCE_CONTROL_POLICY' };
const session = { RoleSessionName: 'child' };
const WAYS = {
  'iam:CreatePolicy': { kind: 'managed', words: malformed, put: (d) => iam('CreatePolicy', { PolicyName: fresh(), PolicyDocument: d }) },
  'iam:CreatePolicyVersion': { kind: 'managed', words: malformed, put: async (d) => {
    const { PolicyVersion: v } = await iam('CreatePolicyVersion', { PolicyArn: ids.managed, PolicyDocument: d });
    await iam('DeletePolicyVersion', { PolicyArn: ids.managed, VersionId: v.VersionId });
  } },
  'iam:PutUserPolicy': { kind: 'identity', words: malformed, put: (d) => iam('PutUserPolicy', { UserName: 'user', PolicyName: 'p', PolicyDocument: d }) },
  'iam:PutGroupPolicy': { kind: 'identity', words: malformed, put: (d) => iam('PutGroupPolicy', { GroupName: 'group', PolicyName: 'p', PolicyDocument: d }) },
  'iam:PutRolePolicy': { kind: 'identity', words: malformed, put: (d) => iam('PutRolePolicy', { RoleName: 'role', PolicyName: 'p', PolicyDocument: d }) },
  'iam:CreateRole': { kind: 'trust', words: malformed, put: (d) => iam('CreateRole', { RoleName: fresh(), AssumeRolePolicyDocument: d }) },
  'iam:UpdateAssumeRolePolicy': { kind: 'trust', words: malformed, put: (d) => iam('UpdateAssumeRolePolicy', { RoleName: 'role', PolicyDocument: d }) },
  'sts:AssumeRole': { kind: 'identity', words: malformed, put: (d) => sts('AssumeRole', { ...session, RoleArn: roleArn, Policy: d }) },
  'sts:GetFederationToken': { kind: 'identity', words: malformed, put: (d) => sts('GetFederationToken', { Name: 'child', Policy: d }, userKeys) },
  'sso:PutInlinePolicyToPermissionSet': { kind: 'identity', words: invalid,
    put: (d) => sso('PutInlinePolicyToPermissionSet', { InstanceArn: instanceArn, PermissionSetArn: setArn, InlinePolicy: d }) },
  'organizations:CreatePolicy (SCP)': { kind: 'scp', words: control, put: (d) => org('CreatePolicy', { ...SCP, Name: fresh(), Content: d }) },
  'organizations:UpdatePolicy (SCP)': { kind: 'scp', words: control, put: (d) => org('UpdatePolicy', { PolicyId: ids.scp, Content: d }) },
  'organizations:CreatePolicy (RCP)': { kind: 'rcp', words: control, put: (d) => org('CreatePolicy', { ...RCP, Name: fresh(), Content: d }) },
  'organizations:UpdatePolicy (RCP)': { kind: 'rcp', words: control, put: (d) => org('UpdatePolicy', { PolicyId: ids.rcp, Content: d }) },
  'organizations:PutResourcePolicy': { kind: 'resource', words: ofResource, put: (d) => org('PutResourcePolicy', { Content: d }) },
  'iam:SimulateCustomPolicy': { kind: 'identity', words: input, put: (d) => iam('SimulateCustomPolicy', { PolicyInputList: [d], ActionNames: ['s3:GetObject'] }) },
};

const SYNTAX = 'Syntax errors in policy.', LEGACY = 'The policy failed legacy parsing', JSON_OF_TRUST = 'This policy contains invalid Json', TRUST_SYNTAX = 'Syntax error in policy.';
const under = (operator, block) => (b) => document({ ...b, Condition: { [operator]: block } });
const without = (...names) => (b) => document(Object.fromEntries(Object.entries(b).filter(([k]) => !names.includes(k))));
const spelled = (find, instead) => (b) => document({ ...b, Condition: { StringEquals: { 'aws:x': 'HERE' } } }).replace(find, instead);
const OK = undefined, OLD = 'Policy document must be version 2012-10-17 or greater.';
/** What is wrong, how to make it of a good statement, and the words: of all kinds, or of a kind by its own. */
const DOCUMENTS = [
  ['nothing', (b) => document(b), OK],
  ['no JSON', () => '{', SYNTAX, { trust: JSON_OF_TRUST }],
  ['something behind it', (b) => `${document(b)} x`, SYNTAX, { trust: JSON_OF_TRUST }],
  ['a comma too many', (b) => document(b).replace(/}$/, ',}'), SYNTAX, { trust: JSON_OF_TRUST }],
  ['single quotes', (b) => document(b).replaceAll('"', "'"), SYNTAX, { trust: JSON_OF_TRUST }],
  ['a list', (b) => `[${document(b)}]`, SYNTAX, { trust: JSON_OF_TRUST }],
  ['a key twice', (b) => document(b).replace('"Effect"', '"Effect":"Deny","Effect"'), SYNTAX, { trust: JSON_OF_TRUST }],
  ['a key twice, once escaped', (b) => document(b).replace('"Effect"', '"\\u0045ffect":"Deny","Effect"'), SYNTAX, { trust: JSON_OF_TRUST }],
  ['Version twice', (b) => document(b).replace('"Version"', '"Version":"2012-10-17","Version"'), SYNTAX, { trust: JSON_OF_TRUST }],
  ['too deep', spelled('"HERE"', `${'['.repeat(200)}${']'.repeat(200)}`), SYNTAX, { trust: JSON_OF_TRUST }],
  ['an escaped NUL', spelled('HERE', '\\u0000'), SYNTAX, { trust: JSON_OF_TRUST }],
  ['half a surrogate pair', spelled('HERE', '\\ud800'), SYNTAX, { trust: JSON_OF_TRUST }],
  ['an escaped character of another script', spelled('HERE', '\\u4e2d'), OK],
  ['two keys that differ in case', under('StringEquals', { 'aws:SourceIp': 'a', 'aws:sourceip': 'b' }), SYNTAX, { trust: TRUST_SYNTAX }],
  ['an unknown operator', under('StringIs', { 'aws:x': 'a' }), SYNTAX, { trust: TRUST_SYNTAX }],
  ['an operator in the wrong case', under('stringEquals', { 'aws:x': 'a' }), SYNTAX, { trust: TRUST_SYNTAX }],
  ['a quantifier that there is not', under('ForSomeValues:StringEquals', { 'aws:x': 'a' }), SYNTAX, { trust: TRUST_SYNTAX }],
  ['NullIfExists', under('NullIfExists', { 'aws:x': 'true' }), SYNTAX, { trust: TRUST_SYNTAX }],
  ['null as a value', under('StringEquals', { 'aws:x': null }), SYNTAX, { trust: TRUST_SYNTAX }],
  ['no date', under('DateLessThan', { 'aws:CurrentTime': 'yesterday' }), LEGACY, { trust: TRUST_SYNTAX }],
  ['an unknown element', (b) => document({ ...b, Resources: '*' }), SYNTAX, { trust: 'Unknown field Resources' }],
  ['an element in the wrong case', (b) => document({ ...b, condition: {} }), SYNTAX, { trust: 'Unknown field condition' }],
  ['an unknown element on top', (b) => document(b, { Name: 'x' }), SYNTAX, { trust: 'Unknown field Name' }],
  ['a version that there is not', (b) => document(b, { Version: '2012-10-18' }), SYNTAX, { trust: 'The policy must contain a valid version string' }],
  ['the old version', (b) => document(b, { Version: '2008-10-17' }), OK, { managed: OLD, scp: OLD, rcp: OLD }],
  ['no version', (b) => JSON.stringify({ Statement: b }), OK, { managed: OLD, scp: OLD, rcp: OLD }],
  ['no statement', () => '{"Version":"2012-10-17"}', SYNTAX, { trust: 'Could not parse the policy: Statement is empty!' }],
  ['an empty list of statements', () => document([]), SYNTAX, { trust: 'Could not parse the policy: Statement is empty!' }],
  ['a Sid twice', (b) => document([{ ...b, Sid: 'a' }, { ...b, Sid: 'a' }]), 'Statement IDs (SID) in a single policy must be unique.', { trust: 'The Statement Ids in the policy are not unique' }],
  ['a Sid with other characters', (b) => document({ ...b, Sid: 'a-b' }),
    'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*', { trust: OK, resource: OK }],
  ['no Effect', without('Effect'), SYNTAX, { trust: 'Missing required field Effect' }],
  ['an Effect that there is not', (b) => document({ ...b, Effect: 'Permit' }), SYNTAX, { trust: 'Invalid effect: Permit' }],
  ['an Effect in the wrong case', (b) => document({ ...b, Effect: 'deny' }), LEGACY, { trust: 'Invalid effect: deny' }],
  ['no Action', without('Action'), 'Policy statement must contain actions.', { trust: 'Missing required field Action' }],
  ['Action and NotAction', (b) => document({ ...b, NotAction: 's3:*' }), SYNTAX, { trust: TRUST_SYNTAX }],
  ['an Action without service', (b) => document({ ...b, Action: 'GetObject' }), 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    { trust: 'AssumeRole policy may only specify STS AssumeRole actions.' }],
  ['an Action with two colons', (b) => document({ ...b, Action: 'sts:Get:Object' }), 'Actions/Condition can contain only one colon.'],
  ['an Action of STS that assumes no role', (b) => document({ ...b, Action: 'sts:GetCallerIdentity' }), OK, { trust: 'AssumeRole policy may only specify STS AssumeRole actions.' }],
  ['no Resource', without('Resource'), 'Policy statement must contain resources.', { trust: OK }],
  ['a Resource that is no ARN', (b) => document({ ...b, Resource: 'bucket' }), 'Resource bucket must be in ARN format or "*".', { trust: 'Has prohibited field Resource' }],
  ['Resource and NotResource', (b) => document({ ...b, NotResource: '*' }), SYNTAX, { trust: 'AssumeRole policy must not contain resources.' }],
  ['no Principal', without('Principal'), OK, { trust: 'Missing required field Principal', rcp: 'Missing required field Principal', resource: 'Missing required field Principal' }],
  ['a Principal', (b) => document({ ...b, Principal: { AWS: '000000000001' } }), 'Policy document should not specify a principal.',
    { trust: 'Invalid principal in policy: "AWS":"000000000001"', rcp: 'Invalid principal in policy: "AWS":"000000000001"', resource: OK }],
  // AWS lets an SCP use the whole language since 2025; an RCP has no NotAction, and allows nothing of its own.
  ['NotAction with Allow', ({ Action, ...b }) => document({ ...b, Effect: 'Allow', NotAction: 'iam:*' }), OK,
    { trust: 'AssumeRole policy may only specify STS AssumeRole actions.', rcp: SYNTAX }],
  ['NotResource', ({ Resource, ...b }) => document({ ...b, Effect: 'Deny', NotResource: 'arn:aws:s3:::b/*' }), OK, { trust: 'AssumeRole policy must not contain resources.' }],
  ['an Allow of its own', (b) => document({ ...b, Effect: 'Allow' }), OK, { rcp: SYNTAX }],
];
// The delegation policy of an organization narrows actions and principals further (organizations_policy.test.mjs).
const BEYOND = { resource: new Set(['an Action of STS that assumes no role', 'NotAction with Allow', 'NotResource', 'a Principal']) };

describe('a policy that is written', () => {
  for (const [name, { kind, words, put }] of Object.entries(WAYS))
    it(name, async () => {
      const statement = STATEMENTS[kind in STATEMENTS ? kind : 'identity'];
      for (const [wrong, make, general, special = {}] of DOCUMENTS) {
        if (BEYOND[kind]?.has(wrong)) continue;
        const text = kind in special ? special[kind] : general, doc = make(statement());
        if (text === OK) await assert.doesNotReject(put(doc), `${wrong}: ${doc}`);
        else await assert.rejects(put(doc), awsError(...words(text)), `${wrong}: ${doc}`);
      }
    });

  it('must be UTF-8 of the characters that AWS takes', async () => {
    const send = async (bytes) => {
      const body = `Action=PutUserPolicy&Version=2010-05-08&UserName=user&PolicyName=bytes&PolicyDocument=${encodeURIComponent(document({ ...STATEMENTS.identity(),
        Condition: { StringEquals: { 'aws:x': 'HERE' } } })).replace('HERE', bytes)}`;
      const request = { method: 'POST', path: '/', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body };
      const { code } = await sendRaw(gatehouse.url, request, sign(request, { credentials: gatehouse.credentials, service: 'iam', host: new URL(gatehouse.url).host }));
      return code;
    };
    assert.equal(await send('%C3%A9'), undefined, 'Latin-1 is taken');
    for (const bytes of ['%E4%B8%AD', '%FF', '%FE', '%C3', '%C0%80', '%ED%A0%80', '%00', '%1B'])
      assert.match(String(await send(bytes)), /^(ValidationError|MalformedPolicyDocument|MalformedInput)$/, bytes);
  });
});
