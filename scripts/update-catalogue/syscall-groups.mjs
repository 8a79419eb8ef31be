/** Members of the system call groups by name; `@known` is left out, since it is made when systemd is built. */
export function readSyscallGroups(text) {
  const groups = new Map();
  for (const [, name, body] of text.matchAll(/\.name = "(@[\w-]+)",[\s\S]*?\.value =\s*([\s\S]*?)\n {8}\}/g)) {
    const members = body.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/"([^"\\]+)\\0"/g);
    if (name !== '@known')
      groups.set(
        name,
        [...members].map(([, member]) => member),
      );
  }
  return groups;
}

/** A group's members in a version, as server/data/syscalls.json has them. */
export function membersAt(group, version) {
  const difference = group.differences?.[version];
  if (difference === undefined) return group.members;
  return [...group.members.filter((member) => !difference.lacks.includes(member)), ...difference.hasExtra];
}
