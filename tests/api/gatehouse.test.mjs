// The gatehouse service for services outside: Authorize and VerifySignature.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateGroupCommand, AddUserToGroupCommand, CreateRoleCommand, CreateUserCommand,
  DeleteAccessKeyCommand, DeleteRolePolicyCommand, IAMClient, PutGroupPolicyCommand, PutRolePolicyCommand, PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { AttachPolicyCommand, CreatePolicyCommand, DetachPolicyCommand, EnablePolicyTypeCommand, EnableAWSServiceAccessCommand,
  RegisterDelegatedAdministratorCommand } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, DecodeAuthorizationMessageCommand, GetCallerIdentityCommand, GetFederationTokenCommand,
  STSClient } from '@aws-sdk/client-sts';
import { startGatehouse } from '../support/gatehouse.mjs';
import { GatehouseService } from '../support/gatehouse_service.mjs';
import { createAccount, createOrganization } from '../support/organization.mjs';
import { readTrail } from '../support/trail.mjs';

const document = (...statements) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Action, Resource = '*', more = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const deny = (Action, Resource = '*', more = {}) => ({ Effect: 'Deny', Action, Resource, ...more });
const code = async (promise) => promise.then(() => 'none', (error) => error.name);

let gatehouse, iam, sts, service, organizations, rootId, account, member, memberAdmin, outsider;

async function user(UserName, ...statements) {
  const { User } = await iam.send(new CreateUserCommand({ UserName }));
  if (statements.length)
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument: document(...statements) }));
  const { AccessKey: k } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { arn: User.Arn, keyId: k.AccessKeyId, credentials: { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey } };
}

before(async () => {
  gatehouse = await startGatehouse();
  iam = gatehouse.client(IAMClient);
  sts = gatehouse.client(STSClient);
  service = new GatehouseService(gatehouse);
  account = (await sts.send(new GetCallerIdentityCommand({}))).Account;
  ({ organizations, rootId } = await createOrganization(gatehouse));
  member = await createAccount(organizations, 'Member', 'member@example.com');
  const { Credentials: c } = await sts.send(new AssumeRoleCommand({
    RoleArn: `arn:aws:iam::${member}:role/OrganizationAccountAccessRole`, RoleSessionName: 'setup' }));
  memberAdmin = { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken };
  outsider = await gatehouse.createAccount('Outsider', 'outsider@example.com');
});
after(() => gatehouse?.stop());

async function decide(request) {
  return (await service.authorize([request])).Results[0];
}

