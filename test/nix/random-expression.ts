import { type Random, random } from '../support/random';

/** The types of generated expressions; a function takes an integer. */
type Type = 'int' | 'float' | 'bool' | 'string' | 'ints' | 'strings' | 'attrs' | 'function';

interface Scope {
  readonly random: Random;
  readonly depth: number;
  readonly variables: readonly { readonly name: string; readonly type: Type }[];
}

const TYPES: readonly Type[] = ['int', 'float', 'bool', 'string', 'ints', 'strings', 'attrs', 'function'];
const NAMES = ['a', 'b', 'c', 'd'];
const STRINGS = ['', 'a', 'b', 'ab', 'a-b', 'x\\ny', 'ü', '1.2', 'A', 'foo/bar', '\\"q\\"', '$', 'a b', '1.0pre'];
const REGEXES = ['a', '(a)(b)?', '[a-z]+', '([^-]*)-(.*)', '.*', '(a|ab)*', '[[:alnum:]]*', 'a{0,2}', '(.)', '()'];

type Make = (scope: Scope) => string;

const deeper = (scope: Scope): Scope => ({ ...scope, depth: scope.depth - 1 });

/** A random expression that prints within bounds; now and then it fails. */
export function randomExpression(seed: number): string {
  const source = random(seed);
  return make(source.pick(TYPES), { random: source, depth: 4, variables: [] });
}

function make(type: Type, scope: Scope): string {
  const { random: source, depth, variables } = scope;
  const known = variables.filter((variable) => variable.type === type);
  if (known.length > 0 && source.below(3) === 0) return source.pick(known).name;
  if (depth <= 0) return leaf(type, source);
  if (source.below(100) === 0) return wrongly(scope);
  if (source.below(4) === 0) return general(type, scope);
  return source.pick(MAKERS[type])(deeper(scope));
}

/** An expression of another type than asked, or one that throws. */
function wrongly(scope: Scope): string {
  const { random: source } = scope;
  return source.below(3) === 0 ? '(throw "t")' : make(source.pick(TYPES), deeper(scope));
}

function leaf(type: Type, source: Random): string {
  switch (type) {
    case 'int':
      return source.pick(['0', '1', '2', '3', '7', '(-1)', '100', '9223372036854775807', '(-5)']);
    case 'float':
      return source.pick(['0.5', '1.0', '2.25', '(-1.5)', '1.0e10', '3.14159265', '0.1']);
    case 'bool':
      return source.pick(['true', 'false']);
    case 'string':
      return `"${source.pick(STRINGS)}"`;
    case 'ints':
      return source.pick(['[ ]', '[ 1 ]', '[ 3 1 2 ]', '[ 5 5 (-1) ]']);
    case 'strings':
      return source.pick(['[ ]', '[ "a" ]', '[ "b" "a" "ab" ]', '[ "x" "" "x" ]']);
    case 'attrs':
      return source.pick(['{ }', '{ a = 1; }', '{ b = 2; a = 1; }', '{ c = 3; d = 4; }']);
    case 'function':
      return source.pick(['(x: x)', '(x: x + 1)', '(x: 2 * x)', '(_: 5)']);
  }
}

/** Constructs that serve for every type. */
function general(type: Type, scope: Scope): string {
  const { random: source, variables } = scope;
  const inner = deeper(scope);
  const name = `v${variables.length}`;
  const bound = source.pick(TYPES);
  const within: Scope = { ...inner, variables: [...variables, { name, type: bound }] };
  switch (source.below(9)) {
    case 0:
      return `(if ${make('bool', inner)} then ${make(type, inner)} else ${make(type, inner)})`;
    case 1:
      return `(let ${name} = ${make(bound, inner)}; in ${make(type, within)})`;
    case 2:
      return `((${name}: ${make(type, within)}) ${make(bound, inner)})`;
    case 3:
      return `(with { ${name} = ${make(bound, inner)}; }; ${make(type, within)})`;
    case 4:
      return `({ ${name}, e ? ${make(type, within)} }: e) { ${name} = ${make(bound, inner)}; }`.replace(
        /^(.*)$/s,
        '($1)',
      );
    case 5:
      return `(rec { ${name} = ${make(bound, inner)}; r = ${make(type, within)}; }).r`;
    case 6:
      return `(builtins.seq ${make(bound, inner)} ${make(type, inner)})`;
    case 7:
      return `(${make('attrs', inner)}.${source.pick(NAMES)}.z or ${make(type, inner)})`;
    default:
      return `(assert ${make('bool', inner)}; ${make(type, inner)})`;
  }
}

/** A maker from a template: each `%type` is replaced by an expression of it. */
function template(text: string): Make {
  return (scope) => `(${text.replace(/%([a-z]+)/g, (_whole, type: string) => filled(type, scope))})`;
}

function filled(type: string, scope: Scope): string {
  if (type === 'name') return scope.random.pick(NAMES);
  if (type === 'regex') return `"${scope.random.pick(REGEXES)}"`;
  const known = TYPES.find((each) => each === type);
  return known === undefined ? type : make(known, scope);
}

const templates = (...texts: readonly string[]): readonly Make[] => texts.map(template);

