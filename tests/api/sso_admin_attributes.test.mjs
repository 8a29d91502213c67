// Attributes for access control: their configuration, and a person's attributes as session tags of their roles.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { CreateRoleCommand, IAMClient, ListUsersCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { UpdateUserCommand } from '@aws-sdk/client-identitystore';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { awsError, startGatehouse } from '../support/gatehouse.mjs';
import { createPermissionSet, furnish } from '../support/organization.mjs';
import { accountAdministrator, Center } from '../support/center.mjs';
import { roleCredentials, signInPerson } from '../support/person.mjs';

let gatehouse, f, center, token;
const of = (sources) => Object.entries(sources).map(([Key, source]) => ({ Key, Value: { Source: [source] } }));
const configuration = (sources) => ({ InstanceAccessControlAttributeConfiguration: { AccessControlAttributes: Array.isArray(sources) ? sources : of(sources) } });
const create = (sources) => center.send('CreateInstanceAccessControlAttributeConfiguration', configuration(sources));
const update = (sources) => center.send('UpdateInstanceAccessControlAttributeConfiguration', configuration(sources));
const describeAll = () => center.send('DescribeInstanceAccessControlAttributeConfiguration');
const remove = () => center.send('DeleteInstanceAccessControlAttributeConfiguration');
const change = (...operations) => f.store.send(new UpdateUserCommand({ IdentityStoreId: f.storeId, UserId: f.userId,
  Operations: operations.map(([AttributePath, AttributeValue]) => ({ AttributePath, AttributeValue })) }));

before(async () => {
  gatehouse = await startGatehouse();
  f = await furnish(gatehouse);
  center = new Center(f.admin, f.instanceArn);
  token = await signInPerson(gatehouse, 'jdoe');
});
after(() => gatehouse?.stop());

describe('the configuration', () => {
  it('is created, shown, replaced and deleted', async () => {
    const none = awsError('ResourceNotFoundException');
    await assert.rejects(describeAll(), none);
    await assert.rejects(update({}), none);
    await assert.rejects(remove(), none);
    await create({ CostCenter: '${path:enterprise.costCenter}', Mail: '${path:emails[primary eq true].value}' });
    let d = await describeAll();
    assert.equal(d.Status, 'ENABLED');
    assert.deepEqual(d.InstanceAccessControlAttributeConfiguration.AccessControlAttributes,
      of({ CostCenter: '${path:enterprise.costCenter}', Mail: '${path:emails[primary eq true].value}' }));
    await assert.rejects(create({}), awsError('ConflictException'));
    await update({ City: '${path:addresses[type eq "work"].locality}' });
    d = await describeAll();
    assert.deepEqual(d.InstanceAccessControlAttributeConfiguration.AccessControlAttributes, of({ City: '${path:addresses[type eq "work"].locality}' }));
    await update({});
    assert.deepEqual((await describeAll()).InstanceAccessControlAttributeConfiguration.AccessControlAttributes, []);
    await remove();
    await assert.rejects(describeAll(), none);
  });

  it('takes twenty attributes, each key once, and documented paths', async () => {
    const many = (n) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`Key${i}`, '${path:title}']));
    const refused = (sources, text) => assert.rejects(create(sources), awsError('ValidationException', text));
    await refused(many(21), /20/);
    await refused({ a: '${path:title}', A: '${path:locale}' }, /twice/);
    for (const key of ['aws:x', 'AWS:x', 'Aws:']) await refused({ [key]: '${path:title}' }, /reserved/);
    await refused({ x: '${path:password}' }, /path:password/);
    await refused({ x: 'constant' }, /constant/);
    await refused({ 'x&y': '${path:title}' });
    await refused([{ Key: 'x', Value: { Source: ['${path:title}', '${path:locale}'] } }]);
    await refused([{ Key: 'x', Value: { Source: [] } }]);
    await create(many(20));
    await remove();
  });

  it('belongs to the organization\'s instance and who manages it', async () => {
    const guest = new Center(gatehouse.client(SSOAdminClient, await gatehouse.createAccount('Guest', 'guest@example.com')), f.instanceArn);
    await assert.rejects(guest.send('DescribeInstanceAccessControlAttributeConfiguration'), awsError('ResourceNotFoundException'));
    const own = new Center(guest.client, (await guest.client.send(new (await import('@aws-sdk/client-sso-admin')).CreateInstanceCommand({}))).InstanceArn);
    await assert.rejects(own.send('CreateInstanceAccessControlAttributeConfiguration', configuration({})), awsError('ValidationException'));
  });
});

