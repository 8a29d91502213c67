// iam_user.mjs: IAM users who sign in with a password, as tests of their pages need them.
import { IAMClient, CreateAccountAliasCommand, CreateUserCommand, CreateLoginProfileCommand, CreateVirtualMFADeviceCommand, EnableMFADeviceCommand,
  PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { PASSWORD } from './organization.mjs';
import { totp, totpStep } from './totp.mjs';

/** Makes users in the account of the first credentials. */
export async function iamUsers(gatehouse, alias) {
  const iam = gatehouse.client(IAMClient);
  const { Account } = await gatehouse.client(STSClient).send(new GetCallerIdentityCommand({}));
  if (alias) await iam.send(new CreateAccountAliasCommand({ AccountAlias: alias }));

  /** A user with PASSWORD, who may change it where `change` says so. */
  async function add(UserName, { reset = false, change = false } = {}) {
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new CreateLoginProfileCommand({ UserName, Password: PASSWORD, PasswordResetRequired: reset }));
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'iam:ChangePassword', Resource: '*' } });
    if (change) await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'change-password', PolicyDocument }));
  }

  /** A virtual device of a user: answers what shows its codes, of this step or another. */
  async function addDevice(UserName, name) {
    const { VirtualMFADevice: made } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name }));
    const seed = Buffer.from(made.Base32StringSeed).toString(), step = totpStep();
    await iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber: made.SerialNumber, AuthenticationCode1: totp(seed, step - 2), AuthenticationCode2: totp(seed, step - 1) }));
    return (later = 0) => totp(seed, totpStep() + later);
  }

  return { iam, account: Account, add, addDevice };
}
