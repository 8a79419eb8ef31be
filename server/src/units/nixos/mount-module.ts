import type { ModuleSource } from '../../modules/option-type';
import { attrsFrom } from '../../nix/attrs';
import { coerceToString } from '../../nix/coerce';
import { escapeSystemdPath } from '../../nix/lib/nixos-utils';
import { delay, force } from '../../nix/thunk';
import { type Attr, attrs, isString, isUnknown, str } from '../../nix/value';
import { optionsOfKind } from './facts';
import { unitModule } from './unit-module';
import { attrAt, forward, type NixosWorld } from './world';

/** Options of mounts that become lines of `[Mount]` or `[Automount]`. */
function linesOf(kind: 'mount' | 'automount'): readonly { readonly option: string; readonly directive: string }[] {
  return optionsOfKind(kind, false, false).flatMap(({ name, line }) => {
    const directive = line?.startsWith('Mount.') === true ? line.slice('Mount.'.length) : undefined;
    return directive === undefined ? [] : [{ option: name, directive }];
  });
}

const REQUIRED = new Set(['What', 'Where']);

/** A mount's name is the escaped path that it is mounted at; its own options become its lines. */
export function mountModule(world: NixosWorld, kind: 'mount' | 'automount'): ModuleSource {
  const lines = linesOf(kind);
  return unitModule('<nixpkgs>/nixos/lib/systemd-lib.nix', ({ config }) => {
    const { rt } = world.ctx;
    const name = delay(rt, () => {
      const where = force(attrAt(config, 'where').value);
      if (isUnknown(where)) return where;
      return str(`${escapeSystemdPath(coerceToString(rt, where, { mode: 'plain' }).text)}.${kind}`);
    });
    const directives = delay(rt, () => {
      const entries = new Map<string, Attr>();
      for (const { option, directive } of lines) {
        const attr = attrAt(config, option);
        const value = force(attr.value);
        if (!REQUIRED.has(directive) && isString(value) && value.text === '') continue;
        entries.set(directive, forward(attr, value));
      }
      return attrs(entries);
    });
    return attrsFrom([
      [
        'config',
        attrsFrom([
          ['name', name],
          [`${kind}Config`, directives],
        ]),
      ],
    ]);
  });
}
