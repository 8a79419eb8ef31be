import { NotificationType, RequestType } from 'vscode-languageclient/node';

export interface OfDocument {
  readonly uri: string;
}

/** A condition that is not known, and what it is taken to be. */
export interface ConditionChoice {
  readonly name: string;
  readonly value: boolean;
  /** Whether the user said so. */
  readonly chosen: boolean;
}

/** An option of another module whose value is not known, or was given by the user. */
export interface OptionChoice {
  readonly name: string;
  readonly value?: string;
}

export interface ViewReport {
  /** The host that was asked for. */
  readonly asked?: string;
  /** The host that the document is looked at in. */
  readonly host?: string;
  /** Whether the nearest flake has hosts to look at the document in. */
  readonly hasHosts: boolean;
  readonly conditions: readonly ConditionChoice[];
  readonly options: readonly OptionChoice[];
}

export interface HostOfFile {
  readonly name: string;
  /** Left out where there was no time to tell. */
  readonly imports?: boolean;
}

export interface Hosts {
  /** The folder whose flake has the hosts. */
  readonly folder?: string;
  readonly hosts: readonly HostOfFile[];
}

/** What was chosen for one document. */
export interface FileChoices {
  /** A host for this document alone; null for none. */
  readonly context?: string | null;
  readonly options: Readonly<Record<string, string>>;
  readonly conditions: Readonly<Record<string, boolean>>;
}

export interface Choices {
  /** Hosts by the folders that they are for. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, FileChoices>>;
}

/** How a document is looked at, and what can be chosen about it. */
export const viewRequest = new RequestType<OfDocument, ViewReport | null, void>('nixServices/view');

/** The hosts that a document can be looked at in. */
export const hostsRequest = new RequestType<OfDocument, Hosts | null, void>('nixServices/hosts');

/** Tells what the user chose, all of it. */
export const choicesChanged = new NotificationType<Choices>('nixServices/choices');
