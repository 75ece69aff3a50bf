import type { Ledger } from './ledger.ts';

/** One call to a service, and what it says to it. */

export type Json = Record<string, unknown>;

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly at: number;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The message that was taken, if one was. */
  readonly took?: string;
}

/** A platform as the bench plays it: limits on arrival, then the work. */
export interface Service {
  /** A name for the counts; undefined for what is no call of the platform's (tokens). */
  nameOf(call: Call): string | undefined;
  answer(call: Call): Answer;
  /** "Too many requests", as this platform says it; `waitMs` until it would be let in. */
  refusal(waitMs: number): Answer;
}

export type ServiceMaker = (ledger: Ledger) => Service;

export function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}
