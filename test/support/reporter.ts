import Mocha from 'mocha';

/** Mocha's own report, and one plain line at its end that says how many passed. */
export default class PlainEnding extends Mocha.reporters.Spec {
  override epilogue(): void {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
}
