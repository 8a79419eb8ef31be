import data from '../../data/config-settings.json';
import { manPageUrl } from './catalogue';
import { editDistance } from './distance';

/** The settings of one section of a file such as system.conf. */
interface SettingsSection {
  /** The manual page. */
  readonly man: string;
  /** Those that the newest manual has. */
  readonly names: readonly string[];
  /** Those that systemd still reads, or read in an older version. */
  readonly older: readonly string[];
}

/** Facts: the manual pages of systemd 252, 257 and 262, and the names in the programs themselves. */
const sections: ReadonlyMap<string, SettingsSection> = new Map(Object.entries(data));

/** The settings that a section may have; undefined for a section of which they are not known. */
export function settingsOf(section: string): readonly string[] | undefined {
  return sections.get(section)?.names;
}

/** The entry of a setting in the manual on the web; undefined where it is not known. */
export function settingUrl(section: string, name: string): string | undefined {
  const found = sections.get(section);
  if (found === undefined || !found.names.includes(name)) return undefined;
  return manPageUrl(found.man, `${name}=`);
}

/** The settings that someone may have meant by a name that no version has, the nearest first; none where the name is known. */
export function settingsLike(section: string, name: string): readonly string[] {
  const found = sections.get(section);
  if (found === undefined || found.names.includes(name) || found.older.includes(name)) return [];
  const limit = Math.min(3, Math.floor(name.length / 5) + 1);
  return found.names
    .map((known) => ({ known, distance: editDistance(name.toLowerCase(), known.toLowerCase(), limit) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance)
    .map(({ known }) => known);
}
