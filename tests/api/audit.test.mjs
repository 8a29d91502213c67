// Every call and every sign-in leaves an event in CloudTrail's shape, and no secret in it.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { IAMClient, CreateUserCommand, CreateAccessKeyCommand, ListUsersCommand, GetUserCommand } from '@aws-sdk/client-iam';
import { STSClient, GetCallerIdentityCommand, AssumeRoleCommand } from '@aws-sdk/client-sts';
import { IdentitystoreClient, CreateUserCommand as CreatePersonCommand } from '@aws-sdk/client-identitystore';
import { startGatehouse } from '../support/gatehouse.mjs';
import { createAccount, createInstance, createOrganization, newUser } from '../support/organization.mjs';
import { readTrail } from '../support/trail.mjs';

const onSqlite = !process.env.GATEHOUSE_TEST_POSTGRES;

describe('the audit trail', { skip: onSqlite ? false : 'reads the SQLite file' }, () => {
  let gatehouse, trail, secrets, memberId;

  before(async () => {
    gatehouse = await startGatehouse();
    const iam = gatehouse.client(IAMClient);
    const sts = gatehouse.client(STSClient);
    await sts.send(new GetCallerIdentityCommand({}));
    await iam.send(new CreateUserCommand({ UserName: 'audited' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'audited' }));
    const weak = gatehouse.client(IAMClient, { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey });
    await assert.rejects(weak.send(new ListUsersCommand({})));
    await assert.rejects(iam.send(new GetUserCommand({ UserName: 'nobody' })));
    const { organizations } = await createOrganization(gatehouse);
    memberId = await createAccount(organizations, 'Member', 'member@example.com');
    const { Credentials } = await sts.send(new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${memberId}:role/OrganizationAccountAccessRole`, RoleSessionName: 'auditor',
    }));
    const inside = gatehouse.client(IAMClient, {
      accessKeyId: Credentials.AccessKeyId, secretAccessKey: Credentials.SecretAccessKey, sessionToken: Credentials.SessionToken,
    });
    await inside.send(new ListUsersCommand({}));
    const { storeId } = await createInstance(gatehouse);
    const people = gatehouse.client(IdentitystoreClient);
    await people.send(new CreatePersonCommand({ IdentityStoreId: storeId, ...newUser('jdoe') }));
    secrets = [gatehouse.credentials.secretAccessKey, AccessKey.SecretAccessKey, Credentials.SecretAccessKey, Credentials.SessionToken];
    await gatehouse.stop({ keep: true });
    trail = readTrail(gatehouse.data);
  });
  after(() => gatehouse && rmSync(gatehouse.data, { recursive: true, force: true }));

  const named = (name) => trail.filter((event) => event.eventName === name);

  it('holds each call once, with who made it', () => {
    assert.equal(named('GetCallerIdentity').length, 1);
    assert.equal(named('CreateAccessKey').length, 1);
    const [event] = trail.filter((e) => e.eventName === 'CreateUser' && e.eventSource === 'iam.amazonaws.com');
    assert.equal(event.userIdentity.type, 'IAMUser');
    assert.match(event.userIdentity.arn, /:user\/admin$/);
    assert.equal(event.eventType, 'AwsApiCall');
    assert.equal(event.readOnly, false);
    assert.deepEqual(event.requestParameters, { userName: 'audited' });
    assert.equal(event.responseElements.user.userName, 'audited');
    assert.equal(event.sourceIPAddress, '127.0.0.1');
    assert.match(event.eventTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(new Set(trail.map((e) => e.eventID)).size, trail.length);
  });

  it('keeps what was refused, with the code', () => {
    const [denied] = named('ListUsers').filter((e) => e.errorCode);
    assert.match(denied.errorCode, /^AccessDenied/);
    assert.match(denied.errorMessage, /is not authorized to perform: iam:ListUsers/);
    assert.match(denied.userIdentity.arn, /:user\/audited$/);
    const missing = named('GetUser').filter((e) => e.errorCode === 'NoSuchEntityException');
    assert.equal(missing.length, 1);
  });

  it('names the role session in the account it acted in', () => {
    const [event] = named('ListUsers').filter((e) => e.recipientAccountId === memberId);
    assert.equal(event.userIdentity.type, 'AssumedRole');
    assert.match(event.userIdentity.arn, /assumed-role\/OrganizationAccountAccessRole\/auditor$/);
    assert.match(event.userIdentity.sessionContext.sessionIssuer.arn, /:role\/OrganizationAccountAccessRole$/);
  });

  it('holds no secret', () => {
    const text = JSON.stringify(trail);
    secrets.forEach((secret, i) => assert.ok(!text.includes(secret), `secret ${i} is in the trail`));
    assert.equal(named('CreateAccessKey')[0].responseElements.accessKey.secretAccessKey, 'HIDDEN_DUE_TO_SECURITY_REASONS');
  });

  it('hides what the model calls sensitive', () => {
    const [event] = trail.filter((e) => e.eventName === 'CreateUser' && e.eventSource !== 'iam.amazonaws.com');
    assert.ok(!JSON.stringify(event).includes('jdoe@example.com'));
  });
});
