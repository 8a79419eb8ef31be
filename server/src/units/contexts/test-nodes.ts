import { isAttrs, type Value } from '../../nix/value';
import { type EntryPoint, modulesOf, namedIn } from './entry-point';

/** The machines of a NixOS test, each a module of its own. */
const MACHINES = ['nodes', 'containers'];
const SINGLE = ['machine', 'node'];

/** The machines that a NixOS test has; none when the value is no test. */
export function testNodes(value: Value, path: string): readonly EntryPoint[] {
  if (!isAttrs(value) || !value.entries.has('testScript')) return [];
  const many = MACHINES.flatMap((set) =>
    namedIn(value, set).map(([name, module]) => [`${set}.${name}`, module] as const),
  );
  const single = SINGLE.flatMap((name) => {
    const machine = value.entries.get(name);
    return machine === undefined ? [] : [[name, machine.value] as const];
  });
  return [...many, ...single].map(([name, module]) => ({
    name,
    modules: modulesOf(path, [module]),
    specialArgs: undefined,
    isHost: true,
  }));
}
