// Keys and certificates of IAM users and accounts: SSH, X.509, service-specific credentials, and when keys were used.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import * as iamSdk from '@aws-sdk/client-iam';
import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { awsError, listAll, startGatehouse, until } from '../support/gatehouse.mjs';
import { CA, EXPIRED, EXPIRED_KEY, LEAF, LEAF_KEY, LOCKED_KEY } from '../support/certificates.mjs';

const { IAMClient, CreateUserCommand, DeleteUserCommand, CreateAccessKeyCommand, DeleteAccessKeyCommand, GetAccessKeyLastUsedCommand, PutUserPolicyCommand,
  UploadSSHPublicKeyCommand, GetSSHPublicKeyCommand, ListSSHPublicKeysCommand, UpdateSSHPublicKeyCommand, DeleteSSHPublicKeyCommand,
  UploadServerCertificateCommand, GetServerCertificateCommand, ListServerCertificatesCommand, UpdateServerCertificateCommand,
  DeleteServerCertificateCommand, TagServerCertificateCommand, UntagServerCertificateCommand, ListServerCertificateTagsCommand,
  UploadSigningCertificateCommand, ListSigningCertificatesCommand, UpdateSigningCertificateCommand, DeleteSigningCertificateCommand,
  CreateServiceSpecificCredentialCommand, ListServiceSpecificCredentialsCommand, UpdateServiceSpecificCredentialCommand,
  ResetServiceSpecificCredentialCommand, DeleteServiceSpecificCredentialCommand } = iamSdk;

let gatehouse, iam, users = 0;
before(async () => {
  gatehouse = await startGatehouse();
  iam = gatehouse.client(IAMClient);
});
after(() => gatehouse?.stop());

async function user() {
  const UserName = `user-${users++}`;
  await iam.send(new CreateUserCommand({ UserName }));
  return UserName;
}

