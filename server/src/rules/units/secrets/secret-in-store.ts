import type { Origin } from '../../../base/span';
import { itemAt } from '../../../syntax/find';
import type { Node, PathNode } from '../../../syntax/node';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { type UnitEntry, unitEntries } from '../../unit-entries';

/** A path literal that names a secret: Nix copies the file into its store, where everybody can read it. */
export const secretInStore: Rule = {
  code: 'secret-in-store',
  title: 'Secret copied into the Nix store',
  severity: 'warning',
  check: (subject: Subject) =>
    unitEntries(subject.analysis)
      .filter(({ entry }) => CARRIERS.has(entry.key) && entry.value.includes('/nix/store/'))
      .flatMap((line) => check(subject, line)),
};

/** Directives that are given secrets. */
const CARRIERS = new Set(['Environment', 'EnvironmentFile', 'LoadCredential', 'ExecStart', 'ExecStartPre']);
const SECRET =
  /(secret|passw(or)?d|passphrase|token|credential|(^|[._-])(api|private)[._-]?key|^id_(rsa|ed25519|ecdsa)$|\.env$|\.key$)/i;
/** Encrypted, public or made only to show the shape. */
const SAFE =
  /(\.(age|gpg|asc|enc|sops|pub|nix|example|sample|template|tmpl|sh|py|service|crt|cer)$|^secrets?\.ya?ml$|example|public)/i;

function check(subject: Subject, { unit, entry }: UnitEntry): readonly Finding[] {
  return entry.values.flatMap((origin) =>
    copiedPaths(subject, origin)
      .filter((path) => SECRET.test(nameOf(path)) && !SAFE.test(nameOf(path)))
      .flatMap((path) =>
        report(secretInStore, { uri: origin.uri, start: path.start, end: path.end }, unit, {
          message: `Nix copies ${nameOf(path)} into its store, where everybody can read it. Write the path of a file outside of the store as a string.`,
        }),
      ),
  );
}

/** The path literals that the expression at an origin is, or interpolates. */
function copiedPaths({ source }: Subject, origin: Origin): readonly PathNode[] {
  const document = source(origin);
  if (document === undefined) return [];
  const node = itemAt(document.tree, origin);
  if (node === undefined || node.kind === 'binding' || node.kind === 'inherit') return [];
  return pathsOf(node);
}

function pathsOf(node: Node): readonly PathNode[] {
  if (node.kind === 'path') return [node];
  if (node.kind !== 'string') return [];
  return node.parts.flatMap((part) => (part.kind === 'interpolation' && part.expr.kind === 'path' ? [part.expr] : []));
}

/** The last name of a path literal. */
function nameOf({ parts }: PathNode): string {
  const last = parts.at(-1);
  return last?.kind === 'text' ? (last.value.split('/').at(-1) ?? '') : '';
}
