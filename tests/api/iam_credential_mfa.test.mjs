// Virtual MFA devices of IAM users: seeds, codes (RFC 6238), assignment, tags.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import * as iamSdk from '@aws-sdk/client-iam';
import { awsError, listAll, startGatehouse } from '../support/gatehouse.mjs';

const { IAMClient, CreateUserCommand, CreateVirtualMFADeviceCommand, DeactivateMFADeviceCommand, DeleteUserCommand,
  DeleteVirtualMFADeviceCommand, EnableMFADeviceCommand, GetMFADeviceCommand, ListMFADevicesCommand, ListMFADeviceTagsCommand,
  ListVirtualMFADevicesCommand, ResyncMFADeviceCommand, TagMFADeviceCommand, UntagMFADeviceCommand } = iamSdk;

const decode32 = (text) => {
  const bits = [...text].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
};
// CRC-32 as PNG has it (ISO 3309); Node 18's zlib does not offer its own.
const crc32 = (bytes) => {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
};
const stepNow = () => Math.floor(Date.now() / 30_000);
const codeOf = (seed, step) => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', decode32(seed)).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1e6).padStart(6, '0');
};

let gatehouse, iam;
before(async () => {
  gatehouse = await startGatehouse();
  iam = gatehouse.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: 'mia' }));
  await iam.send(new CreateUserCommand({ UserName: 'max' }));
});
after(() => gatehouse?.stop());

async function device(name, more = {}) {
  const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name, ...more }));
  return { serial: VirtualMFADevice.SerialNumber, seed: Buffer.from(VirtualMFADevice.Base32StringSeed).toString(), png: Buffer.from(VirtualMFADevice.QRCodePNG) };
}
const enable = (user, { serial, seed }, first = stepNow() - 1) => iam.send(new EnableMFADeviceCommand({
  UserName: user, SerialNumber: serial, AuthenticationCode1: codeOf(seed, first), AuthenticationCode2: codeOf(seed, first + 1) }));