const field = (bytes) => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(bytes.length);
  return Buffer.concat([head, bytes]);
};
const number = (base64) => {
  const bytes = Buffer.from(base64, 'base64url');
  return field(bytes[0] & 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
};
/** A public key as OpenSSH writes it. */
function sshLine(key, comment = '') {
  const jwk = key.export({ format: 'jwk' });
  const name = { 'P-256': 'nistp256', 'P-384': 'nistp384', 'P-521': 'nistp521' }[jwk.crv];
  const kind = jwk.kty === 'RSA' ? 'ssh-rsa' : jwk.kty === 'OKP' ? 'ssh-ed25519' : `ecdsa-sha2-${name}`;
  const parts = jwk.kty === 'RSA' ? [number(jwk.e), number(jwk.n)]
    : jwk.kty === 'OKP' ? [field(Buffer.from(jwk.x, 'base64url'))]
      : [field(Buffer.from(name)), field(Buffer.concat([Buffer.from([4]), Buffer.from(jwk.x, 'base64url'), Buffer.from(jwk.y, 'base64url')]))];
  const blob = Buffer.concat([field(Buffer.from(kind)), ...parts]);
  return { line: `${kind} ${blob.toString('base64')}${comment && ` ${comment}`}`, blob,
    fingerprint: createHash('md5').update(blob).digest('hex').match(/../g).join(':') };
}
const pair = (type, options) => generateKeyPairSync(type, options).publicKey;

describe('SSH public keys', () => {
  it('of every kind are read, and given in both forms', async () => {
    const UserName = await user();
    const keys = [pair('rsa', { modulusLength: 2048 }), pair('ed25519'), pair('ec', { namedCurve: 'P-256' }), pair('ec', { namedCurve: 'P-384' }), pair('ec', { namedCurve: 'P-521' })];
    for (const [i, key] of keys.entries()) {
      const made = sshLine(key, 'mia at home');
      const pem = key.export({ format: 'pem', type: 'spki' });
      const { SSHPublicKey } = await iam.send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: i % 2 ? pem : `${made.line}\n` }));
      assert.match(SSHPublicKey.SSHPublicKeyId, /^APKA[A-Z2-7]{16}$/);
      assert.deepEqual([SSHPublicKey.Fingerprint, SSHPublicKey.Status, SSHPublicKey.UserName], [made.fingerprint, 'Active', UserName]);
      const get = async (Encoding) => (await iam.send(new GetSSHPublicKeyCommand({ UserName, SSHPublicKeyId: SSHPublicKey.SSHPublicKeyId, Encoding }))).SSHPublicKey.SSHPublicKeyBody;
      assert.equal(await get('PEM'), pem);
      assert.equal(await get('SSH'), i % 2 ? sshLine(key).line : made.line);
    }
    await assert.rejects(iam.send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: sshLine(pair('ed25519')).line })),
      awsError('LimitExceededException', 'Cannot exceed quota for SSHPublicKeysPerUser: 5'));
    const { items, pages } = await listAll(iam, ListSSHPublicKeysCommand, { UserName, MaxItems: 2 }, 'SSHPublicKeys', 'Marker');
    assert.deepEqual([items.length, pages], [5, 3]);
    assert.ok(items.every((k) => k.Status === 'Active' && k.UploadDate && !k.SSHPublicKeyBody));
    await assert.rejects(iam.send(new DeleteUserCommand({ UserName })), awsError('DeleteConflictException', 'Cannot delete entity, must remove referenced objects first.'));
  });

  it('that are not keys are refused', async () => {
    const UserName = await user();
    const upload = (SSHPublicKeyBody) => iam.send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody }));
    const invalid = awsError('InvalidPublicKeyException');
    const { blob } = sshLine(pair('rsa', { modulusLength: 2048 }));
    await assert.rejects(upload('hello'), awsError('UnrecognizedPublicKeyEncodingException'));
    await assert.rejects(upload(`ssh-dss ${blob.toString('base64')}`), awsError('UnrecognizedPublicKeyEncodingException'));
    await assert.rejects(upload('ssh-rsa ???'), invalid);
    await assert.rejects(upload(`ssh-ed25519 ${blob.toString('base64')}`), invalid);
    await assert.rejects(upload(`ssh-rsa ${blob.subarray(0, 100).toString('base64')}`), invalid);
    await assert.rejects(upload(`ssh-rsa ${Buffer.concat([blob, Buffer.alloc(1)]).toString('base64')}`), invalid);
    await assert.rejects(upload(sshLine(pair('rsa', { modulusLength: 1024 })).line), awsError('InvalidPublicKeyException', /2048/));
    const point = sshLine(pair('ec', { namedCurve: 'P-256' })).blob;
    point[point.length - 1] ^= 1;
    await assert.rejects(upload(`ecdsa-sha2-nistp256 ${point.toString('base64')}`), invalid);
    await assert.rejects(upload('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'), invalid);
    await assert.rejects(upload(generateKeyPairSync('x25519').publicKey.export({ format: 'pem', type: 'spki' })), invalid);
    await upload(`ssh-rsa ${blob.toString('base64')}`);
    await assert.rejects(upload(`ssh-rsa ${blob.toString('base64')} again`), awsError('DuplicateSSHPublicKeyException'));
  });

  it('are switched and deleted by their user\'s name only', async () => {
    const UserName = await user();
    const other = await user();
    const { SSHPublicKey: { SSHPublicKeyId } } = await iam.send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: sshLine(pair('ed25519')).line }));
    await iam.send(new UpdateSSHPublicKeyCommand({ UserName, SSHPublicKeyId, Status: 'Inactive' }));
    assert.equal((await iam.send(new ListSSHPublicKeysCommand({ UserName }))).SSHPublicKeys[0].Status, 'Inactive');
    const missing = awsError('NoSuchEntityException', `The Public Key with id ${SSHPublicKeyId} cannot be found.`);
    await assert.rejects(iam.send(new UpdateSSHPublicKeyCommand({ UserName: other, SSHPublicKeyId, Status: 'Active' })), missing);
    await assert.rejects(iam.send(new DeleteSSHPublicKeyCommand({ UserName: other, SSHPublicKeyId })), missing);
    await assert.rejects(iam.send(new UpdateSSHPublicKeyCommand({ UserName, SSHPublicKeyId, Status: 'Expired' })), awsError('InvalidInputException'));
    await iam.send(new DeleteSSHPublicKeyCommand({ UserName, SSHPublicKeyId }));
    await assert.rejects(iam.send(new GetSSHPublicKeyCommand({ UserName, SSHPublicKeyId, Encoding: 'SSH' })), missing);
    await iam.send(new DeleteUserCommand({ UserName }));
  });
});

