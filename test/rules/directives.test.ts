import { check, directives, home, service } from './table';

check([
  {
    code: 'newer-directive',
    name: 'a directive of a later systemd',
    text: directives('ExecStart = "/bin/a"; MemoryZSwapMax = "1G";'),
    at: ['MemoryZSwapMax'],
    says: 'came with systemd 253; systemd 252 would ignore it',
    options: { systemd: 252 },
  },
  {
    code: 'newer-directive',
    name: 'the same in a systemd that has it',
    text: directives('ExecStart = "/bin/a"; MemoryZSwapMax = "1G";'),
    at: [],
    options: { systemd: 262 },
  },
  {
    code: 'newer-directive',
    name: 'a directive that the file writes for some versions only',
    text: directives(
      'ExecStart = "/bin/a"; MemoryZSwapMax = lib.mkIf (lib.versionAtLeast config.systemd.package.version "253") "1G";',
    ),
    at: [],
    options: { systemd: 252 },
  },
  {
    code: 'ignored-directive',
    name: 'a limit that is no longer kept',
    text: directives('ExecStart = "/bin/a"; MemoryLimit = "1G";'),
    at: ['MemoryLimit'],
    fixed: { 'Change to MemoryMax': directives('ExecStart = "/bin/a"; MemoryMax = "1G";') },
  },
  {
    code: 'ignored-directive',
    name: 'a limit that an older systemd keeps',
    text: directives('ExecStart = "/bin/a"; MemoryLimit = "1G";'),
    at: [],
    options: { systemd: 252 },
  },
  {
    code: 'legacy-directive',
    name: 'another name',
    text: directives('ReadWriteDirectories = "/x";'),
    at: ['ReadWriteDirectories'],
    fixed: { 'Change to ReadWritePaths': directives('ReadWritePaths = "/x";') },
  },
  {
    code: 'legacy-directive',
    name: 'a start limit in [Service]',
    text: `{
  systemd.services.a = {
    serviceConfig = {
      StartLimitBurst = 5;
      User = "a";
    };
  };
}`,
    at: ['StartLimitBurst'],
    fixed: {
      'Move to unitConfig.StartLimitBurst': `{
  systemd.services.a = {
    unitConfig.StartLimitBurst = 5;
    serviceConfig = {
      User = "a";
    };
  };
}`,
    },
  },
  {
    code: 'legacy-directive',
    name: 'privileges for the first commands',
    text: directives('PermissionsStartOnly = true;'),
    at: ['PermissionsStartOnly'],
    says: "'+'",
  },
  {
    code: 'option-as-directive',
    name: 'triggers among directives',
    text: directives('RestartTriggers = [ 1 ];'),
    at: ['RestartTriggers'],
    fixed: {
      'Move to the option restartTriggers': service('restartTriggers = [ 1 ];\n serviceConfig = {  };'),
    },
  },
  {
    code: 'option-as-directive',
    name: 'wantedBy among directives',
    text: service('serviceConfig.wantedBy = [ "multi-user.target" ];'),
    at: ['wantedBy'],
    fixed: { 'Move to the option wantedBy': service('wantedBy = [ "multi-user.target" ];') },
  },
  {
    code: 'option-as-directive',
    name: 'one name where the option takes a list',
    text: service('serviceConfig.WantedBy = "multi-user.target";'),
    at: ['WantedBy'],
    fixed: {},
  },
  {
    code: 'unknown-directive',
    name: 'a name that goes on where a directive ends',
    text: directives('MemoryMaximum = "1G";'),
    at: ['MemoryMaximum'],
    fixed: { 'Change to MemoryMax': directives('MemoryMax = "1G";') },
  },
  {
    code: 'unknown-directive',
    name: 'a home that is private in other words',
    text: directives('PrivateHome = true;'),
    at: ['PrivateHome'],
    says: 'Did you mean ProtectHome',
  },
  { code: 'unknown-directive', name: 'an option', text: directives('RestartTriggers = [ 1 ];'), at: [] },
  { code: 'wrong-section', name: 'an option', text: directives('WantedBy = "x.target";'), at: [] },
  {
    code: 'wrong-section',
    name: 'a directive of [Unit]',
    text: service('serviceConfig.After = "x.service";'),
    at: ['After'],
    fixed: { 'Move After to unitConfig': service('unitConfig.After = "x.service";') },
  },
  {
    code: 'unknown-section',
    name: 'a plural',
    text: home('Unit.Description = "A"; Services.ExecStart = "/bin/a";'),
    at: ['Services'],
    fixed: { 'Change to Service': home('Unit.Description = "A"; Service.ExecStart = "/bin/a";') },
  },
  {
    code: 'unknown-section',
    name: "NixOS's set",
    text: home('Unit.Description = "A"; serviceConfig.ExecStart = "/bin/a";'),
    at: ['serviceConfig'],
    says: 'called Service',
  },
  {
    code: 'unknown-section',
    name: "NixOS's set in a home",
    text: '{ home.username = "a"; systemd.user.services.a.serviceConfig.ExecStart = "/bin/a"; }',
    at: ['serviceConfig'],
  },
  {
    code: 'unknown-section',
    name: "NixOS's set beside options of one's own called home",
    text: '{ home.cache.enable = true; systemd.user.services.a.serviceConfig.ExecStart = "/bin/a"; }',
    at: [],
  },
  {
    code: 'unknown-section',
    name: 'sections for other programs',
    text: home('Service.ExecStart = "/bin/a"; X-Mine.Key = "v";'),
    at: [],
  },
  {
    code: 'unknown-option',
    name: "home-manager's section",
    text: service('Service.ExecStart = "/bin/a";'),
    at: ['Service'],
    fixed: {
      "Convert the whole unit to NixOS's options": service('serviceConfig.ExecStart = "/bin/a";'),
      'Change to serviceConfig': service('serviceConfig.ExecStart = "/bin/a";'),
    },
  },
  {
    code: 'unknown-option',
    name: 'an option of the whole system',
    text: '{ systemd.services = { a.script = "run"; users.users.a.isSystemUser = true; }; }',
    at: ['users'],
    says: 'does a brace close too late?',
  },
  {
    code: 'unknown-option',
    name: 'an option that another module may declare',
    text: service('script = "run"; instance.name = "x";'),
    at: ['instance'],
    says: 'unless another module declares it',
  },
  {
    code: 'unknown-option',
    name: 'a unit written as a module',
    text: '{ lib, ... }: { systemd.services.a = { ... }: { options.script = lib.mkOption { apply = x: x; }; config.script = "run"; }; }',
    at: [],
  },
  {
    code: 'doubled-suffix',
    name: 'a suffix that the option adds',
    text: '{ systemd.services."a.service".script = "run"; }',
    at: ['"a.service"'],
    fixed: { 'Change to a': '{ systemd.services.a.script = "run"; }' },
  },
  {
    code: 'doubled-suffix',
    name: 'a dot in a name',
    text: '{ systemd.services."dbus-org.bluez".script = "run"; }',
    at: [],
  },
]);
