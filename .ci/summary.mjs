// summary.mjs REPORT FAILED: prints what vitest's JSON report counts, with FAILED checks that failed before the tests.
import { readFileSync } from 'node:fs';

const [report, checks] = process.argv.slice(2);

/** A file that fails before its tests run counts as one failed test. */
function count(path) {
  try {
    const { testResults, numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(path, 'utf8'),
    );
    const broken = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
    );
    return { passed: numPassedTests, failed: numFailedTests + broken.length, skipped: numPendingTests + numTodoTests };
  } catch (error) {
    console.error(`the tests left no report: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const { passed, failed, skipped } = count(report);
const allFailed = failed + Number(checks);
console.log(`${passed} passed, ${allFailed} failed, ${skipped} skipped`);
process.exit(allFailed === 0 && passed > 0 ? 0 : 1);