describe('server certificates', () => {
  const upload = (ServerCertificateName, more = {}) =>
    iam.send(new UploadServerCertificateCommand({ ServerCertificateName, CertificateBody: LEAF, PrivateKey: LEAF_KEY, ...more }));

  it('are kept with their key, read and renamed', async () => {
    const { ServerCertificateMetadata: made, Tags } = await upload('site', { Path: '/web/', CertificateChain: CA, Tags: [{ Key: 'team', Value: 'web' }] });
    assert.match(made.ServerCertificateId, /^ASCA[A-Z2-7]{17}$/);
    assert.match(made.Arn, /^arn:aws:iam::\d{12}:server-certificate\/web\/site$/);
    assert.ok(made.Expiration.getFullYear() > 2100);
    assert.deepEqual(Tags, [{ Key: 'team', Value: 'web' }]);
    const { ServerCertificate: read } = await iam.send(new GetServerCertificateCommand({ ServerCertificateName: 'SITE' }));
    assert.deepEqual([read.CertificateBody, read.CertificateChain], [LEAF, CA]);
    assert.deepEqual(read.Tags, [{ Key: 'team', Value: 'web' }]);
    await assert.rejects(upload('Site'), awsError('EntityAlreadyExistsException', 'The Server Certificate with name Site already exists.'));
    await upload('other');
    await assert.rejects(iam.send(new UpdateServerCertificateCommand({ ServerCertificateName: 'site', NewServerCertificateName: 'other' })), awsError('EntityAlreadyExistsException'));
    await iam.send(new UpdateServerCertificateCommand({ ServerCertificateName: 'site', NewServerCertificateName: 'Site2', NewPath: '/new/' }));
    const { ServerCertificate: { ServerCertificateMetadata: moved } } = await iam.send(new GetServerCertificateCommand({ ServerCertificateName: 'site2' }));
    assert.deepEqual([moved.Path, moved.ServerCertificateName, moved.ServerCertificateId], ['/new/', 'Site2', made.ServerCertificateId]);
    await assert.rejects(iam.send(new GetServerCertificateCommand({ ServerCertificateName: 'site' })),
      awsError('NoSuchEntityException', 'The Server Certificate with name site cannot be found.'));
    const { ServerCertificateMetadataList } = await iam.send(new ListServerCertificatesCommand({ PathPrefix: '/new/' }));
    assert.deepEqual(ServerCertificateMetadataList.map((s) => s.ServerCertificateName), ['Site2']);
    await iam.send(new TagServerCertificateCommand({ ServerCertificateName: 'Site2', Tags: [{ Key: 'a', Value: '1' }] }));
    await iam.send(new UntagServerCertificateCommand({ ServerCertificateName: 'Site2', TagKeys: ['team'] }));
    assert.deepEqual((await iam.send(new ListServerCertificateTagsCommand({ ServerCertificateName: 'Site2' }))).Tags, [{ Key: 'a', Value: '1' }]);
    await iam.send(new DeleteServerCertificateCommand({ ServerCertificateName: 'Site2' }));
    await assert.rejects(iam.send(new DeleteServerCertificateCommand({ ServerCertificateName: 'Site2' })), awsError('NoSuchEntityException'));
  });

  it('are really looked at', async () => {
    const malformed = (text) => awsError('MalformedCertificateException', text);
    await assert.rejects(upload('x', { CertificateBody: 'hello' }), malformed(/PEM format/));
    await assert.rejects(upload('x', { CertificateBody: `${LEAF}\n${CA}` }), malformed(/PEM format/));
    await assert.rejects(upload('x', { CertificateBody: `junk\n${LEAF}` }), malformed(/PEM format/));
    await assert.rejects(upload('x', { CertificateBody: LEAF.replace(/[A-Za-z]{8}\n/, 'AAAAAAAA\n') }), malformed());
    await assert.rejects(upload('x', { PrivateKey: 'hello' }), malformed(/private key/));
    await assert.rejects(upload('x', { PrivateKey: LOCKED_KEY }), malformed(/encrypted/));
    await assert.rejects(upload('x', { PrivateKey: EXPIRED_KEY }), awsError('KeyPairMismatchException'));
    await assert.rejects(upload('x', { CertificateBody: EXPIRED, PrivateKey: EXPIRED_KEY }), malformed(/not valid now/));
    await assert.rejects(upload('x', { CertificateChain: 'hello' }), malformed(/invalid certificate is: 0/));
    await assert.rejects(upload('x', { CertificateChain: LEAF }), malformed(/invalid certificate is: 0/));
    await assert.rejects(upload('x', { CertificateChain: `${CA}\n${LEAF}` }), malformed(/invalid certificate is: 1/));
  });

  it('are at most twenty an account, in pages', async () => {
    const { items: before } = await listAll(iam, ListServerCertificatesCommand, {}, 'ServerCertificateMetadataList', 'Marker');
    for (let i = before.length; i < 20; i++) await upload(`many-${i}`);
    await assert.rejects(upload('one-too-many'), awsError('LimitExceededException', 'Cannot exceed quota for ServerCertificatesPerAccount: 20'));
    const { items, pages } = await listAll(iam, ListServerCertificatesCommand, { MaxItems: 8 }, 'ServerCertificateMetadataList', 'Marker');
    assert.deepEqual([items.length, pages], [20, 3]);
  });

  it('are renamed only by who may use both names', async () => {
    const UserName = await user();
    const account = (await iam.send(new GetServerCertificateCommand({ ServerCertificateName: 'other' }))).ServerCertificate.ServerCertificateMetadata.Arn.split(':')[4];
    const allow = (...names) => iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'iam:UpdateServerCertificate', Resource: names.map((n) => `arn:aws:iam::${account}:server-certificate/${n}`) } }) }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const own = gatehouse.client(IAMClient, { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey });
    const rename = () => own.send(new UpdateServerCertificateCommand({ ServerCertificateName: 'other', NewServerCertificateName: 'renamed' }));
    await allow('other');
    await assert.rejects(rename(), awsError('AccessDenied', /resource: server certificate renamed because/));
    await allow('renamed');
    await assert.rejects(rename(), awsError('AccessDenied', /resource: server certificate other because/));
    await allow('other', 'renamed');
    await rename();
  });
});

