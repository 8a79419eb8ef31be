import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { NixParser } from '../../server/src/syntax/parser';
import { checkout, nixFiles } from '../support/checkout';
import { analysisOfFile } from '../support/corpus';
import { testParser } from '../support/parser';

/**
 * Evaluates home-manager's modules as an editor does: `node scripts/run-ts.mjs test/corpus/home-manager.ts CHECKOUT`, where CHECKOUT is a work
 * tree of home-manager or the git directory of one. Prints each module that defines user units and for which an error is reported that
 * real Nix does not have, or a function of lib is not known; fails when that are more than one in twenty.
 */
const ENOUGH = 0.95;

const BUDGET_MS = 20_000;

interface Result {
  readonly units: number;
  readonly faults: readonly string[];
}

/** What keeps a module from being evaluated as real Nix does; and how many units it gives. */
function evaluate(parser: NixParser, file: string): Result {
  try {
    const { units, problems, unknowns } = analysisOfFile(parser, file, BUDGET_MS);
    const missing = [...unknowns, ...units.flatMap((unit) => unit.unknowns)];
    return {
      units: units.length,
      faults: [
        ...problems.map(({ code, message }) => `${code}: ${message}`),
        ...new Set(missing.filter((why) => why.startsWith('lib.') || why.startsWith('evaluation stopped'))),
      ],
    };
  } catch (error) {
    return { units: 0, faults: [`internal error: ${error instanceof Error ? error.stack : String(error)}`] };
  }
}

async function main(path: string | undefined): Promise<number> {
  if (path === undefined) {
    console.error('give the path of a checkout of home-manager');
    return 2;
  }
  const parser = await testParser();
  const { folder, done } = checkout(path, 'modules/systemd.nix');
  const modules = nixFiles(join(folder, 'modules')).filter((file) =>
    /\bsystemd\.user\b/.test(readFileSync(file, 'utf8')),
  );
  let good = 0;
  let units = 0;
  for (const file of modules) {
    const result = evaluate(parser, file);
    units += result.units;
    if (result.faults.length === 0) good++;
    for (const fault of result.faults) console.log(`${relative(folder, file)}: ${fault}`);
  }
  done();
  const share = good / modules.length;
  console.log(`${modules.length} modules, ${units} units, ${good} evaluate (${(share * 100).toFixed(1)} %)`);
  return share >= ENOUGH ? 0 : 1;
}

main(process.argv[2]).then((code) => {
  process.exitCode = code;
});
