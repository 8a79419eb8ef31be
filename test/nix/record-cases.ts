import { writeFileSync } from 'node:fs';
import { askNix } from '../support/nix-oracle';
import { answerLine, caseTables, expectedFile, FILES } from './cases';

// Writes down what Nix says to each table: node scripts/run-ts.mjs test/nix/record-cases.ts
for (const table of caseTables()) {
  const answers = askNix(
    table.cases.map(({ expression }) => expression),
    FILES,
  );
  writeFileSync(expectedFile(table), `${answers.map(answerLine).join('\n')}\n`);
  console.log(`${table.name}: ${answers.length} expressions`);
}
