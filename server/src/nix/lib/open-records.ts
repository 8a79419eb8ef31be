import { attrsFrom, openRecord } from '../attrs';
import { expectString } from '../expect';
import { type Attrs, attrs, attrsOf, list, str, unknown } from '../value';
import { functions } from './kit';

/** A set whose attributes nobody here lists: each name gives what `make` says. */
function openSetOf(why: string, make: (name: string) => Attrs): Attrs {
  return attrs(new Map(), { why, get: make });
}

const UNFREE = new Set(['unfree', 'unfreeRedistributable', 'unfreeRedistributableFirmware']);

/** `lib.licenses`: any license, with its short name. */
export const licenses = openSetOf('lib.licenses', (name) =>
  openRecord(`lib.licenses.${name}`, { shortName: str(name), deprecated: false, free: !UNFREE.has(name) }),
);

/** `lib.maintainers`: anybody. */
export const maintainers = openSetOf('lib.maintainers', (name) => openRecord(`lib.maintainers.${name}`, {}));

/** `lib.teams`: any team. */
export const teams = openSetOf('lib.teams', (name) =>
  openRecord(`lib.teams.${name}`, { shortName: str(name), members: list([], unknown(`lib.teams.${name}.members`)) }),
);

const SOURCE_TYPES = ['fromSource', 'binaryNativeCode', 'binaryBytecode', 'binaryFirmware', 'obfuscatedCode'];

/** `lib.sourceTypes`. */
export const sourceTypes = attrsFrom(
  SOURCE_TYPES.map((name) => [name, attrsOf({ shortName: str(name), isSource: name === 'fromSource' })]),
);

/** Functions of lib that look licenses up. */
export const licenseFunctions = functions({
  getLicenseFromSpdxId: (_rt, id) => {
    const known = expectString(id);
    return openRecord(`lib.getLicenseFromSpdxId "${known}"`, { shortName: str(known), spdxId: str(known) });
  },
  getLicenseFromSpdxIdOr: (_rt, id, _fallback) => {
    const known = expectString(id);
    return openRecord(`lib.getLicenseFromSpdxIdOr "${known}"`, { spdxId: str(known) });
  },
});
