import { stopTestDatabase } from './support/database.ts';

/** Mocha's root hooks: what a run started, the run stops. */
export const mochaHooks = {
  async afterAll(this: Mocha.Context): Promise<void> {
    // Hundreds of databases are many files to take away.
    this.timeout(120_000);
    await stopTestDatabase();
  },
};
