import { distance } from 'fastest-levenshtein';
import { type Environment, readEnvironment } from '../settings/environment.ts';
import { settings } from '../settings/settings.ts';
import type { Check } from './doctor-check.ts';

const names = Object.keys(settings.shape).flatMap((name) => [name, `${name}_FILE`]);
/** Short names are near to those of other programs. */
const shortest = 8;
const mostSlips = 2;

/** Names that are nearly one of ours: nobody reads them, and nobody would say so. */
export function checkNames(environment: Environment, envFile: string | false = '.env'): Check[] {
  const given = Object.keys(readEnvironment(environment, envFile)).filter((name) => !names.includes(name));
  return given.flatMap((name) => {
    const meant = name.length < shortest ? undefined : names.find((each) => isNear(name, each));
    if (meant === undefined) return [];
    return [{ check: 'settings', ok: false, detail: `${name} is no setting`, todo: `Rename it to ${meant}.` }];
  });
}

function isNear(name: string, other: string): boolean {
  const plain = name.toUpperCase().replaceAll('-', '_');
  return distance(plain, other) <= mostSlips;
}
