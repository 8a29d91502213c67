// The unsigned doors of STS: an address from which assertions keep being refused has to wait.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { IAMClient, CreateRoleCommand, CreateSAMLProviderCommand } from '@aws-sdk/client-iam';
import { STSClient, AssumeRoleWithSAMLCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { awsError, startGatehouse, until } from '../support/gatehouse.mjs';
import { RECIPIENT, base64, samlMetadata, samlResponse, signSaml } from '../support/federation.mjs';

const FREE = 100;
let gatehouse, anonymous, providerArn, roleArn;
before(async () => {
  gatehouse = await startGatehouse();
  const iam = gatehouse.client(IAMClient);
  anonymous = gatehouse.client(STSClient, undefined, { credentials: { accessKeyId: '', secretAccessKey: '' } });
  ({ SAMLProviderArn: providerArn } = await iam.send(new CreateSAMLProviderCommand({ Name: 'Corp', SAMLMetadataDocument: samlMetadata() })));
  const trust = { Effect: 'Allow', Principal: { Federated: providerArn }, Action: 'sts:AssumeRoleWithSAML', Condition: { StringEquals: { 'SAML:aud': RECIPIENT } } };
  ({ Role: { Arn: roleArn } } = await iam.send(new CreateRoleCommand({ RoleName: 'saml', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: trust }) })));
});
after(() => gatehouse?.stop());

const present = (SAMLAssertion, PrincipalArn = providerArn) => anonymous.send(new AssumeRoleWithSAMLCommand({ RoleArn: roleArn, PrincipalArn, SAMLAssertion }));
const right = () => present(base64(signSaml(samlResponse({ with: { Role: `${roleArn},${providerArn}`, RoleSessionName: 'ada' } }))));
const wrong = () => present(base64('<no assertion/>'));

describe('refused assertions', () => {
  it('make their address wait, with the right ones too; other calls go on', async () => {
    for (let i = 0; i < 3; i++) assert.ok((await right()).Credentials, 'a right one is not counted');
    for (let i = 0; i < 5; i++) await assert.rejects(present(base64('x'), `${providerArn}-none`), awsError('InvalidIdentityTokenException'));
    const names = await Promise.all(Array.from({ length: FREE }, () => wrong().catch((error) => error.name)));
    assert.ok(names.every((name) => name === 'InvalidIdentityTokenException'), [...new Set(names)].join());
    assert.ok((await right()).Credentials, 'so many are free');
    await assert.rejects(wrong(), awsError('InvalidIdentityTokenException'));
    await assert.rejects(right(), awsError('Throttling', 'Rate exceeded'));
    await assert.rejects(wrong(), awsError('Throttling'));
    await gatehouse.client(STSClient).send(new GetCallerIdentityCommand({}));
    await until('the wait to end', () => right().then((reply) => reply.Credentials, (error) => error.name !== 'Throttling' && Promise.reject(error)), { everyMs: 300 });
  });
});
