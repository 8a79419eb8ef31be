import { mergeAttrs } from '../attrs';
import { NixError } from '../errors';
import { expectAttrs } from '../expect';
import { interpolated } from '../lib/kit';
import { baseName } from '../paths';
import type { Runtime } from '../runtime';
import { concatStrings, holeText } from '../text';
import { delay, originOf } from '../thunk';
import {
  type Attrs,
  attrsOf,
  type GeneratedFile,
  isUnknown,
  type Lazy,
  type NixString,
  str,
  unknown,
  type Value,
} from '../value';
import { overriding, withPassthru } from './overriding';
import { makePackage } from './package';

export interface TextFile {
  readonly name: Lazy;
  readonly text: Lazy;
  readonly executable: boolean;
  /** Empty, or `/bin/name`. */
  readonly destination: string;
  readonly fields?: Attrs;
  readonly program?: Lazy;
}

/** A file's text, or why there is none. */
function contentOf(rt: Runtime, text: Lazy): Pick<GeneratedFile, 'text' | 'error'> {
  const { depth } = rt;
  try {
    return { text: interpolated(rt, text) };
  } catch (signal) {
    if (!(signal instanceof NixError) || signal.kind === 'recursion') throw signal;
    rt.depth = depth;
    return { text: holeText(unknown('a text that does not evaluate')), error: signal };
  }
}

/** A package that consists of one generated file. */
export function textFile(rt: Runtime, why: string, file: TextFile): Attrs {
  const { name, destination } = file;
  const program = file.program ?? (destination.startsWith('/bin/') ? str(destination.slice('/bin/'.length)) : name);
  const generated = (run: Runtime): GeneratedFile => {
    const origin = originOf(file.text);
    return {
      name: destination === '' ? interpolated(run, name).text : baseName(destination),
      ...contentOf(run, file.text),
      executable: file.executable,
      subpath: destination,
      ...(origin && { origin }),
    };
  };
  const text = delay(rt, () => interpolated(rt, file.text));
  const fields = mergeAttrs(attrsOf({ text }), file.fields ?? attrsOf({}));
  const rebuild = (run: Runtime, change: Lazy): Value => {
    const fresh = overriding(run, change, mergeAttrs(fields, attrsOf({ name })));
    if (isUnknown(fresh)) return made;
    const renamed = expectAttrs(fresh);
    return textFile(run, why, {
      ...file,
      name: renamed.entries.get('name')?.value ?? name,
      text: renamed.entries.get('text')?.value ?? file.text,
      fields: mergeAttrs(fields, withPassthru(renamed)),
    });
  };
  const made = makePackage(rt, {
    why,
    name,
    pname: name,
    program,
    fields,
    outputs: ['out'],
    file: generated,
    rebuild,
    other: (attribute) => unknown(`(${why}).${attribute}`),
  });
  return made;
}

/** `#!INTERPRETER`, then the text and a line break. */
export function script(rt: Runtime, interpreter: NixString, text: Lazy): Lazy {
  return delay(
    rt,
    () => concatStrings(rt, [str('#!'), interpreter, str('\n'), interpolated(rt, text), str('\n')]),
    originOf(text),
  );
}
