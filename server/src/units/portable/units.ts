import { isDerivation } from '../../nix/attrs';
import { coerceToString } from '../../nix/coerce';
import { baseName } from '../../nix/paths';
import type { Runtime } from '../../nix/runtime';
import { force, originOf } from '../../nix/thunk';
import { isAttrs, isList, isUnknown, type Lazy, type NixString, str, type Value } from '../../nix/value';
import type { Unit } from '../model';
import { attempt, type Collector } from '../problems';
import { scriptsOf } from '../script-files';
import { typeOfName } from '../unit-file/name';
import { sectionsOfText } from '../unit-file/sections';

interface UnitFile {
  readonly name: string;
  readonly text: NixString;
}

/** The list of unit files that `pkgs.portableService` was given (nixpkgs' build-support/portable-service); undefined for all else. */
export function portableUnitFiles(value: Value): readonly Lazy[] | undefined {
  const units = isAttrs(value) && isDerivation(value) ? value.entries.get('units') : undefined;
  const list = units === undefined ? null : force(units.value);
  return isList(list) ? list.items : undefined;
}

/** A generated file, or one beside the sources. */
function fileOf(rt: Runtime, lazy: Lazy): UnitFile | undefined {
  const path = coerceToString(rt, lazy, { mode: 'plain' });
  for (const { path: known, file } of path.context?.values() ?? []) {
    if (file !== undefined && path.text === known + file.subpath) {
      if (file.error !== undefined) throw file.error;
      return { name: file.subpath === '' ? file.name : baseName(file.subpath), text: file.text };
    }
  }
  const text = rt.files.readText(path.text);
  return text === undefined ? undefined : { name: baseName(path.text), text: str(text) };
}

/** The ending of templates, which those that are filled in keep unless they are given a name. */
const TEMPLATE = /\.in$/;

/** The units of a portable service, as its image holds them. */
export function portableUnits(rt: Runtime, to: Collector, files: readonly Lazy[]): readonly Unit[] {
  return files.flatMap((item): readonly Unit[] => {
    const value = attempt(rt, to, () => force(item));
    if (value !== undefined && isUnknown(value)) to.meet(value.why);
    const file = value === undefined || isUnknown(value) ? undefined : attempt(rt, to, () => fileOf(rt, value));
    const name = file?.name.replace(TEMPLATE, '');
    const type = name === undefined ? undefined : typeOfName(name);
    if (file === undefined || name === undefined || type === undefined) return [];
    const origin = originOf(item);
    const origins = origin === undefined ? [] : [origin];
    return [
      {
        name,
        type,
        scope: 'system',
        world: 'portable',
        enabled: true,
        dropIn: false,
        sections: sectionsOfText(file.text, [], origins, []),
        verbatim: file.text.text,
        links: { wantedBy: [], requiredBy: [], upheldBy: [], aliases: [] },
        scripts: scriptsOf(to, [file.text.context]),
        assumptions: [],
        unknowns: [...new Set((file.text.holes ?? []).map((hole) => hole.unknown.why))],
        declarations: origins,
      },
    ];
  });
}
