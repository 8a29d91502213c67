// Passwords of IAM users and the account's rules for them.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as iamSdk from '@aws-sdk/client-iam';
import { awsError, startGatehouse } from '../support/gatehouse.mjs';

const { IAMClient, CreateUserCommand, CreateAccessKeyCommand, CreateLoginProfileCommand, GetLoginProfileCommand, UpdateLoginProfileCommand,
  DeleteLoginProfileCommand, ChangePasswordCommand, GetAccountPasswordPolicyCommand, UpdateAccountPasswordPolicyCommand,
  DeleteAccountPasswordPolicyCommand, DeleteUserCommand, PutUserPolicyCommand } = iamSdk;
const GOOD = 'Correct-Horse-1';
const violation = (text) => awsError('PasswordPolicyViolationException', text);

let gatehouse, iam, users = 0;
before(async () => {
  gatehouse = await startGatehouse();
  iam = gatehouse.client(IAMClient);
});
after(() => gatehouse?.stop());

async function user(Password, more = {}) {
  const UserName = `user-${users++}`;
  await iam.send(new CreateUserCommand({ UserName }));
  if (Password) await iam.send(new CreateLoginProfileCommand({ UserName, Password, ...more }));
  return UserName;
}
async function clientOf(UserName, actions) {
  if (actions) {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: actions, Resource: '*' } });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument }));
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return gatehouse.client(IAMClient, { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey });
}

describe('login profiles', () => {
  it('are made, read, changed and deleted', async () => {
    const UserName = await user();
    await assert.rejects(iam.send(new GetLoginProfileCommand({ UserName })),
      awsError('NoSuchEntityException', `Login Profile for User ${UserName} cannot be found.`));
    await assert.rejects(iam.send(new UpdateLoginProfileCommand({ UserName, Password: GOOD })), awsError('NoSuchEntityException'));
    await assert.rejects(iam.send(new DeleteLoginProfileCommand({ UserName })), awsError('NoSuchEntityException'));
    const { LoginProfile } = await iam.send(new CreateLoginProfileCommand({ UserName, Password: GOOD, PasswordResetRequired: true }));
    assert.equal(LoginProfile.UserName, UserName);
    assert.equal(LoginProfile.PasswordResetRequired, true);
    assert.ok(Math.abs(LoginProfile.CreateDate - Date.now()) < 60_000);
    await assert.rejects(iam.send(new CreateLoginProfileCommand({ UserName, Password: GOOD })),
      awsError('EntityAlreadyExistsException', `Login Profile for user ${UserName} already exists.`));
    await assert.rejects(iam.send(new DeleteUserCommand({ UserName })),
      awsError('DeleteConflictException', 'Cannot delete entity, must delete login profile first.'));
    await iam.send(new UpdateLoginProfileCommand({ UserName, Password: `${GOOD}!` }));
    assert.equal((await iam.send(new GetLoginProfileCommand({ UserName }))).LoginProfile.PasswordResetRequired, true);
    await iam.send(new UpdateLoginProfileCommand({ UserName, PasswordResetRequired: false }));
    assert.equal((await iam.send(new GetLoginProfileCommand({ UserName }))).LoginProfile.PasswordResetRequired, false);
    await iam.send(new DeleteLoginProfileCommand({ UserName }));
    await iam.send(new DeleteUserCommand({ UserName }));
    await assert.rejects(iam.send(new CreateLoginProfileCommand({ UserName, Password: GOOD })), awsError('NoSuchEntityException'));
    await assert.rejects(iam.send(new CreateLoginProfileCommand({ UserName: await user() })), awsError('ValidationError'));
  });

  it('are changed by their users, who know the old password', async () => {
    const UserName = await user(GOOD, { PasswordResetRequired: true });
    const own = await clientOf(UserName, 'iam:ChangePassword');
    await assert.rejects(own.send(new ChangePasswordCommand({ OldPassword: 'Wrong-Horse-1', NewPassword: 'New-Horse-12' })), awsError('AccessDenied'));
    await assert.rejects(own.send(new ChangePasswordCommand({ OldPassword: GOOD, NewPassword: 'short' })), violation(/minimum length of 8/));
    await own.send(new ChangePasswordCommand({ OldPassword: GOOD, NewPassword: 'New-Horse-12' }));
    assert.equal((await iam.send(new GetLoginProfileCommand({ UserName }))).LoginProfile.PasswordResetRequired, false);
    await assert.rejects(own.send(new ChangePasswordCommand({ OldPassword: GOOD, NewPassword: 'New-Horse-13' })), awsError('AccessDenied'));
    await own.send(new ChangePasswordCommand({ OldPassword: 'New-Horse-12', NewPassword: GOOD }));
  });
});

