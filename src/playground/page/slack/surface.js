import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/**
 * Where elements stand: a message, a view or the home page. It knows what is typed into each (`valueOf`, `set`), sends
 * what is pressed (`press`), asks before (`ask`), and has the complaints by block.
 */
export const Surface = createContext({
  valueOf: () => undefined,
  set: () => {},
  press: async () => {},
  ask: async () => true,
  complaints: {},
  busy: false,
  name: '',
});

export function useSurface() {
  return useContext(Surface);
}