describe('a person\'s attributes', () => {
  const tagged = (key, value) => ({ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', Condition: { StringEquals: { [`aws:PrincipalTag/${key}`]: value } } });
  let set;
  const role = async () => gatehouse.client(IAMClient, await roleCredentials(gatehouse, token, f.accountId, 'Tagged'));
  const listUsers = async (client) => client.send(new ListUsersCommand({}));
  /** The policy, in force. */
  async function rule(...statements) {
    await center.send('PutInlinePolicyToPermissionSet', { PermissionSetArn: set, InlinePolicy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) });
    assert.equal((await center.provision(set)).Status, 'SUCCEEDED');
  }

  before(async () => {
    set = await createPermissionSet(f.admin, f.instanceArn, 'Tagged');
    assert.equal((await center.assign({ PermissionSetArn: set, TargetId: f.accountId, PrincipalId: f.groupId })).Status, 'SUCCEEDED');
  });

  it('decide as session tags, from the next credentials on', async () => {
    await rule(tagged('Mail', 'jdoe@example.com'));
    const before = await role();
    await assert.rejects(listUsers(before), awsError('AccessDenied'));
    await create({ Mail: '${path:emails[primary eq true].value}' });
    await assert.rejects(listUsers(before), awsError('AccessDenied'), 'credentials are what they were');
    await listUsers(await role());
    await remove();
    await assert.rejects(listUsers(await role()), awsError('AccessDenied'));
  });

  it('come from every documented path', async () => {
    await change(['title', 'Engineer'], ['nickName', 'Joe'], ['userType', 'Staff'], ['locale', 'en-US'], ['timezone', 'Europe/Berlin'],
      ['addresses', [{ streetAddress: '1 Main Street', locality: 'Berlin', region: 'BE', postalCode: '10115', country: 'DE', formatted: '1 Main Street - Berlin', type: 'work' }]],
      ['phoneNumbers', [{ value: '+49 30 1234', type: 'work' }]],
      ['aws:identitystore:enterprise', { employeeNumber: '77', costCenter: 'eng-7', organization: 'Acme', division: 'Cloud', department: 'Core', manager: { value: 'boss' } }]);
    const expected = { userName: 'jdoe', 'name.familyName': 'Doe', 'name.givenName': 'John', displayName: 'John Doe', nickName: 'Joe',
      'emails[primary eq true].value': 'jdoe@example.com', 'addresses[type eq "work"].streetAddress': '1 Main Street', 'addresses[type eq "work"].locality': 'Berlin',
      'addresses[type eq "work"].region': 'BE', 'addresses[type eq "work"].postalCode': '10115', 'addresses[type eq "work"].country': 'DE',
      'addresses[type eq "work"].formatted': '1 Main Street - Berlin', 'phoneNumbers[type eq "work"].value': '+49 30 1234', userType: 'Staff', title: 'Engineer',
      locale: 'en-US', timezone: 'Europe/Berlin', 'enterprise.employeeNumber': '77', 'enterprise.costCenter': 'eng-7', 'enterprise.organization': 'Acme',
      'enterprise.division': 'Cloud', 'enterprise.department': 'Core', 'enterprise.manager.value': 'boss' };
    const paths = Object.keys(expected);
    assert.equal(paths.length, 23);
    for (const part of [paths.slice(0, 12), paths.slice(12)]) {
      await create(Object.fromEntries(part.map((p, i) => [`k${i}`, `\${path:${p}}`])));
      const all = Object.fromEntries(part.map((p, i) => [`aws:PrincipalTag/k${i}`, expected[p]]));
      await rule({ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', Condition: { StringEquals: all } });
      await listUsers(await role());
      await remove();
    }
  });

  it('that are missing are left out', async () => {
    await change(['nickName', null]);
    await create({ Nick: '${path:nickName}', Title: '${path:title}' });
    await rule({ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', Condition: { Null: { 'aws:PrincipalTag/Nick': 'true', 'aws:PrincipalTag/Title': 'false' } } });
    await listUsers(await role());
    await remove();
  });

  it('that cannot be tags refuse credentials rather than vanish', async () => {
    await create({ Title: '${path:title}' });
    await change(['title', 'R&D, "chief"']);
    await assert.rejects(role(), awsError('InvalidRequestException', /Title/));
    await change(['title', 'Größe Ä 1']);
    await rule(tagged('Title', 'Größe Ä 1'));
    await listUsers(await role());
    await change(['title', 'x'.repeat(257)]);
    await assert.rejects(role(), awsError('InvalidRequestException', /Title/));
    await change(['title', 'Engineer']);
    await remove();
  });

  it('stay with the session and do not go on into the next role', async () => {
    const iam = gatehouse.client(IAMClient, await accountAdministrator(gatehouse, f.accountId));
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'Next', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { AWS: f.accountId }, Action: 'sts:AssumeRole' } }) }));
    const untagged = { Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', Condition: { Null: { 'aws:PrincipalTag/Title': 'true' } } };
    await iam.send(new PutRolePolicyCommand({ RoleName: 'Next', PolicyName: 'untagged', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: untagged }) }));
    await create({ Title: '${path:title}' });
    await rule({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/Title': 'Engineer' } } });
    const sts = gatehouse.client(STSClient, await roleCredentials(gatehouse, token, f.accountId, 'Tagged'));
    assert.match((await sts.send(new GetCallerIdentityCommand({}))).Arn, /assumed-role\/AWSReservedSSO_Tagged_[0-9a-f]{16}\/jdoe$/);
    const { Credentials: c } = await sts.send(new AssumeRoleCommand({ RoleArn: Role.Arn, RoleSessionName: 'next' }));
    await listUsers(gatehouse.client(IAMClient, { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken }));
    await remove();
  });

  it('never grow a session token without bound', async () => {
    const random = () => randomBytes(180).toString('base64url');
    await change(['title', random()], ['nickName', random()], ['userType', random()], ['displayName', random()], ['name.givenName', random()], ['name.familyName', random()],
      ['addresses', [{ streetAddress: random(), locality: random(), region: random(), postalCode: random(), country: random(), formatted: random(), type: 'work' }]],
      ['phoneNumbers', [{ value: random(), type: 'work' }]], ['locale', random()], ['timezone', random()],
      ['aws:identitystore:enterprise', { employeeNumber: random(), costCenter: random(), organization: random(), division: random() }]);
    const paths = ['title', 'nickName', 'userType', 'displayName', 'name.givenName', 'name.familyName', 'addresses[type eq "work"].streetAddress', 'addresses[type eq "work"].locality',
      'addresses[type eq "work"].region', 'addresses[type eq "work"].postalCode', 'addresses[type eq "work"].country', 'addresses[type eq "work"].formatted',
      'phoneNumbers[type eq "work"].value', 'locale', 'timezone', 'enterprise.employeeNumber', 'enterprise.costCenter', 'enterprise.organization', 'enterprise.division', 'userName'];
    await create(Object.fromEntries(paths.map((p, i) => [`key${i}`, `\${path:${p}}`])));
    await assert.rejects(role(), awsError('InvalidRequestException', /more room/));
    await update(Object.fromEntries(paths.slice(0, 4).map((p, i) => [`key${i}`, `\${path:${p}}`])));
    await role();
    await remove();
  });
});
