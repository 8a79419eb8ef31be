import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateAnew, evaluator, prospects } from '../support/incremental';
import { memoryFiles } from '../support/memory-files';

const MODULES = 5;
const UNITS = 4;

/** A piece of a module: what it is, and the modules, units and numbers that it is about. */
interface Piece {
  readonly kind: number;
  readonly j: number;
  readonly k: number;
  readonly n: number;
}

/** Everything by which modules hang on each other, on files, on what is not known, and on what goes wrong. */
const KINDS: readonly ((piece: Piece) => string)[] = [
  ({ j, n }) => `{ services.m${j}.port = ${n}; }`,
  ({ j, n }) => `{ services.m${j}.port = lib.mkForce ${n}; }`,
  ({ j, n }) => `{ services.m${j}.port = lib.mkDefault (${n} + config.services.m${(j + 1) % MODULES}.port); }`,
  ({ j }) => `{ services.m${j}.enable = true; }`,
  ({ j, k }) => `{ services.m${j}.enable = lib.mkDefault config.services.m${k}.enable; }`,
  ({ j, k }) => `{ services.m${j}.sites.s${k}.root = "/srv/${k}"; }`,
  ({ j, k, n }) => `{ services.m${j}.sites.s${k}.port = config.services.m${k}.port + ${n}; }`,
  ({ j, n }) => `{ services.m${j}.items = lib.mkBefore [ "i${n}" ]; }`,
  ({ j }) => `{ services.m${j} = { freely.chosen = "x"; }; }`,
  ({ j, k }) =>
    `{ systemd.services.u${k}.serviceConfig.ExecStart = "/bin/x \${toString config.services.m${j}.port}"; }`,
  ({ j, k }) => `{ systemd.services.u${k}.environment.A = config.services.m${j}.name or "none"; }`,
  ({ j, k }) =>
    `(lib.mkIf config.services.m${j}.enable { systemd.services.u${k}.wantedBy = [ "multi-user.target" ]; })`,
  ({ j, k }) => `(lib.mkIf (!config.services.m${j}.enable) { systemd.services.u${k}.description = "off ${j}"; })`,
  ({ j, k }) => `(lib.mkIf config.far.away${j} { systemd.services.u${k}.serviceConfig.Nice = ${j}; })`,
  ({ j, k }) => `{ systemd.services.u${k}.serviceConfig.Nice = if config.far.away${j} == null then 1 else 2; }`,
  ({ j, k }) => `{ systemd.services.u${k} = lib.mkIf (!config.far.away${j}) { preStart = "echo ${j}"; }; }`,
  ({ k }) => `{ systemd.services.u${k}.startAt = "daily"; }`,
  ({ k, n }) => `{ systemd.timers.u${k}.timerConfig.OnCalendar = "*:${n % 60}"; }`,
  ({ k }) => `{ systemd.services.u${k}.script = builtins.readFile ./data.txt; }`,
  ({ j }) =>
    `{ systemd.services = lib.mapAttrs' (name: site: lib.nameValuePair "site-\${name}" { script = "serve \${site.root} \${toString site.port}"; }) config.services.m${j}.sites; }`,
  ({ j, k }) => `{ systemd.services.u${k}.path = map (item: "/opt/\${item}") config.services.m${j}.items; }`,
  ({ n }) => `{ _module.args.extra = ${n}; }`,
  ({ k }) => `{ systemd.services.u${k}.environment.EXTRA = toString extra; }`,
  ({ j }) => `{ assertions = [ { assertion = config.services.m${j}.port > 500; message = "m${j} is low"; } ]; }`,
  ({ j, n }) =>
    `{ warnings = lib.optional (config.services.m${j}.port == ${n}) "it is ${n}"; system.stateVersion = "25.05"; }`,
  ({ k, n }) => `{ systemd.services.u${k}.description = throw "no ${n}"; }`,
  ({ k, n }) => `{ systemd.services.u${k}.wantedBy = ${n}; }`,
  ({ k, n }) => `{ systemd.services.u${k}.serviceConfig.Restart = "${n % 2 === 0 ? 'always' : 'on-failure'}"; }`,
  ({ j }) => `{ services.m${j}.port = config.services.m${j}.port; }`,
  ({ j }) => `{ services.m${j}.nothing = 1; systemd.service.u = { }; }`,
  ({ k }) => `{ systemd.services.u${k}.environment.POS = toString (builtins.unsafeGetAttrPos "a" { a = 1; }).line; }`,
  ({ j }) => `{ home-manager.users.alice.systemd.user.services.h${j}.Service.ExecStart = "/bin/h"; }`,
  ({ j, k }) =>
    `{ specialisation.s.configuration.systemd.services.u${k}.environment.S = toString config.services.m${j}.port; }`,
  ({ k }) =>
    `{ systemd.services.u${k}.serviceConfig.ExecStart = "\${pkgs.writeShellScript "run" "echo \${builtins.readFile ./data.txt}"}"; }`,
  ({ k }) => `{ systemd.services.u${k}.enable = undefined; }`,
];

