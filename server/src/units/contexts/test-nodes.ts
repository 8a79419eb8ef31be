import { attrNames } from '../../nix/order';
import { force } from '../../nix/thunk';
import { isAttrs, type Lazy, type Value } from '../../nix/value';

/** The machines of a NixOS test, each a module of its own. */
const MACHINES = ['nodes', 'containers'];
const SINGLE = ['machine', 'node'];

/** The modules of the machines that a NixOS test has; none when the value is no test. */
export function testNodes(value: Value): readonly Lazy[] {
  if (!isAttrs(value) || !value.entries.has('testScript')) return [];
  const many = MACHINES.flatMap((name) => {
    const machines = value.entries.get(name);
    const set = machines === undefined ? null : force(machines.value);
    return isAttrs(set) ? attrNames(set).map((machine) => set.entries.get(machine)?.value ?? null) : [];
  });
  const single = SINGLE.flatMap((name) => {
    const machine = value.entries.get(name);
    return machine === undefined ? [] : [machine.value];
  });
  return [...many, ...single];
}
