import { randomUUID } from 'node:crypto';

declare const brand: unique symbol;

/** A string that only its own maker can make: `Id<'person'>` is no `Id<'conversation'>`. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

/** A fresh random id for something of ours, e.g. `newId<'delivery'>()`. */
export function newId<Kind extends string>(): Id<Kind> {
  return randomUUID() as Id<Kind>;
}

/** For ids that come back from where we put them (a column, a button); never for input that was not ours. */
export function asId<Kind extends string>(value: string): Id<Kind> {
  return value as Id<Kind>;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An id of ours that has been out of our hands (a button, a form): `undefined` where it can be none. */
export function parseId<Kind extends string>(value: string | undefined): Id<Kind> | undefined {
  return value !== undefined && uuid.test(value) ? (value as Id<Kind>) : undefined;
}