const IMPORTS: readonly ((j: number) => string)[] = [
  () => '',
  (j) => `./m${j}.nix`,
  (j) => (j % 2 === 0 ? '(import ./plain.nix)' : './plain.nix'),
  (j) => `{ services.m${j}.items = [ "inline" ]; }`,
  (j) => `../gone/m${j}.nix`,
  () => '(if extra == 1 then { systemd.services.u0.description = "extra"; } else { })',
];

interface Module {
  readonly pieces: readonly Piece[];
  readonly imported: readonly (readonly [number, number])[];
  readonly disabled: number | undefined;
  readonly port: number;
  readonly declares: boolean;
  readonly before: string;
}

function declarations(i: number, { port }: Module): string {
  return `options.services.m${i} = {
    enable = lib.mkEnableOption "m${i}";
    port = lib.mkOption { type = lib.types.port; default = ${port}; };
    name = lib.mkOption { type = lib.types.str; default = "m${i}"; };
    items = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
    sites = lib.mkOption {
      default = { };
      type = lib.types.attrsOf (lib.types.submodule ({ name, ... }: {
        options.root = lib.mkOption { type = lib.types.path; default = "/srv/\${name}"; };
        options.port = lib.mkOption { type = lib.types.int; default = config.services.m${i}.port; };
      }));
    };
  };`;
}

function textOf(i: number, module: Module): string {
  const { pieces, imported, disabled, declares, before } = module;
  return `${before}{ config, lib, pkgs, extra ? 0, ... }: {
  imports = [ ${imported.map(([kind, j]) => IMPORTS[kind]?.(j)).join(' ')} ];
  ${disabled === undefined ? '' : `disabledModules = [ ./m${disabled}.nix ];`}
  ${declares ? declarations(i, module) : ''}
  config = lib.mkMerge [
    ${pieces.map((piece) => KINDS[piece.kind]?.(piece)).join('\n    ')}
  ];
}`;
}

const index = fc.nat({ max: MODULES - 1 });
const piece = fc.record({
  kind: fc.nat({ max: KINDS.length - 1 }),
  j: index,
  k: fc.nat({ max: UNITS - 1 }),
  n: fc.nat({ max: 1000 }),
});
const moduleText = fc.record({
  pieces: fc.array(piece, { minLength: 2, maxLength: 6 }),
  imported: fc.array(fc.tuple(fc.nat({ max: IMPORTS.length - 1 }), index), { maxLength: 1 }),
  disabled: fc.option(index, { nil: undefined, freq: 12 }),
  port: fc.nat({ max: 1000 }),
  declares: fc.nat({ max: 9 }).map((n) => n > 0),
  before: fc.constantFrom('', '# a comment\n', '\n\n'),
});

