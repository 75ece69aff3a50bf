// @ts-check
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
/** @import { Playground } from './types.d.ts' */

export const PlaygroundContext = createContext(/** @type {Playground | undefined} */ (undefined));

/** @returns {Playground} */
export function usePlayground() {
  const playground = useContext(PlaygroundContext);
  if (!playground) throw new Error('Only inside the playground');
  return playground;
}