describe('signing certificates', () => {
  it('are uploaded, switched, listed and deleted', async () => {
    const UserName = await user();
    const { Certificate } = await iam.send(new UploadSigningCertificateCommand({ UserName, CertificateBody: LEAF }));
    assert.match(Certificate.CertificateId, /^[A-Z2-7]{32}$/);
    assert.deepEqual([Certificate.UserName, Certificate.Status, Certificate.CertificateBody], [UserName, 'Active', LEAF]);
    const other = await user();
    await assert.rejects(iam.send(new UploadSigningCertificateCommand({ UserName: other, CertificateBody: LEAF })), awsError('DuplicateCertificateException'));
    await assert.rejects(iam.send(new UploadSigningCertificateCommand({ UserName: other, CertificateBody: 'hello' })), awsError('MalformedCertificateException'));
    await assert.rejects(iam.send(new UploadSigningCertificateCommand({ UserName: other, CertificateBody: EXPIRED })), awsError('InvalidCertificateException'));
    await iam.send(new UpdateSigningCertificateCommand({ UserName, CertificateId: Certificate.CertificateId, Status: 'Inactive' }));
    await iam.send(new UploadSigningCertificateCommand({ UserName, CertificateBody: CA }));
    const { items, pages } = await listAll(iam, ListSigningCertificatesCommand, { UserName, MaxItems: 1 }, 'Certificates', 'Marker');
    assert.equal(pages, 2);
    assert.deepEqual(items.map((c) => c.Status).sort(), ['Active', 'Inactive']);
    await assert.rejects(iam.send(new UploadSigningCertificateCommand({ UserName, CertificateBody: LEAF })), awsError('LimitExceededException', 'Cannot exceed quota for SigningCertificatesPerUser: 2'));
    await assert.rejects(iam.send(new DeleteUserCommand({ UserName })), awsError('DeleteConflictException', 'Cannot delete entity, must delete signing certificates first.'));
    await assert.rejects(iam.send(new DeleteSigningCertificateCommand({ UserName: other, CertificateId: Certificate.CertificateId })), awsError('NoSuchEntityException'));
    for (const { CertificateId } of items) await iam.send(new DeleteSigningCertificateCommand({ UserName, CertificateId }));
    await iam.send(new DeleteUserCommand({ UserName }));
  });
});

