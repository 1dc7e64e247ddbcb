import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from './config.js';

const OIDC = {
  OIDC_ISSUER: 'https://id.example.org/realms/gov',
  OIDC_CLIENT_ID: 'xiaohao',
  OIDC_CLIENT_SECRET: 'very-secret',
  PUBLIC_URL: 'https://xiaohao.example.org/',
};

describe('settings of signing in', () => {
  it('offer one-time codes and no provider by default', () => {
    expect(loadConfig({}).signIn).toEqual({ secondFactor: 'optional' });
    expect(loadConfig({ SECOND_FACTOR: 'required' }).signIn).toEqual({ secondFactor: 'required' });
  });

  it('take a provider', () => {
    expect(loadConfig(OIDC).signIn?.oidc).toEqual({
      issuer: 'https://id.example.org/realms/gov',
      clientId: 'xiaohao',
      clientSecret: 'very-secret',
      label: '统一身份认证登录',
      usernameClaim: 'preferred_username',
      secondFactorValues: [],
      redirectUri: 'https://xiaohao.example.org/api/auth/oidc/callback',
    });
    const more = {
      OIDC_ISSUER: 'http://127.0.0.1:4000',
      OIDC_LABEL: '省统一认证',
      OIDC_USERNAME_CLAIM: 'sub',
      OIDC_MFA_VALUES: 'mfa, otp',
    };
    expect(loadConfig({ ...OIDC, ...more }).signIn?.oidc).toMatchObject({
      label: '省统一认证',
      usernameClaim: 'sub',
      secondFactorValues: ['mfa', 'otp'],
    });
  });

  it.each([
    [{ SECOND_FACTOR: 'yes' }, /SECOND_FACTOR must be off, optional or required/],
    [{ OIDC_CLIENT_ID: 'x' }, /OIDC_ISSUER is not/],
    [{ ...OIDC, OIDC_ISSUER: 'http://id.example.org' }, /OIDC_ISSUER must look like/],
    [{ ...OIDC, OIDC_ISSUER: 'http://127.0.0.1.evil.example' }, /OIDC_ISSUER must look like/],
    [{ ...OIDC, OIDC_ISSUER: 'https://a:b@id.example.org' }, /OIDC_ISSUER must look like/],
    [{ ...OIDC, OIDC_ISSUER: 'id.example.org' }, /OIDC_ISSUER must look like/],
    [{ ...OIDC, OIDC_CLIENT_SECRET: '' }, /needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET/],
    [{ ...OIDC, PUBLIC_URL: '' }, /needs PUBLIC_URL/],
    [{ ...OIDC, OIDC_LABEL: '长'.repeat(21) }, /OIDC_LABEL must not be longer/],
  ])('refuse %j and keep secrets', (env, message) => {
    const load = () => loadConfig(env);
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(message);
    expect(load).not.toThrow(/very-secret/);
  });
});
