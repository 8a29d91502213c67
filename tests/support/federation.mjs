// federation.mjs: identity providers for tests: an OpenID Connect provider that serves its documents over TLS and signs
// tokens with the jose library, and a SAML provider that signs responses with xml-crypto (node-saml's own library). The
// certificates were made with openssl, are valid for a hundred years, and open nothing but tests.
import https from 'node:https';
import { createHash, X509Certificate } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { SignedXml } from 'xml-crypto';

export const TLS = { cert: `-----BEGIN CERTIFICATE-----
MIIBrTCCAVOgAwIBAgIUKE6MxObkhUTkj8yeeMFI7zIpIZAwCgYIKoZIzj0EAwIw
HTEbMBkGA1UEAwwSVGVzdCBPSURDIHByb3ZpZGVyMCAXDTI2MTEyNDExMDU1NFoY
DzIxMjYxMDMxMTEwNTU0WjAdMRswGQYDVQQDDBJUZXN0IE9JREMgcHJvdmlkZXIw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARN4cDwO1zrcJIJZtHsx6oFTuqj8/5h
b68wjRNqwblS3uMrTOqDNNAAldg19qIfEOFJBZjwj/EqKf+OKOvIRKrBo28wbTAd
BgNVHQ4EFgQUtRdrzsItjQ0NJtTgWyuF+AahZNQwHwYDVR0jBBgwFoAUtRdrzsIt
jQ0NJtTgWyuF+AahZNQwDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAAB
gglsb2NhbGhvc3QwCgYIKoZIzj0EAwIDSAAwRQIgffbZFXG8w7/AnqBuWHoXYZEL
Em3aKiDNszCZjMr7gxwCIQCutd8RaX/S1W39JL3LCsgW+iAkj9TARcuKyK/f2ppP
Hg==
-----END CERTIFICATE-----`, key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQglE5TZS4Bh5M/u85F
YnZzraFrsyxCKwSIYhwaObMQ9dahRANCAARN4cDwO1zrcJIJZtHsx6oFTuqj8/5h
b68wjRNqwblS3uMrTOqDNNAAldg19qIfEOFJBZjwj/EqKf+OKOvIRKrB
-----END PRIVATE KEY-----` };
export const EVIL_TLS = { cert: `-----BEGIN CERTIFICATE-----
MIIBnzCCAUWgAwIBAgIUa+E4cla1WXFIeG/kfRRVHljjSQAwCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLRXZpbCBzZXJ2ZXIwIBcNMjYxMTI0MTEwNTU0WhgPMjEyNjEw
MzExMTA1NTRaMBYxFDASBgNVBAMMC0V2aWwgc2VydmVyMFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAE8rbJbKJrj6A/k+RIQ/J+KMTcnyQoanPDrJJCm9+/ZTkmdjnu
huUxmUom/VMkS90Ejt9SYUvEKgALFSQArZ71HKNvMG0wHQYDVR0OBBYEFDKyLP2Y
8l9nddJsTDsPrQacnCfxMB8GA1UdIwQYMBaAFDKyLP2Y8l9nddJsTDsPrQacnCfx
MA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYcEfwAAAYIJbG9jYWxob3N0MAoG
CCqGSM49BAMCA0gAMEUCIQDlU6ra9NkjUYuorsB7B5XCB62HFKwC2HUijWwm38h7
WAIgBHiZNJdIzAa3Bl2tVS50/iFggdJ8yApPn1JZvROXnPM=
-----END CERTIFICATE-----`, key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgJwaw9SNF7hUGYg4p
KbLwEQSmaZt3FS2vFm+bZ+klG62hRANCAATytslsomuPoD+T5EhD8n4oxNyfJChq
c8OskkKb379lOSZ2Oe6G5TGZSib9UyRL3QSO31JhS8QqAAsVJACtnvUc
-----END PRIVATE KEY-----` };
export const SAML_KEYS = { cert: `-----BEGIN CERTIFICATE-----
MIIDHTCCAgWgAwIBAgIUAJGV1sIxVxg77T6oXPu16ZXbyhkwDQYJKoZIhvcNAQEL
BQAwHTEbMBkGA1UEAwwSVGVzdCBTQU1MIHByb3ZpZGVyMCAXDTI2MTEyNDExMDU1
NFoYDzIxMjYxMDMxMTEwNTU0WjAdMRswGQYDVQQDDBJUZXN0IFNBTUwgcHJvdmlk
ZXIwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQCflSNRBXSBO6r+VWBp
W47Tk/H134UuCPmNFuglgCMUTINoUSVbu4C6xWeRp1diormtc5gOlx++NAAIgLir
1xpM44q4JOsBesyFayCvuu3L08X82jJy5WNYQeMZOADWfyWf6TmHVvvtMGhQer5c
oHwBv/75NY6mNzBDJE40jYBqoCUR5ueFtKWoFqhxy59vFMuorncEp2aVochMpFeM
WSXsGdnjlPgoq2O8aiNxtJ0yI5V1jRIE7wUGa+WQ8n4xFPOpsnRXOb7CZsWvMX8E
uFoAeWIXj29/vrw1mz1jr9b3xzPzwzf+mMTQfYsaVNp0ASPPBMqRpnECxqbUT3FH
yAoHAgMBAAGjUzBRMB0GA1UdDgQWBBTHz95txApjei/w9ApUW34RlXB4bTAfBgNV
HSMEGDAWgBTHz95txApjei/w9ApUW34RlXB4bTAPBgNVHRMBAf8EBTADAQH/MA0G
CSqGSIb3DQEBCwUAA4IBAQCGfP/odb1ZHEZCYN/XDuQn5QRGgyJZnmU55fs2SOGw
LJQ32mzR0ZHI0EVgI+dbOoh2rSTp+6O16bUE4N31Pnih0/NxvCpIsAkutk77jtQ5
JmCGjqE2M7eA9LxpApCyPIHLCh+TRzI0aXT9Cyoy/6HYIKdTvBHO1jKbGICpGcbU
7DJmUTXS9cDrtSPqMevuZInvP/xw1xB1lnhuqOJa2A3EuvHTH+1/mIi2xyDBHpKC
GueSkAPrXQ1OC29nMj/GdcuaeLjsuqruM3WxGd8tDu6hS6CV9nFBq0ke606mHlXf
KIrNwI/xsYYFKEYjNzMlmcvvYshv82pQm/j8xr5jumEt
-----END CERTIFICATE-----`, key: `-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCflSNRBXSBO6r+
VWBpW47Tk/H134UuCPmNFuglgCMUTINoUSVbu4C6xWeRp1diormtc5gOlx++NAAI
gLir1xpM44q4JOsBesyFayCvuu3L08X82jJy5WNYQeMZOADWfyWf6TmHVvvtMGhQ
er5coHwBv/75NY6mNzBDJE40jYBqoCUR5ueFtKWoFqhxy59vFMuorncEp2aVochM
pFeMWSXsGdnjlPgoq2O8aiNxtJ0yI5V1jRIE7wUGa+WQ8n4xFPOpsnRXOb7CZsWv
MX8EuFoAeWIXj29/vrw1mz1jr9b3xzPzwzf+mMTQfYsaVNp0ASPPBMqRpnECxqbU
T3FHyAoHAgMBAAECggEANDB5CVFIZc9Wv7C6RBqOXkF/GxMLoh+LRYodR85dKpFP
VHldR1/N3MccdPUOThK7uK8aJoNj/TdSX3WBb6l8T3MG9ewU8znu0x9S5EW06TkM
AgJ2Bz9fuwhpNeEr3PpeGqsShmF7KHnxU4ig4vgVNhlNUMEkMtXPsdWYwfUY70WF
m/kJH1uVcUBUYkSJUb/aRPJjYWmtOPUE8u0eHZrcpC6BEgTdCi5btczYEE+GOtKl
5+W8CHMbBk6UPaGJmy2ucgglibSR8iz7pNajFzXfv4ZfXUjNiatJelSEeDDtn3hD
jwBXPxYn7lHssRTCk5tRo/Sq8NE1JyRwrlPTzl+FCQKBgQDfaB9jGiVBSJ2BcB2j
v58FwxuAI99P/IiL05HMqaHYzAlcKtnMxdTGPH4T1vV8cXcl5aW1tb69A1X7M1iK
WmNTw0QHtt7MCj20DoOrEvin739Wi9IOHKwssBaXhqBoclTIul5lSBH1M6W78R1y
SLNACRcXvISkwjzGoApRTmmqqwKBgQC23Ul4EK4jirO4GPjFTM+Uy+wKUEq8/z4S
wKQqamcCaez0P+R4yLGW6qMMNeH8kctHaUGyBMlaO+WeWamVqXtLgX7spWT5NUbZ
D+NZx+ig+zmT3ny3dpRYM1qkflBsHaEbvoyI216haCWdFDOBV9htc13U+afWBK3a
lMwFZVceFQKBgQDFBamwl41FfsnRLlQlZkfTKBcnsfsuKlMtpV9OtEcU0BRtISlF
ay7TyOOTkZ6bqeFfHaE/mFHnlXqNd+Hc2gwBAhMMDp18KofyNF6wT6HVUOTnKZYN
dgHtwzmZVlQ+6J2XDK1U+vNDYNIH5oOGl1Dl515jQ5FjUB2TOe7/d3y+0wKBgECH
sIB9KmaCcM9biJZfd7VjjOVK1kUBsY7+ijApojY42RSMY3y4HetK28TYUupFLL4D
h9phVAjSsEIEFBMrXsYTaY3rA8npohnBQJKTOCVu4i+rSMmZP9osLSV1Kb4taogW
4xL8jtVYokVfNpnDPS3Kk2cvvqmIty02axTQYUDNAoGAcdZ2cBMrYmIShweg+hs6
gqKUU41DRIW7InpgIrhcn8U+JTZnY3e7wS56k5mbbzJnEnLalhjcgwZ2U5Zri1O2
/zYTVmOMZHiMylnHeaDaftqVH3lGVMUwTGb4hwIflcWZun4CAgzFDzpT1hy+ap9L
/H+dFT9QSJZVmHg3WyK8trk=
-----END PRIVATE KEY-----` };
export const OTHER_SAML_KEYS = { cert: `-----BEGIN CERTIFICATE-----
MIIDHzCCAgegAwIBAgIUFltMv4hbJWQP8qMCKhO2yWRBkjkwDQYJKoZIhvcNAQEL
BQAwHjEcMBoGA1UEAwwTT3RoZXIgU0FNTCBwcm92aWRlcjAgFw0yNjExMjQxMTA1
NTRaGA8yMTI2MTAzMTExMDU1NFowHjEcMBoGA1UEAwwTT3RoZXIgU0FNTCBwcm92
aWRlcjCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBALwI88+MTD59Aqeg
6u07PAX92B2oi1m6qkRwTRzQOmzYpCvIT4Au1aezw6NfCOSoog1goUIjR9GegvUy
FxxPUfevCiZ/ywjFiUIR5rKgcGZlmBFKKxyGljNX95Z/SZm9TBVDD5CvCC+5M2FH
sg6yLrVcUe7Q3LkiHTi3BJNJayoV0iPTSe8TT9N0GGYKoqIfJ6cZRlv8tL+tpmID
qRdsP978v+6Td0S3buxJzaFywXYCQ7T5rHfckVC1UNdIENL53pjj06nmYCETunCH
mvotLxIqq0lQBOKnvKKICvUB3rTdC4yzF12kZ+SseyWEzJAEner9S+o88jZZXMP8
4v76vh8CAwEAAaNTMFEwHQYDVR0OBBYEFExk1K5qvvqmLQSqydCxdoZLuXOAMB8G
A1UdIwQYMBaAFExk1K5qvvqmLQSqydCxdoZLuXOAMA8GA1UdEwEB/wQFMAMBAf8w
DQYJKoZIhvcNAQELBQADggEBAG44bHccNWI3J8gitY4/tgZzj9EijUKVVaDSE9T1
wyhSHGlwfmRTKUQcykj7T6XT7tO0MhoH0RWST7ka4RKvcughuDHhaBUYIwSG92K7
OFbqKM+AbV4v7D0NCwFxJrm9qvIf6y9sqgDMBYVBWR15bGpQ0BJ+Ctuoxf2z6glW
4Ty5Zr1dZwx8I743eKW8tWgcxHQ1nsy2Bo8YRcUFgJBzSWOzKJK2khv/CaDqrCbJ
4TXMTbV5vydehLYl2Azp7w44Xe9l5QN/eBbZaGLCLJJKLpbcxHwTBV7rQ8+NGOqo
HETSigPTJ+ufoB1Djq9gbG1pHK+koXqvixjUooqWF8Bwz0c=
-----END CERTIFICATE-----`, key: `-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC8CPPPjEw+fQKn
oOrtOzwF/dgdqItZuqpEcE0c0Dps2KQryE+ALtWns8OjXwjkqKINYKFCI0fRnoL1
MhccT1H3rwomf8sIxYlCEeayoHBmZZgRSischpYzV/eWf0mZvUwVQw+QrwgvuTNh
R7IOsi61XFHu0Ny5Ih04twSTSWsqFdIj00nvE0/TdBhmCqKiHyenGUZb/LS/raZi
A6kXbD/e/L/uk3dEt27sSc2hcsF2AkO0+ax33JFQtVDXSBDS+d6Y49Op5mAhE7pw
h5r6LS8SKqtJUATip7yiiAr1Ad603QuMsxddpGfkrHslhMyQBJ3q/UvqPPI2WVzD
/OL++r4fAgMBAAECggEAQS/ZVlqNFBzCjtp6l0Oxy2H1SlLj/Hd6D7/e+940Ywe3
4nXPGeEisMDhUgHgU2UiyQB25zbT7xfEzrxOxsG46OUF39Lt0Fyq+Py7vbFhRh5y
WYwc5gbCi4ozizkVivbVKYnWG5KSg/jwlwkD8ZRUHQukW+aMnqH0/3RzYZxSSoQs
P/VycHv1mW788+j6l4GctiqM4nyPXZwzIQzXdBDVg9SMqa9e7/eEB8N/ydh4VvWl
oOb6rAiLZU/BUrtfghdkPAGaYORjJmrOmElMXL2yJItfxv54jBLf6g2FugBWuZ1G
zBHYvWFqGkuo+Xbf/e7NV64noEi5lSDxz8J+d1bQAQKBgQD+3oiT0l8aUH3CnpuW
tpnxFccF2uNZdw6r8BOj57Ht7spB8Rso/yFFmd3ZQtJGakL+mSbLBrZYe3mKvIkn
gDwQExypoWoIK2A0SAoPobWeIhPB/+SmLGqr8+nX/O9XdExpvgi00t/NrpIBrk8G
2xK/y4oV+w6ZoEaoLMMUj5HwIQKBgQC83oMczkyopps4im6FyPL1CarqixahqMLY
lUXrNzTNvT6QwmHaidcytGj8JtOn8US3g4YhaHWkfDqeDc19LsmiULWa3ILJxqu3
KPE7l9AY2FH+trCaclLsqQ7grQHBAq7qLNsBvVAOXHBAcFxtImOtu/w7imZNbtVU
2mwf/fPmPwKBgQCiFUdqKqlMhM/ViySLbkjsJttQ/+kBplNwSNdUry5akDeURA7v
vYCdUMLjPjmXilBctW0URIqGLtAWyNu4gTaxSlY6EmrqExu1Y/LyCfcEP8us3l28
yBZ2kEGwmCxlw5Is1SuYQ1sM5O35n66mP3/m9Tw1yll4nZMRtJXDZ6J5wQKBgC0P
mZCB1+BU/6uZu4zHyM+VouWakae4L+SkmK3p2ftML2UyO058nI9IY9PlH5JuCcsO
4i2OUqMP0JxtBp3bT9geEXYFLl8du1JTvlpNeiSzV7zBsZjntcko/Je2LzjxfvH4
Cbh8hmEmxNFa/XI8RjPpKeC6wHWw/8zi3/EyEcLZAoGAaNfDvff+AmD6z3wHMxNe
g0lI6utqurT5bVEEAeB6vu/8LCA4ir/hZpcFywOpVpAbza0F16xR+7wBYzGy+stQ
WFl6AnvQABUowcIpx1N908dgrJYkmNhP1jW1Z05DsR+EufBt1kh+AcQ8xPa1IoJY
kV4QM95Gdd9786NzAeNc/JQ=
-----END PRIVATE KEY-----` };

