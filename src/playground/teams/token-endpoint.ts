import { timingSafeEqual } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { teamsAppId, teamsTenant } from '../org.ts';
import type { Tokens } from './tokens.ts';

export interface TokenAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

/** `POST {login}/{tenant}/oauth2/v2.0/token` with client credentials; refusals in Entra's own codes. */
export function answerTokenRequest(
  request: { tenant: string; form: URLSearchParams },
  password: string,
  tokens: Tokens,
): TokenAnswer {
  const { tenant, form } = request;
  if (tenant !== teamsTenant.id) return refuse(400, 'invalid_request', `AADSTS90002: Tenant '${tenant}' not found.`);
  if (form.get('grant_type') !== 'client_credentials') {
    return refuse(400, 'unsupported_grant_type', 'AADSTS70003: The app requested an unsupported grant type.');
  }
  if (form.get('client_id') !== teamsAppId) {
    return refuse(400, 'unauthorized_client', 'AADSTS700016: Application was not found in the directory.');
  }
  if (!same(form.get('client_secret') ?? '', password)) {
    return refuse(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.');
  }
  if (form.get('scope') !== 'https://api.botframework.com/.default') {
    return refuse(400, 'invalid_scope', 'AADSTS70011: The provided value for the input parameter scope is not valid.');
  }
  const { token, expiresInSeconds } = tokens.forConnector();
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: expiresInSeconds,
      ext_expires_in: expiresInSeconds,
      access_token: token,
    },
  };
}

function refuse(status: number, error: string, description: string): TokenAnswer {
  return { status, body: { error, error_description: description } };
}

function same(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
