import type { Span } from '../../base/span';
import { attrPathAt, enclosing } from '../../syntax/find';
import { cookedOffset } from '../../syntax/literal-map';
import type { StringNode, SyntaxTree } from '../../syntax/node';
import { FIELDS, type Field, fieldAt } from '../../systemd/tmpfiles/line';
import { hole } from '../../systemd/values/specifiers';
import type { Analysis } from '../../units/analysis';

/** A place in a rule of tmpfiles.d. */
export type TmpfilesPlace =
  /** In the text of a field. */
  | {
      readonly kind: 'value';
      readonly field: Field;
      /** The letter of the rule's type; empty where it is not there yet. */
      readonly letter: string;
      /** The text of the field up to the offset, and all of it. */
      readonly before: string;
      readonly text: string;
    }
  /** A name in a set of types, or in a set of fields. */
  | { readonly kind: 'name'; readonly of: 'types' | 'fields'; readonly name: string; readonly span: Span };

type Names = readonly (string | undefined)[];

/** The names below `tmpfiles.settings`, or below `rules` of it as newer versions of home-manager have them; undefined elsewhere. */
function belowSettings(names: Names): Names | undefined {
  const at = names.findIndex((name, index) => name === 'tmpfiles' && names[index + 1] === 'settings');
  if (at === -1) return undefined;
  const below = names.slice(at + 2);
  return below[1] === 'rules' ? [below[0], ...below.slice(2)] : below;
}

function isRules(names: Names): boolean {
  const at = names.indexOf('tmpfiles');
  return at !== -1 && names.includes('rules', at);
}

/** The text of a string up to an offset and after it, with a private character for each interpolation. */
function around(node: StringNode, tree: SyntaxTree, offset: number): readonly [string, string] | undefined {
  if (node.parts.length === 0) return ['', ''];
  const at = cookedOffset(node, tree.text, offset);
  if (at === undefined) return undefined;
  const texts = node.parts.map((part) => (part.kind === 'text' ? part.value : hole));
  const own = texts[at.part] ?? '';
  return [
    texts.slice(0, at.part).join('') + own.slice(0, at.offset),
    own.slice(at.offset) + texts.slice(at.part + 1).join(''),
  ];
}

/** Whether a string is a whole rule: by the option around it, or because it became a line of a file. */
function isRule(node: StringNode, names: Names, uri: string, { generated }: Analysis): boolean {
  if (isRules(names)) return true;
  return generated
    .filter(({ kind }) => kind === 'tmpfiles')
    .some(({ lines }) =>
      lines.some(
        ({ pieces }) =>
          pieces.length === 1 &&
          pieces[0]?.values.some((one) => one.uri === uri && one.start === node.start && one.end === node.end),
      ),
    );
}

function inRule(before: string, after: string): TmpfilesPlace {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const rest = after.split('\n')[0] ?? '';
  const { field, start } = fieldAt(line);
  const end = field === 'argument' ? rest : (/^[^\s"']*/.exec(rest)?.[0] ?? '');
  const own = line.slice(start);
  const letter = field === 'type' ? (own + end).charAt(0) : line.trimStart().charAt(0);
  return { kind: 'value', field, letter, before: own, text: own + end };
}

/** What an offset is in: a rule as a text, a field of a rule in `settings`, or a name there. */
export function tmpfilesPlace(
  tree: SyntaxTree,
  offset: number,
  uri: string,
  analysis: () => Analysis,
): TmpfilesPlace | undefined {
  const { names, at } = attrPathAt(tree, offset);
  const below = belowSettings(names);
  if (at !== undefined) {
    const name = at.binding.path[at.index];
    const of = below?.length === 2 ? 'types' : below?.length === 3 ? 'fields' : undefined;
    return of === undefined || name?.kind !== 'name' ? undefined : { kind: 'name', of, name: name.name, span: name };
  }
  const node = enclosing(tree, offset).at(-1);
  if (node?.kind !== 'string') return undefined;
  const texts = around(node, tree, offset);
  if (texts === undefined) return undefined;
  const [before, after] = texts;
  const field = FIELDS.find((each) => each === below?.[3]);
  if (field !== undefined && below?.length === 4) {
    return { kind: 'value', field, letter: below[2]?.charAt(0) ?? '', before, text: before + after };
  }
  return isRule(node, names, uri, analysis()) ? inRule(before, after) : undefined;
}
