// The policy simulator: what it decides, what it shows of the deciding statements, what it says is missing.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as iamSdk from '@aws-sdk/client-iam';
import { awsError, listAll, startGatehouse } from '../support/gatehouse.mjs';
import { iamQuery, texts } from '../support/query.mjs';

const { IAMClient, AttachUserPolicyCommand, CreateUserCommand, CreateAccessKeyCommand, GetContextKeysForCustomPolicyCommand, GetContextKeysForPrincipalPolicyCommand,
  GetUserCommand, PutUserPolicyCommand, SimulateCustomPolicyCommand, SimulatePrincipalPolicyCommand } = iamSdk;
const doc = (...Statement) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action, more = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more });
const deny = (Action, more = {}) => ({ ...allow(Action, more), Effect: 'Deny' });
const BUCKET = 'arn:aws:s3:::bucket';

let gatehouse, iam, arn, account;
before(async () => {
  gatehouse = await startGatehouse();
  iam = gatehouse.client(IAMClient);
  arn = (await iam.send(new CreateUserCommand({ UserName: 'sim', Path: '/team/', Tags: [{ Key: 'team', Value: 'red' }] }))).User.Arn;
  account = arn.split(':')[4];
});
after(() => gatehouse?.stop());

const custom = (input) => iam.send(new SimulateCustomPolicyCommand({ ActionNames: ['s3:GetObject'], ...input })).then((r) => r.EvaluationResults);
const one = async (input) => (await custom(input))[0];
const entry = (ContextKeyName, ContextKeyValues, ContextKeyType = 'string') => ({ ContextKeyName, ContextKeyValues: [ContextKeyValues].flat(), ContextKeyType });

