// A real identity provider for the tests, oidc-provider, which spoils a token where the login asks for it: the login
// `gu+aud` is vouched for as `gu`, with a token for another audience.
//
// node provider.mjs NODE_MODULES SITE; prints its address.
import { createServer } from 'node:http';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

// nobody reads what comes after the address, and a pipe without a reader would end us
console.info = console.warn = console.error;
const [modules, site] = process.argv.slice(2);
const { Provider } = await import(`${modules}/oidc-provider/lib/index.js`);
const [own, foreign] = [0, 1].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
const secret = 'only-the-two-of-us-know';

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signed = (head, claims, key) => {
  const text = `${encode(head)}.${encode(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
};

const faults = {
  aud: (head, claims) => signed(head, { ...claims, aud: 'somebody-else' }, own),
  exp: (head, claims) => signed(head, { ...claims, exp: claims.iat - 60 }, own),
  iss: (head, claims) => signed(head, { ...claims, iss: 'https://elsewhere.example' }, own),
  nonce: (head, claims) => signed(head, { ...claims, nonce: 'of-another-journey' }, own),
  hash: (head, claims) => signed(head, { ...claims, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }, own),
  key: (head, claims) => signed(head, claims, foreign),
  none: (head, claims) => `${encode({ alg: 'none' })}.${encode(claims)}.`,
  shared: (head, claims) => {
    const text = `${encode({ alg: 'HS256' })}.${encode(claims)}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  },
};

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'gongkai',
      client_secret: secret,
      redirect_uris: [`${site}/signin/oidc/back`],
      post_logout_redirect_uris: [`${site}/`],
    }],
    cookies: { keys: ['of the tests'] },
    jwks: { keys: [{ ...own.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' }] },
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id.endsWith('+nameless') ? undefined : id.split('+')[0] }),
    }),
    loadExistingGrant: async (ctx) => {
      const { client, session } = ctx.oidc;
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path !== '/token' || !ctx.body?.id_token) return;
    const [head, claims] = ctx.body.id_token.split('.', 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')));
    const spoil = faults[claims.sub.split('+')[1]];
    if (spoil) ctx.body.id_token = spoil(head, claims);
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
