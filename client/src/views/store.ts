import { type Disposable, type Event, EventEmitter, type Memento } from 'vscode';
import type { Choices, FileChoices } from './protocol';

const KEY = 'views';
const NONE: Choices = { hosts: {}, files: {} };
const NOTHING: FileChoices = { options: {}, conditions: {} };

/** What the user chose in this workspace; it is kept with the window, and never in a file of the user's. */
export interface ChoiceStore extends Disposable {
  readonly all: () => Choices;
  readonly changed: Event<void>;
  readonly changeFile: (uri: string, change: (before: FileChoices) => FileChoices) => Promise<void>;
  /** Chooses a host for a folder, or none, and forgets those that were chosen for single documents in it. */
  readonly chooseHost: (folder: string, host: string | undefined) => Promise<void>;
}

function isEmpty({ context, options, conditions }: FileChoices): boolean {
  return context === undefined && Object.keys(options).length + Object.keys(conditions).length === 0;
}

/** A record but for one name. */
export function without<T>(record: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}

/** What was chosen, kept with the workspace. */
export function createStore(memento: Memento): ChoiceStore {
  const changed = new EventEmitter<void>();
  const all = (): Choices => memento.get(KEY, NONE);
  const ofFile = (uri: string): FileChoices => all().files[uri] ?? NOTHING;
  const write = async (choices: Choices): Promise<void> => {
    await memento.update(KEY, choices);
    changed.fire();
  };
  return {
    all,
    changed: changed.event,
    dispose: () => changed.dispose(),
    changeFile: (uri, change) => {
      const { hosts, files } = all();
      const own = change(ofFile(uri));
      return write({ hosts, files: isEmpty(own) ? without(files, uri) : { ...files, [uri]: own } });
    },
    chooseHost: (folder, host) => {
      const { hosts, files } = all();
      const rest = Object.entries(files).flatMap(([uri, { options, conditions, context }]) => {
        const inside = uri.startsWith(`${folder}/`);
        const own: FileChoices =
          inside || context === undefined ? { options, conditions } : { context, options, conditions };
        return isEmpty(own) ? [] : [[uri, own] as const];
      });
      const others = without(hosts, folder);
      return write({
        hosts: host === undefined ? others : { ...others, [folder]: host },
        files: Object.fromEntries(rest),
      });
    },
  };
}