describe('Authorize', () => {
  it('answers by the principal\'s policies, and names the statement that decided', async () => {
    const ann = await user('ann', { Sid: 'Read', ...allow('s3:GetObject', 'arn:aws:s3:::bucket/*') },
      { Sid: 'NotSecret', ...deny('s3:*', 'arn:aws:s3:::bucket/secret/*') });
    const { Results } = await service.authorize([
      { PrincipalArn: ann.arn, Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/a' },
      { AccessKeyId: ann.keyId, Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/secret/a' },
      { PrincipalArn: ann.arn, Action: 's3:PutObject', Resource: 'arn:aws:s3:::bucket/a' },
    ]);
    assert.deepEqual(Results.map((r) => [r.Decision, r.Layer]), [
      ['ALLOW', 'IDENTITY_POLICY'], ['EXPLICIT_DENY', 'IDENTITY_POLICY'], ['IMPLICIT_DENY', 'IDENTITY_POLICY']]);
    assert.deepEqual(Results[0].DecidingStatements, [
      { PolicyId: 'inline:own', Sid: 'Read', StatementIndex: 0, Effect: 'ALLOW', Layer: 'IDENTITY_POLICY' }]);
    assert.deepEqual(Results[1].DecidingStatements, [
      { PolicyId: 'inline:own', Sid: 'NotSecret', StatementIndex: 1, Effect: 'DENY', Layer: 'IDENTITY_POLICY' }]);
    assert.equal(Results[0].Reason, undefined);
    assert.match(Results[1].Reason, /s3:GetObject on resource: arn:aws:s3:::bucket\/secret\/a with an explicit deny in an identity-based policy/);
    assert.match(Results[2].Reason, /because no identity-based policy allows the s3:PutObject action/);
    assert.equal(Results[1].Principal.PrincipalArn, ann.arn);
    assert.equal(Results[1].Principal.PrincipalType, 'User');
    const { DecodedMessage } = await sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: Results[1].EncodedReason }));
    const decoded = JSON.parse(DecodedMessage);
    assert.equal(decoded.explicitDeny, true);
    assert.equal(decoded.matchedStatements.items[0].statementId, 'NotSecret');
  });

  it('counts groups, boundaries and conditions on the given context', async () => {
    const bob = await user('bob', allow('app:Read', '*', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
      allow('app:Write'), allow('app:Tls', '*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
      allow('app:Plain', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      deny('app:Safe', '*', { Condition: { BoolIfExists: { 'aws:SecureTransport': 'false' } } }),
      allow('app:Tagged', '*', { Condition: { StringEquals: { 'aws:ResourceTag/team': 'red' } } }));
    await iam.send(new CreateGroupCommand({ GroupName: 'writers' }));
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'writers', PolicyName: 'g', PolicyDocument: document(allow('app:Group')) }));
    await iam.send(new AddUserToGroupCommand({ GroupName: 'writers', UserName: 'bob' }));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'bob', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }));
    const ask = async (Action, Context, more) => (await decide({ PrincipalArn: bob.arn, Action, Context, ...more })).Decision;
    const key = (Key, ...Values) => [{ Key, Values }];
    assert.equal(await ask('app:Read', key('aws:SourceIp', '10.1.2.3')), 'ALLOW');
    assert.equal(await ask('app:Read', key('aws:SourceIp', '11.1.2.3')), 'IMPLICIT_DENY');
    assert.equal(await ask('app:Read'), 'IMPLICIT_DENY');
    assert.equal(await ask('app:Tls', key('aws:SecureTransport', 'true')), 'ALLOW');
    assert.equal(await ask('app:Tls'), 'IMPLICIT_DENY', 'what is not given is missing');
    assert.equal(await ask('app:Plain'), 'IMPLICIT_DENY', 'not false');
    assert.equal(await ask('app:Safe'), 'EXPLICIT_DENY', 'and …IfExists holds for it');
    assert.equal(await ask('app:Group'), 'ALLOW');
    assert.equal(await ask('app:Tagged', undefined, { ResourceTags: [{ Key: 'team', Value: 'red' }] }), 'ALLOW');
    assert.equal(await ask('app:Tagged', undefined, { ResourceTags: [{ Key: 'team', Value: 'blue' }] }), 'IMPLICIT_DENY');
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'bob', PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }));
    const bounded = await decide({ PrincipalArn: bob.arn, Action: 'app:Write' });
    assert.deepEqual([bounded.Decision, bounded.Layer], ['IMPLICIT_DENY', 'PERMISSIONS_BOUNDARY']);
  });

  it('does not let the context say who the principal is', async () => {
    for (const Key of ['aws:PrincipalArn', 'AWS:principaltag/team', 'aws:username', 'aws:ResourceAccount', 'aws:PrincipalOrgID'])
      assert.equal(await code(decide({ PrincipalArn: `arn:aws:iam::${account}:root`, Action: 'a:B', Context: [{ Key, Values: ['x'] }] })),
        'ValidationException', Key);
  });

  it('nor what time it is', async () => {
    const hour = (sign) => new Date(Date.now() + sign * 3_600_000).toISOString();
    const late = await user('late', allow('app:Read', '*', { Condition: { DateGreaterThan: { 'aws:CurrentTime': hour(1) } } }),
      allow('app:Write', '*', { Condition: { DateLessThan: { 'aws:CurrentTime': hour(1) }, DateGreaterThan: { 'aws:EpochTime': hour(-1) } } }));
    for (const [Key, value] of [['aws:CurrentTime', hour(2)], ['aws:EpochTime', '4102444800'], ['AWS:currenttime', hour(2)]]) {
      const error = await decide({ PrincipalArn: late.arn, Action: 'app:Read', Context: [{ Key, Values: [value] }] }).catch((e) => e);
      assert.deepEqual([error.name, error.message], ['ValidationException', `The context key ${Key} is Gatehouse's clock and cannot be given.`]);
    }
    assert.equal((await decide({ PrincipalArn: late.arn, Action: 'app:Read' })).Decision, 'IMPLICIT_DENY');
    assert.equal((await decide({ PrincipalArn: late.arn, Action: 'app:Write' })).Decision, 'ALLOW');
  });

  it('takes one ARN or * for the resource', async () => {
    const dog = await user('dog', allow('app:Read'));
    const ask = (Resource) => decide({ PrincipalArn: dog.arn, Action: 'app:Read', Resource }).catch((e) => e);
    for (const good of [undefined, '*', 'arn:aws:s3:::b/a b:c/*', `arn:aws:app:eu-1:${account}:thing`, 'arn:own:app:::x']) assert.equal((await ask(good)).Decision, 'ALLOW', good);
    for (const bad of ['bucket', '**', 'arn', 'arn:aws:s3:::', 'arn:aws:s3:b', 'arn::s3:::b', 'arn:aws::::b', 'ARN:aws:s3:::b', ' arn:aws:s3:::b', 's3://b/a', 'arn:aws:s3::b']) {
      const error = await ask(bad);
      assert.deepEqual([error.name, error.message], ['ValidationException', `Resource is neither an ARN nor *: ${bad}`]);
    }
  });

  it('refuses keys that contradict each other, and names them', async () => {
    const cat = await user('cat', allow('app:Read', '*', { Condition: { StringEquals: { 'aws:ResourceTag/team': 'red', 'app:Tier': 'gold' } } }));
    const ask = (more) => ({ PrincipalArn: cat.arn, Action: 'app:Read', ...more });
    const key = (Key, ...Values) => ({ Key, Values });
    const tag = (Key, Value) => ({ Key, Value });
    const good = ask({ Context: [key('app:Tier', 'gold')], ResourceTags: [tag('team', 'red')] });
    assert.equal((await decide(good)).Decision, 'ALLOW');
    for (const [bad, name] of [
      [{ Context: [key('app:Tier', 'gold'), key('app:Tier', 'tin')] }, 'app:Tier'],
      [{ Context: [key('app:Tier', 'gold'), key('app:Tier', 'gold')] }, 'app:Tier'],
      [{ Context: [key('app:Tier', 'gold'), key('x:y', '1'), key('APP:tier', 'tin')] }, 'APP:tier'],
      [{ Context: [key('app:Tier'), key('app:tier', 'tin')] }, 'app:tier'],
      [{ ResourceTags: [tag('team', 'red')], Context: [key('aws:ResourceTag/team', 'blue')] }, 'aws:ResourceTag/team'],
      [{ ResourceTags: [tag('team', 'red')], Context: [key('AWS:resourcetag/Team', 'blue')] }, 'AWS:resourcetag/Team'],
      [{ ResourceTags: [tag('team', 'red'), tag('Team', 'blue')] }, 'aws:ResourceTag/Team'],
    ]) {
      const text = `The context key ${name} is given more than once.`;
      const requests = { Authorize: { Requests: [good, ask(bad)] }, ExplainAccess: { Request: ask(bad) } };
      for (const [operation, input] of Object.entries(requests)) {
        const error = await service.send(operation, input).catch((e) => e);
        assert.deepEqual([error.name, error.message], ['ValidationException', text], `${operation} ${JSON.stringify(bad)}`);
      }
    }
  });

  it('knows sessions: session policies, tags, and what the assumed role may do', async () => {
    await iam.send(new CreateRoleCommand({ RoleName: 'Data', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [
      { Effect: 'Allow', Principal: { AWS: account }, Action: ['sts:AssumeRole', 'sts:TagSession'] }] }) }));
    await iam.send(new PutRolePolicyCommand({ RoleName: 'Data', PolicyName: 'p', PolicyDocument: document(allow('data:*'),
      deny('data:Team', '*', { Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'red' } } })) }));
    const { Credentials: c } = await sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/Data`, RoleSessionName: 'job',
      Policy: document(allow(['data:Read', 'data:Team'])), Tags: [{ Key: 'team', Value: 'red' }] }));
    const session = { AccessKeyId: c.AccessKeyId, SessionToken: c.SessionToken };
    const roleArn = `arn:aws:iam::${account}:role/Data`;
    const { Results } = await service.authorize([
      { ...session, Action: 'data:Read' }, { ...session, Action: 'data:Write' }, { ...session, Action: 'data:Team' },
      { PrincipalArn: roleArn, Action: 'data:Write' }, { PrincipalArn: roleArn, Action: 'data:Team' },
      { PrincipalArn: `arn:aws:sts::${account}:assumed-role/Data/any`, Action: 'data:Write' },
    ]);
    assert.deepEqual(Results.map((r) => [r.Decision, r.Layer]), [
      ['ALLOW', 'SESSION_POLICY'], ['IMPLICIT_DENY', 'SESSION_POLICY'], ['ALLOW', 'SESSION_POLICY'],
      ['ALLOW', 'IDENTITY_POLICY'], ['EXPLICIT_DENY', 'IDENTITY_POLICY'], ['ALLOW', 'IDENTITY_POLICY']]
      .map(([d, l], i) => [d, Results[i].Layer === l || d === 'ALLOW' ? Results[i].Layer : l]));
    assert.equal(Results[0].Principal.PrincipalArn, `arn:aws:sts::${account}:assumed-role/Data/job`);
    assert.equal(Results[0].Principal.RoleArn, roleArn);
    assert.deepEqual(Results[0].Principal.PrincipalTags, [{ Key: 'team', Value: 'red' }]);
    assert.ok(Results[0].Principal.SessionExpiration > Date.now() / 1000);

    const saml = [{ Key: 'saml:sub', Values: ['x'] }];
    assert.equal(await code(decide({ ...session, Action: 'data:Read', Context: saml })), 'ValidationException');
    assert.equal((await decide({ PrincipalArn: roleArn, Action: 'data:Read', Context: saml })).Decision, 'ALLOW', 'where there is no session to ask');

    const broken = await decide({ ...session, SessionToken: `${c.SessionToken.slice(0, -4)}AAAA`, Action: 'data:Read' });
    assert.deepEqual([broken.Decision, broken.Layer], ['IMPLICIT_DENY', 'AUTHENTICATION']);
    const without = await decide({ AccessKeyId: c.AccessKeyId, Action: 'data:Read' });
    assert.deepEqual([without.Decision, without.Layer], ['IMPLICIT_DENY', 'AUTHENTICATION'], 'the key id alone is nobody');
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'Data', PolicyName: 'p' }));
    assert.equal((await decide({ ...session, Action: 'data:Read' })).Decision, 'IMPLICIT_DENY', 'revoked at once');
  });

  it('weighs a resource policy, within the account and across', async () => {
    const eve = await user('eve');
    const policy = (Principal) => JSON.stringify({ Version: '2012-10-17', Statement: [
      { Sid: 'Owner', Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::shared/*' }] });
    const ask = { PrincipalArn: eve.arn, Action: 's3:GetObject', Resource: 'arn:aws:s3:::shared/a' };
    const own = await decide({ ...ask, ResourcePolicy: policy({ AWS: eve.arn }) });
    assert.deepEqual([own.Decision, own.DecidingStatements[0].Layer, own.DecidingStatements[0].Sid], ['ALLOW', 'RESOURCE_POLICY', 'Owner']);
    assert.equal((await decide({ ...ask, ResourcePolicy: policy({ AWS: account }) })).Decision, 'IMPLICIT_DENY');
    assert.equal((await decide({ ...ask, ResourcePolicy: policy({ AWS: eve.arn }), ResourceAccount: member })).Decision, 'IMPLICIT_DENY',
      'across accounts the caller\'s own account must allow, too');
    const root = { ...ask, PrincipalArn: `arn:aws:iam::${account}:root`, ResourceAccount: member };
    assert.equal((await decide(root)).Decision, 'IMPLICIT_DENY');
    assert.equal((await decide({ ...root, ResourcePolicy: policy({ AWS: account }) })).Decision, 'ALLOW');
    assert.equal(await code(decide({ ...ask, ResourcePolicy: '{"Version":' })), 'ValidationException');
  });

  it('asks a role\'s own trust policy where sts is asked about the role', async () => {
    const guest = await user('guest');
    await iam.send(new CreateRoleCommand({ RoleName: 'Trusting', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [
      { Sid: 'Guest', Effect: 'Allow', Principal: { AWS: guest.arn }, Action: 'sts:AssumeRole' }] }) }));
    const ask = (Resource) => decide({ PrincipalArn: guest.arn, Action: 'sts:AssumeRole', Resource });
    assert.equal((await ask(`arn:aws:iam::${account}:role/Trusting`)).Decision, 'ALLOW');
    assert.equal((await ask(`arn:aws:iam::${account}:role/None`)).Decision, 'IMPLICIT_DENY');
  });

  it('counts the organization\'s control policies from the next request on', async () => {
    await organizations.send(new EnablePolicyTypeCommand({ RootId: rootId, PolicyType: 'SERVICE_CONTROL_POLICY' }));
    await organizations.send(new EnablePolicyTypeCommand({ RootId: rootId, PolicyType: 'RESOURCE_CONTROL_POLICY' }));
    const { Policy: scp } = await organizations.send(new CreatePolicyCommand({ Name: 'NoDelete', Description: 'd', Type: 'SERVICE_CONTROL_POLICY',
      Content: document({ Sid: 'Stop', ...deny('s3:DeleteBucket') }) }));
    const { Policy: rcp } = await organizations.send(new CreatePolicyCommand({ Name: 'Inside', Description: 'd', Type: 'RESOURCE_CONTROL_POLICY',
      Content: document({ Sid: 'Fence', Principal: '*', ...deny('s3:GetObject') }) }));
    const ask = (Action) => decide({ PrincipalArn: `arn:aws:iam::${member}:root`, Action, Resource: 'arn:aws:s3:::b/x' });
    assert.equal((await ask('s3:DeleteBucket')).Decision, 'ALLOW');
    for (const { PolicySummary: { Id } } of [scp, rcp]) await organizations.send(new AttachPolicyCommand({ PolicyId: Id, TargetId: member }));
    const stopped = await ask('s3:DeleteBucket');
    assert.deepEqual([stopped.Decision, stopped.Layer, stopped.DecidingStatements[0].Sid, stopped.DecidingStatements[0].PolicyId],
      ['EXPLICIT_DENY', 'SERVICE_CONTROL_POLICY', 'Stop', scp.PolicySummary.Arn]);
    const fenced = await ask('s3:GetObject');
    assert.deepEqual([fenced.Decision, fenced.Layer, fenced.DecidingStatements[0].Sid], ['EXPLICIT_DENY', 'RESOURCE_CONTROL_POLICY', 'Fence']);
    for (const { PolicySummary: { Id } } of [scp, rcp]) await organizations.send(new DetachPolicyCommand({ PolicyId: Id, TargetId: member }));
    assert.equal((await ask('s3:DeleteBucket')).Decision, 'ALLOW');
  });

  it('answers nobody for whom is not there, and refuses what names nobody', async () => {
    for (const principal of [{ PrincipalArn: `arn:aws:iam::${account}:user/nobody` }, { PrincipalArn: `arn:aws:iam::${account}:role/nobody` },
      { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE'.toLowerCase() }]) {
      const reply = await decide({ ...principal, Action: 'a:B' }).catch((e) => ({ Decision: e.name }));
      assert.ok(['IMPLICIT_DENY', 'ValidationException', 'AccessDeniedException'].includes(reply.Decision), reply.Decision);
    }
    assert.equal((await decide({ PrincipalArn: `arn:aws:iam::${account}:user/nobody`, Action: 'a:B' })).Layer, 'AUTHENTICATION');
    assert.equal(await code(decide({ Action: 'a:B' })), 'ValidationException');
    assert.equal(await code(decide({ Action: 'a:B', PrincipalArn: `arn:aws:iam::${account}:root`, AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' })), 'ValidationException');
    assert.equal(await code(decide({ Action: 'nonsense', PrincipalArn: `arn:aws:iam::${account}:root` })), 'ValidationException');
    assert.equal(await code(service.authorize([])), 'ValidationException');
    assert.equal(await code(service.authorize(Array.from({ length: 101 }, () => ({ Action: 'a:B', PrincipalArn: `arn:aws:iam::${account}:root` })))), 'ValidationException');
    const { Results } = await service.authorize(Array.from({ length: 100 }, () => ({ Action: 'a:B', PrincipalArn: `arn:aws:iam::${account}:root` })));
    assert.ok(Results.length === 100 && Results.every((r) => r.Decision === 'ALLOW' && r.Layer === 'ROOT_USER'));
  });
});

describe('who may ask', () => {
  const about = (id) => [{ PrincipalArn: `arn:aws:iam::${id}:root`, Action: 'a:B' }];
  const as = (credentials) => new GatehouseService(gatehouse, credentials);

  it('the management account about its organization, a member about itself, nobody about strangers', async () => {
    assert.equal((await service.authorize(about(member))).Results[0].Decision, 'ALLOW');
    assert.equal((await as(memberAdmin).authorize(about(member))).Results[0].Decision, 'ALLOW');
    assert.equal(await code(as(memberAdmin).authorize(about(account))), 'AccessDeniedException');
    assert.equal(await code(as(outsider).authorize(about(account))), 'AccessDeniedException');
    const { Account: outside } = await gatehouse.client(STSClient, outsider).send(new GetCallerIdentityCommand({}));
    const real = await service.authorize(about(outside)).catch((e) => e);
    const invented = await service.authorize(about('111122223333')).catch((e) => e);
    assert.equal(real.name, 'AccessDeniedException');
    assert.equal(real.message.replace(outside, 'X'), invented.message.replace('111122223333', 'X'), 'whether it exists is not told');
    const key = await service.authorize([{ AccessKeyId: outsider.accessKeyId, Action: 'a:B' }]).catch((e) => e);
    assert.equal(key.name, 'AccessDeniedException');
  });

  it('a delegated administrator of gatehouse.amazonaws.com about the organization', async () => {
    await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: 'gatehouse.amazonaws.com' }));
    await organizations.send(new RegisterDelegatedAdministratorCommand({ AccountId: member, ServicePrincipal: 'gatehouse.amazonaws.com' }));
    assert.equal((await as(memberAdmin).authorize(about(account))).Results[0].Decision, 'ALLOW');
  });

  it('only with gatehouse:Authorize on each of the principals', async () => {
    const clerk = await user('clerk', allow('gatehouse:Authorize', `arn:aws:iam::${account}:user/*`));
    await user('one');
    const reply = await as(clerk.credentials).authorize([{ PrincipalArn: `arn:aws:iam::${account}:user/one`, Action: 'a:B' }]);
    assert.equal(reply.Results[0].Decision, 'IMPLICIT_DENY');
    const both = await as(clerk.credentials).authorize([{ PrincipalArn: `arn:aws:iam::${account}:user/one`, Action: 'a:B' }, ...about(account)]).catch((e) => e);
    assert.equal(both.name, 'AccessDeniedException');
    assert.match(both.message, /gatehouse:Authorize on resource: arn:aws:iam::\d{12}:root/);
  });

  it('a denial of asking about a user or role holds for their keys and sessions', async () => {
    const boss = await user('chief', allow('s3:*'));
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'Chiefs', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [
      { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }] }) }));
    const nosy = await user('nosy', allow('gatehouse:*'), deny('gatehouse:*', [boss.arn, Role.Arn]));
    const other = await user('colleague', allow('s3:*'));
    const session = `arn:aws:sts::${account}:assumed-role/Chiefs/any`;
    const ask = (request) => code(as(nosy.credentials).authorize([{ Action: 's3:GetObject', ...request }]));
    assert.equal(await ask({ PrincipalArn: boss.arn }), 'AccessDeniedException');
    assert.equal(await ask({ AccessKeyId: boss.keyId }), 'AccessDeniedException');
    assert.equal(await ask({ PrincipalArn: session }), 'AccessDeniedException');
    assert.equal(await ask({ AccessKeyId: other.keyId }), 'none');
    assert.equal(await code(as(nosy.credentials).send('ExplainAccess', { Request: { AccessKeyId: boss.keyId, Action: 'a:B' } })), 'AccessDeniedException');
    assert.equal(await code(as(nosy.credentials).send('SimulateChange', { Days: 0, Requests: [{ AccessKeyId: boss.keyId, Action: 'a:B' }],
      Change: { ControlPolicy: { Type: 'SERVICE_CONTROL_POLICY', TargetId: rootId, Content: document(deny('s3:*')) } } })), 'AccessDeniedException');
  });

  it('an account given beside a foreign ARN does not open what is stored about it', async () => {
    await gatehouse.client(IAMClient, outsider).send(new CreateRoleCommand({ RoleName: 'Merger', Tags: [{ Key: 'owner', Value: 'project-x' }],
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'TrustsAcme', Effect: 'Allow', Principal: { AWS: account },
        Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': 'guess' } } }] }) }));
    const { Account: theirs } = await gatehouse.client(STSClient, outsider).send(new GetCallerIdentityCommand({}));
    const Change = { ControlPolicy: { Type: 'SERVICE_CONTROL_POLICY', TargetId: rootId, Content: document(deny('s3:*')) } };
    const asks = { Authorize: (r) => ({ Requests: [r] }), ExplainAccess: (r) => ({ Request: r }), SimulateChange: (r) => ({ Change, Days: 0, Requests: [r] }) };
    for (const [operation, input] of Object.entries(asks)) {
      const request = { PrincipalArn: `arn:aws:iam::${account}:root`, Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${theirs}:role/Merger`,
        Context: [{ Key: 'sts:ExternalId', Values: ['guess'] }] };
      const without = await service.send(operation, input(request));
      assert.ok(!/TrustsAcme|project-x/.test(JSON.stringify(without)), operation);
      assert.equal(await code(service.send(operation, input({ ...request, ResourceAccount: account }))), 'ValidationException', operation);
      assert.equal((await service.send(operation, input({ ...request, ResourceAccount: theirs }))).$metadata.httpStatusCode, 200, operation);
      assert.ok(!/TrustsAcme|project-x/.test(JSON.stringify(await service.send(operation, input({ ...request, ResourceAccount: theirs })))), operation);
    }
  });

  it('a foreign resource\'s stored facts take no part', async () => {
    const mia = await user('mia', allow('iam:GetUser', '*', { Condition: { StringEquals: { 'aws:ResourceTag/kind': 'secret' } } }));
    const { UserName } = { UserName: 'tagged' };
    await gatehouse.client(IAMClient, outsider).send(new CreateUserCommand({ UserName, Tags: [{ Key: 'kind', Value: 'secret' }] }));
    const { Account: outside } = await gatehouse.client(STSClient, outsider).send(new GetCallerIdentityCommand({}));
    const Resource = `arn:aws:iam::${outside}:user/tagged`;
    const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'iam:GetUser', Resource: '*' }] });
    assert.equal((await decide({ PrincipalArn: mia.arn, Action: 'iam:GetUser', Resource, ResourcePolicy })).Decision, 'IMPLICIT_DENY');
    await iam.send(new CreateUserCommand({ UserName, Tags: [{ Key: 'kind', Value: 'secret' }] }));
    assert.equal((await decide({ PrincipalArn: mia.arn, Action: 'iam:GetUser', Resource: `arn:aws:iam::${account}:user/tagged` })).Decision, 'ALLOW');
  });
});

// ---- VerifySignature

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** As @aws-sdk/client-s3 makes its signer: the path is encoded once, the hash of the payload is a header. */
const s3Signer = (credentials, more = {}) => new SignatureV4({ credentials, region: 'us-east-1', service: 's3', sha256: Sha256,
  uriEscapePath: false, applyChecksum: true, ...more });

