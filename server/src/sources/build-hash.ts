import type { Host } from '../base/host';
import { formatHash, SRI, zeroHash } from '../store/hash';
import { quoteAttrName } from '../syntax/quote';
import { parseMismatches } from './log';
import type { PrefetchOptions, PrefetchResult } from './prefetch';
import { complaint } from './program-output';
import type { PackageSource } from './source';

/** What package managers download may take long. */
const BUILD_TIMEOUT_MS = 1_800_000;
const MAX_OUTPUT = 2 ** 26;

/** The download's derivation under a hash that nothing has, so that building it tells the real one. */
function expressionFor({ path }: PackageSource): string {
  const download = ['package', ...path.map(quoteAttrName)].join('.');
  const fake = formatHash(zeroHash('sha256'), SRI);
  return `{ file }: let package = (import <nixpkgs> { }).callPackage (/. + file) { }; in ${download}.overrideAttrs (_: { outputHash = "${fake}"; outputHashAlgo = "sha256"; })`;
}

/**
 * Learns the hash of what a package manager downloads: the package's own download is built with a hash of zeros, and the build says what it
 * got. This evaluates and builds the user's code, which is what trusting a workspace allows.
 */
export async function buildHash(source: PackageSource, host: Host, options: PrefetchOptions): Promise<PrefetchResult> {
  const run = async (argv: readonly [string, ...string[]], timeoutMs: number) => {
    options.onProgress?.(argv.join(' '));
    const { signal, onProgress } = options;
    return host.run({
      argv,
      timeoutMs,
      maxOutputBytes: MAX_OUTPUT,
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  };
  const instantiate = [
    options.tools['nix-instantiate'] ?? 'nix-instantiate',
    '--argstr',
    'file',
    source.file,
    '-E',
    expressionFor(source),
  ] as const;
  const instantiated = await run(instantiate, options.timeoutMs);
  if (instantiated.kind !== 'exit') return ended(instantiated, 'nix-instantiate');
  const derivation = instantiated.stdout.trim().split('\n').at(-1) ?? '';
  if (instantiated.code !== 0 || !derivation.endsWith('.drv')) {
    return { kind: 'unreachable', message: complaint('nix-instantiate', instantiated.stderr) };
  }
  const built = await run([options.tools['nix-store'] ?? 'nix-store', '--realise', derivation], BUILD_TIMEOUT_MS);
  if (built.kind !== 'exit') return ended(built, 'nix-store');
  const mismatch = parseMismatches(built.stderr).find((found) => found.derivation === derivation);
  if (mismatch !== undefined)
    return { kind: 'hash', hash: mismatch.got, command: ['nix-build', ...instantiate.slice(1)] };
  return { kind: 'unreachable', message: complaint('nix-store', built.stderr) };
}

function ended(
  result: { readonly kind: 'missing' | 'timeout' | 'output-limit' | 'cancelled' | 'refused'; readonly message: string },
  tool: string,
): PrefetchResult {
  switch (result.kind) {
    case 'missing':
      return { kind: 'unsupported', message: `only a build tells this hash, and ${tool} is not installed` };
    case 'cancelled':
    case 'refused':
      return { kind: result.kind, message: result.message };
    default:
      return { kind: 'unreachable', message: result.message };
  }
}