describe('SimulateCustomPolicy', () => {
  it('decides and names the deciding statements', async () => {
    const PolicyInputList = [doc(allow('s3:Get*'), deny('s3:GetObject', { Resource: `${BUCKET}/secret*` })), doc(allow('s3:*'))];
    const results = await custom({ PolicyInputList, ActionNames: ['s3:GetObject', 'ec2:RunInstances'] });
    assert.deepEqual(results.map((r) => [r.EvalActionName, r.EvalResourceName, r.EvalDecision]),
      [['s3:GetObject', '*', 'allowed'], ['ec2:RunInstances', '*', 'implicitDeny']]);
    assert.deepEqual(results[0].MatchedStatements.map((s) => [s.SourcePolicyId, s.SourcePolicyType]),
      [['PolicyInputList.1', 'IAM Policy'], ['PolicyInputList.2', 'IAM Policy']]);
    assert.deepEqual(results[1].MatchedStatements, []);
    assert.equal(results[0].EvalDecisionDetails, undefined);
    assert.equal(results[0].ResourceSpecificResults, undefined);
    const denied = await one({ PolicyInputList, ResourceArns: [`${BUCKET}/secret.txt`] });
    assert.equal(denied.EvalDecision, 'explicitDeny');
    assert.equal(denied.MatchedStatements.length, 1);
    assert.deepEqual(denied.EvalDecisionDetails, {});
    assert.deepEqual(denied.ResourceSpecificResults.map((r) => [r.EvalResourceName, r.EvalResourceDecision]), [[`${BUCKET}/secret.txt`, 'explicitDeny']]);
  });

  it('answers each resource and the strictest of all', async () => {
    const PolicyInputList = [doc(allow('s3:GetObject', { Resource: `${BUCKET}/good*` }), deny('s3:GetObject', { Resource: `${BUCKET}/bad*` }))];
    const r = await one({ PolicyInputList, ResourceArns: [`${BUCKET}/good`, `${BUCKET}/bad`, `${BUCKET}/other`] });
    assert.equal(r.EvalDecision, 'explicitDeny');
    assert.deepEqual(r.ResourceSpecificResults.map((x) => x.EvalResourceDecision), ['allowed', 'explicitDeny', 'implicitDeny']);
    assert.deepEqual(r.ResourceSpecificResults.map((x) => x.MatchedStatements.length), [1, 1, 0]);
    assert.deepEqual(r.MatchedStatements, r.ResourceSpecificResults[1].MatchedStatements);
  });

  it('gives positions as AWS does', async () => {
    const at = async (policy) => (await one({ PolicyInputList: [policy] })).MatchedStatements.map((s) =>
      [s.StartPosition.Line, s.StartPosition.Column, s.EndPosition.Line, s.EndPosition.Column]);
    /* The figures of AWS's own examples: a single statement counts from after its brace, a list from after its bracket. */
    const single = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}';
    assert.deepEqual(await at(single), [[1, 38, 1, single.length]]);
    const pretty = JSON.stringify({ Version: '2012-10-17', Statement: [allow('*')] }, null, 2);
    assert.deepEqual(await at(pretty), [[3, 17, 8, 6]]);
    const two = JSON.stringify({ Version: '2012-10-17', Statement: [allow('ec2:*'), allow('s3:*')] }, null, 2);
    assert.deepEqual(await at(two), [[8, 6, 13, 6]]);
  });

  it('asks conditions with the context given, and says what is missing', async () => {
    const PolicyInputList = [doc(
      allow('s3:GetObject', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' }, Bool: { 'aws:SecureTransport': 'true' } } }),
      allow('s3:GetObject', { Resource: `${BUCKET}/\${aws:username}/*`, Condition: { Null: { 'aws:TokenIssueTime': 'true' } } }),
      allow('ec2:*', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }))];
    const ContextEntries = [entry('aws:principalorgid', 'o-1'), entry('aws:SecureTransport', 'true', 'boolean')];
    const without = await one({ PolicyInputList });
    assert.equal(without.EvalDecision, 'implicitDeny');
    assert.deepEqual([...without.MissingContextValues].sort(), ['aws:PrincipalOrgID', 'aws:SecureTransport', 'aws:username']);
    const given = await one({ PolicyInputList, ContextEntries });
    assert.equal(given.EvalDecision, 'allowed');
    assert.deepEqual(given.MissingContextValues, ['aws:username']);
    const wrong = await one({ PolicyInputList, ContextEntries: [ContextEntries[0], entry('aws:SecureTransport', 'false', 'boolean')] });
    assert.equal(wrong.EvalDecision, 'implicitDeny');
    const own = await one({ PolicyInputList, CallerArn: 'arn:aws:iam::111122223333:user/bob', ResourceArns: [`${BUCKET}/bob/x`] });
    assert.equal(own.EvalDecision, 'allowed');
    assert.deepEqual(own.ResourceSpecificResults[0].MissingContextValues.sort(), ['aws:PrincipalOrgID', 'aws:SecureTransport']);
    const lists = [doc(allow('s3:GetObject', { Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } } }))];
    assert.equal((await one({ PolicyInputList: lists, ContextEntries: [entry('aws:TagKeys', ['a', 'b'], 'stringList')] })).EvalDecision, 'allowed');
    assert.equal((await one({ PolicyInputList: lists, ContextEntries: [entry('aws:TagKeys', ['a', 'c'], 'stringList')] })).EvalDecision, 'implicitDeny');
  });

  it('takes a boundary and SCPs level by level into account', async () => {
    const PolicyInputList = [doc(allow('*'))];
    const bounded = await custom({ PolicyInputList, PermissionsBoundaryPolicyInputList: [doc(allow('s3:*'))], ActionNames: ['s3:GetObject', 'ec2:RunInstances'] });
    assert.deepEqual(bounded.map((r) => [r.EvalDecision, r.PermissionsBoundaryDecisionDetail.AllowedByPermissionsBoundary]), [['allowed', true], ['implicitDeny', false]]);
    assert.ok(bounded.every((r) => r.OrganizationsDecisionDetail === undefined));
    const full = doc(allow('*'));
    const scp = async (...levels) => {
      const OrderedOrganizationPolicyInputList = levels.map((d) => ({ ServiceControlPolicyInputList: [d].flat() }));
      const xml = await iamQuery(gatehouse, 'SimulateCustomPolicy', { ActionNames: ['s3:GetObject'], PolicyInputList, OrderedOrganizationPolicyInputList });
      return [...texts(xml, 'EvalDecision'), ...texts(xml, 'AllowedByOrganizations'), texts(xml, 'SourcePolicyId').length];
    };
    assert.deepEqual(await scp(full, full), ['allowed', 'true', 1]);
    assert.deepEqual(await scp([full, doc(deny('s3:*'))], full), ['explicitDeny', 'false', 0]);
    assert.deepEqual(await scp(full, doc(allow('ec2:*'))), ['implicitDeny', 'false', 0]);
    await assert.rejects(scp(full, '{}'), awsError('InvalidInput', /OrderedOrganizationPolicyInputList\.2\.1/));
  });

  it('takes a resource policy into account, within and across accounts', async () => {
    const user = 'arn:aws:iam::111122223333:user/bob';
    const grant = (Principal, Effect = 'Allow') => JSON.stringify({ Version: '2012-10-17', Statement: { Effect, Principal, Action: 's3:GetObject', Resource: `${BUCKET}/*` } });
    const ask = (more) => one({ PolicyInputList: [doc(allow('ec2:*'))], CallerArn: user, ResourceArns: [`${BUCKET}/x`], ...more });
    const own = await ask({ ResourcePolicy: grant({ AWS: user }) });
    assert.equal(own.EvalDecision, 'allowed');
    assert.deepEqual(own.MatchedStatements.map((s) => [s.SourcePolicyId, s.SourcePolicyType]), [['ResourcePolicy', 'Resource Policy']]);
    assert.equal((await ask({ ResourcePolicy: grant({ AWS: user }, 'Deny'), PolicyInputList: [doc(allow('*'))] })).EvalDecision, 'explicitDeny');
    const foreign = (more) => ask({ ResourceOwner: 'arn:aws:iam::444455556666:root', ResourcePolicy: grant({ AWS: user }), ...more });
    const half = await foreign();
    assert.equal(half.EvalDecision, 'implicitDeny');
    assert.deepEqual(half.EvalDecisionDetails, { 'IAM Policy': 'implicitDeny', 'Resource Policy': 'allowed' });
    assert.deepEqual(half.ResourceSpecificResults[0].EvalDecisionDetails, half.EvalDecisionDetails);
    const both = await foreign({ PolicyInputList: [doc(allow('s3:*'))], PermissionsBoundaryPolicyInputList: [doc(allow('*'))] });
    assert.equal(both.EvalDecision, 'allowed');
    assert.deepEqual(both.EvalDecisionDetails, { 'IAM Policy': 'allowed', 'Resource Policy': 'allowed', 'Permissions Boundary Policy': 'allowed' });
    const without = await foreign({ PolicyInputList: [doc(allow('s3:*'))], ResourcePolicy: undefined });
    assert.deepEqual([without.EvalDecision, without.EvalDecisionDetails['Resource Policy']], ['implicitDeny', 'implicitDeny']);
  });

  it('refuses what makes no sense', async () => {
    const PolicyInputList = [doc(allow('*'))];
    const bad = (text) => awsError('InvalidInputException', text);
    for (const name of ['k:Tier', 'K:tier'])
      await assert.rejects(one({ PolicyInputList, ContextEntries: [entry('k:Tier', 'gold'), entry('k:Other', 'x'), entry(name, 'tin')] }),
        bad(`Context key ${name} is given more than once.`));
    await assert.rejects(one({ PolicyInputList: ['{'] }), bad(/PolicyInputList\.1/));
    await assert.rejects(one({ PolicyInputList: [doc({ ...allow('*'), Principal: '*' })] }), bad());
    await assert.rejects(one({ PolicyInputList, ActionNames: ['s3:*'] }), bad(/action name: s3:\*/));
    await assert.rejects(one({ PolicyInputList, ActionNames: ['GetObject'] }), bad());
    await assert.rejects(one({ PolicyInputList, ResourceArns: ['bucket'] }), bad(/resource ARN/));
    await assert.rejects(one({ PolicyInputList, CallerArn: 'arn:aws:sts::111122223333:assumed-role/r/s' }), bad(/CallerArn/));
    await assert.rejects(one({ PolicyInputList, ResourceOwner: 'someone' }), bad(/ResourceOwner/));
    await assert.rejects(one({ PolicyInputList, ResourcePolicy: PolicyInputList[0], CallerArn: arn }), bad(/ResourcePolicy/));
    await assert.rejects(one({ PolicyInputList, ResourcePolicy: JSON.stringify({ Version: '2012-10-17', Statement: { ...allow('*'), Principal: '*' } }) }), bad(/CallerArn/));
    await assert.rejects(one({ PolicyInputList, PermissionsBoundaryPolicyInputList: [PolicyInputList[0], PolicyInputList[0]] }), bad(/Only one/));
    await assert.rejects(one({ PolicyInputList, ContextEntries: [entry('aws:SourceIp', ['1.2.3.4', '5.6.7.8'], 'ip')] }), bad(/more than one value/));
    await assert.rejects(one({ PolicyInputList, ResourceHandlingOption: 'EC2-VPC-EBS' }), bad(/does? not include|do not include/));
    await assert.rejects(one({ PolicyInputList, ResourceHandlingOption: 'nonsense' }), bad());
  });

  it('pages over the actions', async () => {
    const input = { PolicyInputList: [doc(allow('iam:Get*'))], ActionNames: Array.from({ length: 7 }, (_, i) => `iam:${i % 2 ? 'Get' : 'Put'}Thing${i}`) };
    const { items, pages } = await listAll(iam, SimulateCustomPolicyCommand, { ...input, MaxItems: 3 }, 'EvaluationResults', 'Marker');
    assert.equal(pages, 3);
    assert.deepEqual(items.map((r) => r.EvalActionName), input.ActionNames);
    assert.deepEqual(items.map((r) => r.EvalDecision === 'allowed'), input.ActionNames.map((_, i) => i % 2 === 1));
    const { Marker } = await iam.send(new SimulateCustomPolicyCommand({ ...input, MaxItems: 3 }));
    await assert.rejects(iam.send(new SimulateCustomPolicyCommand({ ...input, ActionNames: input.ActionNames.slice(1), Marker })), awsError('ValidationError'));
  });
});