describe('virtual MFA devices', () => {
  it('are made with a seed and its QR code', async () => {
    const made = await device('phone', { Path: '/team/' });
    assert.match(made.serial, /^arn:aws:iam::\d{12}:mfa\/team\/phone$/);
    assert.match(made.seed, /^[A-Z2-7]{64}$/);
    assert.deepEqual(made.png.subarray(0, 8), Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
    const width = made.png.readUInt32BE(16);
    assert.equal(width, made.png.readUInt32BE(20));
    const at = made.png.indexOf('IDAT');
    const size = made.png.readUInt32BE(at - 4);
    const lines = inflateSync(made.png.subarray(at + 4, at + 4 + size));
    assert.equal(lines.length, width * (1 + Math.ceil(width / 8)));
    assert.equal(crc32(made.png.subarray(at, at + 4 + size)), made.png.readUInt32BE(at + 4 + size));
    await assert.rejects(device('phone', { Path: '/team/' }),
      awsError('EntityAlreadyExistsException', 'MFADevice entity at the same path and name already exists.'));
    await device('phone');
  });

  it('are assigned by two codes that follow each other', async () => {
    const made = await device('assigned');
    const now = stepNow();
    const send = (first, second, UserName = 'mia') => iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber: made.serial, AuthenticationCode1: first, AuthenticationCode2: second }));
    const wrong = awsError('InvalidAuthenticationCodeException', 'Authentication code for device is not valid.');
    await assert.rejects(send(codeOf(made.seed, now), codeOf(made.seed, now)), wrong);
    await assert.rejects(send(codeOf(made.seed, now), codeOf(made.seed, now - 1)), wrong);
    await assert.rejects(send(codeOf(made.seed, now - 5000), codeOf(made.seed, now - 4999)), wrong);
    await assert.rejects(send('12345', '123456'), awsError('ValidationError'));
    await assert.rejects(send(codeOf(made.seed, now - 1), codeOf(made.seed, now), 'nobody'), awsError('NoSuchEntityException', /user with name nobody/));
    await send(codeOf(made.seed, now - 1), codeOf(made.seed, now));
    const { MFADevices } = await iam.send(new ListMFADevicesCommand({ UserName: 'mia' }));
    assert.deepEqual(MFADevices.map((d) => [d.UserName, d.SerialNumber]), [['mia', made.serial]]);
    assert.ok(Math.abs(MFADevices[0].EnableDate - Date.now()) < 60_000);
    await assert.rejects(send(codeOf(made.seed, now + 1), codeOf(made.seed, now + 2)), awsError('EntityAlreadyExistsException', 'MFA Device is already in use.'));
    const read = await iam.send(new GetMFADeviceCommand({ UserName: 'mia', SerialNumber: made.serial }));
    assert.deepEqual([read.UserName, read.SerialNumber], ['mia', made.serial]);
    await assert.rejects(iam.send(new GetMFADeviceCommand({ UserName: 'max', SerialNumber: made.serial })), awsError('NoSuchEntityException'));
    await assert.rejects(iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: made.serial })),
      awsError('DeleteConflictException', 'MFA VirtualDevice in use. Must deactivate first.'));
    await assert.rejects(iam.send(new DeleteUserCommand({ UserName: 'mia' })), awsError('DeleteConflictException'));
    await assert.rejects(iam.send(new DeactivateMFADeviceCommand({ UserName: 'max', SerialNumber: made.serial })), awsError('NoSuchEntityException', 'MFA Device invalid for user.'));
    await iam.send(new DeactivateMFADeviceCommand({ UserName: 'mia', SerialNumber: made.serial }));
    assert.deepEqual((await iam.send(new ListMFADevicesCommand({ UserName: 'mia' }))).MFADevices, []);
    await iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: made.serial }));
    await assert.rejects(iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: made.serial })),
      awsError('NoSuchEntityException', `VirtualMFADevice with serial number ${made.serial} doesn't exist.`));
  });

  it('use a code once, and take a clock that is off into account', async () => {
    const made = await device('drifting');
    const ahead = stepNow() + 50;
    await enable('mia', made, ahead);
    const resync = (first, user = 'mia') => iam.send(new ResyncMFADeviceCommand({ UserName: user, SerialNumber: made.serial,
      AuthenticationCode1: codeOf(made.seed, first), AuthenticationCode2: codeOf(made.seed, first + 1) }));
    await assert.rejects(resync(ahead), awsError('InvalidAuthenticationCodeException'));
    await assert.rejects(resync(ahead + 1), awsError('InvalidAuthenticationCodeException'));
    await resync(ahead + 2);
    await assert.rejects(resync(ahead + 10, 'max'), awsError('NoSuchEntityException'));
    await iam.send(new DeactivateMFADeviceCommand({ UserName: 'mia', SerialNumber: made.serial }));
  });

  it('wait after wrong codes in a row', async () => {
    const made = await device('guessed');
    for (let i = 0; i < 5; i++) await assert.rejects(enable('mia', { ...made, seed: 'A'.repeat(64) }), awsError('InvalidAuthenticationCodeException'));
    await assert.rejects(enable('mia', made), awsError('InvalidAuthenticationCodeException'));
  });

  it('are at most eight a user', async () => {
    for (let i = 0; i < 8; i++) await enable('max', await device(`many-${i}`));
    await assert.rejects(enable('max', await device('one-too-many')), awsError('LimitExceededException', 'Cannot exceed quota for MFADevicesPerUser: 8'));
  });

  it('are listed by whether they are assigned', async () => {
    const any = await listAll(iam, ListVirtualMFADevicesCommand, { MaxItems: 3 }, 'VirtualMFADevices', 'Marker');
    const assigned = await listAll(iam, ListVirtualMFADevicesCommand, { AssignmentStatus: 'Assigned', MaxItems: 5 }, 'VirtualMFADevices', 'Marker');
    const free = await listAll(iam, ListVirtualMFADevicesCommand, { AssignmentStatus: 'Unassigned' }, 'VirtualMFADevices', 'Marker');
    assert.equal(assigned.items.length, 8);
    assert.equal(assigned.pages, 2);
    assert.equal(any.items.length, assigned.items.length + free.items.length);
    assert.ok(assigned.items.every((d) => d.User.UserName === 'max' && d.User.UserId.startsWith('AIDA') && d.EnableDate));
    assert.ok(free.items.every((d) => !d.User && !d.EnableDate && !d.Base32StringSeed));
    const { items, pages } = await listAll(iam, ListMFADevicesCommand, { UserName: 'max', MaxItems: 3 }, 'MFADevices', 'Marker');
    assert.deepEqual([items.length, pages], [8, 3]);
  });

  it('carry tags', async () => {
    const { serial } = await device('tagged', { Tags: [{ Key: 'team', Value: 'red' }] });
    const tags = async (more) => (await iam.send(new ListMFADeviceTagsCommand({ SerialNumber: serial, ...more }))).Tags;
    assert.deepEqual(await tags(), [{ Key: 'team', Value: 'red' }]);
    await iam.send(new TagMFADeviceCommand({ SerialNumber: serial, Tags: [{ Key: 'Team', Value: 'blue' }, { Key: 'cost', Value: '' }] }));
    assert.deepEqual(await tags(), [{ Key: 'cost', Value: '' }, { Key: 'team', Value: 'blue' }]);
    assert.equal((await listAll(iam, ListMFADeviceTagsCommand, { SerialNumber: serial, MaxItems: 1 }, 'Tags', 'Marker')).pages, 2);
    await iam.send(new UntagMFADeviceCommand({ SerialNumber: serial, TagKeys: ['TEAM', 'none'] }));
    assert.deepEqual(await tags(), [{ Key: 'cost', Value: '' }]);
    await assert.rejects(iam.send(new TagMFADeviceCommand({ SerialNumber: serial, Tags: [{ Key: 'a', Value: '1' }, { Key: 'A', Value: '2' }] })), awsError('InvalidInputException', /Duplicate tag keys/));
    await assert.rejects(iam.send(new TagMFADeviceCommand({ SerialNumber: serial, Tags: [{ Key: 'aws:x', Value: '1' }] })), awsError('InvalidInputException'));
    await assert.rejects(iam.send(new TagMFADeviceCommand({ SerialNumber: serial, Tags: Array.from({ length: 50 }, (_, i) => ({ Key: `k${i}`, Value: '' })) })), awsError('LimitExceededException'));
    assert.deepEqual(await tags(), [{ Key: 'cost', Value: '' }]);
    await assert.rejects(iam.send(new TagMFADeviceCommand({ SerialNumber: `${serial}x`, Tags: [{ Key: 'a', Value: '1' }] })), awsError('NoSuchEntityException'));
    await iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: serial }));
    await device('tagged');
    assert.deepEqual(await tags(), []);
  });
});
