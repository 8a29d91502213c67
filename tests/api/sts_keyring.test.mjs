// Rotating the keyring beside a running server: nobody is cut off, and what is issued afterwards is sealed with the new key.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { STSClient, AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { IAMClient, CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { BINARY, awsError, startGatehouse, until } from '../support/gatehouse.mjs';

let gatehouse, roleArn, keys;
before(async () => {
  gatehouse = await startGatehouse();
  const iam = gatehouse.client(IAMClient);
  const { User } = await iam.send(new CreateUserCommand({ UserName: 'keeper' }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'keeper' }));
  keys = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
  ({ Role: { Arn: roleArn } } = await iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: User.Arn }, Action: 'sts:AssumeRole' } }) })));
});
after(() => gatehouse?.stop());

const session = (c) => ({ accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken });
const whoami = (credentials) => gatehouse.client(STSClient, credentials).send(new GetCallerIdentityCommand({}));
const issue = async () => [
  session((await gatehouse.client(STSClient, keys).send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'tests' }))).Credentials),
  session((await gatehouse.client(STSClient).send(new GetSessionTokenCommand({}))).Credentials),
];
const keyring = () => path.join(gatehouse.data, 'keyring');
const keyOf = (credentials) => Buffer.from(credentials.sessionToken, 'base64url').subarray(1, 5).toString('hex');

describe('rotate-keyring', () => {
  it('makes a new primary key that the server takes in on SIGHUP, without cutting anybody off', async () => {
    const before = await issue();
    const said = execFileSync(BINARY, ['rotate-keyring', '--data', gatehouse.data], { encoding: 'utf8' });
    const primary = /key ([0-9a-f]{8}) is now primary/.exec(said)[1];
    assert.match(readFileSync(keyring(), 'utf8'), new RegExp(`^key ${primary} primary `, 'm'));
    for (const credentials of [...before, keys]) assert.ok(await whoami(credentials), 'before the server knows');
    const [stillOld] = await issue();
    assert.notEqual(keyOf(stillOld), primary);
    gatehouse.child.kill('SIGHUP');
    await until('the new key', () => gatehouse.log.includes(`the keyring's primary key is ${primary}`));
    const fresh = await issue();
    assert.equal(keyOf(fresh[0]), primary);
    for (const credentials of [...before, stillOld, ...fresh, keys]) assert.ok(await whoami(credentials));
  });

  it('holds after a restart', async () => {
    const all = await issue();
    await gatehouse.stop({ keep: true });
    await gatehouse.start();
    for (const credentials of [...all, keys]) assert.ok(await whoami(credentials));
  });

  it('keeps the keys in use where the file has lost one', async () => {
    const [live] = await issue();
    const good = readFileSync(keyring(), 'utf8');
    writeFileSync(keyring(), good.replace(/^key \S+ old .*\n/m, ''));
    gatehouse.child.kill('SIGHUP');
    await until('a complaint', () => /the keyring was not reloaded: .*is missing/.test(gatehouse.log));
    assert.ok(await whoami(live));
    writeFileSync(keyring(), good);
  });

  it('does not open what a key sealed that is in no keyring', async () => {
    const [live] = await issue();
    const bytes = Buffer.from(live.sessionToken, 'base64url');
    bytes[1] ^= 1;
    await assert.rejects(whoami({ ...live, sessionToken: bytes.toString('base64url') }), awsError('InvalidClientTokenId'));
  });
});