describe('service-specific credentials', () => {
  it('are made for services that know them, two for each', async () => {
    const UserName = await user();
    const create = async (ServiceName, more) => (await iam.send(new CreateServiceSpecificCredentialCommand({ UserName, ServiceName, ...more }))).ServiceSpecificCredential;
    const first = await create('codecommit.amazonaws.com');
    assert.match(first.ServiceSpecificCredentialId, /^ACCA[A-Z2-7]{17}$/);
    assert.match(first.ServiceUserName, new RegExp(`^${UserName}-at-\\d{12}$`));
    assert.equal(Buffer.from(first.ServicePassword, 'base64').length, 32);
    assert.equal(first.Status, 'Active');
    const second = await create('codecommit.amazonaws.com');
    assert.match(second.ServiceUserName, new RegExp(`^${UserName}\\+1-at-`));
    await assert.rejects(create('codecommit.amazonaws.com'), awsError('LimitExceededException'));
    await assert.rejects(create('ec2.amazonaws.com'), awsError('ServiceNotSupportedException'));
    await assert.rejects(create('cassandra.amazonaws.com', { CredentialAgeDays: 5 }), awsError('ValidationError'));
    const key = await create('bedrock.amazonaws.com', { CredentialAgeDays: 5 });
    assert.match(key.ServiceCredentialSecret, /^ABSK/);
    assert.equal(Buffer.from(key.ServiceCredentialSecret.slice(4), 'base64').toString().split(':')[0], key.ServiceCredentialAlias);
    assert.ok(!key.ServicePassword && Math.abs(key.ExpirationDate - Date.now() - 5 * 86_400_000) < 60_000);
    const list = async (more) => (await iam.send(new ListServiceSpecificCredentialsCommand({ UserName, ...more }))).ServiceSpecificCredentials;
    assert.equal((await list()).length, 3);
    assert.deepEqual((await list({ ServiceName: 'bedrock.amazonaws.com' })).map((c) => c.ServiceCredentialAlias), [key.ServiceCredentialAlias]);
    await assert.rejects(list({ ServiceName: 'ec2.amazonaws.com' }), awsError('ServiceNotSupportedException'));
    await assert.rejects(list({ AllUsers: true }), awsError('ValidationError'));
    const id = { UserName, ServiceSpecificCredentialId: first.ServiceSpecificCredentialId };
    const { ServiceSpecificCredential: reset } = await iam.send(new ResetServiceSpecificCredentialCommand(id));
    assert.equal(reset.ServiceUserName, first.ServiceUserName);
    assert.notEqual(reset.ServicePassword, first.ServicePassword);
    await iam.send(new UpdateServiceSpecificCredentialCommand({ ...id, Status: 'Inactive' }));
    assert.equal((await list()).find((c) => c.ServiceSpecificCredentialId === id.ServiceSpecificCredentialId).Status, 'Inactive');
    const other = await user();
    await assert.rejects(iam.send(new ResetServiceSpecificCredentialCommand({ ...id, UserName: other })), awsError('NoSuchEntityException'));
    await iam.send(new DeleteServiceSpecificCredentialCommand(id));
    await assert.rejects(iam.send(new DeleteServiceSpecificCredentialCommand(id)), awsError('NoSuchEntityException'));
    assert.match((await create('codecommit.amazonaws.com')).ServiceUserName, new RegExp(`^${UserName}-at-`));
    const all = (more) => iam.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true, ...more }));
    await iam.send(new CreateServiceSpecificCredentialCommand({ UserName: other, ServiceName: 'logs.amazonaws.com' }));
    assert.equal((await all()).ServiceSpecificCredentials.length, 4);
    assert.deepEqual((await all({ ServiceName: 'logs.amazonaws.com' })).ServiceSpecificCredentials.map((c) => c.UserName), [other]);
    assert.equal((await all({ MaxItems: 3 })).IsTruncated, true);
  });

  it('of all users are listed only by who may see every user', async () => {
    const UserName = await user();
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'iam:ListServiceSpecificCredentials', Resource: `arn:aws:iam::*:user/${UserName}` } });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const own = gatehouse.client(IAMClient, { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey });
    assert.deepEqual((await own.send(new ListServiceSpecificCredentialsCommand({}))).ServiceSpecificCredentials, []);
    await assert.rejects(own.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true })), awsError('AccessDenied', /user\/\*/));
  });
});

