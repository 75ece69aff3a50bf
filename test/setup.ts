import { stopTestDatabase } from './support/database.ts';

/** Mocha's root hooks: what a run started, the run stops. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    await stopTestDatabase();
  },
};