describe('SimulatePrincipalPolicy', () => {
  const principal = (input) => iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: arn, ActionNames: ['s3:GetObject'], ...input })).then((r) => r.EvaluationResults);
  before(async () => {
    await iam.send(new PutUserPolicyCommand({ UserName: 'sim', PolicyName: 'inline', PolicyDocument: doc(allow('s3:GetObject', { Resource: `${BUCKET}/\${aws:PrincipalTag/team}/*` })) }));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'sim', PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }));
  });

  it('asks about what the user really has', async () => {
    const [red, users] = await principal({ ActionNames: ['s3:GetObject', 'iam:ListUsers'], ResourceArns: [`${BUCKET}/red/x`] });
    assert.equal(red.EvalDecision, 'allowed');
    assert.deepEqual(red.MatchedStatements.map((s) => s.SourcePolicyId), ['user_sim_inline']);
    assert.equal(users.EvalDecision, 'allowed');
    assert.deepEqual(users.MatchedStatements.map((s) => s.SourcePolicyId), ['IAMReadOnlyAccess']);
    assert.equal((await principal({ ResourceArns: [`${BUCKET}/blue/x`] }))[0].EvalDecision, 'implicitDeny');
    const [added] = await principal({ ActionNames: ['ec2:RunInstances'], PolicyInputList: [doc(allow('ec2:*'))] });
    assert.deepEqual([added.EvalDecision, added.MatchedStatements[0].SourcePolicyId], ['allowed', 'PolicyInputList.1']);
    const [bounded] = await principal({ ActionNames: ['iam:ListUsers'], PermissionsBoundaryPolicyInputList: [doc(allow('s3:*'))] });
    assert.deepEqual([bounded.EvalDecision, bounded.PermissionsBoundaryDecisionDetail.AllowedByPermissionsBoundary], ['implicitDeny', false]);
  });

  it('lets another call with those policies', async () => {
    const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:user/bob` }, Action: 's3:GetObject', Resource: '*' } });
    const ask = async (CallerArn) => (await principal({ ResourcePolicy, CallerArn, ResourceArns: [`${BUCKET}/x`] }))[0].EvalDecision;
    assert.equal(await ask(`arn:aws:iam::${account}:user/bob`), 'allowed');
    assert.equal(await ask(undefined), 'implicitDeny');
  });

  it('leaves out the policies excluded', async () => {
    const decide = async (PolicyExclusionList) => texts(await iamQuery(gatehouse, 'SimulatePrincipalPolicy',
      { PolicySourceArn: arn, PolicyExclusionList, ActionNames: ['s3:GetObject', 'iam:ListUsers'], ResourceArns: [`${BUCKET}/red/x`] }), 'EvalDecision').map((d) => d === 'allowed');
    const inline = (PolicyName, AttachmentName) => ({ InlinePolicyIdentifier: { PolicyName, AttachmentType: 'user', AttachmentName } });
    assert.deepEqual(await decide([]), [true, true]);
    assert.deepEqual(await decide([{ PolicyType: 'inline' }]), [false, true]);
    assert.deepEqual(await decide([{ PolicyType: 'aws-managed' }]), [true, false]);
    assert.deepEqual(await decide([{ PolicyType: 'user-managed' }, { PolicyType: 'rcp' }]), [true, true]);
    assert.deepEqual(await decide([{ PolicyArn: 'arn:aws:iam::aws:policy/IAM*Access' }]), [true, false]);
    assert.deepEqual(await decide([{ PolicyArn: 'arn:aws:iam::aws:policy/S3*' }]), [true, true]);
    assert.deepEqual(await decide([inline('inline', 'sim')]), [false, true]);
    assert.deepEqual(await decide([inline('inline', 'bob')]), [true, true]);
    await assert.rejects(decide([{ PolicyArn: 'arn:aws:iam::*:policy/IAMReadOnlyAccess' }]), awsError('InvalidInput'));
    await assert.rejects(decide([{ PolicyArn: 'arn:aws:iam::aws:policy/*A*' }]), awsError('InvalidInput'));
  });

  it('finds its principal by the whole ARN', async () => {
    const missing = awsError('NoSuchEntityException', 'The user with name sim cannot be found.');
    await assert.rejects(principal({ PolicySourceArn: `arn:aws:iam::${account}:user/sim` }), missing);
    await assert.rejects(principal({ PolicySourceArn: arn.replace(account, '111122223333') }), missing);
    await assert.rejects(principal({ PolicySourceArn: `arn:aws:iam::${account}:role/none` }), awsError('NoSuchEntityException', /role with name none/));
    await assert.rejects(principal({ PolicySourceArn: `arn:aws:iam::${account}:group/none` }), awsError('NoSuchEntityException', /group with name none/));
    await assert.rejects(principal({ PolicySourceArn: `arn:aws:iam::${account}:root` }), awsError('InvalidInputException'));
    await assert.rejects(principal({ PolicySourceArn: 'arn:aws:s3:::bucket/user/x' }), awsError('InvalidInputException'));
  });

  it('refuses a context key that comes twice', async () => {
    const ContextEntries = [entry('aws:SourceIp', '10.0.0.1', 'ip'), entry('AWS:sourceip', '10.0.0.2', 'ip')];
    await assert.rejects(principal({ ContextEntries }), awsError('InvalidInputException', 'Context key AWS:sourceip is given more than once.'));
  });

  it('is for those who may ask about that principal', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'asker' }));
    await iam.send(new PutUserPolicyCommand({ UserName: 'asker', PolicyName: 'p', PolicyDocument: doc(allow('iam:SimulatePrincipalPolicy', { Resource: arn })) }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'asker' }));
    const own = gatehouse.client(IAMClient, { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey });
    await own.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: arn, ActionNames: ['iam:ListUsers'] }));
    await assert.rejects(own.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: `arn:aws:iam::${account}:user/asker`, ActionNames: ['iam:ListUsers'] })), awsError('AccessDenied'));
  });

  it('agrees with what happens', async () => {
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'sim' }));
    const own = gatehouse.client(IAMClient, { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey });
    const results = await principal({ ActionNames: ['iam:GetUser', 'iam:CreateUser'], ResourceArns: [arn] });
    assert.deepEqual(results.map((r) => r.EvalDecision), ['allowed', 'implicitDeny']);
    await own.send(new GetUserCommand({ UserName: 'sim' }));
    await assert.rejects(own.send(new CreateUserCommand({ UserName: 'sim', Path: '/team/' })), awsError('AccessDenied'));
  });
});

describe('context keys', () => {
  it('are those that conditions and variables name, each once', async () => {
    const keys = async (...PolicyInputList) => (await iam.send(new GetContextKeysForCustomPolicyCommand({ PolicyInputList }))).ContextKeyNames;
    assert.deepEqual(await keys(doc(allow('*'))), []);
    assert.deepEqual(await keys(
      doc(allow('s3:*', { Resource: 'arn:aws:s3:::b/${aws:username}/${aws:userid}', Condition: { StringLike: { 's3:prefix': ['${aws:username}/*'] } } })),
      doc(allow('*', { Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' }, NumericLessThanIfExists: { 'AWS:MultiFactorAuthAge': '60' }, Null: { 'aws:UserName': 'false' } } }))),
    ['aws:username', 'aws:userid', 's3:prefix', 'aws:CurrentTime', 'AWS:MultiFactorAuthAge']);
    await assert.rejects(keys('{}'), awsError('InvalidInputException'));
  });

  it('of a principal are those of all its policies', async () => {
    const { ContextKeyNames } = await iam.send(new GetContextKeysForPrincipalPolicyCommand({ PolicySourceArn: arn, PolicyInputList: [doc(allow('*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }))] }));
    assert.deepEqual([...ContextKeyNames].sort(), ['aws:PrincipalTag/team', 'aws:SecureTransport']);
    await assert.rejects(iam.send(new GetContextKeysForPrincipalPolicyCommand({ PolicySourceArn: `${arn}x` })), awsError('NoSuchEntityException'));
  });
});
