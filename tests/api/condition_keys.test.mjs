// The global condition keys that a request carries: for each, who has it, with which value, and who does not. Each line of
// the table is asked for real: a policy that allows only with that key, and one that allows only without it.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as iamSdk from '@aws-sdk/client-iam';
import * as stsSdk from '@aws-sdk/client-sts';
import { awsError, startGatehouse } from '../support/gatehouse.mjs';
import { createOrganization } from '../support/organization.mjs';

const policy = (...Statement) => JSON.stringify({ Version: '2012-10-17', Statement });
let gatehouse, f;
const iam = (name, input = {}, as) => gatehouse.client(iamSdk.IAMClient, as).send(new iamSdk[`${name}Command`](input));
const sts = (name, input = {}, as) => gatehouse.client(stsSdk.STSClient, as).send(new stsSdk[`${name}Command`](input));
const session = ({ Credentials: c }) => ({ accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken });

before(async () => {
  gatehouse = await startGatehouse();
  const { organization, rootId } = await createOrganization(gatehouse);
  const account = (await sts('GetCallerIdentity')).Account;
  const Tags = [{ Key: 'team', Value: 'red' }];
  const { User: user } = await iam('CreateUser', { UserName: 'ann', Path: '/p/', Tags });
  const { AccessKey: k } = await iam('CreateAccessKey', { UserName: 'ann' });
  const trust = policy({ Effect: 'Allow', Principal: { AWS: account }, Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'] });
  const { Role: role } = await iam('CreateRole', { RoleName: 'worker', AssumeRolePolicyDocument: trust, Tags });
  await iam('CreateUser', { UserName: 'target', Tags: [{ Key: 'owner', Value: 'ann' }] });
  const caller = session(await sts('AssumeRole', { RoleArn: role.Arn, RoleSessionName: 'shift', SourceIdentity: 'person' }));
  f = { account, organization: organization.Id, rootId, user, role, who: { user: { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey }, role: caller } };
});
after(() => gatehouse?.stop());

const hour = (n) => new Date(Date.now() + n * 3_600_000).toISOString().replace(/\.\d+/, '');
const equals = (value, operator = 'StringEquals') => (key) => ({ [operator]: { [key]: value } });
const between = (key) => ({ DateGreaterThan: { [key]: hour(-1) }, DateLessThan: { [key]: hour(1) } });
const both = (value, operator) => ({ user: () => equals(value(), operator), role: () => equals(value(), operator) });
const always = (condition) => ({ user: () => condition, role: () => condition });
const NOBODY = {};

/** Who carries the key, and the condition that its value meets; whoever is not named lacks it. */
const KEYS = {
  'aws:PrincipalArn': { user: () => equals(f.user.Arn), role: () => equals(f.role.Arn) },
  'aws:PrincipalAccount': both(() => f.account),
  'aws:PrincipalOrgID': both(() => f.organization),
  'aws:PrincipalOrgPaths': both(() => `${f.organization}/${f.rootId}/`, 'ForAnyValue:StringEquals'),
  'aws:PrincipalTag/team': both(() => 'red'),
  'aws:PrincipalTag/none': NOBODY,
  'aws:PrincipalType': { user: () => equals('User'), role: () => equals('AssumedRole') },
  'aws:PrincipalIsAWSService': both(() => 'false', 'Bool'),
  'aws:userid': { user: () => equals(f.user.UserId), role: () => equals(`${f.role.RoleId}:shift`) },
  'aws:username': { user: () => equals('ann') },
  'aws:SourceIdentity': { role: () => equals('person') },
  'aws:TokenIssueTime': { role: () => between },
  'aws:MultiFactorAuthPresent': { role: () => equals('false', 'Bool') }, // with a code: sts_session.test.mjs
  'aws:MultiFactorAuthAge': NOBODY,
  'aws:FederatedProvider': NOBODY, // sessions of a provider: sts_web_identity.test.mjs
  'aws:AssumedRoot': NOBODY,
  'aws:SourceIp': both(() => '127.0.0.1/32', 'IpAddress'),
  'aws:SecureTransport': both(() => 'false', 'Bool'),
  'aws:UserAgent': both(() => 'aws-sdk-js/*', 'StringLike'),
  'aws:RequestedRegion': both(() => 'us-east-1'),
  'aws:CurrentTime': always(between),
  'aws:EpochTime': always(between),
  'aws:ViaAWSService': both(() => 'false', 'Bool'),
  'aws:ResourceAccount': both(() => f.account),
  'aws:ResourceOrgID': both(() => f.organization),
  'aws:ResourceOrgPaths': both(() => `${f.organization}/${f.rootId}/`, 'ForAnyValue:StringEquals'),
  'aws:ResourceTag/owner': both(() => 'ann'),
  'iam:ResourceTag/owner': both(() => 'ann'),
  'aws:RequestTag/owner': NOBODY, // nothing is tagged here; see below
  'aws:TagKeys': NOBODY,
  // No service of ours calls another in a caller's name, and none is called by a service of AWS's.
  'aws:CalledVia': NOBODY, 'aws:CalledViaFirst': NOBODY, 'aws:CalledViaLast': NOBODY, 'aws:SourceArn': NOBODY, 'aws:SourceAccount': NOBODY, 'aws:SourceOrgID': NOBODY,
  'aws:SourceOrgPaths': NOBODY, 'aws:PrincipalServiceName': NOBODY, 'aws:PrincipalServiceNamesList': NOBODY,
  // There are no VPCs and instances, no chat bots, and no browser that signs.
  'aws:SourceVpc': NOBODY, 'aws:SourceVpce': NOBODY, 'aws:SourceVpcArn': NOBODY, 'aws:VpcSourceIp': NOBODY, 'aws:VpceAccount': NOBODY, 'aws:VpceOrgID': NOBODY, 'aws:VpceOrgPaths': NOBODY,
  'aws:Ec2InstanceSourceVpc': NOBODY, 'aws:Ec2InstanceSourcePrivateIPv4': NOBODY, 'ec2:RoleDelivery': NOBODY, 'ec2:SourceInstanceArn': NOBODY,
  'aws:ChatbotSourceArn': NOBODY, 'aws:Referer': NOBODY,
};

const put = (kind, document) => (kind === 'user' ? iam('PutUserPolicy', { UserName: 'ann', PolicyName: 'p', PolicyDocument: document })
  : iam('PutRolePolicy', { RoleName: 'worker', PolicyName: 'p', PolicyDocument: document }));
async function may(kind, Condition, ask = (as) => iam('GetUser', { UserName: 'target' }, as)) {
  await put(kind, policy({ Effect: 'Allow', Action: ['iam:GetUser', 'iam:TagUser'], Resource: '*', Condition }));
  return ask(f.who[kind]).then(() => true, (error) => awsError('AccessDenied')(error) && false);
}
/** The opposite of a condition that is met: then it must refuse. */
const NOT = { StringEquals: 'StringNotEquals', StringLike: 'StringNotLike', Bool: 'Bool', IpAddress: 'NotIpAddress', 'ForAnyValue:StringEquals': 'ForAllValues:StringNotEquals', DateGreaterThan: 'DateLessThan' };
function opposite(condition) {
  const [[operator, block]] = Object.entries(condition);
  const [[key, value]] = Object.entries(block);
  return { [NOT[operator]]: { [key]: operator === 'Bool' ? String(value !== 'true') : value } };
}

describe('a condition key', () => {
  for (const [key, carriers] of Object.entries(KEYS))
    it(key, async () => {
      for (const kind of ['user', 'role']) {
        const carries = kind in carriers;
        assert.equal(await may(kind, { Null: { [key]: String(!carries) } }), true, `${kind}: ${carries ? 'there' : 'absent'}`);
        assert.equal(await may(kind, { Null: { [key]: String(carries) } }), false, `${kind}: not ${carries ? 'absent' : 'there'}`);
        if (!carries) continue;
        const condition = carriers[kind]()(key);
        assert.equal(await may(kind, condition), true, `${kind}: ${JSON.stringify(condition)}`);
        assert.equal(await may(kind, opposite(condition)), false, `${kind}: the opposite of ${JSON.stringify(condition)}`);
      }
    });

  it('of the tags in a request is there where something is tagged', async () => {
    const tag = (...Keys) => (as) => iam('TagUser', { UserName: 'target', Tags: Keys.map((Key) => ({ Key, Value: 'v' })) }, as);
    assert.equal(await may('user', { StringEquals: { 'aws:RequestTag/a': 'v' } }, tag('a', 'b')), true);
    assert.equal(await may('user', { StringEquals: { 'aws:RequestTag/c': 'v' } }, tag('a', 'b')), false);
    assert.equal(await may('user', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }, tag('a', 'b')), true);
    assert.equal(await may('user', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, tag('a', 'b')), false);
  });

  it('tells the service of a service-specific credential, also where only its id is sent', async () => {
    const make = async (ServiceName) => (await iam('CreateServiceSpecificCredential', { UserName: 'ann', ServiceName })).ServiceSpecificCredential.ServiceSpecificCredentialId;
    const [code, keyspace] = [await make('codecommit.amazonaws.com'), await make('cassandra.amazonaws.com')];
    await put('user', policy({ Effect: 'Allow', Action: 'iam:*ServiceSpecificCredential', Resource: '*',
      Condition: { StringEquals: { 'iam:ServiceSpecificCredentialServiceName': 'codecommit.amazonaws.com' } } }));
    const ask = (name, ServiceSpecificCredentialId, more = {}) => iam(name, { UserName: 'ann', ServiceSpecificCredentialId, ...more }, f.who.user);
    for (const [name, more] of [['UpdateServiceSpecificCredential', { Status: 'Inactive' }], ['ResetServiceSpecificCredential'], ['DeleteServiceSpecificCredential']]) {
      await assert.rejects(ask(name, keyspace, more), awsError('AccessDenied'), name);
      await ask(name, code, more);
    }
    await assert.rejects(ask('DeleteServiceSpecificCredential', code), awsError('AccessDenied'), 'one that is not there has no service');
  });
});