/** What happens to a text: another module, a slip of the keyboard, or nothing but the data that modules read. */
const edit = fc.oneof(
  fc.record({ what: fc.constant('module' as const), at: index, module: moduleText }),
  fc.record({
    what: fc.constant('slip' as const),
    at: index,
    where: fc.nat(),
    length: fc.nat({ max: 4 }),
    text: fc.constantFrom('', ' ', '}', 'x', '"', '1'),
  }),
  fc.record({ what: fc.constant('data' as const), text: fc.constantFrom('one', 'two') }),
  fc.record({ what: fc.constant('back' as const) }),
);

/** Some of what was assumed, the other way round: one condition, or all of them. */
function otherwise(assumed: ReadonlyMap<string, boolean>, which: number): ReadonlyMap<string, boolean> {
  const flipped = [...assumed].map(([why, value]) => [why, !value] as const);
  const one = flipped[which % (flipped.length + 1)];
  return new Map(one === undefined ? flipped : [one]);
}

const HOST = '/host/configuration.nix';

test('an evaluation that reuses the last one is as one that knows nothing', { timeout: 1_200_000 }, () => {
  fc.assert(
    fc.property(
      fc.array(moduleText, { minLength: MODULES, maxLength: MODULES }),
      fc.array(edit, { minLength: 3, maxLength: 6 }),
      fc.boolean(),
      fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 3 }),
      (modules, edits, isLeaf, flips) => {
        const paths = modules.map((_, i) => `/host/m${i}.nix`);
        const first: Record<string, string> = Object.fromEntries([
          ...modules.map((module, i) => [`/host/m${i}.nix`, textOf(i, module)] as const),
          ['/host/data.txt', 'data'],
          ['/host/plain.nix', '{ lib, ... }: { systemd.services.plain.script = "x"; }'],
          [HOST, `{ ... }: { imports = [ ${paths.map((path) => `.${path.slice('/host'.length)}`).join(' ')} ]; }`],
        ]);
        const files = { ...first };
        const entry = isLeaf ? '/host/m0.nix' : HOST;
        const evaluate = evaluator(memoryFiles(files), entry, true);
        const prospect = prospects(memoryFiles(files), entry, true);
        const asAnew = (): void => {
          const { analysis } = evaluate();
          expect(analysis).toEqual(evaluateAnew(memoryFiles(files), entry).analysis);
          for (const which of flips) {
            const given = otherwise(analysis.assumptions, which);
            expect(evaluate(given).analysis).toEqual(evaluateAnew(memoryFiles(files), entry, given).analysis);
          }
          expect(prospect().possible).toEqual(prospects(memoryFiles(files), entry, false)().possible);
        };
        asAnew();
        for (const each of edits) {
          if (each.what === 'data') files['/host/data.txt'] = each.text;
          else if (each.what === 'back') Object.assign(files, first);
          else if (each.what === 'module') files[`/host/m${each.at}.nix`] = textOf(each.at, each.module);
          else {
            const path = `/host/m${each.at}.nix`;
            const text = files[path] ?? '';
            const start = each.where % (text.length + 1);
            files[path] = text.slice(0, start) + each.text + text.slice(start + each.length);
          }
          asAnew();
        }
      },
    ),
    { numRuns: Number(process.env.INCREMENTAL_RUNS ?? 40) },
  );
});

test('an option that is declared no longer has its default in NixOS again', () => {
  const declared = '{ lib, ... }: { options.networking.domain = lib.mkOption { type = lib.types.str; }; }';
  const files = {
    '/host/domain.nix': declared,
    [HOST]: `{ config, lib, ... }: {
      imports = [ ./domain.nix ];
      options.at = lib.mkOption { default = let known = config.networking.domain; in known; };
      config.systemd.services.u.description = if config.at == null then "none" else "some";
    }`,
  };
  const evaluate = evaluator(memoryFiles(files), HOST, true);
  const described = [declared, '{ }', declared].map((text) => {
    files['/host/domain.nix'] = text;
    const { analysis } = evaluate();
    expect(analysis).toEqual(evaluateAnew(memoryFiles(files), HOST).analysis);
    return analysis.units[0]?.sections[0]?.lines[0]?.value;
  });
  expect(described).toEqual(['some', 'none', 'some']);
});