const MAKERS: Readonly<Record<Type, readonly Make[]>> = {
  int: templates(
    '%int + %int',
    '%int - %int',
    '%int * %int',
    '%int / %int',
    '-%int',
    'builtins.length %ints',
    'builtins.length %strings',
    'builtins.stringLength %string',
    "builtins.foldl' (a: b: a + b) 0 %ints",
    'builtins.head %ints',
    'builtins.elemAt %ints 1',
    '%attrs.%name',
    '%attrs.%name or %int',
    '%function %int',
    'builtins.compareVersions %string %string',
    'builtins.bitAnd %int %int',
    'builtins.bitXor %int 255',
    'builtins.floor %float',
    'builtins.ceil %float',
    'builtins.getAttr "%name" %attrs',
    'builtins.fromJSON (builtins.toJSON %int)',
    '%int |> %function',
  ),
  float: templates(
    '%float + %float',
    '%float * %int',
    '%int / %float',
    '%float - %float',
    'builtins.div %float %float',
    '-%float',
    'builtins.fromJSON (builtins.toJSON %float)',
  ),
  bool: templates(
    '%int < %int',
    '%int <= %float',
    '%string < %string',
    '%ints < %ints',
    '%int == %int',
    '%string == %string',
    '%attrs == %attrs',
    '%ints == %ints',
    '%int != %float',
    '!%bool',
    '%bool && %bool',
    '%bool || %bool',
    '%bool -> %bool',
    '%attrs ? %name',
    'builtins.elem %int %ints',
    'builtins.all (x: x < %int) %ints',
    'builtins.any (x: x == %string) %strings',
    'builtins.isInt %int',
    'builtins.isString %float',
    'builtins.hasAttr %string %attrs',
    '(builtins.tryEval %int).success',
    'builtins.match %regex %string == null',
  ),
  string: templates(
    '%string + %string',
    '"${%string}-${toString %int}"',
    'toString %int',
    'toString %float',
    'toString %ints',
    'toString %bool',
    'builtins.substring %int 3 %string',
    'builtins.substring 0 %int %string',
    'builtins.concatStringsSep %string %strings',
    'builtins.replaceStrings %strings %strings %string',
    'builtins.replaceStrings [ "a" "" ] [ "A" "-" ] %string',
    'builtins.toJSON %attrs',
    'builtins.toJSON %strings',
    'builtins.toJSON %float',
    'builtins.toXML %ints',
    'builtins.hashString "sha256" %string',
    'builtins.typeOf %attrs',
    'builtins.head %strings',
    'builtins.baseNameOf %string',
    'builtins.dirOf %string',
    '(builtins.parseDrvName %string).name',
    'builtins.concatStringsSep "," (builtins.attrNames %attrs)',
  ),
  ints: templates(
    '[ %int %int ]',
    '%ints ++ %ints',
    'map %function %ints',
    'builtins.filter (x: x > %int) %ints',
    'builtins.sort builtins.lessThan %ints',
    'builtins.sort (a: b: a > b) %ints',
    'builtins.genList %function 4',
    'builtins.concatMap (x: [ x (x + 1) ]) %ints',
    'builtins.tail %ints',
    'builtins.attrValues %attrs',
    'builtins.concatLists [ %ints %ints ]',
    '(builtins.partition (x: x < %int) %ints).wrong',
    'builtins.catAttrs "%name" [ %attrs %attrs ]',
    'map (e: e.key) (builtins.genericClosure { startSet = map (key: { inherit key; }) %ints; operator = e: if e.key < 3 && e.key > -3 then [ { key = e.key + 1; } ] else [ ]; })',
  ),
  strings: templates(
    '[ %string %string ]',
    '%strings ++ [ %string ]',
    'map toString %ints',
    'builtins.attrNames %attrs',
    'builtins.sort (a: b: a < b) %strings',
    'builtins.filter builtins.isString (builtins.split %regex %string)',
    'builtins.splitVersion %string',
    'map (s: s + %string) %strings',
    'builtins.concatLists (builtins.filter builtins.isList (builtins.split "(-)" %string))',
    'builtins.attrValues (builtins.mapAttrs (n: v: n + toString v) %attrs)',
  ),
  attrs: templates(
    '{ %name = %int; }',
    '{ a = %int; b = %int; }',
    'rec { a = %int; b = a + %int; }',
    '%attrs // %attrs',
    'builtins.removeAttrs %attrs [ "%name" ]',
    'builtins.mapAttrs (n: v: v + 1) %attrs',
    'builtins.intersectAttrs %attrs %attrs',
    'builtins.listToAttrs (map (x: { name = "k${toString x}"; value = x; }) %ints)',
    'builtins.listToAttrs [ { name = %string; value = %int; } ]',
    '{ ${%string} = %int; }',
    '{ inherit (%attrs) %name; }',
    'builtins.mapAttrs (n: vs: builtins.length vs) (builtins.groupBy (s: s) %strings)',
    'builtins.zipAttrsWith (n: vs: builtins.head vs) [ %attrs %attrs ]',
    'builtins.fromJSON (builtins.toJSON %attrs)',
    'builtins.functionArgs ({ a, b ? %int }: a)',
  ),
  function: templates('x: x + %int', 'x: %int', 'x: -x', 'builtins.add %int', 'x: if x > %int then x else %int'),
};
