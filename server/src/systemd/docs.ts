import homeManager from '../../data/docs/home-manager.json';
import legacy from '../../data/docs/legacy.json';
import modularServices from '../../data/docs/modular-services.json';
import nixosOptions from '../../data/docs/nixos-options.json';
import security from '../../data/docs/security.json';
import switchKeys from '../../data/docs/switch-keys.json';
import automount from '../../data/docs/systemd.automount.json';
import exec from '../../data/docs/systemd.exec.json';
import kill from '../../data/docs/systemd.kill.json';
import mount from '../../data/docs/systemd.mount.json';
import path from '../../data/docs/systemd.path.json';
import resourceControl from '../../data/docs/systemd.resource-control.json';
import scope from '../../data/docs/systemd.scope.json';
import service from '../../data/docs/systemd.service.json';
import slice from '../../data/docs/systemd.slice.json';
import socket from '../../data/docs/systemd.socket.json';
import special from '../../data/docs/systemd.special.json';
import swap from '../../data/docs/systemd.swap.json';
import timer from '../../data/docs/systemd.timer.json';
import unit from '../../data/docs/systemd.unit.json';
import type { DirectiveDoc } from './types';

/** Worlds whose own options have words. */
export type OptionWorld = 'nixos' | 'home-manager' | 'modular';

interface Words {
  readonly description: string;
  readonly example?: string;
}

type Page = Readonly<Record<string, Words>>;

/** The words about directives by manual page; `legacy` holds those that no page describes any more. */
export const directivePages: Readonly<Record<string, Page>> = {
  'systemd.automount': automount,
  'systemd.exec': exec,
  'systemd.kill': kill,
  'systemd.mount': mount,
  'systemd.path': path,
  'systemd.resource-control': resourceControl,
  'systemd.scope': scope,
  'systemd.service': service,
  'systemd.slice': slice,
  'systemd.socket': socket,
  'systemd.swap': swap,
  'systemd.timer': timer,
  'systemd.unit': unit,
  legacy,
};

/** The words about the rows of the security assessment, by their field in systemd's JSON. */
export const rowPage: Page = security;

/** The words about units that systemd gives a meaning, by their names. */
export const specialUnitPage: Readonly<Record<string, string>> = special;

/** The words about options by world. */
export const optionPages: Readonly<Record<OptionWorld, Page>> = {
  nixos: nixosOptions,
  'home-manager': homeManager,
  modular: modularServices,
};

const directiveWords = new Map([...Object.values(directivePages), switchKeys].flatMap((page) => Object.entries(page)));
const rowWords = new Map(Object.entries(rowPage));
const optionWords = {
  nixos: new Map(Object.entries(optionPages.nixos)),
  'home-manager': new Map(Object.entries(optionPages['home-manager'])),
  modular: new Map(Object.entries(optionPages.modular)),
};

/** The words about a directive of a section, or about an `X-` key that NixOS or home-manager reads on a switch. */
export function docOf(section: string, name: string): DirectiveDoc | undefined {
  return toDoc(directiveWords.get(`${section}.${name}`) ?? directiveWords.get(name));
}

/**
 * The words about an option of a world: of a unit by its path inside the unit (`wantedBy`, `confinement.enable`), of
 * home-manager's sections (`Service`), or by the whole path without instances (`systemd.services`).
 */
export function optionDoc(world: OptionWorld, path: string): DirectiveDoc | undefined {
  return toDoc(optionWords[world].get(path));
}

/** What a row of the security assessment protects from, and a line of Nix that makes it good. */
export function rowDoc(field: string): DirectiveDoc | undefined {
  return toDoc(rowWords.get(field));
}

const specialWords = new Map(Object.entries(specialUnitPage));

/** What a special unit is for (systemd.special(7)). */
export function specialUnitDoc(name: string): string | undefined {
  return specialWords.get(name);
}

function toDoc(words: Words | undefined): DirectiveDoc | undefined {
  return words && { description: words.description, example: words.example };
}
