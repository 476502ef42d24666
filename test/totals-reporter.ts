/** The part of Jest's results that is counted here. */
interface Results {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  numPendingTests: number;
  numTodoTests: number;
}

/**
 * Ends a run with its totals alone on the last line, after everything that Jest itself prints. A test
 * file that could not run counts as failed.
 */
export default class TotalsReporter {
  onRunComplete(_contexts: unknown, results: Results): void {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const totals = [`${results.numPassedTests} passed`, `${failed} failed`];
    if (skipped > 0) totals.push(`${skipped} skipped`);
    process.on('exit', () => process.stdout.write(`${totals.join(', ')}\n`));
  }
}
