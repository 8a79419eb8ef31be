import { positionAt } from '../../base/span';
import { filePath } from '../../base/uri';
import type { Snapshot } from '../../features/snapshot';
import { gotHash, parseMismatches, pinsOfMismatch } from '../../sources/log';
import { type Pin, sourceKey } from '../../sources/pin';
import { pinName } from '../../sources/pin-name';
import { type Hash, sameHash, sri } from '../../store/hash';
import { pause } from '../pause';
import type { State } from '../state';
import type { MismatchedPin, MismatchParams } from './protocol';

/** What a file with a pin has somewhere; the others need not be parsed. */
const MAY_PIN = /fetch|hash|sha(1|256|512)/i;

/**
 * The pins that the lines of a build log may be about. Where it is certain which one is, the hash that the build got is also taken down, so
 * that it is among the findings of the document.
 */
export async function mismatchedPins(
  state: State,
  { log, uris }: MismatchParams,
  publish: (uri: string) => void,
): Promise<readonly MismatchedPin[]> {
  const [mismatch] = parseMismatches(log);
  const got = mismatch?.got ?? gotHash(log);
  if (got === undefined) return [];
  const snapshots = await pinning(state, uris);
  const pins = snapshots.flatMap((snapshot) => snapshot.pins().map((pin) => ({ snapshot, pin })));
  const meant = new Set(
    mismatch === undefined
      ? likely(
          pins.map(({ pin }) => pin),
          got,
        )
      : pinsOfMismatch(
          mismatch,
          pins.map(({ pin }) => pin),
        ),
  );
  const found = pins.filter(({ pin }) => meant.has(pin));
  const [one, ...others] = found;
  if (one !== undefined && others.length === 0 && mismatch !== undefined) {
    learn(state, one.snapshot, one.pin, got);
    publish(one.snapshot.uri);
  }
  return found.map(({ snapshot, pin }) => described(snapshot, pin, got));
}

/** Without the hash that was specified, any source may be meant: those without a real hash, else all with another one. */
function likely(pins: readonly Pin[], got: Hash): readonly Pin[] {
  const unfilled = pins.filter(({ hash: { state } }) => state.kind === 'placeholder' || state.kind === 'malformed');
  const other = pins.filter(({ hash: { state } }) => state.kind === 'plausible' && !sameHash(state.hash, got));
  return unfilled.length > 0 ? unfilled : other;
}

/** The documents that may pin a source, open or not. */
async function pinning(state: State, uris: readonly string[]): Promise<readonly Snapshot[]> {
  const open = state.documents.all().flatMap(({ uri }) => state.snapshot(uri) ?? []);
  const known = new Set(open.map(({ uri }) => uri));
  const read: Snapshot[] = [];
  for (const uri of uris.filter((name) => !known.has(name))) {
    // Other requests take their turn between two files.
    await pause();
    const path = filePath(uri);
    const text = path === undefined ? undefined : state.host.files.readText(path);
    if (text !== undefined && MAY_PIN.test(text)) read.push(state.read(uri, text));
  }
  return [...open, ...read];
}

/** What a build downloads for a package hangs on more than the pin's own attributes. */
function learn(state: State, { uri, text }: Snapshot, pin: Pin, got: Hash): void {
  const hash = new Map([[sourceKey(pin), got]]);
  const lasts = pin.fetcher.kind !== 'builder' && pin.fetcher.kind !== 'dependencies';
  state.learn(uri, { text, fetched: lasts ? hash : new Map(), fetchedForText: lasts ? new Map() : hash });
}

function described({ uri, lines }: Snapshot, pin: Pin, got: Hash): MismatchedPin {
  const position = positionAt(lines, (pin.hash.literal?.origin ?? pin.head).start);
  const file = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  return { uri, position, hash: sri(got), label: `${file}:${position.line + 1}: ${pinName(pin)}` };
}
