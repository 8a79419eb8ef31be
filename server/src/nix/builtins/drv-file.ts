import { encodeNix32 } from '../../store/base32';
import { encodeHex, textBytes } from '../../store/bytes';
import { digestOf } from '../../store/digest';
import type { Hash } from '../../store/hash';
import { compressHash, fixedOutputPath, STORE_DIR, textPath } from '../../store/store-path';
import { compareBytes } from '../order';

/** A derivation as it is written to the store. */
export interface DrvFile {
  readonly name: string;
  readonly outputs: readonly string[];
  readonly fixed: { readonly hash: Hash; readonly mode: 'flat' | 'recursive' } | undefined;
  readonly inputs: readonly DrvInput[];
  readonly sources: readonly string[];
  readonly system: string;
  readonly builder: string;
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
}

export interface DrvInput {
  readonly path: string;
  /** The hash of the derivation modulo the paths of what it is made from, in hexadecimal. */
  readonly hash: string;
  readonly outputs: readonly string[];
}

export interface DrvPaths {
  readonly drvPath: string;
  readonly outputs: ReadonlyMap<string, string>;
  /** As `DrvInput.hash`. */
  readonly hash: string;
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const quote = (text: string): string => `"${text.replace(/["\\\n\r\t]/g, (found) => ESCAPES[found] ?? found)}"`;
const quoteAll = (texts: readonly string[]): string => `[${texts.map(quote).join(',')}]`;
const sorted = (texts: Iterable<string>): string[] => [...texts].sort(compareBytes);
const sha256 = (text: string): Uint8Array => digestOf('sha256', textBytes(text));

/** The hash algorithm of a fixed output as derivations write it: `r:sha256` for a tree. */
function methodOf({ hash, mode }: NonNullable<DrvFile['fixed']>): string {
  return `${mode === 'recursive' ? 'r:' : ''}${hash.algorithm}`;
}

/** The text of a `.drv` file, with the given output paths and names of inputs (libstore/derivations.cc of Nix). */
function unparse(
  drv: DrvFile,
  paths: ReadonlyMap<string, string>,
  inputs: ReadonlyMap<string, readonly string[]>,
): string {
  const { fixed } = drv;
  const outputs = sorted(drv.outputs).map((name) => {
    const [method, hash] = fixed === undefined ? ['', ''] : [methodOf(fixed), encodeHex(fixed.hash.digest)];
    return `(${[name, paths.get(name) ?? '', method, hash].map(quote).join(',')})`;
  });
  const env = sorted(drv.env.keys()).map((name) => {
    const value = drv.outputs.includes(name) ? (paths.get(name) ?? '') : (drv.env.get(name) ?? '');
    return `(${quote(name)},${quote(value)})`;
  });
  const made = sorted(inputs.keys()).map((name) => `(${quote(name)},${quoteAll(sorted(inputs.get(name) ?? []))})`);
  return `Derive([${outputs.join(',')}],[${made.join(',')}],${quoteAll(sorted(new Set(drv.sources)))},${quote(drv.system)},${quote(drv.builder)},${quoteAll(drv.args)},[${env.join(',')}])`;
}

function outputPath(name: string, output: string, digest: Uint8Array): string {
  const full = output === 'out' ? name : `${name}-${output}`;
  const description = `output:${output}:sha256:${encodeHex(digest)}:${STORE_DIR}:${full}`;
  return `${STORE_DIR}/${encodeNix32(compressHash(sha256(description), 20))}-${full}`;
}

/** Inputs by their hashes, with what is used of each. */
function hashedInputs(drv: DrvFile): ReadonlyMap<string, readonly string[]> {
  const inputs = new Map<string, readonly string[]>();
  for (const { hash, outputs } of drv.inputs) {
    inputs.set(hash, [...new Set([...(inputs.get(hash) ?? []), ...outputs])]);
  }
  return inputs;
}

/** The store paths of a derivation and its outputs. */
export function drvPaths(drv: DrvFile): DrvPaths {
  const { fixed } = drv;
  const inputs = hashedInputs(drv);
  const masked = sha256(unparse(drv, new Map(), inputs));
  const outputs = new Map(
    drv.outputs.map((output) => [
      output,
      fixed === undefined ? outputPath(drv.name, output, masked) : fixedOutputPath({ name: drv.name, ...fixed }),
    ]),
  );
  const file = unparse(drv, outputs, new Map(drv.inputs.map((input) => [input.path, input.outputs])));
  const references = [...drv.sources, ...drv.inputs.map(({ path }) => path)];
  const identity =
    fixed === undefined
      ? unparse(drv, outputs, inputs)
      : `fixed:out:${methodOf(fixed)}:${encodeHex(fixed.hash.digest)}:${outputs.get('out') ?? ''}`;
  return { drvPath: textPath(`${drv.name}.drv`, file, references), outputs, hash: encodeHex(sha256(identity)) };
}
