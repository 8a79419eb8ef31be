import { check, directives, home } from './table';

const RUN = 'ExecStart = "/bin/a";';

/** A service of a user's manager, in NixOS. */
function userService(lines: string): string {
  return `{ config, ... }: { systemd.user.services.a.serviceConfig = { ${lines} }; }`;
}

check([
  {
    code: 'filter-order',
    name: 'a group that is allowed behind one that is denied',
    text: directives(`${RUN} SystemCallFilter = [ "~@privileged" "@system-service" ];`),
    at: ['"@system-service"'],
    says: 'Put what is allowed first',
  },
  {
    code: 'filter-order',
    name: 'an exception from what is denied',
    text: directives(`${RUN} SystemCallFilter = [ "~@privileged" "chown" ];`),
    at: [],
  },
  {
    code: 'filter-order',
    name: 'a call that was never denied',
    text: directives(`${RUN} SystemCallFilter = [ "~@privileged" "setrlimit" ];`),
    at: ['"setrlimit"'],
    says: 'has no effect',
  },
  {
    code: 'filter-order',
    name: 'an exception, for a systemd between those whose facts are known',
    text: directives(`${RUN} SystemCallFilter = [ "~@privileged" "chown" ];`),
    at: [],
    options: { systemd: 256 },
  },
  {
    code: 'filter-prevents-start',
    name: 'the usual list, for a systemd between those whose facts are known',
    text: directives(`${RUN} SystemCallFilter = "@system-service";`),
    at: [],
    options: { systemd: 256 },
  },
  {
    code: 'filter-order',
    name: 'what is denied behind what is allowed',
    text: directives(`${RUN} SystemCallFilter = [ "@system-service" "~@privileged" ];`),
    at: [],
  },
  {
    code: 'filter-order',
    name: 'a family that is allowed anyway',
    text: directives(`${RUN} RestrictAddressFamilies = [ "~AF_PACKET" "AF_INET" ];`),
    at: ['"AF_INET"'],
  },
  {
    code: 'filter-order',
    name: 'a capability that is left anyway',
    text: directives(`${RUN} CapabilityBoundingSet = [ "~CAP_SYS_ADMIN" "CAP_CHOWN" ];`),
    at: ['"CAP_CHOWN"'],
  },
  {
    code: 'filter-order',
    name: 'a line that is not known',
    text: directives(`${RUN} SystemCallFilter = [ "~@privileged" config.x "@system-service" ];`),
    at: [],
  },
  {
    code: 'filter-reset',
    name: 'a capability before all of them',
    text: directives(`${RUN} CapabilityBoundingSet = [ "CAP_CHOWN" "~" ];`),
    at: ['"CAP_CHOWN"'],
    says: 'allows everything again',
  },
  {
    code: 'filter-reset',
    name: 'a filter before an empty line',
    text: directives(`${RUN} SystemCallFilter = [ "@system-service" "" ];`),
    at: ['"@system-service"'],
  },
  {
    code: 'filter-reset',
    name: 'an empty line before a filter',
    text: directives(`${RUN} SystemCallFilter = [ "" "@system-service" ]; CapabilityBoundingSet = "";`),
    at: [],
  },
  {
    code: 'filter-prevents-start',
    name: 'an allow list without the calls of a start',
    text: directives(`${RUN} SystemCallFilter = [ "@network-io" ];`),
    at: ['"@network-io"'],
    says: 'openat',
  },
  {
    code: 'filter-prevents-start',
    name: 'a deny list with the calls of a start',
    text: directives(`${RUN} SystemCallFilter = "~@default";`),
    at: ['"~@default"'],
    says: 'execve',
  },
  {
    code: 'filter-prevents-start',
    name: 'the usual lists',
    text: directives(`${RUN} SystemCallFilter = [ "@system-service" "~@privileged" "~@resources" ];`),
    at: [],
  },
  {
    code: 'filter-prevents-start',
    name: 'a list with an unknown line',
    text: directives(`${RUN} SystemCallFilter = [ "@network-io" config.x ];`),
    at: [],
  },
  {
    code: 'filter-prevents-start',
    name: 'a command that filters do not hold',
    text: directives('ExecStart = "+/bin/a"; SystemCallFilter = [ "@network-io" ];'),
    at: [],
  },
  {
    code: 'hidden-home',
    name: 'a working directory',
    text: directives(`${RUN} ProtectHome = true; WorkingDirectory = "/home/a/b";`),
    at: ['"/home/a/b"'],
    says: '/home/a/b',
  },
  {
    code: 'hidden-home',
    name: 'a program, but not one that sees everything',
    text: directives('ExecStart = "/root/bin/a"; ExecStartPre = "+/root/bin/b"; ProtectHome = "tmpfs";'),
    at: ['"/root/bin/a"'],
  },
  {
    code: 'hidden-home',
    name: 'a folder that is brought back, or only read-only',
    text: `{ ... }: { systemd.services = {
      a.serviceConfig = { ${RUN} ProtectHome = "tmpfs"; WorkingDirectory = "/home/a"; BindPaths = "/home/a"; };
      b.serviceConfig = { ${RUN} ProtectHome = "read-only"; WorkingDirectory = "/home/a"; };
      c.serviceConfig = { ${RUN} ProtectHome = true; WorkingDirectory = "/homes/a"; EnvironmentFile = "/root/env"; };
    }; }`,
    at: [],
  },
  {
    code: 'hidden-device',
    name: 'a device beside a private /dev',
    text: directives(`${RUN} PrivateDevices = true; DeviceAllow = [ "/dev/null rw" "/dev/kvm rw" "char-rtc r" ];`),
    at: ['"/dev/kvm rw"'],
    says: 'DevicePolicy=closed',
  },
  {
    code: 'hidden-device',
    name: 'a device that is brought back, or no private /dev',
    text: `{ ... }: { systemd.services = {
      a.serviceConfig = { ${RUN} PrivateDevices = true; BindPaths = "/dev/kvm"; DeviceAllow = "/dev/kvm rw"; };
      b.serviceConfig = { ${RUN} PrivateDevices = false; DeviceAllow = "/dev/kvm rw"; };
    }; }`,
    at: [],
  },
  {
    code: 'hidden-device',
    name: 'the links to the streams of a process',
    text: directives(`${RUN} PrivateDevices = true; DeviceAllow = "/dev/stdin";`),
    at: [],
  },
  {
    code: 'idle-write-paths',
    name: 'nothing that is closed',
    text: directives(`${RUN} ProtectSystem = false; ReadWritePaths = "/var/lib/a";`),
    at: ['ReadWritePaths'],
  },
  {
    code: 'idle-write-paths',
    name: 'something that is closed, or not known to be open',
    text: `{ config, ... }: { systemd.services = {
      a.serviceConfig = { ${RUN} DynamicUser = true; ReadWritePaths = "/var/lib/a"; };
      b.serviceConfig = { ${RUN} ProtectSystem = config.x; ReadWritePaths = "/var/lib/a"; };
      c.serviceConfig = { ReadWritePaths = "/var/lib/a"; };
    }; }`,
    at: [],
  },
  {
    code: 'idle-remove-ipc',
    name: 'root',
    text: directives(`${RUN} RemoveIPC = true;`),
    at: ['true'],
  },
  {
    code: 'idle-remove-ipc',
    name: 'another user, or a unit of somebody else',
    text: `{ config, ... }: { systemd.services = {
      a.serviceConfig = { ${RUN} RemoveIPC = true; User = config.x; };
      b.serviceConfig = { RemoveIPC = true; };
    }; }`,
    at: [],
  },
  {
    code: 'lost-capabilities',
    name: 'a low port from a user namespace',
    text: directives(`${RUN} User = "a"; PrivateUsers = true; AmbientCapabilities = "CAP_NET_BIND_SERVICE";`),
    at: ['"CAP_NET_BIND_SERVICE"'],
  },
  {
    code: 'lost-capabilities',
    name: 'a network of its own, or no user namespace',
    text: `{ ... }: { systemd.services = {
      a.serviceConfig = { ${RUN} PrivateUsers = true; PrivateNetwork = true; AmbientCapabilities = "CAP_NET_ADMIN"; };
      b.serviceConfig = { ${RUN} PrivateUsers = false; AmbientCapabilities = "CAP_NET_ADMIN"; };
    }; }`,
    at: [],
  },
  {
    code: 'not-for-user-units',
    name: 'what the manager of a user cannot do',
    text: userService(`${RUN} ProtectProc = "invisible"; DynamicUser = true; RemoveIPC = false;`),
    at: ['"invisible"', 'true'],
  },
  {
    code: 'not-for-user-units',
    name: 'the same in home-manager',
    text: home('Service = { ExecStart = "/bin/a"; SupplementaryGroups = [ "video" ]; };'),
    at: ['"video"'],
  },
  {
    code: 'not-for-user-units',
    name: 'the same for the system',
    text: directives(`${RUN} ProtectProc = "invisible"; DynamicUser = true;`),
    at: [],
  },
]);