describe('lists of what one user has', () => {
  it('go on page by page, with a marker that is good for that user and those words alone', async () => {
    const UserName = await user(), other = await user();
    for (const ServiceName of ['codecommit.amazonaws.com', 'cassandra.amazonaws.com', 'logs.amazonaws.com'])
      for (const name of [UserName, other]) await iam.send(new CreateServiceSpecificCredentialCommand({ UserName: name, ServiceName }));
    for (let i = 0; i < 2; i++) {
      await iam.send(new CreateAccessKeyCommand({ UserName }));
      await iam.send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: sshLine(generateKeyPairSync('ed25519').publicKey).line }));
    }
    for (const CertificateBody of [LEAF, CA]) await iam.send(new UploadSigningCertificateCommand({ UserName, CertificateBody }));
    const lists = { ListServiceSpecificCredentials: ['ServiceSpecificCredentials', 3], ListAccessKeys: ['AccessKeyMetadata', 2],
      ListSSHPublicKeys: ['SSHPublicKeys', 2], ListSigningCertificates: ['Certificates', 2] };
    const markers = {};
    for (const [name, [member, n]] of Object.entries(lists)) {
      const Command = iamSdk[`${name}Command`];
      const { items, pages } = await listAll(iam, Command, { UserName, MaxItems: 1 }, member, 'Marker');
      assert.deepEqual([items.length, pages, new Set(items.map((i) => i.UserName)).size], [n, n, 1], name);
      const whole = await iam.send(new Command({ UserName }));
      assert.deepEqual([whole[member], whole.IsTruncated, whole.Marker], [items, false, undefined], name);
      const first = await iam.send(new Command({ UserName, MaxItems: 1 }));
      assert.deepEqual([first.IsTruncated, typeof first.Marker], [true, 'string'], name);
      markers[name] = first.Marker;
      await assert.rejects(iam.send(new Command({ UserName: other, Marker: first.Marker })), awsError('ValidationError'), name);
    }
    await assert.rejects(iam.send(new ListSSHPublicKeysCommand({ UserName, Marker: markers.ListSigningCertificates })), awsError('ValidationError'));
    await assert.rejects(iam.send(new ListServiceSpecificCredentialsCommand({ UserName, ServiceName: 'logs.amazonaws.com', Marker: markers.ListServiceSpecificCredentials })),
      awsError('ValidationError'));
  });
});

describe('access keys', () => {
  it('remember when they were last used', async () => {
    const UserName = await user();
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const use = (AccessKeyId = key.AccessKeyId) => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
    const unused = await use();
    assert.deepEqual([unused.UserName, unused.AccessKeyLastUsed], [UserName, { ServiceName: 'N/A', Region: 'N/A' }]);
    const sts = gatehouse.client(STSClient, { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey }, { region: 'eu-central-1' });
    await sts.send(new GetCallerIdentityCommand({}));
    const used = await until('the use to be written', async () => {
      const answer = await use();
      return answer.AccessKeyLastUsed.LastUsedDate && answer;
    });
    assert.deepEqual([used.AccessKeyLastUsed.ServiceName, used.AccessKeyLastUsed.Region], ['sts', 'eu-central-1']);
    assert.ok(Math.abs(used.AccessKeyLastUsed.LastUsedDate - Date.now()) < 60_000);
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: key.AccessKeyId }));
    await assert.rejects(use(), awsError('NoSuchEntityException'));
  });
});