describe('the password policy', () => {
  it('is absent until set, and AWS\'s default holds', async () => {
    const none = awsError('NoSuchEntityException', /^The Password Policy with domain name \d{12} cannot be found\.$/);
    await assert.rejects(iam.send(new GetAccountPasswordPolicyCommand({})), none);
    await assert.rejects(iam.send(new DeleteAccountPasswordPolicyCommand({})), none);
    await assert.rejects(user('Short-1'), violation(/minimum length of 8/));
    await assert.rejects(user('alllowercase'), violation(/three of the following/));
    await user('Mixed0nly');
  });

  it('is set as a whole, and asks what it says', async () => {
    await iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 10, RequireSymbols: true, RequireNumbers: true,
      RequireUppercaseCharacters: true, RequireLowercaseCharacters: true, MaxPasswordAge: 90, PasswordReusePrevention: 2, HardExpiry: true }));
    const { PasswordPolicy } = await iam.send(new GetAccountPasswordPolicyCommand({}));
    assert.deepEqual(PasswordPolicy, { MinimumPasswordLength: 10, RequireSymbols: true, RequireNumbers: true, RequireUppercaseCharacters: true,
      RequireLowercaseCharacters: true, AllowUsersToChangePassword: false, ExpirePasswords: true, MaxPasswordAge: 90, PasswordReusePrevention: 2, HardExpiry: true });
    await assert.rejects(user('Aa1!Aa1!A'), violation(/minimum length of 10/));
    await assert.rejects(user('Aa11Aa11Aa'), violation(/at least one symbol/));
    await assert.rejects(user('Aaa!Aaa!Aa'), violation(/at least one number/));
    await assert.rejects(user('1aa!1aa!1a'), violation(/at least one uppercase letter/));
    await assert.rejects(user('1AA!1AA!1A'), violation(/at least one lowercase letter/));
    const UserName = await user('Aa1!Aa1!A0');
    const set = (Password) => iam.send(new UpdateLoginProfileCommand({ UserName, Password }));
    await assert.rejects(set('Aa1!Aa1!A0'), violation(/used before/));
    await set('Aa1!Aa1!A1');
    await assert.rejects(set('Aa1!Aa1!A0'), violation(/used before/));
    await set('Aa1!Aa1!A2');
    await set('Aa1!Aa1!A0');
    await iam.send(new UpdateAccountPasswordPolicyCommand({}));
    const { PasswordPolicy: reset } = await iam.send(new GetAccountPasswordPolicyCommand({}));
    assert.deepEqual(reset, { MinimumPasswordLength: 6, RequireSymbols: false, RequireNumbers: false, RequireUppercaseCharacters: false,
      RequireLowercaseCharacters: false, AllowUsersToChangePassword: false, ExpirePasswords: false });
    await user('aaaaaa');
    await assert.rejects(user('aaaaa'), violation(/minimum length of 6/));
    await assert.rejects(iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 5 })), awsError('ValidationError'));
    await assert.rejects(iam.send(new UpdateAccountPasswordPolicyCommand({ PasswordReusePrevention: 25 })), awsError('ValidationError'));
    await iam.send(new DeleteAccountPasswordPolicyCommand({}));
    await assert.rejects(iam.send(new GetAccountPasswordPolicyCommand({})), awsError('NoSuchEntityException'));
  });

  it('lets users change their passwords where it says so', async () => {
    const UserName = await user(GOOD);
    const own = await clientOf(UserName);
    await assert.rejects(own.send(new ChangePasswordCommand({ OldPassword: GOOD, NewPassword: 'New-Horse-12' })), awsError('AccessDenied', /iam:ChangePassword/));
    await iam.send(new UpdateAccountPasswordPolicyCommand({ AllowUsersToChangePassword: true }));
    await own.send(new ChangePasswordCommand({ OldPassword: GOOD, NewPassword: 'New-Horse-12' }));
    assert.equal((await own.send(new GetAccountPasswordPolicyCommand({}))).PasswordPolicy.AllowUsersToChangePassword, true);
    await assert.rejects(own.send(new UpdateAccountPasswordPolicyCommand({})), awsError('AccessDenied'));
    await iam.send(new DeleteAccountPasswordPolicyCommand({}));
    await assert.rejects(own.send(new GetAccountPasswordPolicyCommand({})), awsError('AccessDenied'));
  });
});