/** SHA-1 of a certificate, as IAM's thumbprints are. */
export const thumbprint = (pem) => createHash('sha1').update(new X509Certificate(pem).raw).digest('hex');

/** An OpenID Connect provider on 127.0.0.1. `tls` may be changed for new connections; `down` makes it answer 500. */
export class OidcProvider {
  async start(tls = TLS) {
    this.fetches = 0;
    this.keys = [];
    this.documents = {};
    this.server = https.createServer(tls, (request, response) => {
      this.fetches++;
      const body = this.documents[request.url] ?? {
        '/.well-known/openid-configuration': () => ({ issuer: this.url, jwks_uri: `${this.url}/keys` }),
        '/keys': () => ({ keys: this.keys.map((k) => k.jwk) }),
      }[request.url]?.();
      response.writeHead(this.down ? 500 : body ? 200 : 404, { 'content-type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
    });
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `https://127.0.0.1:${this.server.address().port}`;
    this.name = this.url.slice('https://'.length);
    await this.addKey('RS256', 'k1');
    return this;
  }

  async addKey(alg, kid, more = {}) {
    const { publicKey, privateKey } = await generateKeyPair(alg);
    const key = { alg, kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig', ...more } };
    this.keys.push(key);
    return key;
  }

  /** A token of this provider; claims with undefined are left out. */
  async token(claims = {}, { key = this.keys[0], header = {} } = {}) {
    const now = Math.floor(Date.now() / 1000);
    const all = { iss: this.url, sub: 'user-1', aud: 'my-client', iat: now, exp: now + 300, ...claims };
    return new SignJWT(JSON.parse(JSON.stringify(all))).setProtectedHeader({ alg: key.alg, kid: key.kid, ...header }).sign(key.privateKey);
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

const bare = (pem) => pem.replace(/-----[^-]+-----|\s/g, '');
export const IDP = 'https://idp.example.com/metadata';
export const RECIPIENT = 'https://signin.aws.amazon.com/saml';

export const samlMetadata = ({ entityId = IDP, cert = SAML_KEYS.cert, more = '' } = {}) => `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}"${more}>
  <md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
      <ds:X509Certificate>${bare(cert)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;

const ATTRIBUTE = 'https://aws.amazon.com/SAML/Attributes/';
const escape = (s) => String(s).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
const attributes = (map) => Object.entries(map).filter(([, values]) => values !== undefined).map(([name, values]) =>
  `<saml:Attribute Name="${escape(name.includes(':') && !name.startsWith('PrincipalTag:') ? name : ATTRIBUTE + name)}">` +
  [values].flat().map((v) => `<saml:AttributeValue>${escape(v)}</saml:AttributeValue>`).join('') + '</saml:Attribute>').join('');
let ids = 0;

/** The text of a response. `with` names attributes below https://aws.amazon.com/SAML/Attributes/, or in full. */
export function samlResponse({ id = `_a${process.pid}-${++ids}`, issuer = IDP, subject = 'ada', format = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  recipient = RECIPIENT, audience = RECIPIENT, at = Date.now(), lifeS = 300, sessionUntil, with: map = {}, status = 'Success' } = {}) {
  const time = (s) => new Date(at + s * 1000).toISOString().replace(/\.\d+/, '');
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r${id}" Version="2.0" IssueInstant="${time(0)}" Destination="${recipient}">` +
    `<saml:Issuer>${issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status}"/></samlp:Status>` +
    `<saml:Assertion ID="${id}" Version="2.0" IssueInstant="${time(0)}"><saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID Format="${format}">${escape(subject)}</saml:NameID>` +
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${time(lifeS)}" Recipient="${recipient}"/></saml:SubjectConfirmation></saml:Subject>` +
    `<saml:Conditions NotBefore="${time(-60)}" NotOnOrAfter="${time(lifeS)}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
    `<saml:AuthnStatement AuthnInstant="${time(0)}"${sessionUntil ? ` SessionNotOnOrAfter="${time(sessionUntil)}"` : ''}><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>` +
    `<saml:AttributeStatement>${attributes(map)}</saml:AttributeStatement></saml:Assertion></samlp:Response>`;
}

/** Signs the assertion (or `element`) of a response, and puts the signature where SAML wants it. */
export function signSaml(xml, { element = 'Assertion', keys = SAML_KEYS, hash = 'sha256' } = {}) {
  const sig = new SignedXml({
    privateKey: keys.key, publicCert: keys.cert, signatureAlgorithm: `http://www.w3.org/2001/04/xmldsig-more#rsa-${hash}`,
    canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#', idAttribute: 'ID',
  });
  const xpath = `//*[local-name(.)='${element}']`;
  sig.addReference({
    xpath, digestAlgorithm: `http://www.w3.org/2001/04/xmlenc#${hash}`,
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
  });
  sig.computeSignature(xml, { location: { reference: `${xpath}/*[local-name(.)='Issuer']`, action: 'after' } });
  return sig.getSignedXml();
}

export const base64 = (text) => Buffer.from(text).toString('base64');
