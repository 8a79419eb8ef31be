import { spawnSync } from 'node:child_process';
import { nodeHost } from '../server/src/cli/host-node';
import { COMMAND_LIMITS, createRuntime, evaluateText } from '../server/src/nix/evaluator';
import { printValue } from '../server/src/nix/print';
import { testParser } from '../test/support/parser';
import { tool } from '../test/support/tools';

// Processor time of the evaluator and of Nix on heavy pure code, side by side: npm run bench

const PROGRAMS: Readonly<Record<string, string>> = {
  'fib 25': 'let fib = n: if n < 2 then n else fib (n - 1) + fib (n - 2); in fib 25',
  'sort 100,000 with a function':
    'builtins.length (builtins.sort (a: b: a < b) (builtins.genList (x: (x * 7919) - (x * 7919) / 100003 * 100003) 100000))',
  'sort 100,000 with lessThan':
    'builtins.length (builtins.sort builtins.lessThan (builtins.genList (x: (x * 7919) - (x * 7919) / 100003 * 100003) 100000))',
  "foldl' over a million": "builtins.foldl' (a: b: a + b) 0 (builtins.genList (x: x) 1000000)",
  'merge of 5,000 attributes, one by one':
    'builtins.length (builtins.attrNames (builtins.foldl\' (a: n: a // { "k${toString n}" = n; }) { } (builtins.genList (x: x) 5000)))',
  'merge of two sets of 5,000, 100 times':
    'let s = p: builtins.listToAttrs (builtins.genList (n: { name = p + toString n; value = n; }) 5000); a = s "a"; b = s "b"; in builtins.foldl\' (sum: i: sum + builtins.length (builtins.attrNames (a // b))) 0 (builtins.genList (x: x) 100)',
  'mapAttrs and filter over 20,000':
    'let s = builtins.listToAttrs (builtins.genList (n: { name = "k${toString n}"; value = n; }) 20000); in builtins.length (builtins.filter (x: x > 100) (builtins.attrValues (builtins.mapAttrs (n: v: v * 2) s)))',
  'strings: 100,000 pieces joined and replaced':
    'builtins.stringLength (builtins.replaceStrings [ "1" "23" ] [ "one" "" ] (builtins.concatStringsSep "," (builtins.genList toString 100000)))',
  'recursion 9,000 deep': 'let f = n: if n == 0 then 0 else 1 + f (n - 1); in f 9000',
};

/** The best of several: the machine may be busy. */
const ROUNDS = 7;
const { files } = nodeHost({ trusted: false });

function best(milliseconds: () => number): number {
  return Math.min(...Array.from({ length: ROUNDS }, milliseconds));
}

/** Processor time that a function takes, in milliseconds. */
function cpuTime(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Processor time that a program takes, as bash tells it of its children. */
function childTime(argv: readonly string[]): number {
  const { stdout } = spawnSync('bash', ['-c', '"$@" >/dev/null; times', 'bash', ...argv], {
    encoding: 'utf8',
    env: { ...process.env, NIX_REMOTE: 'dummy://' },
  });
  const children = stdout.trim().split('\n').at(-1) ?? '';
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, m, sec]) => sum + Number(m) * 60e3 + Number(sec) * 1e3,
    0,
  );
}

async function main(): Promise<void> {
  const { parse } = await testParser();
  const nix = tool('nix-instantiate-2.34');
  const ask = (program: string) => () =>
    childTime([...nix.argv, '--readonly-mode', '--eval', '--strict', '-E', program]);
  const startup = best(ask('1'));
  console.log(`${'program'.padEnd(46)}${'evaluator'.padStart(10)}${'Nix'.padStart(10)}${'times'.padStart(8)}`);
  for (const [name, program] of Object.entries(PROGRAMS)) {
    const own = best(() =>
      cpuTime(() => {
        const rt = createRuntime({ files, parse, limits: COMMAND_LIMITS });
        printValue(evaluateText(rt, program, { uri: 'text:bench', folder: '/' }));
      }),
    );
    const real = Math.max(best(ask(program)) - startup, 1);
    const columns = [`${own.toFixed(0)} ms`, `${real.toFixed(0)} ms`.padStart(10), (own / real).toFixed(1).padStart(8)];
    console.log(name.padEnd(46) + (columns[0] ?? '').padStart(10) + columns.slice(1).join(''));
  }
}

main();