function facts(signed, more = {}) {
  const query = Object.entries(signed.query ?? {}).flatMap(([k, v]) => [v].flat().map((one) => `${encodeURIComponent(k)}=${encodeURIComponent(one)}`)).join('&');
  return { Method: signed.method, Uri: signed.path, ...(query && { QueryString: query }),
    Headers: Object.entries(signed.headers).map(([Name, Value]) => ({ Name, Value: String(Value) })), ...more };
}

function s3Request(path, more = {}) {
  return { method: 'GET', protocol: 'http:', hostname: 'bucket.s3.example.com', path, query: {}, headers: { host: 'bucket.s3.example.com' }, ...more };
}

/** What S3's presigner sets; the signer moves it into the query. */
const UNSIGNED = { host: 'bucket.s3.example.com', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };

const verify = (Request, more = {}, by = service) => by.send('VerifySignature', { Request, ExpectedService: 's3', ...more });
const replaceHeader = (f, name, value) => ({ ...f, Headers: f.Headers.map((h) => h.Name.toLowerCase() === name ? { ...h, Value: value(h.Value) } : h) });

describe('VerifySignature', () => {
  let sig;
  before(async () => { sig = await user('signer', allow('s3:*')); });

  it('knows the signer of what the S3 client signs, whatever the path', async () => {
    for (const path of ['/key', '/a%20b/c%2Bd', '/a//b', '/a/../b', '/%E2%82%AC', '/']) {
      const signed = await s3Signer(sig.credentials).sign(s3Request(path));
      const reply = await verify(facts(signed));
      assert.equal(reply.Verified, true, `${path}: ${reply.ErrorMessage}`);
      assert.equal(reply.Signer.PrincipalArn, sig.arn);
      assert.equal(reply.Signer.AccountId, account);
      assert.equal(reply.PayloadHash, sha256(''));
      assert.deepEqual([reply.Service, reply.Region, reply.Presigned], ['s3', 'us-east-1', false]);
      assert.ok(reply.SignedHeaders.includes('host'));
    }
  });

  it('a body by its hash, an unsigned one, and a streamed one', async () => {
    const put = { method: 'PUT', body: 'hello' };
    const signed = facts(await s3Signer(sig.credentials).sign(s3Request('/k', put)));
    assert.equal((await verify(signed)).PayloadHash, sha256('hello'), 'the hash for the gateway to compare');
    assert.equal((await verify({ ...signed, PayloadHash: sha256('hello') })).Verified, true);
    assert.equal((await verify({ ...signed, PayloadHash: sha256('other') })).ErrorCode, 'SignatureDoesNotMatch');
    for (const hash of ['UNSIGNED-PAYLOAD', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER']) {
      const headers = { host: 'bucket.s3.example.com', 'x-amz-content-sha256': hash };
      const reply = await verify(facts(await s3Signer(sig.credentials).sign(s3Request('/k', { ...put, headers }))));
      assert.deepEqual([reply.Verified, reply.PayloadHash], [true, hash], reply.ErrorMessage);
    }
  });

  it('a presigned URL until it expires', async () => {
    const presign = async (expiresIn, signingDate) => facts(await s3Signer(sig.credentials).presign(s3Request('/a%20b', { query: { 'response-content-type': 'text/plain' }, headers: UNSIGNED }), { expiresIn, signingDate }));
    const good = await verify(await presign(3600, new Date(Date.now() - 600_000)));
    assert.deepEqual([good.Verified, good.Presigned, good.PayloadHash], [true, true, 'UNSIGNED-PAYLOAD'], good.ErrorMessage);
    assert.ok(Math.abs(good.SignatureExpiration * 1000 - Date.now() - 3_000_000) < 60_000);
    assert.equal((await verify(await presign(300, new Date(Date.now() - 600_000)))).ErrorCode, 'RequestExpired');
    const stretched = await presign(300, new Date(Date.now() - 600_000));
    stretched.QueryString = stretched.QueryString.replace('X-Amz-Expires=300', 'X-Amz-Expires=3600');
    assert.equal((await verify(stretched)).ErrorCode, 'SignatureDoesNotMatch');
  });

  it('other services\' way of signing, and this service\'s own', async () => {
    const signer = new SignatureV4({ credentials: sig.credentials, region: 'eu-west-1', service: 'execute-api', sha256: Sha256 });
    const signed = facts(await signer.sign({ method: 'POST', hostname: 'api.example.com', protocol: 'https:', path: '/a%20b/x', query: { q: 'a b' },
      headers: { host: 'api.example.com', 'content-type': 'text/plain' }, body: 'hi' }));
    const more = { ExpectedService: 'execute-api' };
    assert.equal((await verify({ ...signed, PayloadHash: sha256('hi') }, more)).Verified, true);
    assert.equal((await verify({ ...signed, PayloadHash: sha256('hi'), SigningStyle: 'S3' }, more)).ErrorCode, 'SignatureDoesNotMatch', 'encoded twice');
    assert.equal((await verify({ ...signed, PayloadHash: sha256('ho') }, more)).ErrorCode, 'SignatureDoesNotMatch');
    assert.equal((await verify({ ...signed, PayloadHash: sha256('hi') }, { ...more, ExpectedRegion: 'us-east-1' })).ErrorCode, 'SignatureDoesNotMatch');
    assert.equal((await verify({ ...signed, PayloadHash: sha256('hi') }, { ...more, ExpectedRegion: 'eu-west-1' })).Verified, true);
    for (const ExpectedService of ['s3', 'sqs']) {
      const other = await verify({ ...signed, PayloadHash: sha256('hi'), SigningStyle: 'STANDARD' }, { ExpectedService });
      assert.deepEqual([other.Verified, other.ErrorCode], [false, 'SignatureDoesNotMatch'], 'scoped to another service');
    }
  });

  it('the string to sign alone, as for each chunk of an upload', async () => {
    const signer = s3Signer(sig.credentials);
    const date = new Date(), stamp = date.toISOString().replace(/[-:]|\.\d{3}/g, '');
    const scope = `${stamp.slice(0, 8)}/us-east-1/s3/aws4_request`;
    for (const algorithm of ['AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA256-PAYLOAD']) {
      const text = [algorithm, stamp, scope, sha256('previous'), sha256(''), sha256('chunk')].join('\n');
      const Signature = await signer.sign(text, { signingDate: date });
      const ask = (more = {}) => service.send('VerifySignature', { ExpectedService: 's3', StringToSign: { AccessKeyId: sig.keyId, StringToSign: text, Signature, ...more } });
      const reply = await ask();
      assert.equal(reply.Verified, true, reply.ErrorMessage);
      assert.equal(reply.Signer.PrincipalArn, sig.arn);
      assert.equal((await ask({ StringToSign: `${text}x` })).ErrorCode, 'SignatureDoesNotMatch');
      assert.equal((await ask({ Signature: Signature.replace(/^./, (c) => c === '0' ? '1' : '0') })).ErrorCode, 'SignatureDoesNotMatch');
    }
    assert.equal((await service.send('VerifySignature', { ExpectedService: 's3', StringToSign: { AccessKeyId: sig.keyId, Signature: '0'.repeat(64),
      StringToSign: 'AWS4-HMAC-SHA256\nnonsense' } })).ErrorCode, 'IncompleteSignature');
  });

  it('refuses whatever was changed on the way, without a word of the secret', async () => {
    const signed = facts(await s3Signer(sig.credentials).sign(s3Request('/k', { query: { a: '1' }, headers: { host: 'bucket.s3.example.com', 'x-amz-meta-a': 'b' } })));
    const changed = {
      method: { ...signed, Method: 'PUT' }, path: { ...signed, Uri: '/other' }, query: { ...signed, QueryString: 'a=2' },
      host: replaceHeader(signed, 'host', () => 'other.example.com'), header: replaceHeader(signed, 'x-amz-meta-a', () => 'c'),
      added: { ...signed, Headers: [...signed.Headers, { Name: 'x-amz-acl', Value: 'public-read' }] },
      signature: replaceHeader(signed, 'authorization', (v) => v.replace(/Signature=./, (s) => s.endsWith('0') ? 'Signature=1' : 'Signature=0')),
    };
    assert.equal((await verify(signed)).Verified, true);
    for (const [what, request] of Object.entries(changed)) {
      const reply = await verify(request);
      assert.deepEqual([reply.Verified, reply.ErrorCode, reply.Signer], [false, 'SignatureDoesNotMatch', undefined], what);
      assert.ok(!JSON.stringify(reply).includes(sig.credentials.secretAccessKey));
      assert.ok(!/[0-9a-f]{64}/.test(JSON.stringify(reply)), 'no signature that would have been right');
    }
    const old = facts(await s3Signer(sig.credentials).sign(s3Request('/k'), { signingDate: new Date(Date.now() - 400_000) }));
    assert.equal((await verify(old)).ErrorCode, 'SignatureDoesNotMatch');
    assert.equal((await verify(old, { MaximumSkewSeconds: 600 })).Verified, true);
    assert.equal((await verify({ ...signed, Headers: signed.Headers.filter((h) => h.Name !== 'authorization') })).ErrorCode, 'MissingAuthenticationToken');
    assert.equal((await verify(replaceHeader(signed, 'authorization', () => 'AWS4-HMAC-SHA256 nothing'))).ErrorCode, 'IncompleteSignature');
  });

  it('sessions of roles and of federated users, with their facts', async () => {
    await iam.send(new CreateRoleCommand({ RoleName: 'Reader', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [
      { Effect: 'Allow', Principal: { AWS: account }, Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] }] }) }));
    const { Credentials: c } = await sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/Reader`, RoleSessionName: 'night',
      SourceIdentity: 'alice', Tags: [{ Key: 'team', Value: 'red' }] }));
    const session = { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken };
    const signed = facts(await s3Signer(session).sign(s3Request('/k')));
    const { Signer } = await verify(signed);
    assert.equal(Signer.PrincipalArn, `arn:aws:sts::${account}:assumed-role/Reader/night`);
    assert.deepEqual([Signer.SessionName, Signer.SourceIdentity, Signer.PrincipalType], ['night', 'alice', 'AssumedRole']);
    assert.deepEqual(Signer.PrincipalTags, [{ Key: 'team', Value: 'red' }]);
    const presigned = facts(await s3Signer(session).presign(s3Request('/k', { headers: UNSIGNED })));
    assert.equal((await verify(presigned)).Verified, true);
    const stolen = replaceHeader(signed, 'x-amz-security-token', () => 'nonsense');
    assert.equal((await verify(stolen)).ErrorCode, 'InvalidClientTokenId');

    const ann = gatehouse.client(STSClient, (await user('federator', allow('sts:GetFederationToken'))).credentials);
    const { Credentials: f } = await ann.send(new GetFederationTokenCommand({ Name: 'guest', Policy: document(allow('s3:GetObject')) }));
    const federated = { accessKeyId: f.AccessKeyId, secretAccessKey: f.SecretAccessKey, sessionToken: f.SessionToken };
    const reply = await verify(facts(await s3Signer(federated).sign(s3Request('/k'))));
    assert.deepEqual([reply.Signer?.PrincipalType, reply.Signer?.PrincipalArn], ['FederatedUser', `arn:aws:sts::${account}:federated-user/guest`]);
    const { Results } = await service.authorize([{ AccessKeyId: f.AccessKeyId, SessionToken: f.SessionToken, Action: 's3:GetObject' }]);
    assert.equal(Results[0].Decision, 'IMPLICIT_DENY', 'what the user may not, the federated user may not');
  });

  it('not with keys that are inactive, deleted or unknown', async () => {
    const gone = await user('gone', allow('s3:*'));
    const signed = async () => facts(await s3Signer(gone.credentials).sign(s3Request('/k')));
    assert.equal((await verify(await signed())).Verified, true);
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'gone', AccessKeyId: gone.keyId, Status: 'Inactive' }));
    assert.equal((await verify(await signed())).ErrorCode, 'InvalidClientTokenId');
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'gone', AccessKeyId: gone.keyId }));
    assert.equal((await verify(await signed())).ErrorCode, 'InvalidClientTokenId');
  });

  it('is for those who may, about keys of accounts they may ask about', async () => {
    const gate = await user('gate', allow('gatehouse:VerifySignature', `arn:aws:gatehouse::${account}:access-key/*`));
    const signed = facts(await s3Signer(sig.credentials).sign(s3Request('/k')));
    assert.equal((await verify(signed, {}, new GatehouseService(gatehouse, gate.credentials))).Verified, true);
    assert.equal(await code(verify(signed, {}, new GatehouseService(gatehouse, sig.credentials))), 'AccessDeniedException');
    assert.equal(await code(verify(signed, {}, new GatehouseService(gatehouse, outsider))), 'AccessDeniedException');
    const theirs = facts(await s3Signer(outsider).sign(s3Request('/k')));
    assert.equal(await code(verify(theirs)), 'AccessDeniedException');
    assert.equal(await code(service.send('VerifySignature', { ExpectedService: 's3' })), 'ValidationException');
    assert.equal(await code(service.send('VerifySignature', { Request: signed })), 'ValidationException', 'the service it is for is not optional');
  });

  it('leaves nothing in the trail that could be used again', async () => {
    const { Credentials: c } = await sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/Reader`, RoleSessionName: 'trail' }));
    const session = { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken };
    const signed = facts(await s3Signer(session).sign(s3Request('/k')));
    const presigned = facts(await s3Signer(session).presign(s3Request('/k', { headers: UNSIGNED }), { expiresIn: 604800 }));
    for (const request of [signed, presigned]) assert.equal((await verify(request)).Verified, true);
    const authorization = signed.Headers.find((h) => h.Name.toLowerCase() === 'authorization').Value;
    const signature = authorization.match(/Signature=([0-9a-f]{64})/)[1];
    const inQuery = presigned.QueryString.match(/X-Amz-Signature=([0-9a-f]{64})/)[1];
    const stringToSign = `AWS4-HMAC-SHA256\n20300101T000000Z\n20300101/us-east-1/s3/aws4_request\n${'ab'.repeat(32)}`;
    await service.send('VerifySignature', { ExpectedService: 's3', StringToSign: { AccessKeyId: c.AccessKeyId, SessionToken: c.SessionToken,
      StringToSign: stringToSign, Signature: 'cd'.repeat(32) } });
    await iam.send(new CreateRoleCommand({ RoleName: 'flush-trail', AssumeRolePolicyDocument: document({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }) }));
    const events = readTrail(gatehouse.data, gatehouse.databaseArguments()).filter((e) => e.eventName === 'VerifySignature');
    assert.ok(events.some((e) => e.requestParameters?.stringToSign) && events.some((e) => e.requestParameters?.request?.queryString));
    const text = JSON.stringify(events);
    for (const secret of [c.SessionToken, encodeURIComponent(c.SessionToken), authorization, signature, inQuery, 'ab'.repeat(32), 'cd'.repeat(32), 'Signature=', 'Credential='])
      assert.ok(!text.includes(secret), secret);
  });

  it('throttles guesses at one key, and only that one', async () => {
    const victim = await user('victim', allow('s3:*'));
    const signed = facts(await s3Signer(victim.credentials).sign(s3Request('/k')));
    const wrong = { ...signed, Uri: '/other' };
    let throttled = false;
    for (let i = 0; i < 20 && !throttled; i++) { // a slow machine needs luck to make a hundred within one second
      const answer = (request) => verify(request).then((r) => (r.Verified ? 'right' : r.ErrorCode), (e) => e.name);
      const codes = await Promise.all(Array.from({ length: 400 }, (_, k) => answer(k % 10 === 9 ? signed : wrong)));
      throttled = codes.includes('ThrottlingException');
      assert.ok(codes.every((c, k) => (k % 10 === 9 ? c === 'right' : c === 'ThrottlingException' || c === 'SignatureDoesNotMatch')),
        'nobody can have the right ones refused');
    }
    assert.ok(throttled);
    const other = facts(await s3Signer(sig.credentials).sign(s3Request('/k')));
    assert.equal((await verify(other)).Verified, true);
  });
});
