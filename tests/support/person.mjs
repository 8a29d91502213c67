// person.mjs: a person of the identity store at the portal: from the invitation to the credentials of a role.
import { SSOOIDCClient, RegisterClientCommand, StartDeviceAuthorizationCommand, CreateTokenCommand } from '@aws-sdk/client-sso-oidc';
import { SSOClient, GetRoleCredentialsCommand } from '@aws-sdk/client-sso';
import { Browser } from './browser.mjs';
import { PASSWORD } from './organization.mjs';

/** Takes the invitation that was mailed to the address and signs in on a device: an access token of the portal. */
export async function signInPerson(gatehouse, userName, email = `${userName}@example.com`) {
  await new Browser().setPassword(await gatehouse.mailedLink(email), PASSWORD);
  const oidc = gatehouse.client(SSOOIDCClient, null);
  const { clientId, clientSecret } = await oidc.send(new RegisterClientCommand({ clientName: 'tests', clientType: 'public', scopes: ['sso:account:access'] }));
  const device = await oidc.send(new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: `${gatehouse.url}/start` }));
  await new Browser().approveDevice(device.verificationUriComplete, userName, PASSWORD);
  const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
  return (await oidc.send(new CreateTokenCommand({ clientId, clientSecret, grantType, deviceCode: device.deviceCode }))).accessToken;
}

/** Credentials of a role that the person has. */
export async function roleCredentials(gatehouse, accessToken, accountId, roleName) {
  const { roleCredentials: c } = await gatehouse.client(SSOClient, null).send(new GetRoleCredentialsCommand({ accessToken, accountId, roleName }));
  return { accessKeyId: c.accessKeyId, secretAccessKey: c.secretAccessKey, sessionToken: c.sessionToken };
}
